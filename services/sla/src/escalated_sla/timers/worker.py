"""Fires what is due: on proof, not on belief.

A batch of due timers is claimed; `tickets` is asked once, outside of any transaction, which sequence each of their
tickets has reached; then those whose every event is known here are locked, and what is still armed as it was claimed
fires. A ticket that is ahead of its clocks waits for its events, and while `tickets` cannot be reached, firing waits.
Nothing looks at tickets on which nothing is due.
"""

import asyncio
import gc
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

import structlog
from prometheus_client import Counter, Histogram

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Problem
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause
from escalated_sla.clocks.service import Clocks
from escalated_sla.timers.store import Due, claim, give_back, next_due

BATCH: Final = 400
"""GetSequences takes 500 ids at most."""
LEASE: Final = timedelta(seconds=15)
"""How long the timers of a worker that died lie still; longer than a batch takes by far."""
WAIT_FOR_EVENTS: Final = timedelta(seconds=1)
"""When to look again at a ticket that is ahead of its clocks, if its events do not wake it before."""
SET_ASIDE: Final = timedelta(minutes=1)
"""When to try a ticket again on which firing failed."""
LONGEST_REST: Final = 1.0
SHORTEST_REST: Final = 0.05
"""Seconds between two looks at what is due; due timers are gathered for the shorter one."""

_COLLECT: Final = (50_000, 20, 50)
"""A batch makes tens of thousands of objects and no cycles: looking for some every 700 cost a quarter of a worker."""

FIRED = Counter("escalated_sla_timers_fired", "Timers that fired")
WAITED = Counter("escalated_sla_timers_waited", "Timers that were due and waited for their ticket's events")
FAILED = Counter("escalated_sla_timers_failed", "Timers whose ticket failed and was set aside")
LATENESS = Histogram(
    "escalated_sla_timer_lateness_seconds",
    "From when a timer was due until what it did was committed",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 600),
)

log = structlog.get_logger(__name__)


class Proof(Protocol):
    """Says which sequence tickets have reached. Raises Unavailable while it cannot."""

    async def sequences(self, ticket_ids: Sequence[UUID]) -> dict[UUID, int]: ...


class Timers:
    """Fires due timers; any number of these may run side by side."""

    def __init__(self, database: Database, clocks: Clocks, proof: Proof, clock: Clock, *, batch: int = BATCH) -> None:
        self._database, self._clocks, self._proof, self._clock = database, clocks, proof, clock
        self._batch = batch
        self.component = BackgroundTask("timers", self._run)

    async def fire_due(self) -> int:
        """Fires what is due now, batch after batch; answers how many timers fired."""
        fired, now = 0, self._clock.now()
        while True:
            claimed, done = await self._fire_batch(now)
            fired += done
            if claimed < self._batch:
                return fired

    async def _fire_batch(self, now: datetime) -> tuple[int, int]:
        """How many timers were claimed, and how many of them fired."""
        async with self._database.reading() as connection:
            due = await claim(connection, now, self._batch, LEASE)
        if not due:
            return 0, 0
        try:
            reached = await self._proof.sequences(list(dict.fromkeys(each.ticket_id for each in due)))
        except Problem:
            await self._give_back(due)
            raise
        # A full batch may have left out what is due later: what it says then comes in the order in which it was due.
        as_of = now if len(due) < self._batch else due[-1].due_at
        fired = await self._fire(due, reached, as_of)
        return len(due), len(fired)

    async def _fire(self, due: Sequence[Due], reached: Mapping[UUID, int], as_of: datetime) -> list[Due]:
        """Fires what is proven, and gives the rest back. A ticket that fails is set aside alone."""
        try:
            async with self._database.transaction() as uow:
                fired = await self._clocks.fire(uow, due, reached, as_of)
        except Problem:
            await self._give_back(due)
            raise
        except Exception:
            return await self._fire_apart(due, reached, as_of)
        self._count(fired)
        if len(fired) < len(due):
            done = {(each.ticket_id, each.key) for each in fired}
            left = [each for each in due if (each.ticket_id, each.key) not in done]
            WAITED.inc(len(left))
            await self._give_back(left, self._clock.now() + WAIT_FOR_EVENTS)
        return fired

    async def _fire_apart(self, due: Sequence[Due], reached: Mapping[UUID, int], as_of: datetime) -> list[Due]:
        tickets: dict[UUID, list[Due]] = defaultdict(list)
        for each in due:
            tickets[each.ticket_id].append(each)
        if len(tickets) == 1:
            log.exception("timer_failed", ticket_id=str(due[0].ticket_id))
            FAILED.inc(len(due))
            await self._give_back(due, self._clock.now() + SET_ASIDE)
            return []
        ids = list(tickets)
        halves = ids[: len(ids) // 2], ids[len(ids) // 2 :]
        return [
            fired
            for half in halves
            for fired in await self._fire([each for one in half for each in tickets[one]], reached, as_of)
        ]

    def _count(self, fired: Sequence[Due]) -> None:
        FIRED.inc(len(fired))
        now = self._clock.now()
        for each in fired:
            LATENESS.observe((now - each.due_at).total_seconds())

    async def _give_back(self, due: Sequence[Due], until: datetime | None = None) -> None:
        async with self._database.reading() as connection:
            await give_back(connection, due, until)

    async def _run(self, stopping: asyncio.Event) -> None:
        gc.set_threshold(*_COLLECT)
        while not stopping.is_set():
            try:
                await self.fire_due()
                rest = await self._until_next()
            except Problem as away:
                log.warning("timers_wait", why=away.detail)
                rest = LONGEST_REST
            except Exception:
                log.exception("timers_failed")
                rest = LONGEST_REST
            await pause(stopping, rest)

    async def _until_next(self) -> float:
        now = self._clock.now()
        async with self._database.reading() as connection:
            due_at = await next_due(connection, now)
        if due_at is None:
            return LONGEST_REST
        return min(LONGEST_REST, max(SHORTEST_REST, (due_at - now).total_seconds()))
