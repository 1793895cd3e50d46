"""People as rows: one per person, with or without a sign-in.

`owns_address` marks the one row that stands for an address: its id is derived from the address
(`id_for_email`), so services may file a guest's ticket under it without asking. Only somebody whom an
administrator or a verified mail vouches for can sign in to such a row. An account whose address nobody
has verified has a random id and `owns_address` false: it may claim an address, it inherits nothing of it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid, func

from escalated_identity.metadata import metadata

TIME = DateTime(timezone=True)

people = Table(
    "escalated_people",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("owns_address", Boolean, nullable=False),
    Column("email_verified", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("locale", Text, nullable=False),
    Column("access_version", Integer, nullable=False),
    Column("access_changed_at", TIME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("updated_at", TIME, nullable=False),
    # A tombstone: who was erased, until the address writes again.
    Column("erased_at", TIME),
)
Index("escalated_people_address_key", people.c.address, unique=True, postgresql_where=people.c.owns_address)
Index("escalated_people_claims_idx", people.c.address, postgresql_where=~people.c.owns_address)
Index("escalated_people_name_idx", func.lower(people.c.name), people.c.id)
Index("escalated_people_access_idx", people.c.access_changed_at)

# Apart from people, so that no query about people can bring a hash along.
credentials = Table(
    "escalated_credentials",
    metadata,
    Column("person_id", Uuid, ForeignKey("escalated_people.id", ondelete="CASCADE"), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", TIME, nullable=False),
)

person_roles = Table(
    "escalated_person_roles",
    metadata,
    Column("person_id", Uuid, ForeignKey("escalated_people.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", Uuid, ForeignKey("escalated_roles.id", ondelete="RESTRICT"), primary_key=True),
)
Index("escalated_person_roles_role_idx", person_roles.c.role_id)


@dataclass(frozen=True)
class Person:
    """A person with what she is in; `custom_roles` are the ids beside the built-in role that `kind` names."""

    id: UUID
    email: str
    address: str
    owns_address: bool
    email_verified: bool
    name: str
    kind: str
    active: bool
    locale: str
    access_version: int
    version: int
    created_at: datetime
    updated_at: datetime
    erased_at: datetime | None = None
    custom_roles: tuple[UUID, ...] = ()
    departments: tuple[UUID, ...] = ()
