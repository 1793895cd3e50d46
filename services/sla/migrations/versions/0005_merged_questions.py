"""Facts know of a customer's question that came with a merged ticket, and went back with it.

Revision ID: 0005
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts ADD COLUMN source_id uuid, ADD COLUMN waits_since timestamptz")


def downgrade() -> None:
    op.execute("ALTER TABLE escalated_sla_facts DROP COLUMN source_id, DROP COLUMN waits_since")
