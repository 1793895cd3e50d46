"""Tags as rows; a ticket names them by id, so that a new name or colour needs no ticket touched."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid, func

from escalated_tickets.metadata import metadata

tags = Table(
    "escalated_tags",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("color", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
)
Index("escalated_tags_name_key", func.lower(tags.c.name), unique=True)
