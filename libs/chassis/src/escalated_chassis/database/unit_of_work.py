"""A command's transaction: what it changes, what it publishes, and who does it and why."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from escalated.events.v1 import events_pb2
from google.protobuf.message import Message
from sqlalchemy import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import Executable

from escalated_chassis.acting import SYSTEM, Acting, Cause
from escalated_chassis.events.envelope import context_of, encode, event_type, headers_of, meta_of, subject_of
from escalated_chassis.events.outbox import OutboxRow, insert_rows
from escalated_chassis.ids import uuid7

__all__ = ["SYSTEM", "Acting", "Cause", "UnitOfWork"]

_log = structlog.get_logger(__name__)


class UnitOfWork:
    """Handed out by `Database.transaction`, which commits it; a command never does.

    Attributes:
        now: the time of this command, the same however long it takes.
        id: names this command; its events share it as `causation_id`.
    """

    def __init__(self, connection: AsyncConnection, *, now: datetime, acting: Acting, service: str) -> None:
        self.connection = connection
        self.now = now
        self.acting = acting
        self.service = service
        self.id = uuid7()
        self._outbox: list[OutboxRow] = []
        self._callbacks: list[Callable[[], Awaitable[None]]] = []
        self._on_failure: list[Callable[[], Awaitable[None]]] = []

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        return await self.connection.execute(statement, parameters)

    def publish(
        self,
        event: Message,
        *,
        entity_id: UUID | str,
        version: int = 0,
        sequence: int = 0,
        audience: events_pb2.Audience | None = None,
        former_audience: events_pb2.Audience | None = None,
        occurred_at: datetime | None = None,
        origin: str = "",
    ) -> str:
        """Has an event written to the outbox at commit, as it is now; fills its `meta` and returns its id.

        Call it after the aggregate's row is locked: only then do outbox ids follow the order of commits per aggregate.

        Raises:
            ValueError: the event belongs to another service's context.
        """
        if context_of(event) not in (self.service, ""):
            raise ValueError(f"{self.service} does not publish {event.DESCRIPTOR.full_name}")
        meta = self._meta(event, occurred_at or self.now)
        meta.version, meta.sequence, meta.origin = version, sequence, origin
        if audience is not None:
            meta.audience.CopyFrom(audience)
        if former_audience is not None:
            meta.former_audience.CopyFrom(former_audience)
        subject = subject_of(event, entity_id, context=self.service)
        self._outbox.append(
            OutboxRow(UUID(meta.id), subject, meta.type, headers_of(meta, self.service, str(entity_id)), encode(event))
        )
        return meta.id

    def publish_encoded(self, rows: Iterable[OutboxRow]) -> None:
        """As `publish`, for events that were written out by who makes thousands of them a second."""
        self._outbox.extend(rows)

    def audit(
        self,
        action: str,
        *,
        object_type: str,
        object_id: UUID | str,
        object_name: str = "",
        changes: Sequence[tuple[str, object, object]] = (),
    ) -> None:
        """Publishes a change of configuration for the audit trail; mask secrets before they come here."""
        record = events_pb2.AuditRecorded(
            action=action, object_type=object_type, object_id=str(object_id), object_name=object_name
        )
        for name, before, after in changes:
            record.changes.add(field=name, before=_as_text(before), after=_as_text(after))
        self.publish(record, entity_id=object_id)

    def after_commit(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Runs `callback` once the transaction stands: for broadcasts and wakes, which nothing may depend on."""
        self._callbacks.append(callback)

    def on_failure(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Runs `callback` where the command fails before its commit: to clear away what was done beside the database.

        Not where the commit itself fails: nobody knows then whether it stands.
        """
        self._on_failure.append(callback)

    async def write_outbox(self) -> None:
        """Called by `Database.transaction` right before the commit."""
        if self._outbox:
            await insert_rows(self.connection, self._outbox, self.now)

    async def run_after_commit(self) -> None:
        """Called by `Database.transaction` right after the commit. The command stands, so a failure is only logged."""
        await self._run(self._callbacks, "after_commit_failed")

    async def run_on_failure(self) -> None:
        """Called by `Database.transaction` before it rolls back. What fails here is only logged."""
        await self._run(self._on_failure, "on_failure_failed")

    async def _run(self, callbacks: Sequence[Callable[[], Awaitable[None]]], failed: str) -> None:
        for callback in callbacks:
            try:
                await callback()
            except Exception:
                _log.exception(failed, unit_of_work=str(self.id))

    def _meta(self, event: Message, occurred_at: datetime) -> events_pb2.EventMeta:
        meta = meta_of(event)
        meta.Clear()
        meta.id, meta.type, meta.causation_id = str(uuid7()), event_type(type(event)), str(self.id)
        meta.occurred_at.FromDatetime(occurred_at)
        who = self.acting
        meta.actor.CopyFrom(events_pb2.Actor(kind=who.kind, id=who.id, name=who.name, on_behalf_of=who.on_behalf_of))
        if who.cause is not None:
            meta.cause.CopyFrom(
                events_pb2.Cause(root_event_id=who.cause.root_event_id, depth=who.cause.depth, chain=who.cause.chain)
            )
        return meta


def _as_text(value: object) -> str:
    return "" if value is None else str(value)
