"""The tables that every service has, whatever it is about. `migrations.create_chassis_tables_v1` creates them."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

NOTIFY_CHANNEL = "escalated_outbox"


@dataclass(frozen=True)
class ChassisTables:
    outbox: Table
    inbox: Table
    idempotency_keys: Table
    projections: Table


def chassis_tables(metadata: MetaData) -> ChassisTables:
    """Adds the chassis' tables to a service's metadata."""
    return ChassisTables(_outbox(metadata), _inbox(metadata), _idempotency_keys(metadata), _projections(metadata))


def _outbox(metadata: MetaData) -> Table:
    """Events of committed commands; `id` is the order in which the relay publishes them."""
    return Table(
        "escalated_outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid, nullable=False),
        Column("subject", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("body", Text, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("published_at", DateTime(timezone=True)),
        Column("parked_at", DateTime(timezone=True)),
        Column("error", Text),
        Index("escalated_outbox_open", "id", postgresql_where=text("published_at IS NULL AND parked_at IS NULL")),
        Index("escalated_outbox_parked", "id", postgresql_where=text("parked_at IS NOT NULL")),
    )


def _inbox(metadata: MetaData) -> Table:
    """Events that a durable consumer has taken effect of."""
    return Table(
        "escalated_inbox",
        metadata,
        Column("consumer", Text, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Index("escalated_inbox_received_at", "received_at"),
    )


def _idempotency_keys(metadata: MetaData) -> Table:
    """Answers kept for a caller's Idempotency-Key; `status` is empty while the first request runs."""
    return Table(
        "escalated_idempotency_keys",
        metadata,
        Column("caller", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", LargeBinary, nullable=False),
        Column("status", Integer),
        Column("headers", JSONB),
        Column("body", LargeBinary),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("expires_at", DateTime(timezone=True), nullable=False),
        Index("escalated_idempotency_keys_expires_at", "expires_at"),
    )


def _projections(metadata: MetaData) -> Table:
    """Copies of other services' data that were built from a snapshot."""
    return Table(
        "escalated_projections",
        metadata,
        Column("name", Text, primary_key=True),
        Column("built_at", DateTime(timezone=True), nullable=False),
    )
