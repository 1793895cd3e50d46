"""Due tables: work that a row asks for at a certain time, done by any process, at most a second late."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Unavailable
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause

BATCH = 200
LONGEST_SLEEP_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 30.0
TROUBLE_AFTER_FAILURES = 3

Work = Callable[[UnitOfWork, int], Awaitable[int]]
NextDue = Callable[[AsyncConnection], Awaitable[datetime | None]]

DONE = Counter("escalated_due_done", "Rows that a due worker has done", ("worker",))
FAILED = Counter("escalated_due_failures", "Batches of a due worker that failed", ("worker",))

_log = structlog.get_logger(__name__)


class DueWorker(BackgroundTask):
    """A component; run as many as you like, `work` shares the rows among them by `FOR UPDATE SKIP LOCKED`.

    Args:
        work: does at most that many rows that are due at `uow.now`, oldest first, and returns how many it did. A batch
            is one transaction, so it moves on or marks what it did. When a batch fails, rows are tried one at a time.
        next_due: when the next row will be due; None when there is none.
        clock: the one that the database was given: `uow.now` comes from it, and so does the time to sleep.
    """

    def __init__(
        self, name: str, database: Database, work: Work, next_due: NextDue, *, batch: int = BATCH, clock: Clock
    ) -> None:
        super().__init__(name, self._run)
        self._database = database
        self._work = work
        self._next_due = next_due
        self._batch = batch
        self._clock = clock
        self._wake = asyncio.Event()
        self._failures = 0

    def wake(self) -> None:
        """There may be something due earlier than was known: call it after the commit that said so."""
        self._wake.set()

    async def stop(self) -> None:
        self._wake.set()
        await super().stop()

    def trouble(self) -> str | None:
        if self._failures >= TROUBLE_AFTER_FAILURES:
            return f"failed {self._failures} times in a row"
        return super().trouble()

    async def run_once(self) -> int:
        """Does everything that is due now; returns how many rows. For commands and tests, too."""
        total = 0
        while True:
            done = await self._do(self._batch)
            total += done
            if done < self._batch:
                return total

    async def _run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            self._wake.clear()
            try:
                await self.run_once()
                seconds = await self._seconds_to_next()
                self._failures = 0
            except Exception as error:
                await self._recover(error, stopping)
                continue
            await pause(self._wake, seconds)

    async def _do(self, batch: int) -> int:
        async with self._database.transaction() as uow:
            done = await self._work(uow, batch)
        DONE.labels(self.name).inc(done)
        return done

    async def _seconds_to_next(self) -> float:
        async with self._database.reading() as connection:
            due = await self._next_due(connection)
        if due is None:
            return LONGEST_SLEEP_SECONDS
        return min(max((due - self._clock.now()).total_seconds(), 0.0), LONGEST_SLEEP_SECONDS)

    async def _recover(self, error: Exception, stopping: asyncio.Event) -> None:
        """One bad row must not hold up those before it in its batch; it holds up those behind it, and says so."""
        FAILED.labels(self.name).inc()
        if isinstance(error, Unavailable):
            _log.warning("due_worker_waits", worker=self.name, error=str(error))
        else:
            self._failures += 1
            _log.error("due_worker_failed", worker=self.name, failures=self._failures, exc_info=error)
            await self._do_singly(stopping)
        await pause(stopping, min(2.0 ** max(self._failures - 1, 0), LONGEST_RETRY_SECONDS))

    async def _do_singly(self, stopping: asyncio.Event) -> None:
        try:
            while not stopping.is_set() and await self._do(1):
                pass
        except Exception as error:
            _log.error("due_row_failed", worker=self.name, error=f"{type(error).__name__}: {error}")
