"""Bulk jobs and what became of each ticket. An outcome is written in the transaction that changes its ticket."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_tickets.metadata import metadata

TIME = DateTime(timezone=True)

jobs = Table(
    "escalated_bulk_jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("person_name", Text, nullable=False),
    # What the caller's session or token allowed: the job never may more, and less where the person may less by then.
    Column("permissions", ARRAY(Text), nullable=False),
    Column("channel", Text, nullable=False),
    Column("action", JSONB, nullable=False),
    Column("total", Integer, nullable=False),
    Column("undo_of", Uuid),
    Column("undone_by", Uuid),
    Column("created_at", TIME, nullable=False),
    Column("finished_at", TIME),
)
Index("escalated_bulk_jobs_open_idx", jobs.c.created_at, postgresql_where=text("finished_at IS NULL"))
Index("escalated_bulk_jobs_age_idx", jobs.c.created_at)

items = Table(
    "escalated_bulk_items",
    metadata,
    Column("job_id", Uuid, ForeignKey("escalated_bulk_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("ticket_id", Uuid, primary_key=True),
    # Null while it waits; done, unchanged or refused.
    Column("outcome", Text),
    Column("code", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
)
Index("escalated_bulk_items_open_idx", items.c.job_id, items.c.ticket_id, postgresql_where=text("outcome IS NULL"))
