"""The audit trail. A trigger refuses to change or delete what stands in it."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_identity.metadata import metadata

audit_entries = Table(
    "escalated_audit_entries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("service", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("on_behalf_of", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_type", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("object_name", Text, nullable=False),
    Column("changes", JSONB, nullable=False),
)
Index("escalated_audit_entries_at_idx", audit_entries.c.at, audit_entries.c.id)
Index("escalated_audit_entries_object_idx", audit_entries.c.object_type, audit_entries.c.object_id)
