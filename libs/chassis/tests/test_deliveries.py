"""Ordered deliveries on real PostgreSQL: order, retries, pauses, and what a crash while sending leaves behind."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import MetaData, Row, select

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import (
    OVER_A_DAY,
    Delivery,
    DeliveryWorker,
    NewDelivery,
    Outcome,
    Schedule,
    cancel_target,
    delivery_tables,
    intake,
    pause,
    resume,
    retry,
    retry_failed,
)
from escalated_chassis.testing.databases import Databases

METADATA = MetaData()
TABLES = delivery_tables(METADATA, "effects")
DELIVERIES = TABLES.deliveries
EXACT = Schedule((timedelta(seconds=10), timedelta(minutes=1)), jitter=0)


class Receiver:
    """The outside world: notes what arrives, and answers as it is told, by default with success."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.answers: dict[str, list[Outcome]] = {}
        self.hold: dict[str, asyncio.Event] = {}
        self.reached = asyncio.Event()

    async def send(self, delivery: Delivery) -> Outcome:
        self.arrived.append(delivery.source_id)
        self.reached.set()
        if delivery.source_id in self.hold:
            await self.hold[delivery.source_id].wait()
        waiting = self.answers.get(delivery.source_id)
        return waiting.pop(0) if waiting else Outcome("sent", "250 OK")


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: Databases, manual_clock: ManualClock) -> AsyncIterator[Database]:
    url = await databases.create()
    database = Database(url, service="test", clock=manual_clock)
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    yield database
    await database.close()
    await databases.drop(url)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


def worker_for(database: Database, receiver: Receiver, **options: Any) -> DeliveryWorker:
    return DeliveryWorker(database, TABLES, receiver.send, clock=database.clock, **{"schedule": EXACT, **options})


async def queue(database: Database, *items: tuple[str, str, str], at: datetime | None = None) -> list[UUID]:
    """Takes in (target, key, source id), each a second after the one before."""
    start = at or database.clock.now()
    async with database.transaction() as uow:
        rows = [
            NewDelivery(target, key, source, start + timedelta(seconds=number), {"n": number})
            for number, (target, key, source) in enumerate(items)
        ]
        return await intake(uow, DELIVERIES, rows)


async def row_of(database: Database, source_id: str) -> Row[Any]:
    async with database.reading() as connection:
        return (await connection.execute(select(DELIVERIES).where(DELIVERIES.c.source_id == source_id))).one()


async def test_the_same_event_for_the_same_target_is_taken_in_once(database: Database) -> None:
    first = await queue(database, ("a", "t1", "event-1"))
    again = await queue(database, ("a", "t1", "event-1"), ("b", "t1", "event-1"))
    assert (len(first), len(again)) == (1, 1)


async def test_deliveries_leave_once_and_in_order(database: Database, receiver: Receiver) -> None:
    """given three of one ticket, taken in out of order, when sent, then in the order of what happened"""
    now = database.clock.now()
    await queue(database, ("a", "t1", "third"), at=now - timedelta(minutes=1))
    await queue(database, ("a", "t1", "first"), ("a", "t1", "second"), at=now - timedelta(minutes=5))
    worker = worker_for(database, receiver)
    assert await worker.run_until_idle() == 3
    assert receiver.arrived == ["first", "second", "third"]
    row = await row_of(database, "first")
    attempt = row.attempts[0]
    assert (row.state, row.tries, attempt["outcome"], attempt["detail"]) == ("sent", 1, "sent", "250 OK")
    assert await worker.run_until_idle() == 0


async def test_a_failure_holds_back_its_own_key_at_its_own_target_only(
    database: Database, receiver: Receiver, manual_clock: ManualClock
) -> None:
    receiver.answers["bad"] = [Outcome("again", "451 later")]
    await queue(
        database, ("a", "t1", "bad"), ("a", "t1", "after"), ("a", "t2", "other-ticket"), ("b", "t1", "other-target")
    )
    worker = worker_for(database, receiver)
    await worker.run_until_idle()
    assert sorted(receiver.arrived) == ["bad", "other-target", "other-ticket"]
    manual_clock.move(timedelta(seconds=10))
    await worker.run_until_idle()
    assert receiver.arrived[3:] == ["bad", "after"]
    row = await row_of(database, "bad")
    assert [attempt["detail"] for attempt in row.attempts] == ["451 later", "250 OK"]


