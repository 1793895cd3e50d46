"""Files as rows; their bytes lie in the store. An upload belongs to nobody's ticket until a message takes it."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, Table, Text, Uuid

from escalated_tickets.metadata import metadata

attachments = Table(
    "escalated_attachments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("origin", Text, nullable=False, server_default=""),
    Column("uploader", Text, nullable=False, comment="<kind>:<id> of who uploaded it; only they may attach it"),
    Column("ticket_id", Uuid),
    Column("message_id", Uuid),
    Column("internal", Boolean, nullable=False, server_default="false", comment="on a note: never a customer's"),
    Column("filename", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content_id", Text, nullable=False, server_default="", comment="of an inline image in mail"),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

Index("escalated_attachments_message", attachments.c.message_id, postgresql_where=attachments.c.message_id.is_not(None))
Index(
    "escalated_attachments_ticket_idx", attachments.c.ticket_id, postgresql_where=attachments.c.ticket_id.is_not(None)
)
Index("escalated_attachments_unused", attachments.c.created_at, postgresql_where=attachments.c.message_id.is_(None))
