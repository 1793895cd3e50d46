"""Search: walks in the order of making. What tickets are about.

Revision ID: 0005
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    # Documents stay in one piece: a search looks at thousands, and each kept apart would be four pages more.
    "ALTER TABLE escalated_search_documents SET (toast_tuple_target = 8160)",
    """
    CREATE INDEX escalated_tickets_assignee_newest_idx ON escalated_tickets (assignee_id, id) WHERE
        deleted_at IS NULL
    """,
    """
    CREATE INDEX escalated_tickets_department_newest_idx ON escalated_tickets (department_id, id) WHERE
        deleted_at IS NULL
    """,
    "CREATE INDEX escalated_tickets_deleted_idx ON escalated_tickets (id) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX escalated_people_email_idx ON escalated_people (lower(email))",
    """
    CREATE INDEX escalated_attachments_ticket_idx ON escalated_attachments (ticket_id)
        WHERE ticket_id IS NOT NULL
    """,
    """
    CREATE TABLE escalated_ticket_subjects (
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        type text NOT NULL,
        key text NOT NULL,
        title text NOT NULL,
        link text,
        created_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id),
        FOREIGN KEY(ticket_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE
    )
    """,
    "CREATE UNIQUE INDEX escalated_ticket_subjects_key ON escalated_ticket_subjects (ticket_id, type, key)",
    "CREATE INDEX escalated_ticket_subjects_about_idx ON escalated_ticket_subjects (type, key, ticket_id)",
)
_INDEXES = (
    "escalated_tickets_assignee_newest_idx",
    "escalated_tickets_department_newest_idx",
    "escalated_tickets_deleted_idx",
    "escalated_people_email_idx",
    "escalated_attachments_ticket_idx",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("ALTER TABLE escalated_search_documents RESET (toast_tuple_target)")
    op.execute("DROP TABLE escalated_ticket_subjects")
    for index in _INDEXES:
        op.execute(f"DROP INDEX {index}")