async def test_after_the_last_try_it_is_parked_and_the_next_one_goes(
    database: Database, receiver: Receiver, manual_clock: ManualClock
) -> None:
    receiver.answers["bad"] = [Outcome("again", f"no {number}") for number in range(3)]
    await queue(database, ("a", "t1", "bad"), ("a", "t1", "after"))
    worker = worker_for(database, receiver)
    for seconds in (0, 10, 60):
        manual_clock.move(timedelta(seconds=seconds))
        await worker.run_until_idle()
    assert receiver.arrived == ["bad", "bad", "bad", "after"]
    row = await row_of(database, "bad")
    assert (row.state, row.tries, row.detail, row.finished_at) == ("failed", 3, "no 2", manual_clock.now())


async def test_what_was_parked_can_be_retried(database: Database, receiver: Receiver) -> None:
    receiver.answers["bad"] = [Outcome("refused", "550 no"), Outcome("refused", "550 still no")]
    (delivery_id,) = await queue(database, ("a", "t1", "bad"))
    worker = worker_for(database, receiver)
    await worker.run_until_idle()
    assert (await row_of(database, "bad")).state == "failed"
    async with database.transaction() as uow:
        assert await retry(uow, DELIVERIES, delivery_id)
    await worker.run_until_idle()
    async with database.transaction() as uow:
        assert await retry_failed(uow, DELIVERIES, "a", uow.now - timedelta(hours=1)) == 1
        assert await retry_failed(uow, DELIVERIES, "other", uow.now - timedelta(hours=1)) == 0
    await worker.run_until_idle()
    assert receiver.arrived == ["bad", "bad", "bad"]
    assert (await row_of(database, "bad")).state == "sent"


async def test_a_crash_while_sending_is_seen_and_sent_once_more_under_doubt(
    database: Database, receiver: Receiver, manual_clock: ManualClock
) -> None:
    """given a process that dies in the middle, when the lease ends, then the same id goes again, marked uncertain"""
    receiver.hold["e"] = asyncio.Event()
    await queue(database, ("a", "t1", "e"))
    doomed = asyncio.create_task(worker_for(database, receiver).run_until_idle())
    await asyncio.wait_for(receiver.reached.wait(), 5)
    doomed.cancel()
    del receiver.hold["e"]
    survivor = worker_for(database, receiver)
    assert await survivor.run_until_idle() == 0
    manual_clock.move(timedelta(seconds=91))
    assert await survivor.run_until_idle() == 1
    row = await row_of(database, "e")
    assert (row.state, row.interruptions, receiver.arrived) == ("uncertain", 1, ["e", "e"])
    assert [attempt["outcome"] for attempt in row.attempts] == ["interrupted", "sent"]


async def test_a_second_crash_ends_it_without_a_third_sending(
    database: Database, receiver: Receiver, manual_clock: ManualClock
) -> None:
    await queue(database, ("a", "t1", "e"))
    for _ in range(2):
        receiver.hold["e"] = asyncio.Event()
        receiver.reached.clear()
        doomed = asyncio.create_task(worker_for(database, receiver).run_until_idle())
        await asyncio.wait_for(receiver.reached.wait(), 5)
        doomed.cancel()
        manual_clock.move(timedelta(seconds=91))
    assert await worker_for(database, receiver).run_until_idle() == 0
    assert ((await row_of(database, "e")).state, receiver.arrived) == ("uncertain", ["e", "e"])


async def test_repeatable_work_is_never_in_doubt(
    database: Database, receiver: Receiver, manual_clock: ManualClock
) -> None:
    receiver.hold["e"] = asyncio.Event()
    await queue(database, ("a", "t1", "e"))
    doomed = asyncio.create_task(worker_for(database, receiver, repeatable=True).run_until_idle())
    await asyncio.wait_for(receiver.reached.wait(), 5)
    doomed.cancel()
    del receiver.hold["e"]
    manual_clock.move(timedelta(seconds=91))
    await worker_for(database, receiver, repeatable=True).run_until_idle()
    assert (await row_of(database, "e")).state == "sent"


async def test_an_answer_that_comes_after_the_lease_changes_nothing(
    database: Database, receiver: Receiver, manual_clock: ManualClock
) -> None:
    receiver.hold["e"] = asyncio.Event()
    await queue(database, ("a", "t1", "e"))
    slow = asyncio.create_task(worker_for(database, receiver).run_until_idle())
    await asyncio.wait_for(receiver.reached.wait(), 5)
    manual_clock.move(timedelta(seconds=91))
    held = receiver.hold.pop("e")
    await worker_for(database, receiver).run_until_idle()
    held.set()
    await asyncio.wait_for(slow, 5)
    row = await row_of(database, "e")
    assert (row.state, len(row.attempts), row.tries) == ("uncertain", 2, 2)


