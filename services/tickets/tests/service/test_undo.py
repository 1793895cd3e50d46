"""Taking back one's last change: what comes back, how it is told, and when it cannot."""

from datetime import timedelta
from typing import Any

import pytest


async def undo(desk: Any, who: Any, ticket: dict[str, Any], **more: Any) -> Any:
    return await desk.ask("POST", f"/tickets/{ticket['id']}/undo", who, json={}, **more)


KEPT = (
    "status",
    "resolved_at",
    "closed_at",
    "priority",
    "assignee",
    "department",
    "tags",
    "snoozed_until",
    "deleted_at",
)


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("status", {"status": "escalated"}, ["ticket.status_changed"]),
        ("resolve", {}, ["ticket.status_changed"]),
        ("priority", {"priority": "urgent"}, ["ticket.priority_changed"]),
        ("assign", {"assignee_id": "{agent}"}, ["ticket.status_changed", "ticket.unassigned"]),
        ("tags", {"tags": ["undone-a", "undone-b"]}, ["ticket.tag_removed", "ticket.tag_removed"]),
        ("department", {"department_id": "{department}"}, ["ticket.department_changed"]),
        ("snooze", {"preset": "4h"}, ["ticket.woken"]),
    ],
)
async def test_a_change_is_taken_back_and_told_as_what_it_is(
    desk: Any, path: str, body: dict[str, Any], told: list[str]
) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    before = await desk.shown(agent, ticket)
    names = {"{agent}": str(agent.id), "{department}": str(department)}
    await desk.does(agent, f"/tickets/{ticket['id']}/{path}", {k: names.get(str(v), v) for k, v in body.items()})

    answer = await undo(desk, agent, ticket)

    after = answer.json()["data"]
    assert answer.status_code == 200, answer.text
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    last = [each for each in await desk.events(ticket) if each["meta"]["version"] == 3]
    assert last[0]["meta"]["type"] == "ticket.restored" and last[0]["reason"] == "undone"
    assert sorted(each["meta"]["type"] for each in last[1:]) == told
    assert all(each["restored"] for each in last if each["meta"]["type"] == "ticket.status_changed")
    activity = (await desk.shown(agent, ticket, "activity"))["activity"]
    kinds = sorted(
        each["kind"] for each in activity[-2:] if each["kind"] in ("ticket.restored", "ticket.status_changed")
    )
    assert "ticket.restored" in kinds


async def test_a_reopening_is_taken_back_with_the_stamps_of_the_end(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    resolved = await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    begun = desk.clock.now()
    desk.clock.move(timedelta(minutes=5))
    await desk.does(agent, f"/tickets/{ticket['id']}/reopen")

    restored = (await undo(desk, agent, ticket)).json()["data"]
    [row] = await desk.rows("SELECT auto_close_at FROM escalated_tickets WHERE reference = :r", r=ticket["reference"])
    desk.clock.set(begun)

    assert (restored["status"], restored["resolved_at"]) == ("resolved", resolved["resolved_at"])
    assert row.auto_close_at == begun + timedelta(days=7)


async def test_one_after_the_other_until_nothing_is_left(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "urgent"})
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "low"})

    seen = [(await undo(desk, agent, ticket)).json()["data"]["priority"] for _ in range(2)]
    nothing = await undo(desk, agent, ticket)

    assert seen == ["urgent", "medium"]
    assert problem(nothing) == (409, "nothing_to_undo")


async def test_what_somebody_changed_since_stays_and_the_answer_says_which(desk: Any, problem: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "urgent"})
    await desk.does(other, f"/tickets/{ticket['id']}/priority", {"priority": "low"})

    refused = await undo(desk, agent, ticket)
    stranger = await undo(desk, await desk.person("agent"), ticket)
    customers = await undo(desk, customer, ticket)

    assert problem(refused) == (409, "changed_since")
    assert refused.json()["changed"] == ["priority"]
    assert problem(stranger) == (409, "nothing_to_undo")
    assert problem(customers) == (403, "forbidden")
    assert ((await desk.shown(agent, ticket))["priority"], (await desk.shown(agent, ticket))["version"]) == ("low", 3)


async def test_a_change_of_something_else_is_no_obstacle(desk: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": ["mine"]})
    await desk.does(other, f"/tickets/{ticket['id']}/tags", {"tags": ["theirs"]})
    await desk.does(other, f"/tickets/{ticket['id']}/priority", {"priority": "low"})

    after = (await undo(desk, agent, ticket)).json()["data"]

    assert ([tag["name"] for tag in after["tags"]], after["priority"]) == (["theirs"], "low")


@pytest.mark.parametrize(("minutes", "status"), [(10, 200), (11, 409)])
async def test_after_ten_minutes_it_stands(desk: Any, minutes: int, status: int) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "low"})
    begun = desk.clock.now()
    desk.clock.move(timedelta(minutes=minutes))
    agent = await desk.person("agent", email=agent.email)

    answer = await undo(desk, agent, ticket)
    desk.clock.set(begun)

    assert answer.status_code == status


