"""The table of timers: arming, disarming, and how workers share what is due.

Whoever arms or disarms holds the lock of the ticket's row. A worker claims due rows for a while and lets go of that
transaction before it asks `tickets`; a row whose worker died is free again when its claim has run out.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork

RULE_PREFIX = "rule:"
Arm: TypeAlias = tuple[UUID, str, datetime, int]
"""Ticket, key, when it is due, and what arms it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed timer. `key` is a clock's metric, or `rule:<id>`."""

    ticket_id: UUID
    key: str
    due_at: datetime
    generation: int


# A timer that is armed as it was stays as it is.
_ARM = """
INSERT INTO escalated_sla_timers (ticket_id, key, due_at, generation)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::integer[])
ON CONFLICT (ticket_id, key) DO UPDATE
SET due_at = excluded.due_at, generation = excluded.generation, claimed_until = NULL
WHERE escalated_sla_timers.due_at <> excluded.due_at
"""
_RELEASE = """
UPDATE escalated_sla_timers SET claimed_until = NULL
WHERE ticket_id = ANY ($1::uuid[]) AND claimed_until IS NOT NULL
"""
_DISARM = """
DELETE FROM escalated_sla_timers AS timer
USING unnest($1::uuid[], $2::text[]) AS gone (ticket_id, key)
WHERE timer.ticket_id = gone.ticket_id AND timer.key = gone.key
"""
_DISARM_LIKE = """
DELETE FROM escalated_sla_timers WHERE ticket_id = ANY ($1::uuid[]) AND starts_with(key, $2)
"""
# Rows that others claimed lie before ours in the index for as long as they are at them: some batches, no more.
_CLAIM = """
WITH due AS (
    SELECT ticket_id, key FROM escalated_sla_timers
    WHERE due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
    ORDER BY due_at LIMIT $2
    FOR UPDATE SKIP LOCKED
)
UPDATE escalated_sla_timers AS timer SET claimed_until = $3
FROM due WHERE timer.ticket_id = due.ticket_id AND timer.key = due.key
RETURNING timer.ticket_id, timer.key, timer.due_at, timer.generation
"""
# Without waiting for whoever is at a ticket: he arms or disarms, and may wait for a row of this statement.
_GIVE_BACK = """
WITH mine AS (
    SELECT timer.ticket_id, timer.key FROM escalated_sla_timers AS timer
    JOIN unnest($1::uuid[], $2::text[], $3::integer[]) AS due (ticket_id, key, generation)
        USING (ticket_id, key, generation)
    WHERE timer.claimed_until IS NOT NULL
    FOR UPDATE OF timer SKIP LOCKED
)
UPDATE escalated_sla_timers AS timer SET claimed_until = $4
FROM mine WHERE timer.ticket_id = mine.ticket_id AND timer.key = mine.key
"""
_TAKE = """
DELETE FROM escalated_sla_timers AS timer
USING unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::integer[]) AS due (ticket_id, key, due_at, generation)
WHERE timer.ticket_id = due.ticket_id AND timer.key = due.key
    AND timer.due_at = due.due_at AND timer.generation = due.generation
RETURNING timer.ticket_id, timer.key
"""
_NEXT = """
SELECT due_at FROM escalated_sla_timers
WHERE claimed_until IS NULL OR claimed_until <= $1
ORDER BY due_at LIMIT 1
"""
_COUNT = text("SELECT count(*) FROM escalated_sla_timers WHERE due_at <= :now")


async def arm(uow: UnitOfWork, timers: Iterable[Arm]) -> None:
    """Arms timers, or arms them anew. The tickets are locked by the caller."""
    rows = list(timers)
    if rows:
        await uow.connection.exec_driver_sql(_ARM, _columns(rows))


async def disarm(uow: UnitOfWork, timers: Iterable[tuple[UUID, str]]) -> None:
    """Disarms single timers. The tickets are locked by the caller."""
    rows = list(timers)
    if rows:
        await uow.connection.exec_driver_sql(_DISARM, _columns(rows))


async def release(uow: UnitOfWork, ticket_ids: Collection[UUID]) -> None:
    """Ends the claims on timers of these tickets: what they waited for may have arrived."""
    await uow.connection.exec_driver_sql(_RELEASE, (list(ticket_ids),))


async def disarm_like(uow: UnitOfWork, ticket_ids: Collection[UUID], prefix: str) -> None:
    """Disarms all timers of these tickets whose key begins so; an empty prefix means all."""
    if ticket_ids:
        await uow.connection.exec_driver_sql(_DISARM_LIKE, (list(ticket_ids), prefix))


async def claim(connection: AsyncConnection, now: datetime, most: int, lease: timedelta) -> list[Due]:
    """Takes up to `most` timers that are due, the longest due first; nobody else takes them for the time of the lease.

    To be called on a connection that commits by itself.
    """
    rows = await connection.exec_driver_sql(_CLAIM, (now, most, now + lease))
    return sorted((Due(*tuple[Any, ...](row)) for row in rows), key=lambda due: (due.due_at, due.ticket_id))


async def give_back(connection: AsyncConnection, timers: Sequence[Due], until: datetime | None = None) -> None:
    """Ends claims: at once, or `until` then, for what cannot fire yet."""
    if timers:
        columns = _columns([(due.ticket_id, due.key, due.generation) for due in timers])
        await connection.exec_driver_sql(_GIVE_BACK, (*columns, until))


async def take(uow: UnitOfWork, timers: Sequence[Due]) -> list[Due]:
    """Removes those of these timers that are still armed as they were claimed, and answers them in their order.

    The tickets are locked by the caller: what was armed again meanwhile does not fire.
    """
    if not timers:
        return []
    columns = _columns([(due.ticket_id, due.key, due.due_at, due.generation) for due in timers])
    taken = {tuple(row) for row in await uow.connection.exec_driver_sql(_TAKE, columns)}
    return [due for due in timers if (due.ticket_id, due.key) in taken]


async def next_due(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the earliest timer that nobody is at will be due; one statement on the index, whatever is armed."""
    due_at: datetime | None = (await connection.exec_driver_sql(_NEXT, (now,))).scalar_one_or_none()
    return due_at


async def count_due(connection: AsyncConnection, now: datetime) -> int:
    return int((await connection.execute(_COUNT, {"now": now})).scalar_one())


def _columns(rows: Sequence[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    return tuple(list(column) for column in zip(*rows, strict=True))
