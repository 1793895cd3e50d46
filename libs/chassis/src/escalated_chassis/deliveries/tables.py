"""The rows of ordered deliveries and their pauses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

State = Literal["queued", "sending", "sent", "failed", "suppressed", "uncertain"]

OPEN = "state in ('queued', 'sending')"


@dataclass(frozen=True)
class DeliveryTables:
    """`deliveries` and, beside it, the targets that are paused."""

    deliveries: Table
    pauses: Table


@dataclass(frozen=True)
class NewDelivery:
    """What is to be sent. The same `source_id` to the same `target` is taken in once.

    Within one target, deliveries of one `ordering_key` leave in the order of `occurred_at`, one at a time.
    `more` fills the service's own columns.
    """

    target: str
    ordering_key: str
    source_id: str
    occurred_at: datetime
    payload: Mapping[str, Any]
    state: State = "queued"
    detail: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivery:
    """A delivery that was claimed for one try."""

    id: UUID
    target: str
    ordering_key: str
    source_id: str
    occurred_at: datetime
    created_at: datetime
    payload: Mapping[str, Any]
    try_number: int
    interruptions: int
    lease: UUID
    row: Row[Any]

    @property
    def in_doubt(self) -> bool:
        """An earlier try may have arrived."""
        return self.interruptions > 0


def delivery_tables(metadata: MetaData, name: str, *own: Column[Any]) -> DeliveryTables:
    """Declares the two tables; `own` are columns of the service, kept beside the delivery."""
    deliveries = Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("number", BigInteger, Identity(), nullable=False),
        Column("target", Text, nullable=False),
        Column("ordering_key", Text, nullable=False),
        Column("source_id", Text, nullable=False),
        Column("occurred_at", DateTime(timezone=True), nullable=False),
        Column("state", Text, nullable=False),
        # A queued row: when it is tried next. A row that is being sent: when its lease ends.
        Column("due_at", DateTime(timezone=True), nullable=False),
        Column("lease", Uuid),
        Column("tries", Integer, nullable=False, server_default=text("0")),
        Column("failures", Integer, nullable=False, server_default=text("0")),
        Column("interruptions", Integer, nullable=False, server_default=text("0")),
        Column("attempts", JSONB, nullable=False, server_default=text("'[]'")),
        Column("payload", JSONB, nullable=False),
        Column("detail", Text, nullable=False, server_default=text("''")),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("finished_at", DateTime(timezone=True)),
        *own,
        UniqueConstraint("target", "source_id", name=f"{name}_once"),
        Index(
            f"{name}_open",
            "target",
            "ordering_key",
            "occurred_at",
            "number",
            postgresql_where=text(OPEN),
        ),
        Index(f"{name}_due", "due_at", postgresql_where=text(OPEN)),
    )
    pauses = Table(
        f"{name}_pauses",
        metadata,
        Column("target", Text, primary_key=True),
        Column("reason", Text, nullable=False),
        Column("paused_at", DateTime(timezone=True), nullable=False),
        # None: until somebody resumes it.
        Column("until", DateTime(timezone=True)),
    )
    return DeliveryTables(deliveries, pauses)


def create_delivery_tables(op: Operations, name: str, *own: Column[Any]) -> DeliveryTables:
    """For a migration: makes the two tables as they were declared when the chassis was at this version."""
    tables = delivery_tables(MetaData(), name, *own)
    bind = op.get_bind()
    tables.deliveries.create(bind)
    tables.pauses.create(bind)
    return tables
