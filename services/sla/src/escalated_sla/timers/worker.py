"""Fires what is due: on proof, not on belief.

Due timers are looked up without a lock; `tickets` is asked, outside of any transaction, which sequence each of these
tickets has reached; then those whose every event is known here are locked and settled at the present instant. A ticket
that is ahead of its clocks waits for its events, and while `tickets` cannot be reached, firing waits. Nothing looks at
tickets on which nothing is due.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Problem
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause
from escalated_sla.clocks.queries import due_tickets, known_sequences, next_due
from escalated_sla.clocks.service import Clocks

BATCH = 200
LONGEST_REST = 1.0
"""Seconds between two looks at what is due, where nothing is due before."""

log = structlog.get_logger(__name__)


class Proof(Protocol):
    """Says which sequence tickets have reached. Raises Unavailable while it cannot."""

    async def sequences(self, ticket_ids: Sequence[UUID]) -> dict[UUID, int]: ...


class Timers:
    """Fires due timers; any number of these may run side by side."""

    def __init__(self, database: Database, clocks: Clocks, proof: Proof, clock: Clock) -> None:
        self._database, self._clocks, self._proof, self._clock = database, clocks, proof, clock
        self.component = BackgroundTask("timers", self._run)

    async def fire_due(self) -> int:
        """Fires what is due now, batch after batch; answers how many tickets were settled."""
        fired = 0
        while True:
            settled, more = await self._fire_batch(self._clock.now())
            fired += settled
            if not more or not settled:
                return fired

    async def _fire_batch(self, now: datetime) -> tuple[int, bool]:
        async with self._database.reading() as reader:
            due = await due_tickets(reader, now, BATCH)
            known = await known_sequences(reader, due)
        if not due:
            return 0, False
        reached = await self._proof.sequences(due)
        proven = [each for each in due if known.get(each, 0) >= reached.get(each, 0)]
        async with self._database.transaction() as uow:
            rows = {row.id: row for row in await self._clocks.lock_free(uow, proven)}
            for ticket_id in proven:
                if (row := rows.get(ticket_id)) is not None and row.sequence >= reached.get(ticket_id, 0):
                    await self._clocks.settle(uow, row, now)
        return len(rows), len(due) == BATCH

    async def _run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                await self.fire_due()
                rest = await self._until_next()
            except Problem as away:
                log.warning("timers_wait", why=away.detail)
                rest = LONGEST_REST
            except Exception:
                # A broken ticket must not keep the others from firing for longer than the next look.
                log.exception("timers_failed")
                rest = LONGEST_REST
            await pause(stopping, rest)

    async def _until_next(self) -> float:
        async with self._database.reading() as reader:
            due_at = await next_due(reader)
        if due_at is None:
            return LONGEST_REST
        return min(LONGEST_REST, max(0.02, (due_at - self._clock.now()).total_seconds()))
