"""What rules do: every trigger, order and `stop`, loops, delays, refusals, and what two workers do at once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.errors import Conflict, NotFound, Unavailable, invalid
from services.sla.tests.conftest import Desk
from services.sla.tests.rule_making import change_rule, hear, make_rule, runs
from services.sla.tests.ticket_events import Story

HOUR = timedelta(hours=1)
POLICY = {
    "name": "Standard",
    "is_default": True,
    "targets": {"medium": {"first_response": 3600, "resolution": 36_000}},
    "warnings": [{"percent": 50}],
}


async def with_policy(desk: Desk, **more: Any) -> UUID:
    answer = await desk.http.post("/api/v1/sla-policies", json=POLICY | more, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["data"]["id"])


def applied(desk: Desk) -> list[list[str]]:
    return [[action.type for action in request.actions] for request in desk.tickets.applied]


def cause_of(request: Any) -> events_pb2.Cause:
    cause: events_pb2.Cause = request.acting.cause
    return cause


async def test_an_event_runs_a_workflow_once_however_often_it_comes(desk: Desk) -> None:
    rule_id = await make_rule(desk, "workflow", ["ticket.created"])
    story = Story()
    event = story.opened(desk.clock.now())

    await hear(desk, event, event)
    assert [await desk.run_rules(), await desk.run_rules()] == [1, 0]

    (run,) = await runs(desk, rule_id)
    assert (run.state, run.kind, run.rule_version, run.part) == ("sent", "workflow", 1, 1)
    assert run.outcome == [{"action": 0, "type": "escalate", "outcome": "done", "detail": ""}]
    assert run.matched["trigger"] == "ticket.created"
    assert run.took_ms >= 0
    (request,) = desk.tickets.applied
    assert (request.key, request.ticket_id, request.acting.actor.kind) == (str(run.id), str(story.id), "rule")
    cause = cause_of(request)
    assert (cause.root_event_id, cause.depth, list(cause.chain)) == (event.id, 1, [f"rule:{rule_id}"])


@pytest.mark.parametrize(
    ("event", "field", "value"),
    [
        (tickets_events.TicketUpdated(), None, None),
        (tickets_events.TicketStatusChanged(old_status="closed"), "previous_status", "closed"),
        (tickets_events.TicketAssigned(old_assignee_id=str(UUID(int=5))), "previous_assignee", str(UUID(int=5))),
        (tickets_events.TicketUnassigned(), "actor_kind", "person"),
        (tickets_events.TicketPriorityChanged(old_priority="low"), "previous_priority", "low"),
        (tickets_events.TicketDepartmentChanged(old_department_id="d"), "previous_department", "d"),
        (tickets_events.TicketEscalated(), None, None),
        (tickets_events.TicketResolved(), None, None),
        (tickets_events.TicketClosed(), None, None),
        (tickets_events.TicketReopened(), None, None),
        (tickets_events.TicketTagAdded(), None, None),
        (tickets_events.TicketTagRemoved(), None, None),
        (tickets_events.TicketFollowed(), None, None),
        (tickets_events.TicketMerged(), None, None),
        (tickets_events.TicketSplit(), None, None),
        (tickets_events.TicketSnoozed(), None, None),
        (tickets_events.TicketWoken(), None, None),
        (tickets_events.TicketRated(), None, None),
        (tickets_events.TicketRestored(), None, None),
        (tickets_events.ReplyCreated(message={"author_kind": "customer"}), "message_author", "customer"),  # type: ignore[arg-type]
        (tickets_events.InternalNoteAdded(message={"body_text": "Ask Bob"}), "message_text", "ask bob"),  # type: ignore[arg-type]
    ],
)
async def test_every_event_of_a_ticket_calls_for_who_listens_to_it(
    desk: Desk, event: Any, field: str | None, value: str | None
) -> None:
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    told = story.told(event, desk.clock.now())
    conditions = [(field, "is", value)] if field else []
    right = await make_rule(desk, "workflow", [told.type], conditions)
    await make_rule(desk, "workflow", ["ticket.created"], conditions[:0])
    if field:
        await make_rule(desk, "workflow", [told.type], [(field, "is_not", value)])

    await hear(desk, told)

    assert [run.rule_id for run in await runs(desk)] == [right]


async def test_warnings_and_breaches_call_for_rules_with_metric_and_threshold(desk: Desk) -> None:
    await with_policy(desk)
    warned = await make_rule(desk, "escalation", ["sla.warning"], [("clock_threshold", "is", "50%")])
    breached = await make_rule(desk, "escalation", ["sla.breached"], [("clock_metric", "is", "first_response")])
    await make_rule(desk, "escalation", ["sla.breached"], [("clock_metric", "is", "resolution")])
    at_risk = await make_rule(desk, "workflow", ["sla.warning"], [("sla_state", "is", "at_risk")])
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))

    desk.clock.move(HOUR / 2)
    await desk.fire()
    assert [run.rule_id for run in await runs(desk)] == [at_risk, warned]
    desk.clock.move(HOUR / 2 + timedelta(seconds=1))
    await desk.fire()

    assert [run.rule_id for run in await runs(desk)] == [at_risk, warned, breached]
    await desk.run_rules()
    assert [cause_of(each).depth for each in desk.tickets.applied] == [1, 1, 1]


async def test_a_breach_that_is_taken_back_calls_for_who_listens_to_that(desk: Desk) -> None:
    await with_policy(desk)
    rule_id = await make_rule(desk, "workflow", ["sla.breach_withdrawn"], [("clock_metric", "is", "first_response")])
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    answered = story.wrote(desk.clock.now() + HOUR / 2, "agent")
    desk.clock.move(2 * HOUR)
    # `tickets` was wrong about what had happened: the answer was on its way, and in time.
    await desk.fire()
    assert (await desk.clock_of(story.id)).state == "breached"

    await hear(desk, answered, answered)

    (run,) = await runs(desk, rule_id)
    assert (run.matched["trigger"], run.payload["cause"]["root"]) == ("sla.breach_withdrawn", answered.id)


async def test_a_person_who_moved_the_ticket_on_is_not_overruled_for_the_same_breach(desk: Desk) -> None:
    await with_policy(desk)
    rule_id = await make_rule(desk, "escalation", ["sla.breached"], [("clock_metric", "is", "first_response")])
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    desk.clock.move(2 * HOUR)
    await desk.fire()
    await desk.run_rules()

    await hear(desk, story.moved(desk.clock.now(), "in_progress"), story.prioritised(desk.clock.now(), "medium"))
    await desk.fire()
    await desk.run_rules()

    assert len(await runs(desk, rule_id)) == 1
    assert applied(desk) == [["escalate"]]


async def test_two_workflows_that_answer_each_other_run_once_each(desk: Desk) -> None:
    raise_it = await make_rule(
        desk,
        "workflow",
        ["ticket.priority_changed"],
        [("priority", "is", "low")],
        [{"type": "set_priority", "priority": "high"}],
    )
    lower_it = await make_rule(
        desk,
        "workflow",
        ["ticket.priority_changed"],
        [("priority", "is", "high")],
        [{"type": "set_priority", "priority": "low"}],
    )
    story = Story()
    await hear(desk, story.opened(desk.clock.now()), story.prioritised(desk.clock.now(), "low"))

    for priority in ("high", "low"):
        await desk.run_rules()
        last = desk.tickets.applied[-1].acting
        await hear(desk, story.prioritised(desk.clock.now(), priority, cause=last.cause, actor="rule"))

    assert await desk.run_rules() == 0
    assert applied(desk) == [["set_priority"]] * 2
    (cut,) = [run for run in await runs(desk) if run.state == "suppressed"]
    assert cut.rule_id == raise_it
    assert cut.payload["cause"]["chain"] == [f"rule:{raise_it}", f"rule:{lower_it}", f"rule:{raise_it}"]
    assert "round in circles" in cut.detail
    counted = await desk.rows("select id, loops, last_loop_at from escalated_rules where loops > 0")
    assert [(row.id, row.loops, row.last_loop_at) for row in counted] == [(raise_it, 1, desk.clock.now())]


async def test_nothing_runs_at_depth_five(desk: Desk) -> None:
    rule_id = await make_rule(desk, "workflow", ["ticket.created"])
    chain = [f"rule:{uuid4()}" for _ in range(5)]
    cause = events_pb2.Cause(root_event_id="root", depth=5, chain=chain)

    await hear(desk, Story().opened(desk.clock.now(), cause=cause))

    (run,) = await runs(desk, rule_id)
    assert (run.state, await desk.run_rules()) == ("suppressed", 0)
    assert "depth 5" in run.detail


async def test_rules_run_in_their_order_and_stop_ends_it(desk: Desk) -> None:
    last = await make_rule(desk, "escalation", ["ticket.priority_changed"], position=0)
    second = await make_rule(desk, "workflow", ["ticket.priority_changed"], position=2)
    first = await make_rule(desk, "workflow", ["ticket.priority_changed"], position=1)
    story = Story()
    await hear(desk, story.opened(desk.clock.now()), story.prioritised(desk.clock.now(), "low"))
    assert [run.rule_id for run in await runs(desk)] == [first, second, last]

    stopping = [{"type": "escalate"}, {"type": "stop"}]
    await change_rule(desk, second, "workflow", ["ticket.priority_changed"], [], stopping, position=2)
    await hear(desk, story.prioritised(desk.clock.now(), "high"))

    assert [run.rule_id for run in await runs(desk)] == [first, second, last, first, second]
    await desk.run_rules()
    assert [each.acting.actor.id for each in desk.tickets.applied] == [
        str(each) for each in (first, second, last, first, second)
    ]


async def test_events_from_before_a_rule_was_active_do_nothing(desk: Desk) -> None:
    story = Story()
    event = story.opened(desk.clock.now())
    desk.clock.move(HOUR)
    await make_rule(desk, "workflow", ["ticket.created"])

    await hear(desk, event)

    assert await runs(desk) == []


async def test_what_follows_a_delay_waits_and_holds_nothing_back(desk: Desk) -> None:
    actions = [{"type": "add_tag", "tag": "slow"}, {"type": "delay", "hours": 2}, {"type": "escalate"}]
    rule_id = await make_rule(desk, "workflow", ["ticket.created"], [("status", "is", "open")], actions)
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    await desk.run_rules()
    assert applied(desk) == [["add_tag"]]

    desk.clock.move(HOUR)
    await hear(desk, story.prioritised(desk.clock.now(), "high"))
    assert await desk.run_rules() == 0
    desk.clock.move(HOUR)
    await desk.run_rules()

    assert applied(desk) == [["add_tag"], ["escalate"]]
    first, second = await runs(desk, rule_id)
    assert (first.part, second.part, second.rule_version) == (1, 2, 1)
    assert [each["outcome"] for each in first.outcome] == ["done", "done"]
    assert second.outcome == [{"action": 2, "type": "escalate", "outcome": "done", "detail": ""}]
    assert cause_of(desk.tickets.applied[1]) == cause_of(desk.tickets.applied[0])


async def test_after_a_delay_the_conditions_are_asked_again(desk: Desk) -> None:
    actions = [{"type": "delay", "minutes": 30}, {"type": "escalate"}]
    conditions = [("status", "is", "open"), ("message_author", "is", "customer")]
    rule_id = await make_rule(desk, "workflow", ["ticket.created"], conditions, actions)
    kept, moved = Story(), Story()
    for story in (kept, moved):
        await hear(desk, story.opened(desk.clock.now()))
    await desk.run_rules()

    await hear(desk, moved.moved(desk.clock.now(), "in_progress"))
    desk.clock.move(HOUR)
    await desk.run_rules()

    assert [each.ticket_id for each in desk.tickets.applied] == [str(kept.id)]
    ended = {run.ticket_id: (run.state, run.detail) for run in await runs(desk, rule_id) if run.part == 2}
    assert ended == {kept.id: ("sent", ""), moved.id: ("suppressed", "The conditions no longer hold.")}


async def test_after_a_delay_nothing_is_done_on_belief(desk: Desk) -> None:
    actions = [{"type": "delay", "minutes": 30}, {"type": "escalate"}]
    await make_rule(desk, "workflow", ["ticket.created"], [("status", "is", "open")], actions)
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    await desk.run_rules()
    late = story.moved(desk.clock.now(), "in_progress")
    desk.tickets.reached[str(story.id)] = 2
    desk.clock.move(HOUR)

    await desk.run_rules()
    assert [run.state for run in await runs(desk)] == ["sent", "queued"]
    await hear(desk, late)
    desk.clock.move(HOUR)
    await desk.run_rules()

    assert [run.state for run in await runs(desk)] == ["sent", "suppressed"]
    assert applied(desk) == []


async def test_a_run_keeps_the_version_that_was_called_for(desk: Desk) -> None:
    actions = [{"type": "add_tag", "tag": "old"}, {"type": "delay", "hours": 1}, {"type": "escalate"}]
    rule_id = await make_rule(desk, "workflow", ["ticket.created"], [("priority", "is", "medium")], actions)
    await hear(desk, Story().opened(desk.clock.now()))

    await change_rule(
        desk, rule_id, "workflow", ["ticket.created"], [("priority", "is", "low")], [{"type": "unassign"}]
    )
    await desk.run_rules()
    desk.clock.move(2 * HOUR)
    await desk.run_rules()

    assert applied(desk) == [["add_tag"], ["escalate"]]
    assert [run.rule_version for run in await runs(desk)] == [1, 1]


async def test_what_waits_for_a_rule_that_was_switched_off_says_so(desk: Desk) -> None:
    actions = [{"type": "delay", "hours": 1}, {"type": "escalate"}]
    rule_id = await make_rule(desk, "workflow", ["ticket.created"], [], actions)
    await hear(desk, Story().opened(desk.clock.now()))
    await desk.run_rules()

    await change_rule(desk, rule_id, "workflow", ["ticket.created"], [], actions, active=False)
    desk.clock.move(2 * HOUR)
    await desk.run_rules()

    assert [(run.state, run.detail) for run in await runs(desk)][1] == (
        "suppressed",
        "The rule was switched off meanwhile.",
    )


async def test_a_refused_action_is_recorded_with_its_place_and_the_others_go_on(desk: Desk) -> None:
    actions = [{"type": "add_note", "body": "Look"}, {"type": "assign", "assignee_id": str(uuid4())}]
    broken = await make_rule(desk, "workflow", ["ticket.created"], [], actions, position=0)
    fine = await make_rule(desk, "workflow", ["ticket.created"], position=1)
    await hear(desk, Story().opened(desk.clock.now()))
    problem = invalid("/actions/1/assignee_id", "unknown", "There is no such agent.")
    problem.extra["action"] = 1
    desk.tickets.refusals = {str(broken): problem}

    await desk.run_rules()

    (run,) = await runs(desk, broken)
    assert (run.state, run.detail) == ("failed", "There is no such agent.")
    assert [(each["type"], each["outcome"], each["detail"]) for each in run.outcome] == [
        ("add_note", "not_done", ""),
        ("assign", "refused", "There is no such agent."),
    ]
    assert [run.state for run in await runs(desk, fine)] == ["sent"]


async def test_a_run_waits_while_tickets_is_away_and_is_done_once(desk: Desk) -> None:
    await make_rule(desk, "workflow", ["ticket.created"])
    await hear(desk, Story().opened(desk.clock.now()))
    desk.tickets.refusal = Unavailable("away")
    assert await desk.run_rules() == 1
    desk.tickets.refusal = None
    assert await desk.run_rules() == 0

    desk.clock.move(HOUR)
    assert await desk.run_rules() == 1

    (run,) = await runs(desk)
    assert (run.state, len(desk.tickets.applied)) == ("sent", 1)


@pytest.mark.parametrize(
    ("left", "word"), [("deleted_at", "The ticket was deleted."), ("merged_into_id", "The ticket was merged.")]
)
async def test_a_ticket_that_is_gone_ends_its_runs_with_a_word(desk: Desk, left: str, word: str) -> None:
    await make_rule(desk, "workflow", ["ticket.created"])
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    if left == "deleted_at":
        story.state.deleted_at.FromDatetime(desk.clock.now())
    else:
        story.state.merged_into_id = str(uuid4())
    await hear(desk, story.told(tickets_events.TicketUpdated(), desk.clock.now()))

    await desk.run_rules()

    assert [(run.state, run.detail) for run in await runs(desk)] == [("suppressed", word)]
    assert desk.tickets.applied == []


async def test_a_ticket_that_tickets_no_longer_has_ends_its_run_too(desk: Desk) -> None:
    await make_rule(desk, "workflow", ["ticket.created"])
    await hear(desk, Story().opened(desk.clock.now()))
    desk.tickets.refusal = NotFound("There is no such ticket.", code="ticket_not_found")

    await desk.run_rules()

    assert [(run.state, run.detail) for run in await runs(desk)] == [("suppressed", "The ticket is gone.")]


async def test_a_status_that_may_not_follow_is_told(desk: Desk) -> None:
    rule_id = await make_rule(desk, "workflow", ["ticket.created"], [], [{"type": "set_status", "status": "closed"}])
    await hear(desk, Story().opened(desk.clock.now()))
    desk.tickets.refusal = Conflict("From open to closed leads no way.", extra={"action": 0})

    await desk.run_rules()

    (run,) = await runs(desk, rule_id)
    assert (run.state, run.outcome[0]["outcome"], run.outcome[0]["code"]) == ("failed", "refused", "conflict")


async def test_set_sla_policy_moves_the_due_time_at_once_and_says_why(desk: Desk) -> None:
    await with_policy(desk)
    short = await with_policy(
        desk,
        name="Short",
        is_default=False,
        position=5,
        department_id=str(uuid4()),
        targets={"medium": {"first_response": 600, "resolution": 36_000}},
    )
    actions = [{"type": "add_tag", "tag": "vip"}, {"type": "set_sla_policy", "policy_id": str(short)}]
    rule_id = await make_rule(desk, "workflow", ["ticket.priority_changed"], [], actions)
    story, start = Story(), desk.clock.now()
    await hear(desk, story.opened(start))
    assert (await desk.clock_of(story.id)).due_at == start + HOUR

    await hear(desk, story.prioritised(start, "medium"))
    await desk.run_rules()

    assert (await desk.clock_of(story.id)).due_at == start + timedelta(minutes=10)
    last = (await desk.published(story.id))[-1]
    assert (last["meta"]["actor"]["kind"], last["meta"]["cause"]["chain"]) == ("rule", [f"rule:{rule_id}"])
    (run,) = await runs(desk, rule_id)
    assert [each["outcome"] for each in run.outcome] == ["done", "done"]


async def test_a_policy_that_is_no_longer_in_force_refuses_the_whole_run(desk: Desk) -> None:
    actions = [{"type": "add_tag", "tag": "vip"}, {"type": "set_sla_policy", "policy_id": str(uuid4())}]
    await make_rule(desk, "workflow", ["ticket.created"], [], actions)
    await hear(desk, Story().opened(desk.clock.now()))

    await desk.run_rules()

    (run,) = await runs(desk)
    assert (run.state, [each["outcome"] for each in run.outcome]) == ("failed", ["not_done", "refused"])
    assert desk.tickets.applied == []


async def test_two_workers_at_once_run_each_rule_once(desk: Desk) -> None:
    await make_rule(desk, "workflow", ["ticket.created"])
    stories = [Story() for _ in range(20)]
    await hear(desk, *(story.opened(desk.clock.now()) for story in stories))

    await asyncio.gather(*(desk.run_rules() for _ in range(3)))

    assert sorted(each.ticket_id for each in desk.tickets.applied) == sorted(str(story.id) for story in stories)
    assert {(run.state, run.tries) for run in await runs(desk)} == {("sent", 1)}
