"""Facts know that the customer's last question went into another ticket.

Revision ID: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts ADD COLUMN unasked boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts DROP COLUMN unasked")
