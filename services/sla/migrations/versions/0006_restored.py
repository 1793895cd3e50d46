"""Facts know whether an earlier state came back, which is no transition.

Revision ID: 0006
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts ADD COLUMN restored boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts DROP COLUMN restored")