async def test_what_one_moved_out_of_ones_own_sight_comes_back(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department("Mine"), await desk.department("Theirs")
    customer, agent, other = await desk.person(), await desk.person("agent", mine), await desk.person("agent", mine)
    ticket = await desk.opened(customer, department_id=str(mine))
    await desk.does(agent, f"/tickets/{ticket['id']}/department", {"department_id": str(theirs)})

    hidden = await undo(desk, other, ticket)
    answer = await undo(desk, agent, ticket)

    assert problem(hidden) == (404, "ticket_not_found")
    assert answer.json()["data"]["department"]["id"] == str(mine)


async def test_a_delete_and_a_merge_are_taken_back(desk: Any) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    source, target = await desk.opened(customer), await desk.opened(customer)
    await desk.ask("DELETE", f"/tickets/{source['id']}", admin)
    restored = (await undo(desk, admin, source)).json()["data"]
    await desk.does(admin, f"/tickets/{source['id']}/merge", {"into": target["id"]})

    answer = await undo(desk, admin, source)

    assert restored["deleted_at"] is None
    assert (answer.status_code, answer.json()["data"]["id"]) == (200, source["id"]), answer.text
    assert (await desk.shown(admin, source))["status"] == "open"
    assert (await desk.shown(admin, target))["reply_count"] == 0


@pytest.mark.parametrize("by", ["send_and_resolve", "macro_with_reply", "macro_with_note"])
async def test_what_came_with_a_message_is_not_taken_back_and_nor_is_what_was_before_it(
    desk: Any, problem: Any, by: str
) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}"
    await desk.does(agent, f"{path}/priority", {"priority": "urgent"})
    if by == "send_and_resolve":
        await desk.does(agent, f"{path}/replies", {"body": "Done.", "status": "resolved"})
    else:
        message = {"type": "reply" if by == "macro_with_reply" else "add_note", "body": "Done."}
        actions = [message, {"type": "set_status", "status": "resolved"}]
        macro = await desk.does(agent, "/macros", {"name": by, "actions": actions})
        await desk.does(agent, f"{path}/macro", {"macro_id": macro["id"]})
    before = await desk.shown(agent, ticket, "messages,activity")

    refused = await undo(desk, agent, ticket)

    assert problem(refused) == (409, "nothing_to_undo")
    assert (before["priority"], before["status"]) == ("urgent", "resolved")
    assert await desk.shown(agent, ticket, "messages,activity") == before


async def test_what_was_done_after_a_message_is_taken_back_and_no_more(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}"
    await desk.does(agent, f"{path}/priority", {"priority": "low"})
    await desk.does(agent, f"{path}/replies", {"body": "Done.", "status": "resolved"})
    await desk.does(agent, f"{path}/priority", {"priority": "urgent"})

    after = (await undo(desk, agent, ticket)).json()["data"]
    nothing = await undo(desk, agent, ticket)

    assert (after["priority"], after["status"]) == ("low", "resolved")
    assert problem(nothing) == (409, "nothing_to_undo")


async def test_a_note_alone_changes_nothing_that_stands_in_the_way(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "low"})
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Hm.", "internal": True})

    assert (await undo(desk, agent, ticket)).json()["data"]["priority"] == "medium"


@pytest.mark.parametrize("gone", ["assignment", "department"])
async def test_a_ticket_is_not_given_back_to_who_is_gone(desk: Any, problem: Any, gone: str) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    department = await desk.department()
    leaving = await desk.person("agent", department)
    ticket = await desk.opened(customer, department_id=str(department))
    path = f"/tickets/{ticket['id']}"
    await desk.does(admin, f"{path}/assign", {"assignee_id": str(leaving.id)})
    if gone == "assignment":
        await desk.does(admin, f"{path}/unassign")
        statement = f"UPDATE escalated_people SET active = false WHERE id = '{leaving.id}'"
    else:
        await desk.does(admin, f"{path}/department", {"department_id": None})
        statement = f"UPDATE escalated_departments SET active = false WHERE id = '{department}'"
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(statement)
    before = await desk.shown(admin, ticket)

    refused = await undo(desk, admin, ticket)

    assert problem(refused) == (409, "changed_since")
    assert refused.json()["changed"] == [gone]
    assert await desk.shown(admin, ticket) == before
