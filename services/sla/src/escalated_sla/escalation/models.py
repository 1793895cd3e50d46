"""Escalation rules, and their runs: ordered deliveries to `tickets`, one try after another until it is done."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_chassis.deliveries import delivery_tables
from escalated_sla.metadata import metadata

TIME = DateTime(timezone=True)

rules = Table(
    "escalated_escalation_rules",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("on", Text, nullable=False, comment="breach or warning"),
    Column("metrics", ARRAY(Text), nullable=False, comment="empty: any"),
    Column("priorities", ARRAY(Text), nullable=False, comment="empty: any"),
    Column("actions", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("updated_at", TIME, nullable=False),
)


def run_columns() -> tuple[Column[object], ...]:
    """What a run knows beside its delivery."""
    return (
        Column("rule_id", Uuid, nullable=False),
        Column("rule_version", Integer, nullable=False),
        Column("ticket_id", Uuid, nullable=False),
        Column("matched", JSONB, nullable=False),
        Column("outcome", JSONB),
    )


runs = delivery_tables(metadata, "escalated_rule_runs", *run_columns())
Index("escalated_rule_runs_rule", runs.deliveries.c.rule_id, runs.deliveries.c.created_at.desc())
Index("escalated_rule_runs_ticket", runs.deliveries.c.ticket_id)
