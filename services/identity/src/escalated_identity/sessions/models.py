"""Sessions, their refresh tokens, mailed links and the counters of failed sign-ins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid

from escalated_identity.metadata import metadata

TIME = DateTime(timezone=True)

# A session is a family of refresh tokens: one is valid, each was made from the one before.
sessions = Table(
    "escalated_sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("escalated_people.id", ondelete="CASCADE"), nullable=False),
    Column("method", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("refreshed_at", TIME, nullable=False),
    Column("expires_at", TIME, nullable=False),
    Column("ended_at", TIME),
    Column("ended_because", Text),
)
Index("escalated_sessions_person_idx", sessions.c.person_id, postgresql_where=sessions.c.ended_at.is_(None))
Index("escalated_sessions_ended_idx", sessions.c.ended_at, postgresql_where=sessions.c.ended_at.is_not(None))
Index("escalated_sessions_expires_idx", sessions.c.expires_at)

refresh_tokens = Table(
    "escalated_refresh_tokens",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("session_id", Uuid, ForeignKey("escalated_sessions.id", ondelete="CASCADE"), nullable=False),
    Column("issued_at", TIME, nullable=False),
    Column("used_at", TIME),
)
Index("escalated_refresh_tokens_session_idx", refresh_tokens.c.session_id)
Index(
    "escalated_refresh_tokens_used_idx",
    refresh_tokens.c.used_at,
    postgresql_where=refresh_tokens.c.used_at.is_not(None),
)

# What came by mail and proves an address: verify it, or set a new password. Works once.
mailed_links = Table(
    "escalated_mailed_links",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person_id", Uuid, ForeignKey("escalated_people.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("expires_at", TIME, nullable=False),
)
Index("escalated_mailed_links_person_idx", mailed_links.c.person_id)
Index("escalated_mailed_links_expires_idx", mailed_links.c.expires_at)

attempts = Table(
    "escalated_sign_in_attempts",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("ends_at", TIME, nullable=False),
)
Index("escalated_sign_in_attempts_ends_idx", attempts.c.ends_at)


@dataclass(frozen=True)
class Session:
    """A session that goes on."""

    id: UUID
    person_id: UUID
    expires_at: datetime
