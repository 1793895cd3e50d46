"""Rules of all three kinds, their versions, what rules about time have fired for, and the runs.

Runs are ordered deliveries to `tickets`, one try after another until it is done.
"""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_chassis.deliveries import delivery_tables
from escalated_sla.metadata import metadata

TIME = DateTime(timezone=True)

rules = Table(
    "escalated_rules",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False, comment="workflow, automation or escalation"),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("triggers", ARRAY(Text), nullable=False, comment="types of events; empty: time alone"),
    Column("conditions", JSONB, nullable=False),
    Column("actions", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    # What happened before does not concern it.
    Column("active_since", TIME, nullable=False),
    # How often it was cut, because it would have gone round in circles, and when last.
    Column("loops", Integer, nullable=False, server_default="0"),
    Column("last_loop_at", TIME),
    Column("created_at", TIME, nullable=False),
    Column("updated_at", TIME, nullable=False),
)
Index("escalated_rules_order", rules.c.kind, rules.c.position, rules.c.id)

rule_versions = Table(
    "escalated_rule_versions",
    metadata,
    Column("rule_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("triggers", ARRAY(Text), nullable=False),
    Column("conditions", JSONB, nullable=False),
    Column("actions", JSONB, nullable=False),
    # The fields that the conditions name, as they were described when it was saved: running it asks nobody.
    Column("fields", JSONB, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("created_by", Text, nullable=False),
)

# A rule about time runs once per ticket, condition and the instant that it counted from.
rule_marks = Table(
    "escalated_rule_marks",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("rule_id", Uuid, primary_key=True),
    Column("condition", Text, primary_key=True),
    Column("anchor", TIME, primary_key=True),
)


def run_columns() -> tuple[Column[object], ...]:
    """What a run knows beside its delivery."""
    return (
        Column("rule_id", Uuid, nullable=False),
        Column("rule_version", Integer, nullable=False),
        Column("ticket_id", Uuid, nullable=False),
        Column("matched", JSONB, nullable=False),
        Column("outcome", JSONB),
        Column("kind", Text, nullable=False, server_default=text("'escalation'")),
        # What comes after a delay is a run of its own: part 2, 3, ...
        Column("part", Integer, nullable=False, server_default=text("1")),
        Column("took_ms", Integer),
    )


runs = delivery_tables(metadata, "escalated_rule_runs", *run_columns())
Index("escalated_rule_runs_rule", runs.deliveries.c.rule_id, runs.deliveries.c.created_at.desc())
Index("escalated_rule_runs_ticket", runs.deliveries.c.ticket_id)
Index(
    "escalated_rule_runs_finished",
    runs.deliveries.c.finished_at,
    postgresql_where=runs.deliveries.c.finished_at.is_not(None),
)
