"""Links, merges and splits.

Revision ID: 0008
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    "CREATE UNIQUE INDEX escalated_ticket_links_parent_key ON escalated_ticket_links (ticket_id) WHERE kind = 'parent'",
    """
    CREATE UNIQUE INDEX escalated_ticket_links_problem_key ON escalated_ticket_links (ticket_id)
        WHERE kind = 'problem'
    """,
    """
    CREATE TABLE escalated_ticket_merges (
        id uuid NOT NULL,
        source_id uuid NOT NULL,
        target_id uuid NOT NULL,
        before jsonb NOT NULL,
        merged_at timestamptz NOT NULL,
        undone_at timestamptz,
        PRIMARY KEY (id),
        FOREIGN KEY(source_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE,
        FOREIGN KEY(target_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE UNIQUE INDEX escalated_ticket_merges_source_key ON escalated_ticket_merges (source_id)
        WHERE undone_at IS NULL
    """,
    "CREATE INDEX escalated_ticket_merges_target_idx ON escalated_ticket_merges (target_id)",
    """
    CREATE TABLE escalated_merged_items (
        merge_id uuid NOT NULL,
        kind text NOT NULL,
        item_id uuid NOT NULL,
        PRIMARY KEY (merge_id, kind, item_id),
        FOREIGN KEY(merge_id) REFERENCES escalated_ticket_merges (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_tickets_merged_idx ON escalated_tickets (merged_into_id) WHERE merged_into_id IS NOT NULL",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX escalated_tickets_merged_idx")
    op.execute("DROP TABLE escalated_merged_items, escalated_ticket_merges")
    op.execute("DROP INDEX escalated_ticket_links_problem_key, escalated_ticket_links_parent_key")
