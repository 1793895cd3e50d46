"""Custom roles. The built-in ones stand in the contracts: their id is their slug, no row can change them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_identity.metadata import metadata

roles = Table(
    "escalated_roles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Role:
    """A custom role."""

    id: UUID
    slug: str
    name: str
    permissions: tuple[str, ...]
    version: int
    created_at: datetime
    updated_at: datetime
