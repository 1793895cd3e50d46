"""Settings that are changed at run time.

Revision ID: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE escalated_settings (
            name text NOT NULL,
            value jsonb NOT NULL,
            changed_at timestamptz NOT NULL,
            PRIMARY KEY (name)
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE escalated_settings")
