"""Once a night: are the timers what the clocks say they should be? What is not is repaired, and told.

Nothing else here looks at what is not due. It walks over tickets by id, some thousand at a time.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Problem
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause
from escalated_sla.clocks.service import Clocks
from escalated_sla.timers.store import arm, disarm

PAGE: Final = 5_000
HOUR: Final = 3
"""In UTC."""
FIRST: Final = UUID(int=0)
LAST: Final = UUID(int=2**128 - 1)

DRIFT = Counter("escalated_sla_timers_drifted", "Timers that were not what their clock says", ("kind",))

log = structlog.get_logger(__name__)

_PAGE_END: Final = """
SELECT id, count(*) OVER () AS size FROM (
    SELECT id FROM escalated_sla_tickets WHERE id > $1 ORDER BY id LIMIT $2
) AS page ORDER BY id DESC LIMIT 1
"""
# What a running clock should be armed for: its next warning, or its breach.
_WANTED: Final = """
WITH wanted AS (
    SELECT ticket_id, metric AS key, least(breach_at, (
        SELECT min((each ->> 1)::timestamptz) FROM jsonb_array_elements(warnings) AS each
        WHERE NOT (each ->> 0) = ANY (warned)
    )) AS due_at
    FROM escalated_sla_clocks WHERE {scope} AND state = 'running'
), armed AS (
    SELECT ticket_id, key, due_at FROM escalated_sla_timers WHERE {scope} AND NOT starts_with(key, 'rule:')
)
SELECT ticket_id, key, wanted.due_at, armed.due_at
FROM (SELECT * FROM wanted WHERE due_at IS NOT NULL) AS wanted FULL JOIN armed USING (ticket_id, key)
WHERE wanted.due_at IS DISTINCT FROM armed.due_at
"""
_OF_PAGE: Final = _WANTED.format(scope="ticket_id > $1 AND ticket_id <= $2")
_OF_TICKETS: Final = _WANTED.format(scope="ticket_id = ANY ($1::uuid[])")
_TAKE_TURN: Final = "SELECT pg_try_advisory_lock(hashtext('escalated_sla_reconciler'))"
_END_TURN: Final = "SELECT pg_advisory_unlock(hashtext('escalated_sla_reconciler'))"


@dataclass(frozen=True, slots=True)
class Drift:
    """`wanted` is when the clock says something happens, `armed` when the timer does; None: there is none."""

    ticket_id: UUID
    key: str
    wanted: datetime | None
    armed: datetime | None

    @property
    def kind(self) -> str:
        if self.armed is None:
            return "missing"
        return "left over" if self.wanted is None else "wrong"


class Reconciler:
    """Compares timers with clocks. Any number of processes may try, one does it."""

    def __init__(self, database: Database, clocks: Clocks, clock: Clock, *, page: int = PAGE) -> None:
        self._database, self._clocks, self._clock, self._page = database, clocks, clock, page
        self.component = BackgroundTask("timer-reconciler", self._run)

    async def reconcile(self, *, repair: bool = True) -> list[Drift]:
        """Finds what drifted, and mends it if asked to."""
        found: list[Drift] = []
        after: UUID | None = FIRST
        while after is not None:
            drifted, after = await self._page_after(after)
            if drifted and repair:
                drifted = await self._repair(drifted)
            found += drifted
        for drift in found:
            DRIFT.labels(drift.kind).inc()
            log.warning("timer_drifted", ticket_id=str(drift.ticket_id), key=drift.key, kind=drift.kind)
        log.info("timers_reconciled", drifted=len(found), repaired=repair)
        return found

    async def _page_after(self, after: UUID) -> tuple[list[Drift], UUID | None]:
        async with self._database.reading() as connection:
            page = (await connection.exec_driver_sql(_PAGE_END, (after, self._page))).mappings().one_or_none()
            # The last page goes on to the end: timers of tickets that are none lie there, too.
            last = page["id"] if page is not None and page["size"] == self._page else LAST
            drifted = await _drifts(connection, _OF_PAGE, (after, last))
        return drifted, None if last == LAST else last

    async def _repair(self, drifted: Sequence[Drift]) -> list[Drift]:
        """Looked at again under the tickets' locks: what was seen in passing may have been somebody at work."""
        ids = list({drift.ticket_id for drift in drifted})
        async with self._database.transaction() as uow:
            rows: dict[UUID, Row[Any]] = {row.id: row for row in await self._clocks.lock(uow, ids)}
            real = await _drifts(uow.connection, _OF_TICKETS, (ids,))
            await disarm(uow, [(drift.ticket_id, drift.key) for drift in real if drift.wanted is None])
            await arm(
                uow,
                [
                    (drift.ticket_id, drift.key, drift.wanted, rows[drift.ticket_id].clocks_version)
                    for drift in real
                    if drift.wanted is not None and drift.ticket_id in rows
                ],
            )
        return real

    async def _run(self, stopping: asyncio.Event) -> None:
        while not await pause(stopping, self._seconds_to_night()):
            try:
                await self._in_turn()
            except Problem as away:
                log.warning("timers_not_reconciled", why=away.detail)
            except Exception:
                log.exception("timers_not_reconciled")

    async def _in_turn(self) -> None:
        async with self._database.reading() as connection:
            if not (await connection.exec_driver_sql(_TAKE_TURN)).scalar_one():
                return
            try:
                await self.reconcile()
            finally:
                await connection.exec_driver_sql(_END_TURN)

    def _seconds_to_night(self) -> float:
        now = self._clock.now()
        tonight = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        return (tonight + timedelta(days=tonight <= now) - now).total_seconds()


async def _drifts(connection: AsyncConnection, statement: str, bound: tuple[Any, ...]) -> list[Drift]:
    return [Drift(*tuple[Any, ...](row)) for row in await connection.exec_driver_sql(statement, bound)]
