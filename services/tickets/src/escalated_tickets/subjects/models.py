"""Subjects of tickets as rows. The thing itself lives in the host application; here are its name and its place."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, Uuid

from escalated_tickets.metadata import metadata

subjects = Table(
    "escalated_ticket_subjects",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), nullable=False),
    Column("type", Text, nullable=False),
    # The host application's own id of the thing.
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("link", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
)
Index("escalated_ticket_subjects_key", subjects.c.ticket_id, subjects.c.type, subjects.c.key, unique=True)
Index("escalated_ticket_subjects_about_idx", subjects.c.type, subjects.c.key, subjects.c.ticket_id)
