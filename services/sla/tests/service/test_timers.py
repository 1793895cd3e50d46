"""Clocks, timers and rules together: events in, warnings, breaches and calls to `tickets` out, each once."""

import asyncio
from uuid import uuid4

import pytest

from escalated_chassis.acting import Acting, Cause
from escalated_chassis.errors import Conflict, Unavailable
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import HOUR, heard, types_of, with_policy
from services.sla.tests.rule_making import hear
from services.sla.tests.ticket_events import Story

RULE = {
    "name": "Nobody answered",
    "triggers": ["sla.breached"],
    "conditions": {"all": [{"field": "clock_metric", "operator": "is", "value": "first_response"}]},
    "actions": [{"type": "set_priority", "priority": "urgent"}, {"type": "escalate"}],
}


async def with_rule(desk: Desk) -> str:
    answer = await desk.http.post("/api/v1/escalation-rules", json=RULE, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def test_a_ticket_nobody_answers_is_warned_of_and_breached_and_the_rule_runs_once(desk: Desk) -> None:
    ticket, start = uuid4(), desk.clock.now()
    await with_policy(desk)
    await with_rule(desk)
    await desk.take_in(heard(ticket, 1, start))

    desk.clock.move(HOUR / 2)
    assert [await desk.fire(), await desk.fire()] == [1, 0]
    desk.clock.move(HOUR / 2)
    assert [await desk.fire(), await desk.fire()] == [1, 0]
    assert [await desk.run_rules(), await desk.run_rules()] == [1, 0]

    events = await desk.published(ticket)
    assert types_of(events) == ["sla.clock_changed", "sla.warning", "sla.breached"]
    assert [event["clocks_version"] for event in events] == [1, 2, 3]
    assert events[1]["threshold"] == "50%"
    assert events[2]["clock"]["breached_at"] == "2026-01-05T10:00:00Z"
    assert events[2]["meta"]["audience"]["staff_only"] is True
    applied = desk.tickets.applied
    assert [[action.type for action in request.actions] for request in applied] == [["set_priority", "escalate"]]
    assert applied[0].acting.actor.kind == "rule"
    assert applied[0].acting.cause.depth == 1


async def test_breached_at_is_when_it_was_due_not_when_a_worker_came_to_it(desk: Desk) -> None:
    ticket = uuid4()
    await with_policy(desk)
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(3 * HOUR)

    await desk.fire()

    clock = await desk.clock_of(ticket)
    assert (clock.state, clock.breached_at.isoformat()) == ("breached", "2026-01-05T10:00:00+00:00")
    assert types_of(await desk.published(ticket)) == ["sla.clock_changed", "sla.warning", "sla.breached"]


async def test_no_timer_fires_on_belief_when_tickets_knows_more(desk: Desk) -> None:
    ticket, start = uuid4(), desk.clock.now()
    await with_policy(desk)
    await desk.take_in(heard(ticket, 1, start))
    desk.tickets.reached[str(ticket)] = 2
    desk.clock.move(2 * HOUR)

    assert await desk.fire() == 0
    await desk.take_in(heard(ticket, 2, start + HOUR / 2, "pending", answers=True))
    await desk.fire()

    assert (await desk.clock_of(ticket)).state == "met"
    assert "sla.breached" not in types_of(await desk.published(ticket))


async def test_firing_waits_while_tickets_is_away(desk: Desk) -> None:
    ticket = uuid4()
    await with_policy(desk)
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(2 * HOUR)
    desk.tickets.refusal = Unavailable("away")

    with pytest.raises(Unavailable):
        await desk.fire()
    assert (await desk.clock_of(ticket)).state == "running"

    desk.tickets.refusal = None
    assert await desk.fire() == 1
    assert (await desk.clock_of(ticket)).state == "breached"


async def test_two_workers_at_once_fire_each_timer_once(desk: Desk) -> None:
    await with_policy(desk)
    tickets = [uuid4() for _ in range(20)]
    for ticket in tickets:
        await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(2 * HOUR)

    await asyncio.gather(*(desk.fire() for _ in range(4)))
    await desk.fire()

    for ticket in tickets:
        assert types_of(await desk.published(ticket)) == ["sla.clock_changed", "sla.warning", "sla.breached"]
    assert await desk.rows("select 1 from escalated_sla_timers where key = 'first_response'") == []


async def test_a_late_answer_withdraws_a_breach_that_was_announced(desk: Desk) -> None:
    story, start = Story(), desk.clock.now()
    await with_policy(desk)
    await hear(desk, story.opened(start))
    desk.clock.move(2 * HOUR)
    await desk.fire()

    await hear(desk, story.wrote(start + HOUR / 2, "agent"))

    told = [(each["meta"]["type"], each["reason"], each["clock"]["metric"]) for each in await desk.published(story.id)]
    assert told == [
        ("sla.clock_changed", "ticket.created", "first_response"),
        ("sla.warning", "time", "first_response"),
        ("sla.breached", "time", "first_response"),
        ("sla.breach_withdrawn", "reply.created", "first_response"),
    ]
    assert (await desk.clock_of(story.id)).state == "met"


async def test_a_rule_whose_call_is_refused_is_recorded_and_others_go_on(desk: Desk) -> None:
    await with_policy(desk)
    rule_id = await with_rule(desk)
    broken, fine = uuid4(), uuid4()
    for ticket in (broken, fine):
        await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(2 * HOUR)
    await desk.fire()
    desk.tickets.refusal = Conflict("The person is gone.", code="assignee_gone")
    await desk.run_rules()
    desk.tickets.refusal = None

    runs = (await desk.http.get(f"/api/v1/escalation-rules/{rule_id}/runs", headers=desk.as_("admin"))).json()["data"]

    assert {run["state"] for run in runs} == {"failed"}
    assert {run["detail"] for run in runs} == {"The person is gone."}
    assert {run["matched"]["values"]["clock_metric"] for run in runs} == {"first_response"}


async def test_a_run_is_tried_again_while_tickets_is_away(desk: Desk) -> None:
    await with_policy(desk)
    await with_rule(desk)
    await desk.take_in(heard(uuid4(), 1, desk.clock.now()))
    desk.clock.move(2 * HOUR)
    await desk.fire()
    desk.tickets.refusal = Unavailable("away")
    await desk.run_rules()
    assert desk.tickets.applied == []

    desk.tickets.refusal = None
    desk.clock.move(HOUR)
    await desk.run_rules()

    assert len(desk.tickets.applied) == 1


async def test_a_rule_does_not_run_for_what_it_caused_itself(desk: Desk) -> None:
    await with_policy(desk)
    rule_id = await with_rule(desk)
    ticket, start = uuid4(), desk.clock.now()
    caused = Acting("service", "sla", "sla", cause=Cause(str(uuid4()), 1, (f"rule:{rule_id}",)))

    await desk.take_in(heard(ticket, 1, start - 2 * HOUR))
    await desk.take_in(heard(ticket, 2, start, answers=False), caused)

    assert types_of(await desk.published(ticket))[-1] == "sla.breached"
    assert await desk.run_rules() == 0


async def test_without_sla_no_clock_runs(desk: Desk) -> None:
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    assert await desk.rows("select 1 from escalated_sla_clocks") == []
    assert await desk.published(ticket) == []
