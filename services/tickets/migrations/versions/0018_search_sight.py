"""Who sees a ticket, by its id alone: of thousands that the index of words finds, a search reads no ticket's row.

The index of public words goes: nothing asks it since customers search their own few tickets one by one, and every
message was written to it.

Revision ID: 0018
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX escalated_tickets_sight_idx ON escalated_tickets (id)
            INCLUDE (department_id, assignee_id, follower_ids) WHERE deleted_at IS NULL
        """
    )
    op.execute("DROP INDEX escalated_search_public_idx")


def downgrade() -> None:
    op.execute("CREATE INDEX escalated_search_public_idx ON escalated_search_documents USING gin (public_words)")
    op.execute("DROP INDEX escalated_tickets_sight_idx")
