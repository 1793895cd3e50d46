"""A copy of identity's people and departments: what tickets must know of them without asking.

`version` is identity's; 0 is a person whom this service saw first (a guest, a sender of mail) and identity
has not confirmed yet. A copy takes only what is newer.
"""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_tickets.metadata import metadata

people = Table(
    "escalated_people",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("role_ids", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("department_ids", ARRAY(Uuid), nullable=False, server_default=text("'{}'")),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("merged_into_id", Uuid),
    # A tombstone: somebody who was erased, until they write again.
    Column("erased_at", DateTime(timezone=True)),
    Column("origin", Text),
)
Index(
    "escalated_people_staff_idx",
    people.c.name,
    people.c.id,
    postgresql_where=text("kind IN ('admin', 'agent', 'light_agent') AND active"),
)

Index("escalated_people_email_idx", func.lower(people.c.email))

Index("escalated_people_merged_idx", people.c.merged_into_id, postgresql_where=text("merged_into_id IS NOT NULL"))

departments = Table(
    "escalated_departments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("origin", Text),
)

# Two people who turned out to be one: their tickets follow in batches, and until `due_at` is null there may be more.
merges = Table(
    "escalated_people_merges",
    metadata,
    Column("from_id", Uuid, primary_key=True),
    Column("to_id", Uuid, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True)),
    Column("done_at", DateTime(timezone=True)),
)
Index("escalated_people_merges_due_idx", merges.c.due_at, postgresql_where=text("due_at IS NOT NULL"))
