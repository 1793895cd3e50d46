"""Sends what is due: claims rows, sends outside any transaction, writes down what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import ColumnElement, Row, bindparam, cast, update
from sqlalchemy.dialects.postgresql import JSONB

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries.schedule import OVER_A_DAY, Schedule
from escalated_chassis.deliveries.store import claimable
from escalated_chassis.deliveries.tables import Delivery, DeliveryTables, State
from escalated_chassis.ids import uuid7

log = structlog.get_logger(__name__)

Result = Literal["sent", "again", "refused", "suppressed", "in_doubt"]

INTERRUPTIONS_BORNE = 1
"""What was interrupted is sent once more under the same id, never a third time."""
CRASHES_BORNE = 3
"""Work that may be repeated is parked when process after process dies of it."""


@dataclass(frozen=True)
class Outcome:
    """What came of one try.

    `again` is retried by the schedule, `refused` is parked, `suppressed` must not be sent at all, and `in_doubt`
    may have arrived (the line broke after the last byte). `facts` are kept with the attempt.
    """

    result: Result
    detail: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


Send = Callable[[Delivery], Awaitable[Outcome]]
Finished = Callable[[UnitOfWork, Delivery, State, Outcome], Awaitable[None]]


class DeliveryWorker:
    """Sends the deliveries of one table, at most `at_once` at a time, one at a time per (target, key).

    A row is `sending` before `send` is called and its lease outlives the time limit of `send`: a row that is found
    `sending` after its lease was being sent by a process that died. `finished` runs in the transaction that writes
    down the final state. `repeatable` says that whoever receives it takes the same id once: then nothing is ever in
    doubt. `only` limits the worker to some rows, where several share a table.
    """

    def __init__(
        self,
        database: Database,
        tables: DeliveryTables,
        send: Send,
        *,
        clock: Clock,
        schedule: Schedule = OVER_A_DAY,
        finished: Finished | None = None,
        repeatable: bool = False,
        only: ColumnElement[bool] | None = None,
        at_once: int = 8,
        send_limit: float = 60.0,
        lease: float = 90.0,
        poll: float = 1.0,
        grace: float = 10.0,
        name: str = "",
    ) -> None:
        if lease <= send_limit:
            raise ValueError("a lease outlives the time limit of sending")
        self.name = name or f"deliveries of {tables.deliveries.name}"
        self._database, self._send, self._finished = database, send, finished
        self._clock, self._schedule, self._repeatable = clock, schedule, repeatable
        self._at_once, self._send_limit, self._lease = at_once, send_limit, timedelta(seconds=lease)
        self._poll, self._grace = poll, grace
        self._statements = _Statements(tables, only)
        self._sending: set[asyncio.Task[None]] = set()
        self._woken, self._stopping = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._stopping.clear()
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """Claims no more and lets what is being sent end, within the grace."""
        self._stopping.set()
        self._woken.set()
        if self._task:
            await self._task
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=self._grace)
            for task in late:
                task.cancel()

    def trouble(self) -> str | None:
        if self._task is None or (self._task.done() and not self._stopping.is_set()):
            return "the worker is not running"
        return None

    def wake(self) -> None:
        """Something was queued: look at once instead of at the next poll."""
        self._woken.set()

    async def run_until_idle(self) -> int:
        """Sends what is due now and returns how many tries were made: for commands and tests."""
        tries = 0
        while claimed := await self._claim(self._at_once):
            await asyncio.gather(*(self._deliver(delivery) for delivery in claimed))
            tries += len(claimed)
        return tries

    async def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                for delivery in await self._claim(self._at_once - len(self._sending)):
                    self._spawn(delivery)
            except Exception as problem:
                # The database is away, or a row is broken: neither may end the worker.
                log.warning("deliveries.claim_failed", worker=self.name, error=str(problem))
            await self._rest()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), self._poll)
        except TimeoutError:
            return

    def _spawn(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._deliver(delivery))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        task.add_done_callback(lambda _: self._woken.set())

    async def _claim(self, free: int) -> list[Delivery]:
        if free <= 0:
            return []
        async with self._database.transaction() as uow:
            rows = await uow.execute(self._statements.claimable, {"now": self._clock.now(), "free": free})
            claimed = [await self._lease_row(uow, row) for row in rows.all()]
        return [delivery for delivery in claimed if delivery is not None]

    async def _lease_row(self, uow: UnitOfWork, row: Row[Any]) -> Delivery | None:
        """Marks a row as being sent. None where it was interrupted too often: nobody knows, so nobody repeats it."""
        now, lease = self._clock.now(), uuid7()
        interrupted = row.state == "sending"
        interruptions = row.interruptions + int(interrupted)
        given_up = self._given_up(interruptions)
        note = [_attempt(now, "interrupted", "the process that was sending it ended")] if interrupted else []
        await uow.execute(
            self._statements.lease,
            {
                "row_id": row.id,
                "new_state": given_up or "sending",
                "new_due_at": now + self._lease,
                "new_lease": lease,
                "new_tries": row.tries + (0 if given_up else 1),
                "new_interruptions": interruptions,
                "note": note,
                "new_finished_at": now if given_up else None,
            },
        )
        delivery = _delivery(row, lease, interruptions)
        if not given_up:
            return delivery
        if self._finished:
            await self._finished(uow, delivery, given_up, Outcome("in_doubt", "interrupted too often"))
        return None

    def _given_up(self, interruptions: int) -> State | None:
        """The final state of what was interrupted too often."""
        if self._repeatable:
            return "failed" if interruptions > CRASHES_BORNE else None
        return "uncertain" if interruptions > INTERRUPTIONS_BORNE else None

    async def _deliver(self, delivery: Delivery) -> None:
        outcome = await self._try(delivery)
        try:
            await self._write_down(delivery, outcome)
        except Exception as problem:
            # The row stays `sending`: after its lease it is seen as interrupted, which it is.
            log.error("deliveries.outcome_lost", delivery=str(delivery.id), outcome=outcome.result, error=str(problem))

    async def _try(self, delivery: Delivery) -> Outcome:
        try:
            async with asyncio.timeout(self._send_limit):
                return await self._send(delivery)
        except TimeoutError:
            return Outcome("in_doubt", f"no answer within {self._send_limit:g} s")
        except Exception as problem:
            log.exception("deliveries.send_failed", delivery=str(delivery.id))
            return Outcome("again", f"{type(problem).__name__}: {problem}")

    async def _write_down(self, delivery: Delivery, outcome: Outcome) -> None:
        now, row = self._clock.now(), delivery.row
        failed = outcome.result in ("again", "in_doubt")
        failures = row.failures + int(failed)
        interruptions = delivery.interruptions + int(outcome.result == "in_doubt")
        pause = self._schedule.after(failures) if failed else None
        state = _state_after(outcome, 0 if self._repeatable else interruptions, pause)
        async with self._database.transaction() as uow:
            kept = await uow.execute(
                self._statements.outcome,
                {
                    "row_id": delivery.id,
                    "old_lease": delivery.lease,
                    "new_state": state,
                    "new_due_at": now + pause if state == "queued" and pause else now,
                    "new_failures": failures,
                    "new_interruptions": interruptions,
                    "note": [_attempt(now, outcome.result, outcome.detail, outcome.facts)],
                    "new_detail": outcome.detail,
                    "new_finished_at": None if state == "queued" else now,
                },
            )
            if kept.rowcount and state != "queued" and self._finished:
                await self._finished(uow, delivery, state, outcome)


def _state_after(outcome: Outcome, interruptions: int, pause: timedelta | None) -> State:
    match outcome.result:
        case "sent":
            return "uncertain" if interruptions else "sent"
        case "suppressed":
            return "suppressed"
        case "refused":
            return "failed"
        case "in_doubt" if interruptions > INTERRUPTIONS_BORNE:
            return "uncertain"
    return "queued" if pause is not None else "failed"


def _attempt(at: datetime, outcome: str, detail: str, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"at": at.isoformat().replace("+00:00", "Z"), "outcome": outcome, "detail": detail[:2000], **(facts or {})}


def _delivery(row: Row[Any], lease: Any, interruptions: int) -> Delivery:
    return Delivery(
        id=row.id,
        target=row.target,
        ordering_key=row.ordering_key,
        source_id=row.source_id,
        occurred_at=row.occurred_at,
        created_at=row.created_at,
        payload=row.payload,
        try_number=row.tries + 1,
        interruptions=interruptions,
        lease=lease,
        row=row,
    )


class _Statements:
    """Built once per table."""

    def __init__(self, tables: DeliveryTables, only: ColumnElement[bool] | None) -> None:
        table = tables.deliveries
        note = table.c.attempts.op("||")(cast(bindparam("note", type_=JSONB), JSONB))
        self.claimable = claimable(tables) if only is None else claimable(tables).where(only)
        self.lease = (
            update(table)
            .where(table.c.id == bindparam("row_id"))
            .values(
                state=bindparam("new_state"),
                due_at=bindparam("new_due_at"),
                lease=bindparam("new_lease"),
                tries=bindparam("new_tries"),
                interruptions=bindparam("new_interruptions"),
                finished_at=bindparam("new_finished_at"),
                attempts=note,
            )
        )
        self.outcome = (
            update(table)
            .where(table.c.id == bindparam("row_id"), table.c.lease == bindparam("old_lease"))
            .where(table.c.state == "sending")
            .values(
                state=bindparam("new_state"),
                due_at=bindparam("new_due_at"),
                lease=None,
                failures=bindparam("new_failures"),
                interruptions=bindparam("new_interruptions"),
                finished_at=bindparam("new_finished_at"),
                detail=bindparam("new_detail"),
                attempts=note,
            )
        )
