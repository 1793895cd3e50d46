"""What can be done to a ticket, with its events, versions and refusals."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from escalated.identity.v1 import types_pb2


async def test_an_agent_works_a_ticket_from_open_to_closed(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent", name="Alex Agent")
    ticket = await desk.opened(customer)

    assigned = await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})
    replied = await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Have you tried water?"})
    answered = await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "It helped!"})
    resolved = await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    closed = await desk.does(agent, f"/tickets/{ticket['id']}/close")

    assert (assigned["status"], assigned["assignee"]) == ("in_progress", {"id": str(agent.id), "name": "Alex Agent"})
    assert (replied["status"], replied["reply_count"]) == ("waiting_on_customer", 1)
    assert (answered["status"], answered["assignee"]) == ("waiting_on_agent", {"name": "Alex Agent"})
    assert (resolved["status"], resolved["resolved_at"]) == ("resolved", "2026-01-05T09:00:00Z")
    assert (closed["status"], closed["closed_at"], closed["version"]) == ("closed", "2026-01-05T09:00:00Z", 6)
    assert await desk.event_types(ticket) == [
        "ticket.created",
        "ticket.assigned",
        "ticket.status_changed",
        "reply.created",
        "ticket.status_changed",
        "reply.created",
        "ticket.status_changed",
        "ticket.status_changed",
        "ticket.resolved",
        "ticket.status_changed",
        "ticket.closed",
    ]


async def test_sequences_run_without_a_gap_and_a_command_shares_one_version_and_causation(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)

    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Done.", "status": "resolved"})
    await desk.does(agent, f"/tickets/{ticket['id']}/follow")
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "psst", "internal": True})

    events = await desk.events(ticket)
    assert [each["meta"]["sequence"] for each in events] == [1, 2, 3, 4, 5, 6]
    assert [each["ticket"]["sequence"] for each in events] == [1, 2, 3, 4, 5, 6]
    assert [each["meta"]["version"] for each in events] == [1, 2, 2, 2, 2, 3]
    assert len({each["meta"]["causation_id"] for each in events[1:4]}) == 1
    assert [each["meta"]["audience"]["staff_only"] for each in events] == [False, False, False, False, True, True]


async def test_a_move_that_is_none_is_409_with_the_allowed_ones(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/status", agent, json={"status": "reopened"})

    assert problem(answer) == (409, "transition_not_allowed")
    assert answer.json()["allowed"] == [
        "in_progress",
        "waiting_on_customer",
        "waiting_on_agent",
        "escalated",
        "resolved",
        "closed",
    ]
    assert (await desk.shown(agent, ticket))["version"] == 1
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_the_second_of_two_agents_with_if_match_gets_412(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    seen = {"If-Match": '"1"'}

    first = await desk.ask("POST", f"/tickets/{ticket['id']}/priority", agent, json={"priority": "high"}, headers=seen)
    second = await desk.ask("POST", f"/tickets/{ticket['id']}/priority", agent, json={"priority": "low"}, headers=seen)

    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    assert problem(second) == (412, "version_mismatch")
    assert second.json()["version"] == 2
    assert (await desk.shown(agent, ticket))["priority"] == "high"


async def test_a_hundred_tickets_assigned_and_reprioritised_at_once_keep_both(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    made = [await desk.opened(customer) for _ in range(100)]

    async def both(ticket: dict[str, Any]) -> None:
        await asyncio.gather(
            desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)}),
            desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "urgent"}),
        )

    for start in range(0, 100, 4):
        await asyncio.gather(*(both(ticket) for ticket in made[start : start + 4]))

    after = [await desk.shown(agent, ticket) for ticket in made]
    assert {(each["assignee"]["id"], each["priority"], each["version"]) for each in after} == {
        (str(agent.id), "urgent", 3)
    }
    for ticket in made:
        assert [each["meta"]["sequence"] for each in await desk.events(ticket)] == [1, 2, 3, 4]


async def test_a_command_that_changes_nothing_leaves_no_trace(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)

    same = await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "medium"})

    assert same["version"] == 1
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_editing_names_what_changed(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)

    answer = await desk.ask(
        "PATCH",
        f"/tickets/{ticket['id']}",
        agent,
        json={"subject": "Toner on fire", "type": "incident"},
    )

    assert answer.status_code == 200
    event = (await desk.events(ticket))[-1]
    assert event["changes"] == [
        {"field": "subject", "before": "Printer on fire", "after": "Toner on fire"},
        {"field": "type", "before": "question", "after": "incident"},
    ]
    activity = (await desk.shown(agent, ticket, "activity"))["activity"]
    assert activity[-1]["kind"] == "ticket.updated"
    assert activity[-1]["before"]["subject"] == "Printer on fire"
    assert activity[-1]["actor"] == {"id": str(agent.id), "name": agent.name, "kind": "person"}


async def test_tags_are_made_by_name_and_taken_off_again(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)

    tagged = await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": ["VIP", "billing", "vip"]})
    left = await desk.ask("DELETE", f"/tickets/{ticket['id']}/tags", agent, json={"tags": ["Billing"]})

    assert [tag["name"] for tag in tagged["tags"]] == ["VIP", "billing"]
    assert [tag["name"] for tag in left.json()["data"]["tags"]] == ["VIP"]
    assert (await desk.event_types(ticket))[1:] == ["ticket.tag_added", "ticket.tag_added", "ticket.tag_removed"]
    listed = await desk.ask("GET", "/tickets?tag=vip", agent)
    assert [each["id"] for each in listed.json()["data"]] == [ticket["id"]]


async def test_leaving_ones_sight_answers_once_and_tells_the_former_audience(desk: Any, problem: Any) -> None:
    theirs, others = await desk.department("Theirs"), await desk.department("Others")
    customer, agent = await desk.person(), await desk.person("agent", theirs)
    ticket = await desk.opened(customer, department_id=str(theirs))

    moved = await desk.does(agent, f"/tickets/{ticket['id']}/department", {"department_id": str(others)})

    assert moved["department"] == {"id": str(others), "name": "Others"}
    assert problem(await desk.ask("GET", f"/tickets/{ticket['id']}", agent)) == (404, "ticket_not_found")
    event = (await desk.events(ticket))[-1]
    assert event["meta"]["audience"]["department_ids"] == [str(others)]
    assert event["meta"]["former_audience"]["department_ids"] == [str(theirs)]


async def test_departments_and_assignees_in_bodies_are_checked(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    for path, body, pointer in (
        ("department", {"department_id": str(uuid4())}, "/department_id"),
        ("assign", {"assignee_id": str(uuid4())}, "/assignee_id"),
        ("assign", {"agent_id": str(customer.id)}, "/assignee_id"),
    ):
        answer = await desk.ask("POST", f"/tickets/{ticket['id']}/{path}", agent, json=body)
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert (await desk.shown(agent, ticket))["version"] == 1


async def test_an_assignee_new_to_the_copy_is_asked_of_identity_once(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("admin")
    ticket = await desk.opened(customer)
    new = uuid4()
    desk.directory.known[new] = types_pb2.Person(
        id=str(new), name="Nia New", email="nia@example.com", kind="agent", active=True, version=3
    )

    assigned = await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(new)})
    await desk.does(agent, f"/tickets/{ticket['id']}/unassign")
    await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(new)})

    assert assigned["assignee"]["name"] == "Nia New"
    assert desk.directory.asked.count(new) == 1


async def test_a_reply_with_a_status_that_may_not_follow_is_not_written(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    path, before = f"/tickets/{ticket['id']}/replies", await desk.event_types(ticket)

    refused = await desk.ask("POST", path, agent, json={"body": "Hello", "status": "escalated"})
    unknown = await desk.ask("POST", path, agent, json={"body": "Hello", "status": "nonsense"})

    assert (*problem(refused), refused.json()["allowed"]) == (409, "transition_not_allowed", ["closed", "reopened"])
    assert (*problem(unknown), unknown.json()["errors"][0]["pointer"]) == (422, "invalid", "/status")
    assert await desk.event_types(ticket) == before
    assert len((await desk.shown(agent, ticket, "messages"))["messages"]) == 1
    sent = await desk.does(agent, path, {"body": "Hello", "status": "reopened"})
    assert (sent["status"], sent["resolved_at"], sent["reply_count"]) == ("reopened", None, 1)


async def test_an_assignee_is_named_by_either_name_and_once(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['reference'].lower()}/assign"

    for body in ({}, {"agent_id": None}, {"agent_id": str(agent.id), "assignee_id": str(agent.id)}, {"agent_id": "x"}):
        refused = await desk.ask("POST", path, agent, json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid"), body
    assert await desk.event_types(ticket) == ["ticket.created"]
    assigned = await desk.does(agent, path, {"agent_id": str(agent.id)})
    assert (assigned["id"], assigned["assignee"]["id"]) == (ticket["id"], str(agent.id))


async def test_escalating_raises_the_level_and_the_status_where_allowed(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)

    once = await desk.does(agent, f"/tickets/{ticket['id']}/escalate", {"reason": "no answer"})
    twice = await desk.does(agent, f"/tickets/{ticket['id']}/escalate")

    assert (once["status"], once["escalation_level"]) == ("escalated", 1)
    assert (twice["status"], twice["escalation_level"]) == ("escalated", 2)
    assert await desk.event_types(ticket) == [
        "ticket.created",
        "ticket.escalated",
        "ticket.status_changed",
        "ticket.escalated",
    ]


async def test_a_deleted_ticket_is_gone_until_an_administrator_restores_it(desk: Any, problem: Any) -> None:
    customer, agent, admin = await desk.person(), await desk.person("agent"), await desk.person("admin")
    ticket = await desk.opened(customer)

    refused = await desk.ask("DELETE", f"/tickets/{ticket['id']}", agent)
    gone = await desk.ask("DELETE", f"/tickets/{ticket['id']}", admin)

    assert problem(refused) == (403, "forbidden")
    assert gone.status_code == 204
    for who in (customer, agent):
        assert problem(await desk.ask("GET", f"/tickets/{ticket['id']}", who)) == (404, "ticket_not_found")
        assert ticket["id"] not in [each["id"] for each in (await desk.ask("GET", "/tickets", who)).json()["data"]]
    blocked = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", admin, json={"body": "x"})
    assert problem(blocked) == (409, "ticket_deleted")
    deleted = (await desk.ask("GET", "/tickets?deleted=true", admin)).json()["data"]
    assert ticket["id"] in [each["id"] for each in deleted]
    restored = await desk.does(admin, f"/tickets/{ticket['id']}/restore")
    assert restored["deleted_at"] is None
    assert (await desk.shown(customer, ticket))["status"] == "open"
    assert (await desk.event_types(ticket))[1:] == ["ticket.deleted", "ticket.restored"]


@pytest.mark.parametrize(("days", "status"), [(14, "reopened"), (15, "resolved")])
async def test_a_customers_reply_reopens_within_the_window_and_follows_up_after_it(
    desk: Any, days: int, status: str
) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    begun = desk.clock.now()
    desk.clock.set(begun + timedelta(days=days))
    customer, agent = await desk.person("customer", email=customer.email), await desk.person("agent")

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", customer, json={"body": "Again!"})
    shown = await desk.shown(agent, ticket)
    follow_up = await desk.ask("GET", f"/tickets/{ticket['id']}?include=links", customer)
    desk.clock.set(begun)

    assert answer.status_code == 201
    assert shown["status"] == status
    if status == "reopened":
        assert answer.json()["data"]["id"] == ticket["id"]
        assert shown["resolved_at"] is None
    else:
        new = answer.json()["data"]
        assert (new["id"] != ticket["id"], new["status"], new["subject"]) == (True, "open", "Printer on fire")
        assert [(each["kind"], each["id"]) for each in follow_up.json()["data"]["links"]] == [("follow_up", new["id"])]


async def test_without_a_window_to_reopen_every_reply_to_a_done_ticket_opens_a_follow_up(
    desk: Any, problem: Any
) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    ticket = await desk.opened(customer)
    await desk.does(admin, f"/tickets/{ticket['id']}/resolve")
    await desk.ask("PATCH", "/settings/tickets", admin, json={"reopen_window_days": 0})

    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/reopen", customer, json={})
    followed = await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "Still burning"})
    by_staff = await desk.does(admin, f"/tickets/{ticket['id']}/reopen")
    await desk.ask("PATCH", "/settings/tickets", admin, json={"reopen_window_days": None})

    assert problem(refused) == (409, "reopen_window_over")
    assert (followed["id"] != ticket["id"], followed["status"]) == (True, "open")
    assert by_staff["status"] == "reopened"


@pytest.mark.parametrize("then", ["open", "resolved", "deleted", "merged"])
async def test_the_next_late_reply_goes_to_the_follow_up_while_it_is_open(desk: Any, then: str) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    ticket, other = await desk.opened(customer), await desk.opened(customer)
    await desk.does(admin, f"/tickets/{ticket['id']}/resolve")
    begun = desk.clock.now()
    desk.clock.set(begun + timedelta(days=15))
    customer, admin = await desk.person(email=customer.email), await desk.person("admin")
    try:
        first = await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "Again!"})
        path = f"/tickets/{first['id']}"
        if then == "resolved":
            await desk.does(admin, f"{path}/resolve")
        elif then == "deleted":
            assert (await desk.ask("DELETE", path, admin)).status_code == 204
        elif then == "merged":
            await desk.does(admin, f"{path}/merge", {"into": other["id"]})
        old = await desk.shown(admin, ticket)

        second = await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "And again!"})

        shown = await desk.shown(customer, second, "messages")
        if then == "open":
            assert second["id"] == first["id"]
            assert [each["body_text"] for each in shown["messages"]] == ["Again!", "And again!"]
            assert await desk.event_types(first) == ["ticket.created", "reply.created"]
            assert await desk.shown(admin, ticket) == old
        else:
            assert second["id"] not in (ticket["id"], first["id"], other["id"])
            assert [each["body_text"] for each in shown["messages"]] == ["And again!"]
    finally:
        desk.clock.set(begun)


async def test_a_follow_up_of_somebody_else_takes_no_late_reply(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    earlier = await desk.opened(customer)
    ticket = await desk.opened(customer)
    desk.clock.move(timedelta(seconds=1))
    foreign = await desk.opened(await desk.person())
    for each in (earlier, foreign):
        await desk.does(agent, f"/tickets/{ticket['id']}/links", {"kind": "follow_up", "ticket": each["id"]})
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    begun = desk.clock.now()
    desk.clock.set(begun + timedelta(days=15))
    customer = await desk.person(email=customer.email)

    answered = await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "Again!"})
    desk.clock.set(begun - timedelta(seconds=1))

    assert answered["id"] not in (earlier["id"], ticket["id"], foreign["id"])


async def test_a_customer_closes_and_reopens_and_nothing_else(desk: Any, problem: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer)

    closed = await desk.does(customer, f"/tickets/{ticket['id']}/close")
    reopened = await desk.does(customer, f"/tickets/{ticket['id']}/reopen")
    resolve = await desk.ask("POST", f"/tickets/{ticket['id']}/resolve", customer, json={})
    status = await desk.ask("POST", f"/tickets/{ticket['id']}/status", customer, json={"status": "in_progress"})

    assert (closed["status"], reopened["status"]) == ("closed", "reopened")
    assert problem(resolve)[0] == problem(status)[0] == 403
    assert (await desk.shown(customer, ticket))["status"] == "reopened"
