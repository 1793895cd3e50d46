"""Targets of others that hear of events."""

from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_notifications.metadata import metadata

WEBHOOKS = Table(
    "escalated_webhooks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("url", Text, nullable=False),
    # Patterns such as "*", "ticket.*" or "reply.created".
    Column("events", ARRAY(Text), nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    # Encrypted: whoever reads the database signs nothing.
    Column("secret", LargeBinary, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("owner_email", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
