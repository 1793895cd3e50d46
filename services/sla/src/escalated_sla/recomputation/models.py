"""What an edit of a policy or calendar left to be computed again, and how far it got."""

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, Uuid

from escalated_sla.metadata import metadata

TIME = DateTime(timezone=True)

recomputations = Table(
    "escalated_sla_recomputations",
    metadata,
    Column("id", Uuid, primary_key=True),
    # policy.updated, calendar.updated, ...
    Column("reason", Text, nullable=False),
    Column("object_id", Uuid),
    Column("object_name", Text, nullable=False),
    # Tickets: how many there were when it began, and how many were looked at.
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    # It walks over open tickets by id: all up to this one are done.
    Column("after_id", Uuid),
    # running, done or superseded
    Column("state", Text, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("finished_at", TIME),
)
Index("escalated_sla_recomputations_running", recomputations.c.id, postgresql_where=recomputations.c.state == "running")
