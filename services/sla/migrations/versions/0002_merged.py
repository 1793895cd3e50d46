"""Facts know that a ticket went into another one.

Revision ID: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts ADD COLUMN merged boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts DROP COLUMN merged")
