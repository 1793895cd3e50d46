"""What staff search and what customers search stand apart: a walk for the one reads no page of the other.

A document of staff also knows its ticket's department, so that the newest of a department are walked in one index
instead of being looked up one by one, and of who may see it a search reads no ticket: two indexes of tickets go.
`origin` of the former documents was never written.

The version before does not run beside this one: neither was released.

Revision ID: 0020
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Of a million tickets copying and indexing take minutes, which the time limit of a statement is not made for.
_PATIENCE = "SET LOCAL statement_timeout = '30min'"


def upgrade() -> None:
    op.execute(_PATIENCE)
    op.execute("LOCK TABLE escalated_search_documents IN SHARE MODE")
    op.execute(
        """
        CREATE TABLE escalated_staff_documents (
            ticket_id uuid NOT NULL,
            department_id uuid,
            words tsvector NOT NULL
        ) WITH (toast_tuple_target = 8160)
        """
    )
    op.execute(
        """
        CREATE TABLE escalated_public_documents (
            ticket_id uuid NOT NULL,
            words tsvector NOT NULL
        ) WITH (toast_tuple_target = 8160)
        """
    )
    op.execute(
        """
        INSERT INTO escalated_staff_documents (ticket_id, department_id, words)
        SELECT document.ticket_id, ticket.department_id, document.all_words
        FROM escalated_search_documents AS document
        LEFT JOIN escalated_tickets AS ticket ON ticket.id = document.ticket_id
        ORDER BY document.ticket_id
        """
    )
    op.execute(
        """
        INSERT INTO escalated_public_documents (ticket_id, words)
        SELECT ticket_id, public_words FROM escalated_search_documents ORDER BY ticket_id
        """
    )
    op.execute("ALTER TABLE escalated_staff_documents ADD PRIMARY KEY (ticket_id)")
    op.execute("ALTER TABLE escalated_public_documents ADD PRIMARY KEY (ticket_id)")
    op.execute(
        """
        CREATE INDEX escalated_staff_documents_department_idx
            ON escalated_staff_documents (department_id, ticket_id)
        """
    )
    op.execute("CREATE INDEX escalated_staff_documents_words_idx ON escalated_staff_documents USING gin (words)")
    op.execute("DROP TABLE escalated_search_documents")
    op.execute("DROP INDEX escalated_tickets_sight_idx")
    op.execute("DROP INDEX escalated_tickets_department_newest_idx")


def downgrade() -> None:
    op.execute(_PATIENCE)
    op.execute("LOCK TABLE escalated_staff_documents, escalated_public_documents IN SHARE MODE")
    op.execute(
        """
        CREATE TABLE escalated_search_documents (
            ticket_id uuid NOT NULL,
            public_words tsvector NOT NULL,
            all_words tsvector NOT NULL,
            origin text
        ) WITH (toast_tuple_target = 8160)
        """
    )
    op.execute(
        """
        INSERT INTO escalated_search_documents (ticket_id, public_words, all_words)
        SELECT ticket_id, shown.words, staff.words
        FROM escalated_staff_documents AS staff JOIN escalated_public_documents AS shown USING (ticket_id)
        ORDER BY ticket_id
        """
    )
    op.execute("ALTER TABLE escalated_search_documents ADD PRIMARY KEY (ticket_id)")
    op.execute("CREATE INDEX escalated_search_all_idx ON escalated_search_documents USING gin (all_words)")
    op.execute("DROP TABLE escalated_public_documents")
    op.execute("DROP TABLE escalated_staff_documents")
    op.execute(
        """
        CREATE INDEX escalated_tickets_sight_idx ON escalated_tickets (id)
            INCLUDE (department_id, assignee_id, follower_ids) WHERE deleted_at IS NULL
        """
    )
    op.execute(
        """
        CREATE INDEX escalated_tickets_department_newest_idx ON escalated_tickets (department_id, id)
            WHERE deleted_at IS NULL
        """
    )
