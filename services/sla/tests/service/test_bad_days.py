"""On a bad day no timer fires twice, none is lost, and nobody is blamed for what was done in time."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from escalated_chassis.errors import Unavailable
from escalated_chassis.ids import uuid7
from escalated_sla.timers.reconciler import Reconciler
from escalated_sla.timers.store import claim, next_due
from escalated_sla.timers.worker import LEASE, SET_ASIDE, WAIT_FOR_EVENTS, Timers
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import HOUR, heard, types_of, with_policy

FIRED = ["sla.clock_changed", "sla.warning", "sla.breached"]


async def opened(desk: Desk, number: int) -> list[UUID]:
    """Tickets under the policy, one opened a minute after the other."""
    tickets = [uuid7() for _ in range(number)]
    for ticket in tickets:
        await desk.take_in(heard(ticket, 1, desk.clock.now()))
        desk.clock.move(timedelta(minutes=1))
    return tickets


async def told(desk: Desk) -> list[tuple[str, str]]:
    """What was published of timers, in its order: type and ticket."""
    rows = await desk.rows(
        "select type, headers->>'ce-subject' as ticket from escalated_outbox"
        " where type in ('sla.warning', 'sla.breached') order by id"
    )
    return [(row.type, row.ticket) for row in rows]


def timers_of(desk: Desk, batch: int = 400) -> Timers:
    return Timers(desk.database, desk.context.clocks, desk.rpc_tickets, desk.clock, batch=batch)


async def test_a_worker_killed_before_its_commit_fires_nothing_and_the_next_one_fires_each_once(desk: Desk) -> None:
    await with_policy(desk)
    tickets = await opened(desk, 10)
    desk.clock.move(2 * HOUR)

    async with desk.database.reading() as connection:
        due = await claim(connection, desk.clock.now(), 400, LEASE)
    with pytest.raises(asyncio.CancelledError):
        async with desk.database.transaction() as uow:
            assert len(await desk.context.clocks.fire(uow, due, dict.fromkeys(tickets, 1), desk.clock.now())) == 10
            raise asyncio.CancelledError
    assert (await desk.fire(), await told(desk)) == (0, [])

    desk.clock.move(LEASE)
    assert [await desk.fire(), await desk.fire()] == [10, 0]
    for ticket in tickets:
        assert types_of(await desk.published(ticket)) == FIRED


async def test_a_worker_that_was_only_slow_fires_nothing_that_another_fired_meanwhile(desk: Desk) -> None:
    await with_policy(desk)
    tickets = await opened(desk, 5)
    desk.clock.move(2 * HOUR)
    async with desk.database.reading() as connection:
        slow = await claim(connection, desk.clock.now(), 400, LEASE)
    desk.clock.move(LEASE)
    assert await desk.fire() == 5

    async with desk.database.transaction() as uow:
        assert await desk.context.clocks.fire(uow, slow, dict.fromkeys(tickets, 1), desk.clock.now()) == []

    assert Counter(kind for kind, _ in await told(desk)) == {"sla.warning": 5, "sla.breached": 5}


async def test_answered_while_nats_was_away_is_no_breach(desk: Desk) -> None:
    await with_policy(desk)
    answered, waiting = await opened(desk, 2)
    start = desk.clock.now()
    desk.tickets.reached[str(answered)] = 2
    desk.clock.move(3 * HOUR)

    assert [await desk.fire(), await desk.fire()] == [1, 0]
    desk.clock.move(WAIT_FOR_EVENTS)
    assert await desk.fire() == 0
    await desk.take_in(heard(answered, 2, start + HOUR / 4, "pending", answers=True))
    await desk.fire()

    assert types_of(await desk.published(waiting)) == FIRED
    assert (await desk.clock_of(answered)).state == "met"
    assert "sla.breached" not in types_of(await desk.published(answered))


async def test_an_event_that_was_waited_for_lets_the_timer_fire_at_once(desk: Desk) -> None:
    await with_policy(desk)
    (ticket,) = await opened(desk, 1)
    desk.tickets.reached[str(ticket)] = 2
    desk.clock.move(2 * HOUR)
    assert await desk.fire() == 0

    await desk.take_in(heard(ticket, 2, desk.clock.now() - 2 * HOUR, "open"))

    assert await desk.fire() == 1
    assert (await desk.clock_of(ticket)).state == "breached"


async def test_while_tickets_is_away_nothing_fires_and_nothing_is_held(desk: Desk) -> None:
    await with_policy(desk)
    await opened(desk, 3)
    desk.clock.move(2 * HOUR)
    desk.tickets.refusal = Unavailable("away")
    with pytest.raises(Unavailable):
        await desk.fire()
    assert await told(desk) == []

    desk.tickets.refusal = None
    assert await desk.fire() == 3


async def test_after_two_hours_of_downtime_what_is_overdue_fires_once_in_due_order(desk: Desk) -> None:
    await with_policy(desk)
    tickets = await opened(desk, 12)
    desk.clock.move(2 * HOUR)

    # In batches of three: what they say is in order all the same, warnings and breaches of all tickets.
    assert await timers_of(desk, batch=3).fire_due() == 24
    assert await desk.fire() == 0

    expected = sorted(
        (
            (timedelta(minutes=place) + after, kind, str(ticket))
            for place, ticket in enumerate(tickets)
            for kind, after in (("sla.warning", HOUR / 2), ("sla.breached", HOUR))
        ),
        key=lambda one: one[0],
    )
    assert await told(desk) == [(kind, ticket) for _, kind, ticket in expected]


@pytest.mark.parametrize("back", [timedelta(minutes=1), HOUR, 48 * HOUR], ids=["a minute", "an hour", "days"])
async def test_the_clock_of_the_machine_set_back_fires_nothing_twice(desk: Desk, back: timedelta) -> None:
    await with_policy(desk)
    tickets = await opened(desk, 3)
    desk.clock.move(HOUR)
    assert await desk.fire() == 3
    fired = await told(desk)

    desk.clock.move(-back)
    await desk.fire()
    for ticket in tickets:
        await desk.take_in(heard(ticket, 2, desk.clock.now(), "open"))
    await desk.fire()
    assert await told(desk) == fired

    desk.clock.move(back)
    await desk.fire()
    assert await told(desk) == fired
    assert {
        row.state for row in await desk.rows("select state from escalated_sla_clocks where metric = 'first_response'")
    } == {"breached"}


async def test_workers_side_by_side_share_what_is_due(desk: Desk) -> None:
    await with_policy(desk)
    tickets = await opened(desk, 40)
    desk.clock.move(2 * HOUR)

    fired = await asyncio.gather(*(timers_of(desk, batch=7).fire_due() for _ in range(4)))
    again = await desk.fire()

    assert sum(fired) + again == 80
    for ticket in tickets:
        assert types_of(await desk.published(ticket)) == FIRED


async def test_one_broken_ticket_is_set_aside_and_the_others_fire(desk: Desk) -> None:
    await with_policy(desk)
    tickets = await opened(desk, 9)
    await _break(desk, [tickets[4]])
    desk.clock.move(2 * HOUR)

    assert [await desk.fire(), await desk.fire()] == [8, 0]
    assert {ticket for _, ticket in await told(desk)} == {str(each) for each in tickets if each != tickets[4]}

    await _mend(desk)
    desk.clock.move(SET_ASIDE)
    assert await desk.fire() == 1


async def _break(desk: Desk, tickets: Sequence[UUID]) -> None:
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(
            'update escalated_sla_clocks set warnings = \'[["50%", "no instant"]]\' where ticket_id = any ($1::uuid[])',
            (list(tickets),),
        )


async def _mend(desk: Desk) -> None:
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(
            "update escalated_sla_clocks set warnings = '[]' where warnings->0->>1 = 'no instant'"
        )


async def test_where_sla_is_switched_off_nothing_fires(desk: Desk) -> None:
    await with_policy(desk)
    await opened(desk, 2)
    desk.clock.move(2 * HOUR)
    desk.context.book.enabled = False

    assert await desk.fire() == 0
    assert await told(desk) == []


async def test_what_nobody_is_at_is_what_is_slept_for(desk: Desk) -> None:
    await with_policy(desk)
    assert await _next(desk) is None
    await opened(desk, 2)
    first = await _next(desk)
    desk.clock.move(HOUR / 2 - timedelta(minutes=2))
    assert first == desk.clock.now()

    async with desk.database.reading() as connection:
        assert len(await claim(connection, desk.clock.now(), 400, LEASE)) == 1
    assert await _next(desk) == desk.clock.now() + timedelta(minutes=1)


async def _next(desk: Desk) -> object:
    async with desk.database.reading() as connection:
        return await next_due(connection, desk.clock.now())


async def test_the_reconciler_finds_and_mends_timers_that_drifted(desk: Desk) -> None:
    await with_policy(desk)
    lost, wrong, stray = await opened(desk, 3)
    reconciler = Reconciler(desk.database, desk.context.clocks, desk.clock, page=2)
    assert await reconciler.reconcile() == []
    timers = "select ticket_id, key, due_at from escalated_sla_timers order by ticket_id, key"
    before = await desk.rows(timers)
    async with desk.database.transaction() as uow:
        for statement, ticket in (
            ("delete from escalated_sla_timers where ticket_id = $1 and key = 'first_response'", lost),
            ("update escalated_sla_timers set due_at = now() where ticket_id = $1 and key = 'resolution'", wrong),
            ("insert into escalated_sla_timers values ($1, 'next_response', now(), 1)", stray),
            ("insert into escalated_sla_timers values ($1, 'next_response', now(), 1)", uuid4()),
        ):
            await uow.connection.exec_driver_sql(statement, (ticket,))

    seen = await reconciler.reconcile(repair=False)
    assert Counter(drift.kind for drift in seen) == {"missing": 1, "wrong": 1, "left over": 2}
    assert Counter(drift.kind for drift in await reconciler.reconcile()) == Counter(drift.kind for drift in seen)

    known = {row.id for row in await desk.rows("select id from escalated_sla_tickets")}
    assert [row for row in await desk.rows(timers) if row.ticket_id in known] == before
    assert await reconciler.reconcile() == []
