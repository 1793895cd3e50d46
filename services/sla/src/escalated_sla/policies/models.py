"""Policies as administrators edit them, and their versions, which clocks refer to and nobody changes."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_sla.metadata import metadata

TIME = DateTime(timezone=True)

policies = Table(
    "escalated_sla_policies",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("department_id", Uuid),
    Column("calendar_id", Uuid, ForeignKey("escalated_calendars.id", ondelete="RESTRICT")),
    Column("targets", JSONB, nullable=False),
    Column("warnings", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("current_version_id", Uuid, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("updated_at", TIME, nullable=False),
)
Index("escalated_sla_policies_one_default", policies.c.is_default, unique=True, postgresql_where=policies.c.is_default)

# The whole of what was promised, the calendar included: an edit of either makes a new row.
policy_versions = Table(
    "escalated_sla_policy_versions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("department_id", Uuid),
    Column("calendar", JSONB, comment="null counts every second"),
    Column("targets", JSONB, nullable=False),
    Column("warnings", JSONB, nullable=False),
    Column("created_at", TIME, nullable=False),
)
Index("escalated_sla_policy_versions_policy", policy_versions.c.policy_id)
