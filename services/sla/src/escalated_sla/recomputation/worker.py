"""Computes open clocks again after an edit, in the background, and never before what is due."""

import asyncio
from datetime import timedelta
from typing import Final

import structlog
from prometheus_client import Counter

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Problem
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause
from escalated_sla.clocks.service import Clocks
from escalated_sla.recomputation.service import go_on
from escalated_sla.timers.store import next_due

BATCH: Final = 200
REST: Final = 1.0
"""Seconds between two looks at whether there is something to do."""
LATE: Final = timedelta(milliseconds=250)
"""Timers that are due for longer have the machine to themselves ..."""
STEP: Final = 0.05
MOST_STEPS: Final = 20
"""... for a second per batch at most: while `tickets` is away they fire not at all, and an edit still takes effect."""

DONE = Counter("escalated_sla_recomputed_tickets", "Tickets whose clocks were computed again after an edit")
FAILED = Counter("escalated_sla_recomputation_failures", "Tickets that failed and were left as they were")

log = structlog.get_logger(__name__)


class Recomputation:
    """Any number may run; one of them works."""

    def __init__(self, database: Database, clocks: Clocks, clock: Clock, *, batch: int = BATCH) -> None:
        self._database, self._clocks, self._clock, self._batch = database, clocks, clock, batch
        self.component = BackgroundTask("recomputation", self._run)

    async def run_until_idle(self) -> int:
        """Does all there is to do; answers how many tickets that were."""
        total = 0
        while (done := await self._do_batch()) is not None:
            total += done
        return total

    async def _do_batch(self) -> int | None:
        try:
            return await self._go_on(self._batch)
        except Problem:
            raise
        except Exception:
            return await self._do_singly()

    async def _do_singly(self) -> int:
        """A batch, one after the other: a ticket that fails is left as it is, and holds up no other."""
        total = 0
        while total < self._batch:
            try:
                done = await self._go_on(1)
            except Problem:
                raise
            except Exception:
                log.exception("ticket_not_recomputed")
                FAILED.inc()
                done = await self._go_on(1, skip=True)
            if not done:
                break
            total += done
        return total

    async def _go_on(self, most: int, *, skip: bool = False) -> int | None:
        async with self._database.transaction() as uow:
            done = await go_on(uow, self._clocks, most, skip=skip)
        DONE.inc(0 if skip else done or 0)
        return done

    async def _run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                if await self._do_batch() is not None:
                    await self._make_way(stopping)
                    continue
            except Problem as away:
                log.warning("recomputation_waits", why=away.detail)
            except Exception:
                log.exception("recomputation_failed")
            await pause(stopping, REST)

    async def _make_way(self, stopping: asyncio.Event) -> None:
        for _ in range(MOST_STEPS):
            if stopping.is_set() or not await self._something_is_late():
                return
            await pause(stopping, STEP)

    async def _something_is_late(self) -> bool:
        now = self._clock.now()
        async with self._database.reading() as connection:
            due_at = await next_due(connection, now)
        return due_at is not None and due_at < now - LATE
