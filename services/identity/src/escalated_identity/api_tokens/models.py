"""API tokens: what is kept of them is a hash and what they allow."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_identity.metadata import metadata

TIME = DateTime(timezone=True)

api_tokens = Table(
    "escalated_api_tokens",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("escalated_people.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("token_sha256", Text, nullable=False, unique=True),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("expires_at", TIME),
    Column("last_used_at", TIME),
    Column("revoked_at", TIME),
)
Index("escalated_api_tokens_person_idx", api_tokens.c.person_id)


@dataclass(frozen=True)
class ApiToken:
    """A token without its secret, which nobody knows but its holder."""

    id: UUID
    person_id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