async def test_a_send_that_takes_too_long_is_in_doubt(database: Database, receiver: Receiver) -> None:
    receiver.hold["e"] = asyncio.Event()
    await queue(database, ("a", "t1", "e"))
    await worker_for(database, receiver, send_limit=0.05, lease=1).run_until_idle()
    row = await row_of(database, "e")
    assert (row.state, row.interruptions, row.attempts[0]["outcome"]) == ("queued", 1, "in_doubt")


async def test_two_workers_send_each_delivery_once(database: Database, receiver: Receiver) -> None:
    await queue(database, *[("a", f"t{number % 5}", f"e{number}") for number in range(40)])
    workers = [worker_for(database, receiver) for _ in range(3)]
    tries = await asyncio.gather(*(worker.run_until_idle() for worker in workers))
    assert sum(tries) == 40
    assert len(set(receiver.arrived)) == 40
    for ticket in range(5):
        own = [int(source[1:]) for source in receiver.arrived if int(source[1:]) % 5 == ticket]
        assert own == sorted(own)


async def test_a_paused_target_waits_and_goes_on(
    database: Database, receiver: Receiver, manual_clock: ManualClock
) -> None:
    await queue(database, ("a", "t1", "held"), ("b", "t1", "free"))
    async with database.transaction() as uow:
        await pause(uow, TABLES, "a", "it failed for a day", None)
    worker = worker_for(database, receiver)
    await worker.run_until_idle()
    assert receiver.arrived == ["free"]
    async with database.transaction() as uow:
        await resume(uow, TABLES, "a")
    await worker.run_until_idle()
    assert receiver.arrived == ["free", "held"]


async def test_a_pause_with_an_end_ends(database: Database, receiver: Receiver, manual_clock: ManualClock) -> None:
    await queue(database, ("a", "t1", "held"))
    async with database.transaction() as uow:
        await pause(uow, TABLES, "a", "too many", uow.now + timedelta(minutes=5))
    worker = worker_for(database, receiver)
    assert await worker.run_until_idle() == 0
    manual_clock.move(timedelta(minutes=5))
    assert await worker.run_until_idle() == 1


async def test_what_waits_for_a_target_that_is_gone_is_suppressed(database: Database, receiver: Receiver) -> None:
    await queue(database, ("a", "t1", "e"))
    async with database.transaction() as uow:
        assert await cancel_target(uow, DELIVERIES, "a", "the webhook was deleted") == 1
    assert await worker_for(database, receiver).run_until_idle() == 0
    row = await row_of(database, "e")
    assert (row.state, row.detail) == ("suppressed", "the webhook was deleted")


async def test_the_final_state_is_told_in_its_own_transaction(database: Database, receiver: Receiver) -> None:
    told: list[tuple[str, str]] = []

    async def finished(uow: Any, delivery: Delivery, state: str, outcome: Outcome) -> None:
        told.append((delivery.source_id, state))
        if delivery.source_id == "broken":
            raise RuntimeError("the transaction fails")

    receiver.answers["later"] = [Outcome("again", "451")]
    await queue(database, ("a", "t1", "good"), ("a", "t2", "broken"), ("a", "t3", "later"))
    await worker_for(database, receiver, finished=finished).run_until_idle()
    assert sorted(told) == [("broken", "sent"), ("good", "sent")]
    assert (await row_of(database, "broken")).state == "sending"


async def test_the_running_worker_is_woken_and_stops_in_time(database: Database, receiver: Receiver) -> None:
    worker = worker_for(database, receiver, poll=30)
    await worker.start()
    assert worker.trouble() is None
    await queue(database, ("a", "t1", "e"))
    worker.wake()
    await asyncio.wait_for(receiver.reached.wait(), 5)
    await asyncio.wait_for(worker.stop(), 5)
    assert (await row_of(database, "e")).state == "sent"


def test_the_schedule_spans_a_day_and_spreads() -> None:
    assert sum(OVER_A_DAY.delays, timedelta()) > timedelta(hours=23)
    assert OVER_A_DAY.after(len(OVER_A_DAY.delays) + 1) is None
    pauses = {OVER_A_DAY.after(3) for _ in range(50)}
    assert len(pauses) > 1
    assert all(pause and timedelta(minutes=4) <= pause <= timedelta(minutes=6) for pause in pauses)
