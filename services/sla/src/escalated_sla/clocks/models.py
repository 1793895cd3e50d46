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
    # What conditions may name of it, by the newest event: `fields/values.py`.
    Column("fields", JSONB, nullable=False, server_default=text("'{}'")),
    # Neither done, nor deleted, nor merged: an edit of a policy may move its clocks.
    Column("open", Boolean, nullable=False, server_default="true"),
    # The policy that a rule gave it; None where conditions choose.
    Column("policy_id", Uuid),
)
Index("escalated_sla_tickets_reference", tickets.c.reference)
Index("escalated_sla_tickets_open", tickets.c.id, postgresql_where=tickets.c.open)
# Whoever is erased asks for their tickets.
Index("escalated_sla_tickets_requester", tickets.c.fields["requester"].astext)

facts = Table(
    "escalated_sla_facts",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("snapshot", Boolean, primary_key=True, server_default="false"),
    Column("at", TIME, nullable=False),
    Column("category", Text, nullable=False),
    # What the conditions of policies may name, as it was then.
    Column("fields", JSONB, nullable=False, server_default=text("'{}'")),
    Column("deleted", Boolean, nullable=False),
    Column("answers", Boolean, nullable=False),
    Column("asks", Boolean, nullable=False, server_default="false"),
    Column("merged", Boolean, nullable=False, server_default="false"),
    Column("unasked", Boolean, nullable=False, server_default="false"),
    # The ticket that was merged into this one with a message that waits since then; without that, it was taken back.
    Column("source_id", Uuid),
    Column("waits_since", TIME),
    Column("restored", Boolean, nullable=False, server_default="false"),
)

clocks = Table(
    "escalated_sla_clocks",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("round", Integer, primary_key=True, server_default="1"),
    Column("state", Text, nullable=False),
    Column("policy_version_id", Uuid, nullable=False),
    Column("target_seconds", Float(53), nullable=False),
    Column("started_at", TIME, nullable=False),
    Column("due_at", TIME),
    Column("met_at", TIME),
    Column("breached_at", TIME),
    Column("paused", Boolean, nullable=False),
    Column("warned", ARRAY(Text), nullable=False),
    # With what stands above, the whole course: a timer and an edit need no facts.
    Column("interruptions", JSONB, nullable=False, server_default=text("'[]'")),
    Column("breach_at", TIME),
    Column("warnings", JSONB, nullable=False, server_default=text("'[]'")),
    # Met or cancelled then, after so much open time; and whose it was, for reports.
    Column("ended_at", TIME),
    Column("elapsed_seconds", Float(53)),
    Column("priority", Text, nullable=False, server_default=""),
    Column("department_id", Uuid),
    Column("assignee_id", Uuid),
)
Index("escalated_sla_clocks_ended", clocks.c.ended_at, postgresql_where=clocks.c.ended_at.is_not(None))
Index(
    "escalated_sla_clocks_open",
    clocks.c.policy_version_id,
    clocks.c.ticket_id,
    postgresql_where=clocks.c.ended_at.is_(None),
)

# When something happens by itself: one row per open clock (its metric is the key), one per ticket that a rule about
# time waits for (`rule:<id>`).
timers = Table(
    "escalated_sla_timers",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("due_at", TIME, nullable=False),
    # What armed it: a timer that was armed again since it was claimed fires nothing.
    Column("generation", Integer, nullable=False),
    # A worker is at it until then.
    Column("claimed_until", TIME),
)
Index("escalated_sla_timers_due", timers.c.due_at)
