"""Mail that came in: the raw bytes, kept before anything is done with them, and what became of it."""

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from escalated_chassis.deliveries import delivery_tables
from escalated_notifications.metadata import metadata


def own_columns() -> list[Column[Any]]:
    return [
        Column("message_id", Text, nullable=False, server_default=text("''")),
        Column("sender", Text, nullable=False, server_default=text("''")),
        Column("subject", Text, nullable=False, server_default=text("''")),
        Column("size_bytes", Integer, nullable=False),
        Column("ticket_id", Text, nullable=False, server_default=text("''")),
        # Uploaded before: a second try attaches the same files.
        Column("upload_ids", JSONB),
        # An operator said that the checks against loops do not matter for this one.
        Column("forced", Boolean, nullable=False, server_default=text("false")),
    ]


TABLES = delivery_tables(metadata, "escalated_inbound_mails", *own_columns())
MAILS = TABLES.deliveries

RAW = Table(
    "escalated_inbound_raw",
    metadata,
    Column("mail_id", Uuid, ForeignKey("escalated_inbound_mails.id", ondelete="CASCADE"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

Index("escalated_inbound_newest", MAILS.c.created_at, MAILS.c.id)
Index("escalated_inbound_by_sender", MAILS.c.sender, MAILS.c.created_at)
Index("escalated_inbound_of_ticket", MAILS.c.ticket_id, postgresql_where=text("ticket_id <> ''"))
