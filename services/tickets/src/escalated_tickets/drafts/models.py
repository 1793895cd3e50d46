"""Drafts as rows: one per person and ticket. They are no part of the ticket: no version, no event."""

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_tickets.metadata import metadata

drafts = Table(
    "escalated_drafts",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("upload_ids", ARRAY(Uuid), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
)
Index("escalated_drafts_age_idx", drafts.c.updated_at)
Index("escalated_drafts_person_idx", drafts.c.person_id)
Index("escalated_drafts_uploads_idx", drafts.c.upload_ids, postgresql_using="gin")
