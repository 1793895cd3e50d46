"""The outbox: events of committed commands, kept 72 hours after they were published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.tables import NOTIFY_CHANNEL

RETENTION = timedelta(hours=72)
REPLAY_ATTEMPT = "escalated-replay"

_INSERT = """
INSERT INTO escalated_outbox (event_id, subject, type, headers, body, created_at)
SELECT event_id, subject, type, CAST(headers AS jsonb), body, $6
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
     WITH ORDINALITY AS row (event_id, subject, type, headers, body, place)
ORDER BY place
"""

_LIST = text("""
SELECT id, event_id, subject, type, created_at, published_at, parked_at, error
FROM escalated_outbox
WHERE (NOT :parked OR parked_at IS NOT NULL) AND (NOT :open OR (published_at IS NULL AND parked_at IS NULL))
ORDER BY id DESC LIMIT :limit
""")

_REPLAY = text("""
UPDATE escalated_outbox
SET published_at = NULL, parked_at = NULL, error = NULL,
    headers = headers || jsonb_build_object(
        'ce-replayed', 'true', CAST(:attempt AS text), CAST(extract(epoch FROM clock_timestamp()) AS text))
WHERE published_at >= :since AND starts_with(subject, :prefix)
""")

_UNPARK = text("""
UPDATE escalated_outbox SET parked_at = NULL, error = NULL
WHERE parked_at IS NOT NULL AND (CAST(:id AS bigint) IS NULL OR id = :id)
""")

_NOTIFY = text(f"SELECT pg_notify('{NOTIFY_CHANNEL}', '')")

_STATE = text("""
SELECT (SELECT count(*) FROM escalated_outbox WHERE parked_at IS NOT NULL) AS parked,
       count(*) AS open, min(created_at) AS oldest
FROM escalated_outbox WHERE published_at IS NULL AND parked_at IS NULL
""")


@dataclass(frozen=True)
class OutboxRow:
    """An event ready to be written."""

    event_id: UUID
    subject: str
    type: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class OutboxEntry:
    """A row as operators see it."""

    id: int
    event_id: UUID
    subject: str
    type: str
    created_at: datetime
    published_at: datetime | None
    parked_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class OutboxState:
    """How far the relay is behind: rows still to publish, the oldest of them, rows that were set aside."""

    open: int
    oldest: datetime | None
    parked: int


async def insert_rows(connection: AsyncConnection, rows: Sequence[OutboxRow], now: datetime) -> None:
    """Writes rows in their order, in one statement whose text does not depend on their number."""
    columns = (
        [row.event_id for row in rows],
        [row.subject for row in rows],
        [row.type for row in rows],
        [orjson.dumps(row.headers).decode() for row in rows],
        [row.body.decode() for row in rows],
        now,
    )
    await connection.exec_driver_sql(_INSERT, columns)


async def list_rows(
    connection: AsyncConnection, *, parked: bool = False, unpublished: bool = False, limit: int = 50
) -> list[OutboxEntry]:
    """The newest rows first; `parked` and `unpublished` narrow it."""
    rows = await connection.execute(_LIST, {"parked": parked, "open": unpublished, "limit": limit})
    return [OutboxEntry(*row) for row in rows]


async def replay(connection: AsyncConnection, *, since: datetime, subject_prefix: str = "") -> int:
    """Has events published since then published again, marked as replayed; returns how many.

    Consumers that took effect of one before drop it by their inbox; those that lost it take it now.
    """
    return await _changed(
        connection,
        await connection.execute(_REPLAY, {"since": since, "prefix": subject_prefix, "attempt": REPLAY_ATTEMPT}),
    )


async def unpark(connection: AsyncConnection, row_id: int | None = None) -> int:
    """Gives parked rows, or all of them, back to the relay; returns how many."""
    return await _changed(connection, await connection.execute(_UNPARK, {"id": row_id}))


async def state(connection: AsyncConnection) -> OutboxState:
    row = (await connection.execute(_STATE)).one()
    return OutboxState(row.open, row.oldest, row.parked)


async def _changed(connection: AsyncConnection, result: CursorResult[Any]) -> int:
    if result.rowcount:
        await connection.execute(_NOTIFY)
    return result.rowcount
