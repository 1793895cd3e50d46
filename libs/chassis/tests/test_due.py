"""Due tables: done when due, once, by whoever is there; woken early, slept long, never stuck on a failure."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis import due
from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.due import DueWorker
from escalated_chassis.testing.waiting import eventually

ADD = text("INSERT INTO timers VALUES (:id, :due, :name, false)")
NEXT = text("SELECT min(due_at) FROM timers WHERE NOT done")
TAKE = text("""
UPDATE timers SET done = true WHERE id IN (
    SELECT id FROM timers WHERE NOT done AND due_at <= :now ORDER BY due_at, name LIMIT :batch FOR UPDATE SKIP LOCKED
) RETURNING name
""")


class Timers:
    """Work that notes which names it did, and fails at those it is told to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.done: list[str] = []
        self.transactions = 0
        self.bad: set[str] = set()

    async def add(self, at: datetime, *names: str) -> None:
        async with self.database.reading() as connection:
            for name in names:
                await connection.execute(ADD, {"id": uuid4(), "due": at, "name": name})

    async def work(self, uow: UnitOfWork, batch: int) -> int:
        self.transactions += 1
        names = sorted((await uow.execute(TAKE, {"now": uow.now, "batch": batch})).scalars())
        if self.bad & set(names):
            raise RuntimeError("a row that cannot be done")
        self.done += names
        return len(names)

    async def next_due(self, connection: AsyncConnection) -> datetime | None:
        return await connection.scalar(NEXT)


@pytest_asyncio.fixture(loop_scope="session")
async def timers(database: Database) -> Timers:
    async with database.reading() as connection:
        await connection.execute(text("CREATE TABLE timers (id uuid, due_at timestamptz, name text, done bool)"))
    return Timers(database)


def worker(timers: Timers, batch: int = 10) -> DueWorker:
    return DueWorker("timers", timers.database, timers.work, timers.next_due, batch=batch, clock=timers.database.clock)


@asynccontextmanager
async def running(*workers: DueWorker) -> AsyncIterator[None]:
    for each in workers:
        await each.start()
    try:
        yield
    finally:
        for each in workers:
            await each.stop()


async def test_what_is_due_is_done_and_what_is_not_waits(timers: Timers, manual_clock: ManualClock) -> None:
    await timers.add(manual_clock.now(), "now")
    await timers.add(manual_clock.now() + timedelta(hours=1), "later")

    async with running(worker(timers)):
        await eventually(lambda: timers.done == ["now"])
        manual_clock.move(timedelta(minutes=59, seconds=59))
        await eventually(lambda: timers.transactions >= 2)
        early = list(timers.done)
        manual_clock.move(timedelta(seconds=1))
        await eventually(lambda: timers.done == ["now", "later"], seconds=3)

    assert early == ["now"]


async def test_more_than_a_batch_is_done_without_sleeping(timers: Timers, manual_clock: ManualClock) -> None:
    await timers.add(manual_clock.now(), *(f"{number:02}" for number in range(25)))

    assert await worker(timers).run_once() == 25

    assert timers.done == [f"{number:02}" for number in range(25)]
    assert timers.transactions == 3


async def test_it_is_woken_for_what_is_due_earlier(
    timers: Timers, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "LONGEST_SLEEP_SECONDS", 600.0)
    sleeper = worker(timers)

    async with running(sleeper):
        await eventually(lambda: timers.transactions == 1)
        await timers.add(manual_clock.now(), "new")
        sleeper.wake()
        await eventually(lambda: timers.done == ["new"])


async def test_workers_side_by_side_do_each_row_once(timers: Timers, manual_clock: ManualClock) -> None:
    names = [f"{number:03}" for number in range(200)]
    await timers.add(manual_clock.now(), *names)
    workers = [worker(timers, batch=7) for _ in range(4)]

    done = await asyncio.gather(*(each.run_once() for each in workers))

    assert sum(done) == 200
    assert sorted(timers.done) == names


async def test_a_bad_row_holds_up_none_of_those_before_it_and_is_said(
    timers: Timers, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "LONGEST_RETRY_SECONDS", 0.01)
    await timers.add(manual_clock.now(), "a", "b", "bad")
    timers.bad = {"bad"}
    failing = worker(timers)

    async with running(failing):
        await eventually(lambda: timers.done == ["a", "b"])
        await eventually(lambda: failing.trouble() is not None)
        trouble = failing.trouble()
        timers.bad = set()
        await eventually(lambda: timers.done == ["a", "b", "bad"])
        await eventually(lambda: failing.trouble() is None)

    assert trouble is not None
    assert trouble.startswith("failed ")
