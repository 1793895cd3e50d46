"""Macros as rows. How often one was used is counted beside its version: using it is no change of it."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_tickets.metadata import metadata

macros = Table(
    "escalated_macros",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("actions", JSONB, nullable=False),
    Column("owner_id", Uuid, nullable=False),
    Column("shared", Text, nullable=False, comment="own, department or all"),
    Column("department_id", Uuid),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("usage_count", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
    CheckConstraint("shared IN ('own', 'department', 'all')", name="escalated_macros_shared_check"),
    CheckConstraint("(shared = 'department') = (department_id IS NOT NULL)", name="escalated_macros_department_check"),
)
Index("escalated_macros_owner_idx", macros.c.owner_id)
