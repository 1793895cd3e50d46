"""Activity: one immutable row per change, which a trigger of the database holds to. Only `activities purge` takes rows
away, and a ticket's end takes its own; only an erasure takes names out of them.
"""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid, text
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
# Where a name stands beside an id: an erasure finds it there.
for _side in ("before", "after"):
    _named = f"COALESCE({_side} #>> '{{assignee,id}}', {_side} #>> '{{assignment,id}}')"
    Index(
        f"escalated_activities_named_{_side}_idx",
        text(f"({_named})"),
        _table=activities,
        postgresql_where=text(
            f"kind IN ('ticket.assigned', 'ticket.unassigned', 'ticket.restored') AND {_named} IS NOT NULL"
        ),
    )
