"""Ratings as rows: all that were ever given, one per resolution of a ticket."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, SmallInteger, Table, Text, Uuid

from escalated_tickets.metadata import metadata

TIME = DateTime(timezone=True)

ratings = Table(
    "escalated_ratings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("score", SmallInteger, nullable=False),
    Column("comment", Text, nullable=False),
    # When the ticket was resolved, or closed without: the resolution that is rated.
    Column("resolution_at", TIME, nullable=False),
    Column("assignee_id", Uuid),
    Column("created_at", TIME, nullable=False),
    Column("origin", Text),
)
Index("escalated_ratings_resolution_key", ratings.c.ticket_id, ratings.c.resolution_at, unique=True)
Index("escalated_ratings_person_idx", ratings.c.person_id)
