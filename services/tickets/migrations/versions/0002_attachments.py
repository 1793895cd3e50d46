"""Attachments.

Revision ID: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE escalated_attachments (
        id uuid NOT NULL,
        origin text DEFAULT '' NOT NULL,
        uploader text NOT NULL,
        ticket_id uuid,
        message_id uuid,
        internal boolean DEFAULT false NOT NULL,
        filename text NOT NULL,
        content_type text NOT NULL,
        size_bytes bigint NOT NULL,
        sha256 text NOT NULL,
        content_id text DEFAULT '' NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX escalated_attachments_message ON escalated_attachments (message_id)
        WHERE message_id IS NOT NULL
    """,
    """
    CREATE INDEX escalated_attachments_unused ON escalated_attachments (created_at)
        WHERE message_id IS NULL
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE escalated_attachments")
