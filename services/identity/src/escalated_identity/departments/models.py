"""Departments and who is in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid

from escalated_identity.metadata import metadata

departments = Table(
    "escalated_departments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

department_members = Table(
    "escalated_department_members",
    metadata,
    Column("department_id", Uuid, ForeignKey("escalated_departments.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, ForeignKey("escalated_people.id", ondelete="CASCADE"), primary_key=True),
    Column("joined_at", DateTime(timezone=True), nullable=False),
)
Index("escalated_department_members_person_idx", department_members.c.person_id)


@dataclass(frozen=True)
class Department:
    """A department; `email` is where its mail comes in, or empty."""

    id: UUID
    slug: str
    name: str
    email: str
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime
