"""Messages as rows: cleaned HTML and its text twin, both kept."""

from sqlalchemy import Boolean, Column, DateTime, Index, Table, Text, Uuid

from escalated_tickets.metadata import metadata

messages = Table(
    "escalated_messages",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("author_id", Uuid),
    Column("author_name", Text, nullable=False),
    Column("author_email", Text, nullable=False),
    Column("author_kind", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("opening", Boolean, nullable=False),
    Column("pinned", Boolean, nullable=False, server_default="false"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
    Column("edited_at", DateTime(timezone=True)),
)
Index("escalated_messages_ticket_idx", messages.c.ticket_id, messages.c.created_at, messages.c.id)
Index("escalated_messages_author_idx", messages.c.author_id)
Index("escalated_messages_pinned_idx", messages.c.ticket_id, postgresql_where=messages.c.pinned)
