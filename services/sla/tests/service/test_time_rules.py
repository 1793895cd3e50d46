"""Rules about time: when they come, for what they come again, and for what they never come."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.errors import Unavailable
from escalated_sla.clocks.facts import hear_snapshot
from escalated_sla.runs.walks import Walks
from services.sla.tests.conftest import Desk
from services.sla.tests.rule_making import change_rule, hear, make_rule, runs, walk
from services.sla.tests.ticket_events import Story

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
OFFICE = {
    "timezone": "UTC",
    "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


async def with_policy(desk: Desk, **more: Any) -> UUID:
    policy = {"name": "Standard", "is_default": True, "warnings": [], "targets": {"medium": {"resolution": 36_000}}}
    answer = await desk.http.post("/api/v1/sla-policies", json=policy | more, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["data"]["id"])


async def armed(desk: Desk, rule_id: UUID) -> list[Any]:
    statement = "select ticket_id, due_at from escalated_sla_timers where key = :key order by due_at"
    return await desk.rows(statement, key=f"rule:{rule_id}")


async def opened(desk: Desk) -> Story:
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    return story


async def ran(desk: Desk, rule_id: UUID) -> int:
    await desk.fire()
    return len([run for run in await runs(desk, rule_id) if run.state != "suppressed"])


async def test_a_rule_comes_when_more_than_so_many_hours_have_passed_and_once(desk: Desk) -> None:
    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 48)])
    story, start = await opened(desk), desk.clock.now()

    desk.clock.move(48 * HOUR)
    assert await ran(desk, rule_id) == 0
    desk.clock.move(TICK)
    assert await ran(desk, rule_id) == 1
    desk.clock.move(48 * HOUR)
    await hear(desk, story.prioritised(desk.clock.now(), "high"))
    assert await ran(desk, rule_id) == 1

    await desk.run_rules()
    (run,) = await runs(desk, rule_id)
    assert (run.state, run.kind, run.matched["trigger"]) == ("sent", "automation", "time")
    assert run.matched["anchor"] == start.isoformat()
    (request,) = desk.tickets.applied
    assert (request.acting.cause.depth, list(request.acting.cause.chain)) == (1, [f"rule:{rule_id}"])


async def test_the_anchor_moves_and_the_rule_comes_again_for_the_new_one(desk: Desk) -> None:
    conditions = [("hours_since_customer_reply", ">", 24), ("status", "is", "open")]
    rule_id = await make_rule(desk, "automation", [], conditions)
    story = await opened(desk)

    desk.clock.move(20 * HOUR)
    await hear(desk, story.wrote(desk.clock.now()))
    desk.clock.move(20 * HOUR)
    assert await ran(desk, rule_id) == 0
    desk.clock.move(5 * HOUR)
    assert await ran(desk, rule_id) == 1

    await hear(desk, story.wrote(desk.clock.now()))
    desk.clock.move(25 * HOUR)
    assert await ran(desk, rule_id) == 2


async def test_no_response_for_so_many_hours_is_a_customer_who_waits(desk: Desk) -> None:
    conditions = [("awaiting_reply", "is", True), ("hours_since_customer_reply", ">", 4)]
    rule_id = await make_rule(desk, "escalation", [], conditions)
    ignored, answered = await opened(desk), await opened(desk)
    desk.clock.move(HOUR)
    await hear(desk, answered.wrote(desk.clock.now(), "agent"))
    assert [row.ticket_id for row in await armed(desk, rule_id)] == [ignored.id]

    desk.clock.move(4 * HOUR)
    assert await ran(desk, rule_id) == 1
    await hear(desk, answered.wrote(desk.clock.now()))
    desk.clock.move(4 * HOUR)
    assert await ran(desk, rule_id) == 1
    desk.clock.move(TICK)
    assert await ran(desk, rule_id) == 2


@pytest.mark.parametrize("back", [timedelta(minutes=1), HOUR, 48 * HOUR], ids=["a minute", "an hour", "days"])
async def test_the_clock_of_the_machine_set_back_makes_no_rule_come_twice(desk: Desk, back: timedelta) -> None:
    conditions = [("hours_since_created", ">", 1)]
    rules = [await make_rule(desk, "automation", [], conditions), await make_rule(desk, "workflow", ["ticket.created"])]
    story = await opened(desk)
    desk.clock.move(HOUR + TICK)
    assert [await ran(desk, each) for each in rules] == [1, 1]
    await desk.run_rules()

    for move in (-back, back, 3 * HOUR):
        desk.clock.move(move)
        await hear(desk, story.prioritised(desk.clock.now(), "high"))
        await walk(desk)
        await desk.fire()
        await desk.run_rules()

    assert [await ran(desk, each) for each in rules] == [1, 1]
    assert len(desk.tickets.applied) == 2


async def test_what_else_it_asks_for_decides_when_the_time_comes_and_afterwards(desk: Desk) -> None:
    conditions = [("hours_since_created", ">", 2), ("status", "is", "in_progress")]
    rule_id = await make_rule(desk, "automation", [], conditions)
    story = await opened(desk)
    assert await armed(desk, rule_id) == []

    await hear(desk, story.moved(desk.clock.now(), "in_progress"))
    assert len(await armed(desk, rule_id)) == 1
    await hear(desk, story.moved(desk.clock.now(), "waiting_on_customer"))
    assert await armed(desk, rule_id) == []
    desk.clock.move(3 * HOUR)
    assert await ran(desk, rule_id) == 0
    await hear(desk, story.moved(desk.clock.now(), "in_progress"))

    assert await ran(desk, rule_id) == 1


async def test_hours_until_due_follow_the_clock(desk: Desk) -> None:
    policy_id = await with_policy(desk)
    rule_id = await make_rule(desk, "escalation", [], [("hours_until_due", "<", 1)])
    story, start = await opened(desk), desk.clock.now()
    assert [row.due_at for row in await armed(desk, rule_id)] == [start + 9 * HOUR + TICK]

    await hear(desk, story.moved(start + HOUR, "waiting_on_customer"))
    assert await armed(desk, rule_id) == []
    await hear(desk, story.moved(start + 3 * HOUR, "in_progress"))
    assert [row.due_at for row in await armed(desk, rule_id)] == [start + 11 * HOUR + TICK]

    shorter = {"name": "Standard", "is_default": True, "targets": {"medium": {"resolution": 18_000}}, "warnings": []}
    path = f"/api/v1/sla-policies/{policy_id}"
    assert (await desk.http.put(path, json=shorter, headers=desk.as_("admin"))).status_code == 200
    await desk.recompute()
    assert [row.due_at for row in await armed(desk, rule_id)] == [start + 6 * HOUR + TICK]

    desk.clock.move(6 * HOUR + TICK)
    assert await ran(desk, rule_id) == 1


async def test_business_hours_count_by_the_calendar_of_the_tickets_policy(desk: Desk) -> None:
    made = await desk.http.post("/api/v1/calendars", json={"name": "Office"} | OFFICE, headers=desk.as_("admin"))
    await with_policy(desk, calendar_id=made.json()["data"]["id"])
    rule_id = await make_rule(desk, "automation", [], [("business_hours_since_created", ">=", 10)])

    story, start = await opened(desk), desk.clock.now()

    (timer,) = await armed(desk, rule_id)
    assert (timer.ticket_id, timer.due_at) == (story.id, start + 26 * HOUR)
    desk.clock.move(26 * HOUR)
    assert await ran(desk, rule_id) == 1


async def test_two_hours_of_downtime_fire_once_in_the_order_in_which_it_was_due(desk: Desk) -> None:
    first = await make_rule(desk, "automation", [], [("hours_since_created", ">", 1)])
    second = await make_rule(desk, "automation", [], [("hours_since_created", "between", [0.5, 0.75])])
    stories = [await opened(desk) for _ in range(3)]

    desk.clock.move(3 * HOUR)
    await asyncio.gather(*(desk.fire() for _ in range(3)))
    await desk.fire()

    assert {run.ticket_id for run in await runs(desk, first)} == {story.id for story in stories}
    assert [run.rule_id for run in await runs(desk)] == [second] * 3 + [first] * 3


async def test_nothing_fires_on_belief_or_while_tickets_is_away(desk: Desk) -> None:
    rule_id = await make_rule(desk, "automation", [], [("hours_since_customer_reply", ">", 1)])
    story = await opened(desk)
    answered = story.wrote(desk.clock.now() + HOUR / 2)
    desk.tickets.reached[str(story.id)] = 2
    desk.clock.move(HOUR + TICK)

    assert await ran(desk, rule_id) == 0
    desk.tickets.refusal = Unavailable("away")
    desk.clock.move(HOUR / 4)
    with pytest.raises(Unavailable):
        await desk.fire()
    desk.tickets.refusal = None
    await hear(desk, answered)
    assert await ran(desk, rule_id) == 0
    desk.clock.move(HOUR)
    assert await ran(desk, rule_id) == 1


async def test_a_rule_that_is_saved_later_comes_for_what_is_ahead_and_never_for_the_past(desk: Desk) -> None:
    old = await opened(desk)
    desk.clock.move(3 * HOUR)
    young = await opened(desk)

    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 2)])
    assert await walk(desk) == 2

    assert [row.ticket_id for row in await armed(desk, rule_id)] == [young.id]
    await hear(desk, old.prioritised(desk.clock.now(), "high"))
    desk.clock.move(3 * HOUR)
    assert await ran(desk, rule_id) == 1
    assert [run.ticket_id for run in await runs(desk, rule_id)] == [young.id]


async def test_applied_to_what_there_is_it_comes_for_the_past_too_and_once(desk: Desk) -> None:
    old = await opened(desk)
    desk.clock.move(3 * HOUR)

    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 2)], applied=True)
    await walk(desk)
    await hear(desk, old.prioritised(desk.clock.now(), "high"))
    assert await ran(desk, rule_id) == 1

    await hear(desk, old.prioritised(desk.clock.now(), "low"))
    assert await ran(desk, rule_id) == 1
    assert await desk.rows("select 1 from escalated_rule_marks where condition like 'applied:%'") == []


async def test_the_walk_over_what_there_is_goes_page_by_page_and_survives_a_restart(desk: Desk) -> None:
    stories = [await opened(desk) for _ in range(5)]
    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 2)])
    walks = Walks(desk.context.rules, desk.context.book)
    looked_at = []
    while (await desk.rows("select count(*) as n from escalated_rule_walks"))[0].n:
        async with desk.database.transaction() as uow:
            looked_at.append(await walks.work(uow, 2))

    assert looked_at == [2, 2, 1]
    assert {row.ticket_id for row in await armed(desk, rule_id)} == {story.id for story in stories}


async def test_a_rule_that_moves_its_own_anchor_is_cut_and_does_not_run_for_ever(desk: Desk) -> None:
    rule_id = await make_rule(desk, "automation", [], [("hours_since_updated", ">", 1)])
    story = await opened(desk)
    desk.clock.move(HOUR + TICK)
    assert await ran(desk, rule_id) == 1
    await desk.run_rules()

    cause = desk.tickets.applied[0].acting.cause
    await hear(desk, story.told(tickets_events.TicketUpdated(), desk.clock.now(), cause=cause, actor="rule"))

    assert await armed(desk, rule_id) == []
    desk.clock.move(2 * HOUR)
    assert await ran(desk, rule_id) == 1
    assert [run.state for run in await runs(desk, rule_id)] == ["sent", "suppressed"]
    assert [row.loops for row in await desk.rows("select loops from escalated_rules")] == [1]

    await hear(desk, story.wrote(desk.clock.now()))
    desk.clock.move(2 * HOUR)
    assert await ran(desk, rule_id) == 2


async def test_two_rules_about_time_that_move_each_others_anchor_come_to_an_end(desk: Desk) -> None:
    conditions = [("hours_since_updated", ">", 1)]
    both = [await make_rule(desk, "automation", [], conditions) for _ in range(2)]
    story = await opened(desk)
    desk.clock.move(HOUR / 2)
    # The first did something, which moves what the other one counts from.
    cause = events_pb2.Cause(root_event_id="root", depth=1, chain=[f"rule:{both[0]}"])
    await hear(desk, story.told(tickets_events.TicketUpdated(), desk.clock.now(), cause=cause, actor="rule"))

    desk.clock.move(HOUR + TICK)
    assert [await ran(desk, each) for each in both] == [0, 1]
    await desk.run_rules()
    cause = desk.tickets.applied[0].acting.cause
    assert (cause.root_event_id, cause.depth, list(cause.chain)) == ("root", 2, [f"rule:{each}" for each in both])
    await hear(desk, story.told(tickets_events.TicketUpdated(), desk.clock.now(), cause=cause, actor="rule"))
    desk.clock.move(9 * HOUR)

    assert [await ran(desk, each) for each in both] == [0, 1]
    await hear(desk, story.wrote(desk.clock.now()))
    desk.clock.move(2 * HOUR)
    assert [await ran(desk, each) for each in both] == [1, 2]


async def test_nothing_comes_by_itself_at_depth_five_either(desk: Desk) -> None:
    rule_id = await make_rule(desk, "automation", [], [("hours_since_updated", ">", 1)])
    story = await opened(desk)
    desk.clock.move(HOUR / 2)
    cause = events_pb2.Cause(root_event_id="root", depth=5, chain=[f"rule:{UUID(int=each)}" for each in range(5)])
    await hear(desk, story.told(tickets_events.TicketUpdated(), desk.clock.now(), cause=cause, actor="rule"))
    desk.clock.move(2 * HOUR)

    assert await ran(desk, rule_id) == 0
    assert [(run.state, run.payload["cause"]["depth"]) for run in await runs(desk, rule_id)] == [("suppressed", 6)]


async def test_a_rule_that_was_switched_off_or_changed_fires_nothing_it_armed_before(desk: Desk) -> None:
    conditions = [("hours_since_created", ">", 1)]
    off = await make_rule(desk, "automation", [], conditions)
    changed = await make_rule(desk, "automation", [], conditions)
    await opened(desk)

    await change_rule(desk, off, "automation", [], conditions, active=False)
    await change_rule(desk, changed, "automation", [], [("hours_since_created", ">", 3)])
    desk.clock.move(2 * HOUR)
    assert [await ran(desk, each) for each in (off, changed)] == [0, 0]
    desk.clock.move(2 * HOUR)

    assert [await ran(desk, each) for each in (off, changed)] == [0, 1]


async def test_another_name_does_not_make_it_come_again(desk: Desk) -> None:
    conditions = [("hours_since_created", ">", 1)]
    rule_id = await make_rule(desk, "automation", [], conditions)
    story = await opened(desk)
    desk.clock.move(2 * HOUR)
    assert await ran(desk, rule_id) == 1

    await change_rule(desk, rule_id, "automation", [], conditions, name="Another name")
    await walk(desk)
    await hear(desk, story.prioritised(desk.clock.now(), "high"))

    assert await ran(desk, rule_id) == 1


async def test_stop_ends_what_comes_at_the_same_instant(desk: Desk) -> None:
    conditions = [("hours_since_created", ">", 1)]
    actions = [{"type": "escalate"}, {"type": "stop"}]
    first = await make_rule(desk, "automation", [], conditions, actions, position=0)
    await make_rule(desk, "automation", [], conditions, position=1)
    later = await make_rule(desk, "automation", [], [("hours_since_created", ">", 2)], position=2)
    story = await opened(desk)
    desk.clock.move(3 * HOUR)

    await desk.fire()
    assert [run.rule_id for run in await runs(desk)] == [first, later]

    await hear(desk, story.prioritised(desk.clock.now(), "high"))
    await desk.fire()
    assert [run.rule_id for run in await runs(desk)] == [first, later]


@pytest.mark.parametrize("left", ["deleted_at", "merged_into_id"])
async def test_a_ticket_that_is_gone_waits_for_nothing_and_a_restored_one_does_again(desk: Desk, left: str) -> None:
    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 1)])
    story = await opened(desk)
    if left == "deleted_at":
        story.state.deleted_at.FromDatetime(desk.clock.now())
    else:
        story.state.merged_into_id = str(UUID(int=9))
    await hear(desk, story.told(tickets_events.TicketUpdated(), desk.clock.now()))
    assert await armed(desk, rule_id) == []

    story.state.ClearField(left)  # type: ignore[arg-type]
    await hear(desk, story.told(tickets_events.TicketRestored(), desk.clock.now()))

    assert len(await armed(desk, rule_id)) == 1


async def test_a_ticket_from_a_snapshot_is_armed_too_and_calls_for_no_workflow(desk: Desk) -> None:
    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 1)])
    await make_rule(desk, "workflow", ["ticket.created"])
    story = Story()
    story.opened(desk.clock.now())

    await desk.take_in(hear_snapshot(story.state))

    assert [row.ticket_id for row in await armed(desk, rule_id)] == [story.id]
    assert await runs(desk) == []


async def test_an_event_that_rules_led_to_arms_the_rules_that_are_not_among_them(desk: Desk) -> None:
    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 1)])
    story = Story()
    cause = events_pb2.Cause(root_event_id="root", depth=1, chain=[f"rule:{UUID(int=3)}"])

    await hear(desk, story.opened(desk.clock.now(), cause=cause))

    assert len(await armed(desk, rule_id)) == 1
