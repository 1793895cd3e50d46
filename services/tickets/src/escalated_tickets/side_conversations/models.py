"""Side conversations as rows, apart from `escalated_messages`: no query of the conversation shows them by mistake."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_tickets.metadata import metadata

side_conversations = Table(
    "escalated_side_conversations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, nullable=False),
    Column("subject", Text, nullable=False),
    Column("channel", Text, nullable=False, comment="internal or email"),
    Column("state", Text, nullable=False, comment="open or closed"),
    Column("people", JSONB, nullable=False, comment="colleagues, or those it goes to by mail: [{id, name, email}]"),
    Column("author_id", Uuid, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("author_email", Text, nullable=False),
    Column("message_count", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_message_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("origin", Text),
)
_s = side_conversations.c
Index("escalated_side_conversations_ticket_idx", _s.ticket_id, _s.created_at, _s.id)

side_messages = Table(
    "escalated_side_messages",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("side_conversation_id", Uuid, nullable=False),
    Column("ticket_id", Uuid, nullable=False),
    Column("author_id", Uuid, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("author_email", Text, nullable=False),
    Column("author_kind", Text, nullable=False, comment="agent or third_party"),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("opening", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
)
_m = side_messages.c
Index("escalated_side_messages_conversation_idx", _m.side_conversation_id, _m.created_at, _m.id)
Index("escalated_side_messages_ticket_idx", _m.ticket_id)
Index("escalated_side_messages_author_idx", _m.author_id)
