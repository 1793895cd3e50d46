"""Export and erasure of people, purge of deleted tickets.

Revision ID: 0014
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE escalated_people ADD COLUMN erased_at timestamptz",
    "CREATE INDEX escalated_people_merged_idx ON escalated_people (merged_into_id) WHERE merged_into_id IS NOT NULL",
    "CREATE INDEX escalated_tickets_purge_idx ON escalated_tickets (deleted_at) WHERE deleted_at IS NOT NULL",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX escalated_tickets_purge_idx")
    op.execute("DROP INDEX escalated_people_merged_idx")
    op.execute("ALTER TABLE escalated_people DROP COLUMN erased_at")
