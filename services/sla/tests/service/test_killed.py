"""Processes killed with -9 in the middle of what they do: each timer fires once, each run is done once."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from escalated_chassis.testing.waiting import eventually
from escalated_sla.timers.worker import LEASE
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import HOUR, types_of, with_policy
from services.sla.tests.processes import BATCH, at_work, nobody_at_work
from services.sla.tests.rule_making import hear, make_rule, runs
from services.sla.tests.service.test_bad_days import FIRED, opened, told
from services.sla.tests.ticket_events import Story


async def check_each_once(desk: Desk, tickets: list[UUID]) -> None:
    for ticket in tickets:
        assert types_of(await desk.published(ticket)) == FIRED
    assert await desk.fire() == 0


async def test_killed_between_two_batches_what_it_had_claimed_fires_once_and_what_had_fired_does_not(
    desk: Desk,
) -> None:
    await with_policy(desk)
    tickets = await opened(desk, 10)
    desk.clock.move(2 * HOUR)
    desk.tickets.answers["GetSequences"] = 2

    async with at_work(desk, "fire"):
        await eventually(lambda: desk.tickets.calls["GetSequences"] == 3)
    before = await told(desk)
    claimed = await desk.rows("select 1 from escalated_sla_timers where claimed_until is not null")
    desk.tickets.answers.clear()

    assert (len(before), len(claimed)) == (2 * BATCH, BATCH)
    await desk.fire()
    assert len(await told(desk)) < 20
    desk.clock.move(LEASE)
    await desk.fire()
    assert Counter(kind for kind, _ in await told(desk)) == {"sla.warning": 10, "sla.breached": 10}
    await check_each_once(desk, tickets)


async def test_killed_before_its_commit_nothing_it_wrote_is_there_and_all_of_it_fires_once(desk: Desk) -> None:
    await with_policy(desk)
    rule_id = await make_rule(desk, "escalation", ["sla.breached"])
    tickets = await opened(desk, BATCH)
    desk.clock.move(2 * HOUR)
    waiting = "select 1 from pg_locks where relation = 'escalated_outbox'::regclass and not granted"

    async def is_writing() -> bool:
        return bool(await desk.rows(waiting))

    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("lock table escalated_outbox in share mode")
        async with at_work(desk, "fire"):
            await eventually(is_writing)
    await nobody_at_work(desk)

    assert (await told(desk), await runs(desk), await desk.fire()) == ([], [], 0)
    assert {(await desk.clock_of(ticket)).state for ticket in tickets} == {"running"}
    desk.clock.move(LEASE)
    await desk.fire()
    await check_each_once(desk, tickets)
    assert sorted(run.ticket_id for run in await runs(desk, rule_id)) == sorted(tickets)


async def test_killed_after_tickets_did_its_actions_a_run_is_asked_for_again_under_the_same_key(desk: Desk) -> None:
    rule_id = await make_rule(desk, "workflow", ["ticket.created"])
    await hear(desk, Story().opened(desk.clock.now()))
    desk.tickets.answers["Apply"] = 0

    async with at_work(desk, "run"):
        await eventually(lambda: desk.tickets.calls["Apply"] == 1)
    assert [run.state for run in await runs(desk, rule_id)] == ["sending"]
    desk.tickets.answers.clear()
    assert await desk.run_rules() == 0
    desk.clock.move(timedelta(minutes=2))
    assert await desk.run_rules() == 1

    (run,) = await runs(desk, rule_id)
    assert (run.state, [each["outcome"] for each in run.attempts]) == ("sent", ["interrupted", "sent"])
    assert (desk.tickets.calls["Apply"], [each.key for each in desk.tickets.applied]) == (2, [str(run.id)])
