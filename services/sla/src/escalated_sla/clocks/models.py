"""Tickets as this service knows them, the facts they are made of, their clocks and what is due on them."""

from sqlalchemy import Boolean, Column, DateTime, Float, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_sla.metadata import metadata

TIME = DateTime(timezone=True)

tickets = Table(
    "escalated_sla_tickets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("origin", Text, nullable=False, server_default=""),
    # Nothing is missing up to `sequence`; what arrived beyond a gap waits in `ahead`.
    Column("sequence", Integer, nullable=False),
    Column("ahead", ARRAY(Integer), nullable=False, server_default=text("'{}'")),
    # Everything that happened until then is known.
    Column("known_until", TIME, nullable=False),
    Column("clocks_version", Integer, nullable=False, server_default="0"),
    Column("audience", JSONB, nullable=False, server_default=text("'{}'")),
    # Its terms changed: a worker settles it again.
    Column("stale", Boolean, nullable=False, server_default="false"),
)
Index("escalated_sla_tickets_stale", tickets.c.id, postgresql_where=tickets.c.stale)

facts = Table(
    "escalated_sla_facts",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("snapshot", Boolean, primary_key=True, server_default="false"),
    Column("at", TIME, nullable=False),
    Column("category", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("department_id", Uuid),
    Column("deleted", Boolean, nullable=False),
    Column("answers", Boolean, nullable=False),
    Column("merged", Boolean, nullable=False, server_default="false"),
)

clocks = Table(
    "escalated_sla_clocks",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("policy_version_id", Uuid, nullable=False),
    Column("target_seconds", Float(53), nullable=False),
    Column("started_at", TIME, nullable=False),
    Column("due_at", TIME),
    Column("met_at", TIME),
    Column("breached_at", TIME),
    Column("paused", Boolean, nullable=False),
    Column("warned", ARRAY(Text), nullable=False),
)
Index(
    "escalated_sla_clocks_open",
    clocks.c.policy_version_id,
    clocks.c.ticket_id,
    postgresql_where=text("state IN ('running', 'paused')"),
)

# One row per open clock: the next instant at which something happens by itself.
timers = Table(
    "escalated_sla_timers",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("due_at", TIME, nullable=False),
    # The clocks' version that armed it: a timer of an older one fires nothing.
    Column("generation", Integer, nullable=False),
)
Index("escalated_sla_timers_due", timers.c.due_at)
