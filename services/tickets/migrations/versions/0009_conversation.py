"""Drafts, delayed replies, mentions and side conversations.

Revision ID: 0009
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    # Without a default: what nobody has edited carries no time, and the table is not rewritten.
    "ALTER TABLE escalated_messages ADD COLUMN edited_at timestamptz",
    """
    CREATE INDEX escalated_messages_pinned_idx ON escalated_messages (ticket_id) WHERE pinned
    """,
    """
    CREATE TABLE escalated_drafts (
        ticket_id uuid NOT NULL,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        body text NOT NULL,
        format text NOT NULL,
        upload_ids uuid[] NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (ticket_id, person_id)
    )
    """,
    "CREATE INDEX escalated_drafts_age_idx ON escalated_drafts (updated_at)",
    "CREATE INDEX escalated_drafts_person_idx ON escalated_drafts (person_id)",
    "CREATE INDEX escalated_drafts_uploads_idx ON escalated_drafts USING gin (upload_ids)",
    """
    CREATE TABLE escalated_outgoing (
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        author_id uuid NOT NULL,
        author_name text NOT NULL,
        author_email text NOT NULL,
        permissions text[] NOT NULL,
        body text NOT NULL,
        format text NOT NULL,
        body_html text NOT NULL,
        body_text text NOT NULL,
        status text,
        channel text NOT NULL,
        uploader text NOT NULL,
        upload_ids uuid[] NOT NULL,
        state text NOT NULL,
        failure text NOT NULL,
        send_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_outgoing_due_idx ON escalated_outgoing (send_at) WHERE state = 'waiting'",
    """
    CREATE INDEX escalated_outgoing_done_idx ON escalated_outgoing (finished_at)
        WHERE state IN ('sent', 'taken_back')
    """,
    "CREATE INDEX escalated_outgoing_ticket_idx ON escalated_outgoing (ticket_id, send_at, id)",
    "CREATE INDEX escalated_outgoing_author_idx ON escalated_outgoing (author_id)",
    """
    CREATE TABLE escalated_side_conversations (
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        subject text NOT NULL,
        channel text NOT NULL,
        state text NOT NULL,
        people jsonb NOT NULL,
        author_id uuid NOT NULL,
        author_name text NOT NULL,
        author_email text NOT NULL,
        message_count integer NOT NULL,
        created_at timestamptz NOT NULL,
        last_message_at timestamptz NOT NULL,
        closed_at timestamptz,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX escalated_side_conversations_ticket_idx ON escalated_side_conversations (ticket_id, created_at, id)
    """,
    """
    CREATE TABLE escalated_side_messages (
        id uuid NOT NULL,
        side_conversation_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        author_id uuid NOT NULL,
        author_name text NOT NULL,
        author_email text NOT NULL,
        author_kind text NOT NULL,
        body_html text NOT NULL,
        body_text text NOT NULL,
        channel text NOT NULL,
        opening boolean NOT NULL,
        created_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX escalated_side_messages_conversation_idx
        ON escalated_side_messages (side_conversation_id, created_at, id)
    """,
    "CREATE INDEX escalated_side_messages_ticket_idx ON escalated_side_messages (ticket_id)",
    "CREATE INDEX escalated_side_messages_author_idx ON escalated_side_messages (author_id)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("side_messages", "side_conversations", "outgoing", "drafts"):
        op.execute(f"DROP TABLE escalated_{table}")
    op.execute("DROP INDEX escalated_messages_pinned_idx")
    op.execute("ALTER TABLE escalated_messages DROP COLUMN edited_at")
