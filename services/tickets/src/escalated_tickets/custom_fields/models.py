"""Definitions of custom fields as rows; the values stand in the ticket's row, by key."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_tickets.metadata import metadata

custom_fields = Table(
    "escalated_custom_fields",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("key", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("options", JSONB, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("visible_to_customers", Boolean, nullable=False),
    Column("editable_by_customers", Boolean, nullable=False),
    # Empty: of every department, of every type of ticket.
    Column("department_ids", ARRAY(Uuid), nullable=False),
    Column("ticket_types", ARRAY(Text), nullable=False),
    # Slugs of the statuses that a ticket enters only with a value.
    Column("required_at", ARRAY(Text), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
Index("escalated_custom_fields_key", custom_fields.c.key, unique=True)
