"""Signing keys as rows: the public half in the clear, the private one sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from escalated_identity.metadata import metadata

signing_keys = Table(
    "escalated_signing_keys",
    metadata,
    Column("kid", Text, primary_key=True),
    Column("public_jwk", JSONB, nullable=False),
    Column("sealed_private_jwk", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("retired_at", DateTime(timezone=True)),
)


@dataclass(frozen=True)
class SigningKey:
    """A key; a retired one signs no more and is published until its last token has expired."""

    kid: str
    public_jwk: dict[str, Any]
    sealed_private_jwk: bytes
    created_at: datetime
    retired_at: datetime | None
