"""Activity: one immutable row per change. Only `activities purge` takes rows away."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_tickets.metadata import metadata

activities = Table(
    "escalated_activities",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("before", JSONB),
    Column("after", JSONB),
    Column("cause", JSONB),
    # Customers never see these, nor that there is one.
    Column("staff_only", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
)
Index("escalated_activities_ticket_idx", activities.c.ticket_id, activities.c.created_at, activities.c.id)
Index("escalated_activities_actor_idx", activities.c.actor_id, activities.c.created_at, activities.c.id)
Index("escalated_activities_age_idx", activities.c.created_at)
