"""People whom a mail had in Cc: no participants before an agent says so."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, Uuid

from escalated_tickets.metadata import metadata

# With name and address: whoever is only suggested is nobody whom the desk knows yet.
suggested = Table(
    "escalated_suggested_participants",
    metadata,
    Column("ticket_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("suggested_by_id", Uuid),
    Column("suggested_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
)
Index("escalated_suggested_participants_person_idx", suggested.c.person_id)
