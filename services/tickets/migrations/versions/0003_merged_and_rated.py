"""Where a ticket was merged into, and how its requester rated it.

Revision ID: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE escalated_tickets ADD COLUMN merged_into_id uuid, ADD COLUMN rating smallint",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("ALTER TABLE escalated_tickets DROP COLUMN merged_into_id, DROP COLUMN rating")
