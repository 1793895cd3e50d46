"""Macros: what they are made of, who may have them, and that they do all or nothing."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.identity.v1 import types_pb2
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2 as pb_types

from escalated_chassis.errors import Invalid
from escalated_tickets.macros.service import apply_macro
from escalated_tickets.people.service import keep_person

# An id that nothing has; the same in every process, or the tests' names would differ.
UNKNOWN = "0190a000-0000-7000-8000-00000000beef"


async def _macro(desk: Any, who: Any, *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"name": "Close politely", "actions": list(actions), **more}
    made: dict[str, Any] = await desk.does(who, "/macros", body)
    return made


async def _leaves(desk: Any, person: Any) -> None:
    row = types_pb2.Person(
        id=str(person.id), name=person.name, email=person.email, kind=person.kind, active=False, version=2
    )
    async with desk.database.transaction() as uow:
        await keep_person(uow, row)


async def _tag(desk: Any, name: str) -> dict[str, Any]:
    made: dict[str, Any] = await desk.does(await desk.person("admin"), "/tags", {"name": name})
    return made


async def test_a_macro_does_everything_in_one_version_with_the_outcome_of_each_action(desk: Any) -> None:
    department = await desk.department()
    customer = await desk.person(name="Carla *Bold* Client")
    agent, other = await desk.person("agent", department, name="Alex Agent"), await desk.person("agent", department)
    tag = await _tag(desk, f"vip-{uuid4().hex[:6]}")
    ticket = await desk.opened(customer, department_id=str(department))
    macro = await _macro(
        desk,
        agent,
        {"type": "assign", "assignee_id": "me"},
        {"type": "set_priority", "priority": "high"},
        {"type": "set_priority", "priority": "high"},
        {"type": "set_type", "ticket_type": "problem"},
        {"type": "add_tag", "tag": tag["name"].upper()},
        {"type": "add_note", "body": "Seen by {{ agent.first_name }}"},
        {"type": "reply", "body": "Dear {{ requester.name }}, about **{{ticket.reference}}**: done."},
        {"type": "add_follower", "person_id": str(other.id)},
        {"type": "escalate", "reason": "vip"},
        {"type": "notify", "roles": ["assignee"], "message": "Look"},
        {"type": "snooze", "preset": "4h"},
    )

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/macro", agent, json={"macro_id": macro["id"]})

    assert answer.status_code == 200, answer.text
    after = answer.json()["data"]
    assert [(each["type"], each["outcome"]) for each in answer.json()["outcomes"]] == [
        ("assign", "done"),
        ("set_priority", "done"),
        ("set_priority", "unchanged"),
        ("set_type", "done"),
        ("add_tag", "done"),
        ("add_note", "done"),
        ("reply", "done"),
        ("add_follower", "done"),
        ("escalate", "done"),
        ("notify", "done"),
        ("snooze", "done"),
    ]
    assert (after["version"], after["priority"], after["type"]) == (2, "high", "problem")
    assert after["assignee"] == {"id": str(agent.id), "name": "Alex Agent"}
    assert [each["name"] for each in after["tags"]] == [tag["name"]]
    assert (after["status"], after["escalation_level"]) == ("waiting_on_customer", 1)
    assert (after["snoozed_until"], after["follower_ids"]) == ("2026-01-05T13:00:00Z", [str(other.id)])
    messages = (await desk.shown(agent, ticket, "messages"))["messages"]
    assert [each["body_text"] for each in messages[1:]] == [
        "Seen by Alex",
        f"Dear Carla *Bold* Client, about {ticket['reference']}: done.",
    ]
    assert messages[2]["author"]["kind"] == "agent"
    replies = [each for each in await desk.events(ticket) if each["meta"]["type"] == "reply.created"]
    assert [each["message"]["automatic"] for each in replies] == [False]
    assert (await desk.ask("GET", f"/macros/{macro['id']}", agent)).json()["data"]["usage_count"] == 1


@pytest.mark.parametrize("vanished", ["tag", "agent"])
async def test_a_macro_whose_tag_or_agent_has_vanished_names_the_action_and_changes_nothing(
    desk: Any, problem: Any, vanished: str
) -> None:
    customer, agent, gone = await desk.person(), await desk.person("agent"), await desk.person("agent")
    tag = await _tag(desk, f"t-{uuid4().hex[:6]}")
    ticket = await desk.opened(customer)
    named = (
        {"type": "add_tag", "tag": tag["name"]}
        if vanished == "tag"
        else {"type": "assign", "assignee_id": str(gone.id)}
    )
    macro = await _macro(desk, agent, {"type": "set_priority", "priority": "urgent"}, named)
    if vanished == "tag":
        await desk.ask("DELETE", f"/tags/{tag['id']}", await desk.person("admin"))
    else:
        await _leaves(desk, gone)

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/macro", agent, json={"macro_id": macro["id"]})

    assert problem(answer) == (422, "invalid")
    assert (answer.json()["action"], answer.json()["action_type"]) == (1, named["type"])
    assert answer.json()["errors"][0]["pointer"].startswith("/actions/1/")
    shown = await desk.shown(agent, ticket)
    assert (shown["version"], shown["priority"], shown["tags"], shown["assignee"]) == (1, "medium", [], None)
    assert await desk.event_types(ticket) == ["ticket.created"]
    assert (await desk.ask("GET", f"/macros/{macro['id']}", agent)).json()["data"]["usage_count"] == 0


async def test_a_tag_that_was_renamed_is_the_same_tag(desk: Any) -> None:
    agent, admin = await desk.person("agent"), await desk.person("admin")
    tag = await _tag(desk, f"old-{uuid4().hex[:6]}")
    ticket = await desk.opened(await desk.person())
    macro = await _macro(desk, agent, {"type": "add_tag", "tag": tag["name"]})
    await desk.ask("PATCH", f"/tags/{tag['id']}", admin, json={"name": f"new-{tag['id'][-6:]}"})

    after = await desk.does(agent, f"/tickets/{ticket['id']}/macro", {"macro_id": macro["id"]})

    assert [each["name"] for each in after["tags"]] == [f"new-{tag['id'][-6:]}"]
    shown = (await desk.ask("GET", f"/macros/{macro['id']}", agent)).json()["data"]
    assert shown["actions"] == [{"type": "add_tag", "tag_ids": [tag["id"]], "tags": [f"new-{tag['id'][-6:]}"]}]


@pytest.mark.parametrize(
    ("action", "pointer", "code"),
    [
        ({"type": "launch_rocket"}, "/actions/1/type", "unknown_action"),
        ({}, "/actions/1/type", "union_tag_not_found"),
        ({"type": "set_priority"}, "/actions/1/priority", "required"),
        ({"type": "set_priority", "priority": "whenever"}, "/actions/1/priority", "literal_error"),
        ({"type": "set_priority", "priority": "high", "x": 1}, "/actions/1/x", "unknown_field"),
        ({"type": "assign", "assignee_id": "nobody"}, "/actions/1/assignee_id", "value_error"),
        ({"type": "assign", "assignee_id": UNKNOWN}, "/actions/1/assignee_id", "not_assignable"),
        ({"type": "set_department", "department_id": UNKNOWN}, "/actions/1/department_id", "unknown"),
        ({"type": "set_status", "status": "asleep"}, "/actions/1/status", "unknown"),
        ({"type": "add_tag", "tag": "no such tag"}, "/actions/1/tag", "unknown_tag"),
        ({"type": "remove_tag", "tag_ids": [UNKNOWN]}, "/actions/1/tag_ids/0", "unknown_tag"),
        ({"type": "add_tag"}, "/actions/1", "value_error"),
        ({"type": "add_follower", "person_id": UNKNOWN}, "/actions/1/person_id", "not_staff"),
        ({"type": "notify", "person_ids": [UNKNOWN]}, "/actions/1/person_ids/0", "not_staff"),
        ({"type": "reply", "body": "Hi {{ ticket.secret }}"}, "/actions/1/body", "unknown_variable"),
        ({"type": "snooze", "preset": "next_week", "zone": "Mars/Base"}, "/actions/1/zone", "unknown_zone"),
        ({"type": "snooze"}, "/actions/1", "value_error"),
        ({"type": "set_custom_field", "field": "nope", "value": 1}, "/actions/1/field", "unknown"),
    ],
    ids=lambda each: str(each)[:50],
)
async def test_a_bad_action_is_refused_when_it_is_saved(
    desk: Any, problem: Any, action: dict[str, Any], pointer: str, code: str
) -> None:
    agent = await desk.person("agent")
    body = {"name": "Bad", "actions": [{"type": "unassign"}, action]}

    answer = await desk.ask("POST", "/macros", agent, json=body)

    assert problem(answer) == (422, "invalid")
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await desk.rows("SELECT id FROM escalated_macros WHERE owner_id = :id", id=agent.id) == []


async def test_nobody_does_by_macro_what_they_may_not_do_singly(desk: Any, problem: Any) -> None:
    department = await desk.department()
    admin, light = await desk.person("admin"), await desk.person("light_agent", department)
    ticket = await desk.opened(await desk.person(), department_id=str(department))
    macro = await _macro(
        desk, admin, {"type": "add_note", "body": "n"}, {"type": "set_priority", "priority": "high"}, shared="all"
    )

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/macro", light, json={"macro_id": macro["id"]})

    assert problem(answer) == (403, "forbidden")
    assert (answer.json()["act"], answer.json()["action"]) == ("priority", 1)
    assert (await desk.shown(admin, ticket))["note_count"] == 0


async def test_bringing_in_somebody_who_cannot_see_the_ticket_needs_the_right_to_share(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department(), await desk.department()
    agent, stranger, admin = (
        await desk.person("agent", mine),
        await desk.person("agent", theirs),
        await desk.person("admin"),
    )
    ticket = await desk.opened(await desk.person(), department_id=str(mine))
    follow = {"type": "add_follower", "person_id": str(stranger.id)}
    macro = await _macro(desk, admin, follow, shared="all")
    path = f"/tickets/{ticket['id']}/macro"

    refused = await desk.ask("POST", path, agent, json={"macro_id": macro["id"]})
    still_hidden = await desk.ask("GET", f"/tickets/{ticket['id']}", stranger)
    await desk.does(admin, path, {"macro_id": macro["id"]})

    assert problem(refused) == (403, "needs_share")
    assert still_hidden.status_code == 404
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}", stranger)).status_code == 200


async def test_a_tag_cannot_go_while_a_macro_puts_it_on(desk: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")
    tag = await _tag(desk, f"t-{uuid4().hex[:6]}")
    ticket = await desk.opened(await desk.person())
    macro = await _macro(desk, agent, {"type": "add_tag", "tag": tag["name"]})
    viewer = await desk.desk.people.viewer((await desk.desk.people.ensure([agent.id]))[agent.id])

    async with desk.database.transaction() as uow:
        await apply_macro(uow, desk.desk, viewer, ticket["id"], UUID(macro["id"]))
        deletion = asyncio.create_task(desk.ask("DELETE", f"/tags/{tag['id']}", admin))
        done, _ = await asyncio.wait([deletion], timeout=0.3)
        assert not done

    assert (await deletion).status_code == 204
    rows = await desk.rows("SELECT tag_ids FROM escalated_tickets WHERE id = CAST(:id AS uuid)", id=ticket["id"])
    assert rows[0].tag_ids == []


async def test_a_rules_reply_is_automatic_and_a_rule_is_nobody(desk: Any, rpc: Any) -> None:
    ticket = await desk.opened(await desk.person(name="Carla Client"))
    sla = rpc.as_service("sla")

    def request(*actions: dict[str, Any]) -> pb.ApplyRequest:
        made = [pb_types.Action(type=each.pop("type"), params=each) for each in actions]
        return pb.ApplyRequest(acting={"actor": {"kind": "rule", "id": "r"}}, ticket_id=ticket["id"], actions=made,
                               key=str(uuid4()))  # fmt: skip

    await sla.Apply(request({"type": "reply", "body": "We are on it, {{ requester.first_name }}. {{ agent.name }}"}))
    with pytest.raises(Invalid) as refused:
        await sla.Apply(request({"type": "unassign"}, {"type": "assign", "assignee_id": "me"}))

    reply = next(each for each in await desk.events(ticket) if each["meta"]["type"] == "reply.created")
    assert (reply["message"]["automatic"], reply["message"]["author_kind"]) == (True, "system")
    assert reply["message"]["body_text"] == "We are on it, Carla."
    assert refused.value.errors[0].pointer == "/actions/1/assignee_id"
    assert (await desk.shown(await desk.person("admin"), ticket))["status"] == "open"


async def test_calling_a_webhook_is_an_event_of_the_same_commit_and_takes_its_right(desk: Any, problem: Any) -> None:
    agent, admin = await desk.person("agent"), await desk.person("admin")
    ticket = await desk.opened(await desk.person())
    call = {"type": "call_webhook", "webhook_id": str(uuid4()), "message": "Look!"}
    macro = await _macro(desk, admin, {"type": "set_priority", "priority": "low"}, call, shared="all")

    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/macro", agent, json={"macro_id": macro["id"]})
    assert problem(refused) == (403, "forbidden")
    assert (refused.json()["permission"], refused.json()["action"]) == ("webhooks:manage", 1)
    assert await desk.event_types(ticket) == ["ticket.created"]
    await desk.does(admin, f"/tickets/{ticket['id']}/macro", {"macro_id": macro["id"]})

    asked = (await desk.events(ticket))[-1]
    assert (asked["meta"]["type"], asked["webhook_id"], asked["text"]) == (
        "ticket.webhook_requested",
        call["webhook_id"],
        "Look!",
    )
    assert (asked["meta"]["audience"]["staff_only"], asked["meta"]["version"]) == (True, 2)


async def test_no_macro_or_bulk_change_calls_a_webhook_that_there_is_not(desk: Any, problem: Any) -> None:
    admin, gone = await desk.person("admin"), uuid4()
    ticket = await desk.opened(await desk.person())
    desk.desk.webhooks.gone.add(gone)
    call = {"type": "call_webhook", "webhook_id": str(gone)}
    macro = await _macro(desk, admin, {"type": "unassign"})
    body = {"name": "Calls nobody", "actions": [{"type": "unassign"}, call]}

    made = await desk.ask("POST", "/macros", admin, json=body)
    changed = await desk.ask("PATCH", f"/macros/{macro['id']}", admin, json={"actions": [call]})
    started = await desk.ask("POST", "/tickets/bulk", admin, json={"ids": [ticket["id"]], "action": call})

    told = [(each.status_code, each.json()["errors"][0]["pointer"]) for each in (made, changed, started)]
    assert told == [(422, "/actions/1/webhook_id"), (422, "/actions/0/webhook_id"), (422, "/action/webhook_id")]
    shown = (await desk.ask("GET", f"/macros/{macro['id']}", admin)).json()["data"]
    assert (shown["version"], [each["type"] for each in shown["actions"]]) == (1, ["unassign"])
    assert "Calls nobody" not in [each["name"] for each in (await desk.ask("GET", "/macros", admin)).json()["data"]]
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_a_macro_is_seen_and_changed_by_whom_it_is_for(desk: Any, problem: Any) -> None:
    department = await desk.department()
    owner, colleague = await desk.person("agent", department), await desk.person("agent", department)
    stranger, admin = await desk.person("agent"), await desk.person("admin")
    step = {"type": "unassign"}
    own = await _macro(desk, owner, step)
    shared = await _macro(desk, admin, step, shared="department", department_id=str(department))

    async def seen(who: Any) -> list[bool]:
        ids = {each["id"] for each in (await desk.ask("GET", "/macros", who)).json()["data"]}
        return [own["id"] in ids, shared["id"] in ids]

    assert [await seen(who) for who in (owner, colleague, stranger, admin)] == [
        [True, True],
        [False, True],
        [False, False],
        [False, True],
    ]
    assert problem(await desk.ask("GET", f"/macros/{own['id']}", colleague)) == (404, "macro_not_found")
    assert problem(await desk.ask("PATCH", f"/macros/{shared['id']}", colleague, json={"name": "x"})) == (
        403,
        "forbidden",
    )
    assert problem(await desk.ask("DELETE", f"/macros/{shared['id']}", colleague)) == (403, "forbidden")
    assert problem(await desk.ask("PATCH", f"/macros/{own['id']}", owner, json={"shared": "all"})) == (403, "forbidden")
    body = {"name": "n", "actions": [step], "shared": "all"}
    assert problem(await desk.ask("POST", "/macros", owner, json=body)) == (403, "forbidden")
    names = await desk.rows(
        "SELECT name, shared FROM escalated_macros WHERE id IN (:a, :b)", a=own["id"], b=shared["id"]
    )
    assert sorted(map(tuple, names)) == [("Close politely", "department"), ("Close politely", "own")]


async def test_a_change_of_a_macro_is_audited_and_guarded_by_its_version(desk: Any, problem: Any) -> None:
    agent = await desk.person("agent")
    made = await desk.ask("POST", "/macros", agent, json={"name": "One", "actions": [{"type": "unassign"}]})
    path = f"/macros/{made.json()['data']['id']}"
    seen = {"If-Match": made.headers["etag"]}

    first = await desk.ask("PATCH", path, agent, json={"name": "Two", "description": "d"}, headers=seen)
    second = await desk.ask("PATCH", path, agent, json={"name": "Three"}, headers=seen)
    stale = await desk.ask("DELETE", path, agent, headers=seen)
    gone = await desk.ask("DELETE", path, agent, headers={"If-Match": first.headers["etag"]})

    assert (first.status_code, first.json()["data"]["name"], first.headers["etag"]) == (200, "Two", '"2"')
    assert problem(second) == problem(stale) == (412, "version_mismatch")
    assert (gone.status_code, (await desk.ask("GET", path, agent)).status_code) == (204, 404)
    audited = await desk.rows(
        "SELECT body::jsonb->>'action' AS action FROM escalated_outbox "
        "WHERE body::jsonb->>'object_id' = :id ORDER BY id",
        id=made.json()["data"]["id"],
    )
    assert [each.action for each in audited] == ["macro.created", "macro.updated", "macro.deleted"]


async def test_of_two_agents_with_the_same_version_one_applies(desk: Any, problem: Any) -> None:
    agent, other = await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    seen = {"If-Match": '"1"'}
    macros = [await _macro(desk, who, {"type": "escalate"}) for who in (agent, other)]

    answers = await asyncio.gather(
        *(
            desk.ask("POST", f"/tickets/{ticket['id']}/macro", who, json={"macro_id": macro["id"]}, headers=seen)
            for who, macro in zip((agent, other), macros, strict=True)
        )
    )

    assert sorted(each.status_code for each in answers) == [200, 412]
    assert (await desk.shown(agent, ticket))["escalation_level"] == 1


async def test_a_macro_cannot_be_applied_to_or_by_whom_it_is_not_for(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    own = await _macro(desk, await desk.person("agent"), {"type": "escalate"})
    path = f"/tickets/{ticket['id']}/macro"

    assert problem(await desk.ask("POST", path, agent, json={"macro_id": own["id"]})) == (404, "macro_not_found")
    assert problem(await desk.ask("POST", path, customer, json={"macro_id": own["id"]})) == (403, "forbidden")
    assert problem(await desk.ask("POST", path, agent, json={"macro_id": "x"}))[0] == 422
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_who_is_called_in_a_macros_note_follows_and_is_told(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department(), await desk.department()
    agent, near = await desk.person("agent", mine), await desk.person("agent", mine, name=f"Nia Near {uuid4().hex[:6]}")
    far = await desk.person("agent", theirs, name=f"Fay Far {uuid4().hex[:6]}")
    ticket = await desk.opened(await desk.person(), department_id=str(mine))
    steps = [{"type": "set_priority", "priority": "high"}]
    good, bad = [
        await _macro(desk, agent, *steps, {"type": "add_note", "body": f"@{who.name}, please look"})
        for who in (near, far)
    ]

    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/macro", agent, json={"macro_id": bad["id"]})
    unchanged = await desk.event_types(ticket)
    after = await desk.does(agent, f"/tickets/{ticket['id']}/macro", {"macro_id": good["id"]})

    assert problem(refused) == (422, "cannot_see_ticket")
    assert (refused.json()["action"], refused.json()["errors"][0]["pointer"]) == (1, "/actions/1/body")
    assert unchanged == ["ticket.created"]
    [note] = [each for each in await desk.events(ticket) if each["meta"]["type"] == "internal_note.added"]
    assert (note["mentioned_ids"], after["follower_ids"]) == ([str(near.id)], [str(near.id)])


async def test_a_transition_that_is_none_stops_the_whole_macro(desk: Any, problem: Any) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    macro = await _macro(desk, agent, {"type": "reply", "body": "bye"}, {"type": "set_status", "status": "reopened"})

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/macro", agent, json={"macro_id": macro["id"]})

    assert problem(answer) == (409, "transition_not_allowed")
    assert (answer.json()["action"], "closed" in answer.json()["allowed"]) == (1, True)
    assert (await desk.shown(agent, ticket))["reply_count"] == 0


async def test_round_robin_gives_it_to_whose_turn_it_is(desk: Any) -> None:
    department = await desk.department()
    agent, other = await desk.person("agent", department), await desk.person("agent", department)
    macro = await _macro(desk, agent, {"type": "assign_round_robin"})
    given = []
    for _ in range(2):
        ticket = await desk.opened(await desk.person(), department_id=str(department))
        after = await desk.does(agent, f"/tickets/{ticket['id']}/macro", {"macro_id": macro["id"]})
        given.append(after["assignee"]["id"])

    assert sorted(given) == sorted([str(agent.id), str(other.id)])
