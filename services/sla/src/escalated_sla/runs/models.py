"""Rules whose timers are being armed for the tickets that there are."""

from sqlalchemy import Boolean, Column, DateTime, Table, Uuid

from escalated_sla.metadata import metadata

rule_walks = Table(
    "escalated_rule_walks",
    metadata,
    Column("rule_id", Uuid, primary_key=True),
    # Thresholds that tickets passed before count too: somebody applied the rule to what there is.
    Column("applied", Boolean, nullable=False),
    # Tickets up to this one are done.
    Column("after_id", Uuid),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
