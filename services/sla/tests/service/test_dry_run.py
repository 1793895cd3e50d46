"""A rule tried out, and applied to what there is: what it would find and do, with nothing changed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.errors import Conflict, Unavailable
from services.sla.tests.conftest import Desk
from services.sla.tests.rule_making import hear, runs, walk
from services.sla.tests.service.test_rules import BODY, DAY, RAISE, ask, made
from services.sla.tests.ticket_events import Story

HOUR = timedelta(hours=1)
URGENT = {"field": "priority", "operator": "is", "value": "urgent"}


async def opened(desk: Desk, priority: str = "medium") -> Story:
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    if priority != "medium":
        await hear(desk, story.prioritised(desk.clock.now(), priority))
    return story


async def tried(desk: Desk, kind: str, **body: Any) -> dict[str, Any]:
    answer = await ask(desk, "POST", f"/{kind}/dry-run", body)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def written(desk: Desk) -> list[Any]:
    """All that a rule could change here."""
    tables = ("tickets", "facts", "clocks", "timers")
    rows = [await desk.rows(f"select * from escalated_sla_{each} order by 1, 2") for each in tables]
    return [*rows, await runs(desk), await desk.rows("select id from escalated_outbox order by id")]


async def test_every_condition_is_told_with_what_was_found(desk: Desk) -> None:
    story = await opened(desk)
    desk.clock.move(30 * HOUR)
    nested = {"any": [URGENT, {"field": "subject", "operator": "contains", "value": "BURNS"}]}
    rule = BODY["automations"] | {"conditions": {"all": [DAY, nested]}}

    told = await tried(desk, "automations", rule=rule, ticket_id=str(story.id))

    (ticket,) = told["tickets"]
    assert (told["matched"], ticket["matched"], ticket["reference"]) == (1, True, story.state.reference)
    assert [(each["pointer"], each["found"], each["held"]) for each in ticket["conditions"]] == [
        ("/conditions/all/0", 30.0, True),
        ("/conditions/all/1/any/0", "medium", False),
        ("/conditions/all/1/any/1", "It burns", True),
    ]
    assert (ticket["runs_at"], ticket["passed"]) == ("2026-01-06T15:00:00Z", True)


async def test_it_tells_when_a_rule_about_time_would_run(desk: Desk) -> None:
    story = await opened(desk)
    desk.clock.move(2 * HOUR)
    rule = BODY["automations"] | {"conditions": {"all": [DAY | {"operator": ">="}]}}

    told = await tried(desk, "automations", rule=rule, ticket_id=str(story.id))

    assert (told["tickets"][0]["matched"], told["tickets"][0]["runs_at"]) == (False, "2026-01-06T09:00:00Z")


async def test_the_actions_are_rehearsed_and_nothing_is_changed(desk: Desk) -> None:
    story = await opened(desk)
    actions = [RAISE, {"type": "delay", "hours": 2}, {"type": "escalate"}]
    before = await desk.rows("select * from escalated_sla_tickets")

    told = await tried(desk, "workflows", rule=BODY["workflows"] | {"actions": actions}, ticket_id=str(story.id))

    assert [(each["action"]["type"], each["outcome"]) for each in told["actions"]] == [
        ("set_priority", "done"),
        ("delay", "done"),
        ("escalate", "done"),
    ]
    assert told["actions"][1]["detail"] == "What follows is done 2:00:00 later, if the conditions still hold then."
    (request,) = desk.tickets.rehearsed
    assert [each.type for each in request.actions] == ["set_priority", "escalate"]
    assert request.ticket_ids == [str(story.id)]
    assert desk.tickets.applied == []
    assert await runs(desk) == []
    assert await desk.rows("select * from escalated_sla_tickets") == before
    assert await desk.rows("select 1 from escalated_rules") == []


async def test_actions_that_would_be_refused_say_why(desk: Desk) -> None:
    story = await opened(desk)
    rule = await made(desk)
    desk.tickets.refusals[rule["id"]] = Conflict("It may not go there.")

    told = await tried(desk, "workflows", rule_id=rule["id"], ticket_id=str(story.id))

    assert [(each["outcome"], each["detail"]) for each in told["actions"]] == [("refused", "It may not go there.")]


async def test_what_an_event_would_tell_is_given(desk: Desk) -> None:
    story = await opened(desk)
    was_open = {"field": "previous_status", "operator": "is", "value": "open"}
    rule = BODY["workflows"] | {"triggers": ["ticket.status_changed"], "conditions": {"all": [was_open]}}

    without = await tried(desk, "workflows", rule=rule, ticket_id=str(story.id))
    given = await tried(desk, "workflows", rule=rule, ticket_id=str(story.id), event={"previous_status": "open"})

    assert (without["matched"], given["matched"]) == (0, 1)
    assert without["tickets"][0]["conditions"][0]["of_event"] is True


async def test_on_many_tickets_it_tells_which_match_and_what_would_become_of_those(desk: Desk) -> None:
    urgent, calm, hidden = await opened(desk, "urgent"), await opened(desk), await opened(desk, "urgent")
    done = await opened(desk, "urgent")
    await hear(desk, done.moved(desk.clock.now(), "resolved"))
    desk.tickets.hidden.add(str(hidden.id))
    rule = BODY["workflows"] | {"conditions": {"all": [URGENT]}}

    sample = await tried(desk, "workflows", rule=rule, sample=1000)
    chosen = await tried(desk, "workflows", rule=rule, ticket_ids=[str(each.id) for each in (calm, hidden, done)])

    assert {each["id"]: each["matched"] for each in sample["tickets"]} == {str(urgent.id): True, str(calm.id): False}
    assert (sample["looked_at"], sample["matched"], sample["actions"]) == (2, 1, [RAISE])
    assert {each["id"]: each["matched"] for each in chosen["tickets"]} == {str(calm.id): False, str(done.id): True}
    outcome = [{"type": "set_priority", "outcome": "done", "detail": ""}]
    assert {each["id"]: each.get("outcomes") for each in sample["tickets"]} == {
        str(urgent.id): outcome,
        str(calm.id): None,
    }
    assert [list(each.ticket_ids) for each in desk.tickets.rehearsed] == [[str(urgent.id)], [str(done.id)]]


async def test_many_matching_tickets_are_tried_a_hundred_at_a_call_and_nothing_is_written(desk: Desk) -> None:
    stories = [await opened(desk) for _ in range(101)]
    refused = stories[7]
    desk.tickets.refusals[str(refused.id)] = Conflict("It may not go there.")
    actions = [RAISE, {"type": "delay", "hours": 2}, {"type": "escalate"}]
    before = await written(desk)

    told = await tried(
        desk, "workflows", rule=BODY["workflows"] | {"conditions": {"all": []}, "actions": actions}, sample=1000
    )

    assert (told["looked_at"], told["matched"], told["actions"]) == (101, 101, actions)
    outcomes = {each["id"]: [one["outcome"] for one in each["outcomes"]] for each in told["tickets"]}
    assert outcomes.pop(str(refused.id)) == ["refused", "done", "refused"]
    assert list(outcomes.values()) == [["done"] * 3] * 100
    assert [len(each.ticket_ids) for each in desk.tickets.rehearsed] == [100, 1]
    assert (desk.tickets.applied, await written(desk)) == ([], before)


async def test_what_sla_does_by_itself_needs_no_asking(desk: Desk) -> None:
    await opened(desk)
    actions = [{"type": "set_sla_policy", "policy_id": None}]

    told = await tried(
        desk, "workflows", rule=BODY["workflows"] | {"conditions": {"all": []}, "actions": actions}, sample=1
    )

    assert told["tickets"][0]["outcomes"] == [{"type": "set_sla_policy", "outcome": "done", "detail": ""}]
    assert desk.tickets.rehearsed == []


async def test_a_ticket_that_one_may_not_see_is_none(desk: Desk) -> None:
    story = await opened(desk)
    desk.tickets.hidden.add(str(story.id))
    rule = await made(desk)
    for ticket_id in (str(story.id), str(uuid4())):
        answer = await ask(desk, "POST", "/workflows/dry-run", {"rule_id": rule["id"], "ticket_id": ticket_id})
        assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")
    assert desk.tickets.rehearsed == []


async def test_a_trial_that_cannot_be_is_refused(desk: Desk) -> None:
    rule = await made(desk)
    refused = [
        ({"rule_id": rule["id"]}, ""),
        ({"rule_id": rule["id"], "sample": 1001}, "/sample"),
        ({"rule_id": rule["id"], "sample": 1, "ticket_id": str(uuid4())}, ""),
        ({"rule_id": rule["id"], "rule": BODY["workflows"], "sample": 1}, ""),
        ({"rule": BODY["workflows"] | {"triggers": ["x"]}, "sample": 1}, "/rule/triggers/0"),
        ({"rule": BODY["workflows"], "sample": 1, "event": {"priority": "low"}}, "/event/priority"),
    ]
    for body, pointer in refused:
        answer = await ask(desk, "POST", "/workflows/dry-run", body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    desk.tickets.refusal = Unavailable("away")
    answer = await ask(desk, "POST", "/workflows/dry-run", {"rule": BODY["workflows"], "sample": 1})
    assert answer.status_code == 503


async def test_a_rule_applies_to_what_there_is_only_with_its_count(desk: Desk) -> None:
    old = [await opened(desk), await opened(desk)]
    desk.clock.move(30 * HOUR)
    young = await opened(desk)
    counted = (await ask(desk, "POST", "/automations/count-existing", BODY["automations"])).json()["data"]
    assert counted == {"count": 2, "exact": True, "looked_at": 3}

    wrong = await ask(desk, "POST", "/automations", BODY["automations"] | {"apply_to_existing": 1})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["count"]) == (409, "count_changed", 2)
    assert await desk.rows("select 1 from escalated_rules") == []
    rule = await made(desk, "automations", apply_to_existing=2)
    assert await walk(desk) == 3
    await desk.fire()

    assert {row.ticket_id for row in await runs(desk)} == {each.id for each in old}
    url = f"/automations/count-existing?rule_id={rule['id']}"
    assert (await ask(desk, "POST", url, BODY["automations"])).json()["data"]["count"] == 0
    desk.clock.move(25 * HOUR)
    await desk.fire()
    assert {row.ticket_id for row in await runs(desk)} == {each.id for each in (*old, young)}


async def test_beyond_what_was_counted_nothing_is_applied(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalated_sla.rules.existing.MOST_LOOKED_AT", 2)
    old = sorted([(await opened(desk)).id for _ in range(4)])
    desk.clock.move(30 * HOUR)
    counted = (await ask(desk, "POST", "/automations/count-existing", BODY["automations"])).json()["data"]
    assert counted == {"count": 2, "exact": False, "looked_at": 2}

    await made(desk, "automations", apply_to_existing=2)
    young = await opened(desk)
    await walk(desk)
    assert (await walk(desk), await walk(desk)) == (5, 0)
    await desk.fire()
    assert sorted(run.ticket_id for run in await runs(desk)) == old[2:]

    desk.clock.move(25 * HOUR)
    await desk.fire()
    assert sorted(run.ticket_id for run in await runs(desk)) == sorted([*old[2:], young.id])


async def test_without_it_what_has_passed_is_left_alone(desk: Desk) -> None:
    await opened(desk)
    desk.clock.move(30 * HOUR)
    young = await opened(desk)
    await made(desk, "automations")
    await walk(desk)
    desk.clock.move(25 * HOUR)
    await desk.fire()
    assert [row.ticket_id for row in await runs(desk)] == [young.id]


async def test_what_was_switched_off_is_not_made_up_for(desk: Desk) -> None:
    await opened(desk)
    rule = await made(desk, "automations", active=False)
    desk.clock.move(30 * HOUR)
    await ask(desk, "POST", f"/automations/{rule['id']}/activate", {"active": True})
    await walk(desk)
    await desk.fire()
    assert await runs(desk) == []

    confirmed = await ask(desk, "POST", f"/automations/{rule['id']}/activate", {"active": True, "apply_to_existing": 1})
    assert confirmed.status_code == 200, confirmed.text
    await walk(desk)
    await desk.fire()
    assert len(await runs(desk)) == 1


async def test_runs_and_loops_are_shown(desk: Desk) -> None:
    rule = await made(desk, conditions={"all": []})
    story = await opened(desk)
    await desk.run_rules()

    (run,) = (await ask(desk, "GET", f"/workflows/{rule['id']}/runs")).json()["data"]

    assert (run["ticket_id"], run["state"], run["rule_version"], run["part"]) == (str(story.id), "sent", 1, 1)
    assert run["matched"]["trigger"] == "ticket.created"
    assert run["cause"] == {"root_event_id": run["matched"]["key"], "depth": 0, "chain": []}
    assert [each["type"] for each in run["outcome"]] == ["set_priority"]
    assert run["took_ms"] >= 0

    # What it did calls for it again: that is cut, shown on the rule, and tells the rules on the way.
    cause = desk.tickets.applied[0].acting.cause
    again = story.told(tickets_events.TicketCreated(), desk.clock.now(), cause=cause, actor="rule")
    await hear(desk, again)
    (cut, _) = (await ask(desk, "GET", f"/workflows/{rule['id']}/runs")).json()["data"]
    shown = (await ask(desk, "GET", f"/workflows/{rule['id']}")).json()["data"]
    chain = [f"rule:{rule['id']}"]
    assert (cut["state"], cut["cause"]) == ("suppressed", run["cause"] | {"depth": 1, "chain": chain})
    assert (shown["loops"], shown["last_loop_at"]) == (1, "2026-01-05T09:00:00Z")
