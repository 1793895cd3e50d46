"""Requests about a person's data, their part in each service, and the files of an export until it is fetched."""

from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_chassis.deliveries import delivery_tables
from escalated_identity.metadata import metadata

TIME = DateTime(timezone=True)

# No foreign key: a request outlives what it erased. `email` is emptied as soon as no service needs it any more.
requests = Table(
    "escalated_privacy_requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_by_id", Uuid, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("finished_at", TIME),
    Column("expires_at", TIME),
)
Index("escalated_privacy_requests_person_idx", requests.c.person_id, requests.c.created_at)
Index(
    "escalated_privacy_requests_expires_idx", requests.c.expires_at, postgresql_where=requests.c.expires_at.is_not(None)
)


def part_columns() -> list[Column[Any]]:
    """What a part knows beside its tries: the target of its delivery is the service."""
    return [
        Column("request_id", Uuid, nullable=False),
        Column("kind", Text, nullable=False),
        Column("findings", JSONB),
    ]


PARTS = delivery_tables(metadata, "escalated_privacy_parts", *part_columns())
Index("escalated_privacy_parts_request_idx", PARTS.deliveries.c.request_id)

# An export in pieces: a name begins a file, what follows without one is the rest of it.
pieces = Table(
    "escalated_privacy_pieces",
    metadata,
    Column("request_id", Uuid, ForeignKey("escalated_privacy_requests.id", ondelete="CASCADE"), primary_key=True),
    Column("service", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
