"""Policies as administrators edit them, and their versions, which clocks refer to and nobody changes."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid, text
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
    Column("conditions", JSONB, nullable=False, server_default=text("'{\"all\": []}'")),
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
    Column("conditions", JSONB, nullable=False, server_default=text("'{\"all\": []}'")),
    # The fields that the conditions name, as they were described when it was saved.
    Column("fields", JSONB, nullable=False, server_default=text("'[]'")),
    Column("number", Integer, nullable=False, server_default="1"),
    Column("calendar_id", Uuid),
    Column("created_by", Text, nullable=False, server_default=""),
)
Index("escalated_sla_policy_versions_number", policy_versions.c.policy_id, policy_versions.c.number, unique=True)
