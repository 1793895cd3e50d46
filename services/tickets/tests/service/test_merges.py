"""Merging, what leads where afterwards, taking it back, and what happens meanwhile."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2

from escalated_tickets.privacy.purge import purge_deleted
from escalated_tickets.tickets import timers

COUNTED = "reply_count", "note_count", "last_message_at", "last_customer_message_at", "last_agent_message_at", "snippet"


async def two(desk: Any, **more: Any) -> tuple[Any, Any, Any, dict[str, Any], dict[str, Any]]:
    """Two customers, an agent, and a ticket of each customer with some conversation."""
    word = uuid4().hex[:10]
    one, other, agent = await desk.person(), await desk.person(), await desk.person("agent", name="Alex Agent")
    source = await desk.opened(one, subject="Second call", description=f"Source {word}", **more)
    desk.clock.move(timedelta(seconds=1))
    target = await desk.opened(other, subject="First call", description="Target text", **more)
    desk.clock.move(timedelta(seconds=1))
    await desk.does(agent, f"/tickets/{source['id']}/replies", {"body": f"Asked in {word}"})
    await desk.does(agent, f"/tickets/{source['id']}/replies", {"body": "psst", "internal": True})
    desk.clock.move(timedelta(seconds=1))
    return one, other, agent, source, target


async def merge(desk: Any, who: Any, source: dict[str, Any], target: dict[str, Any], **more: Any) -> Any:
    return await desk.ask(
        "POST", f"/tickets/{source['reference']}/merge", who, json={"into": target["reference"]}, **more
    )


async def texts(desk: Any, who: Any, ticket: dict[str, Any]) -> list[str]:
    return [each["body_text"] for each in (await desk.shown(who, ticket, "messages"))["messages"]]


def counted(ticket: dict[str, Any]) -> dict[str, Any]:
    return {name: ticket[name] for name in COUNTED}


async def test_everything_of_the_source_moves_and_leads_to_the_target(desk: Any) -> None:
    one, _, agent, source, target = await two(desk)
    await desk.does(agent, f"/tickets/{source['id']}/tags", {"tags": ["vip", "billing"]})
    await desk.does(agent, f"/tickets/{target['id']}/tags", {"tags": ["vip"]})
    await desk.does(agent, f"/tickets/{source['id']}/follow")
    word = source["snippet"].split()[-1]

    answer = await merge(desk, agent, source, target)

    after = answer.json()["data"]
    assert (answer.status_code, after["id"]) == (200, target["id"]), answer.text
    assert [each["code"] for each in answer.json()["warnings"]] == ["shown_to_others"]
    assert [tag["name"] for tag in after["tags"]] == ["billing", "vip"]
    assert (after["follower_ids"], [each["id"] for each in after["participants"]]) == ([str(agent.id)], [str(one.id)])
    assert counted(after) == {
        "reply_count": 2,
        "note_count": 1,
        "last_message_at": after["last_agent_message_at"],
        "last_customer_message_at": target["last_message_at"],
        "last_agent_message_at": after["last_message_at"],
        "snippet": f"Asked in {word}",
    }
    assert await texts(desk, agent, target) == [f"Source {word}", "Target text", f"Asked in {word}", "psst"]
    timeline = (await desk.ask("GET", f"/tickets/{target['id']}/timeline", agent)).json()["data"]
    told = [each["activity"]["kind"] for each in timeline if each["kind"] == "activity"]
    assert sum(each["kind"] == "message" for each in timeline) == 4
    tagged = ["ticket.tag_added"] * 2
    assert sorted(told) == ["ticket.created", "ticket.followed", "ticket.merged", *tagged, "ticket.updated"]

    for key in (source["id"], source["reference"], source["reference"].lower()):
        led = await desk.ask("GET", f"/tickets/{key}", one)
        assert (led.status_code, led.json()["data"]["id"]) == (200, target["id"])
        assert led.json()["data"]["merged_from"] == source["reference"]
    assert "merged_from" not in await desk.shown(one, target)
    found = (await desk.ask("GET", "/search", agent, params={"q": word})).json()["data"]
    assert [each["id"] for each in found] == [target["id"]]
    [row] = await desk.rows(
        "SELECT status, merged_into_id, done, closed_at IS NOT NULL AS closed FROM escalated_tickets WHERE id = :id",
        id=UUID(source["id"]),
    )
    assert tuple(row) == ("closed", UUID(target["id"]), True, True)


async def test_both_tell_the_merge_with_one_cause_and_nobody_closed_it(desk: Any) -> None:
    _, _, agent, source, target = await two(desk)

    await merge(desk, agent, source, target)

    left = [each for each in await desk.events(source) if each["meta"]["version"] == 4]
    came = [each for each in await desk.events(target) if each["meta"]["version"] == 2]
    assert [each["meta"]["type"] for each in left] == ["ticket.merged", "ticket.status_changed"]
    assert [each["meta"]["type"] for each in came] == ["ticket.merged", "ticket.updated"]
    for event in (left[0], came[0]):
        assert (event["source_id"], event["source_reference"]) == (source["id"], source["reference"])
        assert (event["target_id"], event["target_reference"]) == (target["id"], target["reference"])
    assert (left[1]["new_status"], left[1]["restored"]) == ("closed", True)
    assert left[1]["ticket"]["merged_into_id"] == target["id"]
    assert len({each["meta"]["causation_id"] for each in left + came}) == 1
    for ticket in (source, target):
        numbers = [each["meta"]["sequence"] for each in await desk.events(ticket)]
        assert numbers == list(range(1, len(numbers) + 1))


async def merged_events(desk: Any, ticket: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in await desk.events(ticket) if each["meta"]["type"] == kind]


async def test_the_target_tells_since_when_a_customer_waits_who_came_along(desk: Any) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    target = await desk.opened(customer)
    desk.clock.move(timedelta(minutes=1))
    await desk.does(agent, f"/tickets/{target['id']}/replies", {"body": "We look into it."})
    desk.clock.move(timedelta(minutes=1))
    source = await desk.opened(customer)
    desk.clock.move(timedelta(minutes=1))
    await desk.does(customer, f"/tickets/{source['id']}/replies", {"body": "Hello?"})
    await merge(desk, agent, source, target)
    await desk.does(agent, f"/tickets/{source['id']}/unmerge")

    (came,), (left,) = [await merged_events(desk, each, "ticket.merged") for each in (target, source)]
    backs = [await merged_events(desk, each, "ticket.restored") for each in (target, source)]

    assert came["waiting_since"] == source["created_at"]
    assert "waiting_since" not in left
    assert [[each["source_id"] for each in back] for back in backs] == [[source["id"]]] * 2


@pytest.mark.parametrize("case", ["answered there", "answered here since", "solved"])
async def test_nobody_waits_who_was_answered_or_whose_ticket_was_solved(desk: Any, case: str) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    source, target = await desk.opened(customer), await desk.opened(customer)
    desk.clock.move(timedelta(minutes=1))
    if case == "solved":
        await desk.does(agent, f"/tickets/{source['id']}/resolve")
    else:
        answered = source if case == "answered there" else target
        await desk.does(agent, f"/tickets/{answered['id']}/replies", {"body": "Done."})
    await merge(desk, agent, source, target)

    (came,) = await merged_events(desk, target, "ticket.merged")

    assert "waiting_since" not in came


@pytest.mark.parametrize("since", ["nothing", "another status"])
async def test_a_target_waits_no_longer_for_a_customer_who_waits(desk: Any, since: str) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    source, target = await desk.opened(customer), await desk.opened(customer)
    desk.clock.move(timedelta(minutes=1))
    await desk.does(agent, f"/tickets/{target['id']}/replies", {"body": "Which one is it?"})
    desk.clock.move(timedelta(minutes=1))
    await desk.does(customer, f"/tickets/{source['id']}/replies", {"body": "The blue one."})
    desk.clock.move(timedelta(minutes=1))
    answer = await merge(desk, agent, source, target)
    assert answer.json()["data"]["status"] == "waiting_on_agent"
    if since == "another status":
        desk.clock.move(timedelta(minutes=1))
        await desk.does(agent, f"/tickets/{target['id']}/status", {"status": "in_progress"})

    await desk.does(agent, f"/tickets/{source['id']}/unmerge")

    expected = "waiting_on_customer" if since == "nothing" else "in_progress"
    assert (await desk.shown(agent, target))["status"] == expected


@pytest.mark.parametrize("case", ["answered there", "target was resolved"])
async def test_a_merge_moves_no_status_where_nobody_waits_or_the_target_does_not(desk: Any, case: str) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    source, target = await desk.opened(customer), await desk.opened(customer)
    desk.clock.move(timedelta(minutes=1))
    if case == "answered there":
        await desk.does(agent, f"/tickets/{source['id']}/replies", {"body": "Done."})
        await desk.does(agent, f"/tickets/{target['id']}/replies", {"body": "Which one is it?"})
    else:
        await desk.does(agent, f"/tickets/{target['id']}/resolve")
    before = (await desk.shown(agent, target))["status"]

    answer = await merge(desk, agent, source, target)

    assert answer.json()["data"]["status"] == before


async def test_commands_on_the_source_act_on_the_target(desk: Any) -> None:
    one, _, agent, source, target = await two(desk)
    await merge(desk, agent, source, target)

    replied = await desk.does(one, f"/tickets/{source['reference']}/replies", {"body": "Still here"})
    raised = await desk.does(agent, f"/tickets/{source['id']}/priority", {"priority": "high"})

    assert (replied["id"], raised["id"], raised["priority"]) == (target["id"], target["id"], "high")
    assert (await texts(desk, one, target))[-1] == "Still here"


async def test_mail_to_the_source_reaches_the_target(desk: Any, rpc: Any) -> None:
    one, _, agent, source, target = await two(desk)
    await merge(desk, agent, source, target)
    stub = rpc.as_service("notifications")

    found = (await stub.FindTicket(pb.FindTicketRequest(reference=source["reference"]))).ticket
    added = pb.AddMessageRequest(
        ticket_id=found.id,
        author=types_pb2.PersonRef(id=str(one.id), name=one.name, email=one.email),
        body="By mail",
        key=f"mail:{uuid4()}",
        acting=types_pb2.Acting(),
    )
    first, again = await stub.AddMessage(added), await stub.AddMessage(added)

    # Reply addresses are signed for the ticket they were given for, so that it is found as itself.
    assert (found.id, found.merged_into_id) == (source["id"], target["id"])
    assert (first.ticket.id, again.ticket.id, again.message.body_text) == (target["id"], target["id"], "By mail")
    assert (await texts(desk, agent, target))[-1] == "By mail"


@pytest.mark.parametrize("case", ["itself", "merged", "deleted", "hidden", "unknown", "customer", "stale", "no longer"])
async def test_a_merge_that_cannot_be_is_refused_and_nothing_changes(desk: Any, problem: Any, case: str) -> None:
    department = await desk.department()
    one, _, agent, source, target = await two(desk)
    admin, third = await desk.person("admin"), await desk.opened(one, department_id=str(department))
    who, into, headers = agent, target, {}
    expected = (409, "ticket_merged")
    if case == "itself":
        into, expected = source, (422, "invalid")
    elif case == "merged":
        await merge(desk, admin, target, third)
    elif case == "deleted":
        await desk.ask("DELETE", f"/tickets/{target['id']}", admin)
        who, expected = admin, (409, "ticket_deleted")
    elif case in ("hidden", "unknown"):
        into, expected = third if case == "hidden" else {"reference": "ESC-99999"}, (422, "invalid")
    elif case == "customer":
        who, expected = one, (403, "forbidden")
    elif case == "stale":
        headers, expected = {"If-Match": '"1"'}, (412, "version_mismatch")
    else:
        who = admin
        await merge(desk, admin, source, third)
    before = await desk.rows("SELECT id, version, merged_into_id FROM escalated_tickets ORDER BY id")

    answer = await merge(desk, who, source, into, headers=headers)

    assert problem(answer) == expected, answer.text
    assert await desk.rows("SELECT id, version, merged_into_id FROM escalated_tickets ORDER BY id") == before


async def test_taken_back_both_are_as_before_but_for_what_was_written_since(desk: Any) -> None:
    one, _, agent, source, target = await two(desk)
    await desk.does(agent, f"/tickets/{source['id']}/tags", {"tags": ["vip", "billing"]})
    await desk.does(agent, f"/tickets/{target['id']}/tags", {"tags": ["vip"]})
    await desk.does(agent, f"/tickets/{source['id']}/follow")
    before = {each["id"]: await desk.shown(agent, each, "messages") for each in (source, target)}
    await merge(desk, agent, source, target)
    desk.clock.move(timedelta(hours=1))
    agent = await desk.person("agent", name="Alex Agent", email=agent.email)
    one = await desk.person("customer", email=one.email)
    await desk.does(one, f"/tickets/{source['id']}/replies", {"body": "Written since"})

    answer = await desk.ask("POST", f"/tickets/{source['reference']}/unmerge", agent, json={})

    assert (answer.status_code, answer.json()["data"]["id"]) == (200, source["id"]), answer.text
    after = {each["id"]: await desk.shown(agent, each, "messages") for each in (source, target)}
    kept = ("status", "closed_at", "tags", "follower_ids", "participants", *COUNTED, "messages")
    old, new = before[source["id"]], after[source["id"]]
    assert {name: new[name] for name in kept} == {name: old[name] for name in kept}
    old, new = before[target["id"]], after[target["id"]]
    same = ("tags", "follower_ids", "participants", "note_count", "last_agent_message_at")
    assert {name: new[name] for name in same} == {name: old[name] for name in same}
    assert [each["body_text"] for each in new["messages"]] == ["Target text", "Written since"]
    assert (new["reply_count"], new["snippet"]) == (1, "Written since")
    for ticket in (source, target):
        restored = [each for each in await desk.events(ticket) if each["meta"]["type"] == "ticket.restored"]
        assert [each["reason"] for each in restored] == ["unmerged"]
    last = (await desk.events(source))[-1]
    assert (last["meta"]["type"], last["new_status"], last["restored"]) == (
        "ticket.status_changed",
        "waiting_on_customer",
        True,
    )
    word = old["snippet"] and source["snippet"].split()[-1]
    found = (await desk.ask("GET", "/search", agent, params={"q": word})).json()["data"]
    assert [each["id"] for each in found] == [source["id"]]


@pytest.mark.parametrize("whose", ["source", "target"])
async def test_neither_is_left_without_a_message_by_taking_a_merge_back(desk: Any, problem: Any, whose: str) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    tickets = {name: await desk.opened(customer, description=f"Text of {name}") for name in ("source", "target")}
    (only,) = (await desk.shown(agent, tickets[whose], "messages"))["messages"]
    await merge(desk, agent, tickets["source"], tickets["target"])
    await desk.does(agent, f"/tickets/{tickets['target']['id']}/split", {"message_ids": [only["id"]]})
    before = await desk.rows("SELECT id, version, merged_into_id FROM escalated_tickets ORDER BY id")

    answer = await desk.ask("POST", f"/tickets/{tickets['source']['id']}/unmerge", agent, json={})
    undone = await desk.ask("POST", f"/tickets/{tickets['target']['id']}/undo", agent, json={})

    assert problem(answer) == (409, "nothing_public_left"), answer.text
    assert problem(undone) == (409, "nothing_public_left"), undone.text
    assert await desk.rows("SELECT id, version, merged_into_id FROM escalated_tickets ORDER BY id") == before


async def test_files_side_conversations_and_subjects_go_along_and_come_back(desk: Any) -> None:
    one, other, agent, source, target = await two(desk)
    file = {"file": ("note.txt", b"hello", "text/plain")}
    upload = (await desk.ask("POST", "/uploads", one, files=file)).json()["data"]
    await desk.does(one, f"/tickets/{source['id']}/replies", {"body": "See", "attachments": [upload["id"]]})
    beside = (await desk.ask("POST", "/uploads", agent, files=file)).json()["data"]["id"]
    aside = {
        "subject": "s", "channel": "email", "recipients": [{"email": "v@vendor.example"}], "body": "b",
        "attachments": [beside],
    }  # fmt: skip
    await desk.does(agent, f"/tickets/{source['id']}/side-conversations", aside)
    for ticket, key in ((source, "1"), (source, "2"), (target, "1")):
        body = {"type": "order", "subject_id": key, "title": f"Order {key}"}
        assert (await desk.ask("POST", f"/tickets/{ticket['id']}/subjects", agent, json=body)).status_code == 201

    async def held(ticket: dict[str, Any]) -> tuple[int, int, int, int]:
        counts = [
            await desk.rows(f"SELECT count(*) AS n FROM escalated_{table} WHERE ticket_id = :id", id=UUID(ticket["id"]))
            for table in ("attachments", "side_conversations", "side_messages", "ticket_subjects")
        ]
        files, conversations, lines, subjects = (int(each[0].n) for each in counts)
        return files, conversations, lines, subjects

    before = [await held(each) for each in (source, target)]
    await merge(desk, agent, source, target)
    merged = [await held(each) for each in (source, target)]
    message = (await desk.shown(other, target, "messages"))["messages"][-1]
    served = await desk.http.get(message["attachments"][0]["url"], headers=other.headers)
    await desk.does(agent, f"/tickets/{source['id']}/unmerge")

    assert before == [(2, 1, 1, 2), (0, 0, 0, 1)]
    # The order that both are about is named once.
    assert merged == [(0, 0, 0, 1), (2, 1, 1, 2)]
    assert (served.status_code, served.content) == (200, b"hello")
    assert [await held(each) for each in (source, target)] == before


async def test_timers_leave_a_merged_ticket_alone_and_a_late_reply_is_the_targets(desk: Any) -> None:
    one, _, agent, source, target = await two(desk)
    await desk.does(agent, f"/tickets/{source['id']}/resolve")
    await merge(desk, agent, source, target)
    [before] = await desk.rows("SELECT version FROM escalated_tickets WHERE id = :id", id=UUID(source["id"]))
    begun = desk.clock.now()
    desk.clock.move(timedelta(days=30))
    one = await desk.person("customer", email=one.email)

    async with desk.database.transaction() as uow:
        await timers.close_due(uow, desk.desk, 1_000)
    late = await desk.ask("POST", f"/tickets/{source['id']}/replies", one, json={"body": "A month later"})
    desk.clock.set(begun)

    assert (late.status_code, late.json()["data"]["id"]) == (201, target["id"])
    assert late.json()["data"]["status"] == "open"
    [after] = await desk.rows("SELECT version FROM escalated_tickets WHERE id = :id", id=UUID(source["id"]))
    assert after == before


async def test_thrown_away_with_its_target_a_merged_ticket_leaves_nothing_behind(desk: Any) -> None:
    one, _, agent, source, target = await two(desk)
    first, admin = await desk.opened(one), await desk.person("admin")
    await merge(desk, agent, first, source)
    await merge(desk, agent, source, target)
    await desk.ask("DELETE", f"/tickets/{target['id']}", admin)
    begun = desk.clock.now()
    desk.clock.move(timedelta(days=31))

    async with desk.database.transaction() as uow:
        await purge_deleted(uow, desk.desk.files, 1_000)
    desk.clock.set(begun)

    ids = [UUID(each["id"]) for each in (first, source, target)]
    assert await desk.rows("SELECT id FROM escalated_tickets WHERE id = ANY(:ids)", ids=ids) == []
    assert await desk.rows("SELECT id FROM escalated_ticket_merges WHERE target_id = ANY(:ids)", ids=ids) == []


@pytest.mark.parametrize(("done", "warned"), [("target", ["into_done"]), ("source", []), ("neither", [])])
async def test_an_open_ticket_that_goes_into_one_that_is_done_is_warned_of(
    desk: Any, done: str, warned: list[str]
) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    tickets = {name: await desk.opened(customer) for name in ("source", "target", "neither")}
    await desk.does(agent, f"/tickets/{tickets[done]['id']}/resolve")

    answer = await merge(desk, agent, tickets["source"], tickets["target"])

    assert [each["code"] for each in answer.json()["warnings"]] == warned
    assert answer.json()["data"]["status"] == ("resolved" if done == "target" else "open")


async def test_a_sleep_and_an_end_come_back_too(desk: Any) -> None:
    _, _, agent, source, target = await two(desk)
    asleep = await desk.does(agent, f"/tickets/{source['id']}/snooze", {"preset": "4h"})
    resolved = await desk.does(agent, f"/tickets/{target['id']}/resolve")
    third = await desk.opened(await desk.person())
    for ticket in (source, target):
        await merge(desk, agent, ticket, third)

    back = [await desk.does(agent, f"/tickets/{each['id']}/unmerge") for each in (source, target)]

    assert (back[0]["status"], back[0]["snoozed_until"]) == (asleep["status"], asleep["snoozed_until"])
    assert (back[1]["status"], back[1]["resolved_at"]) == ("resolved", resolved["resolved_at"])
    assert (back[1]["closed_at"], asleep["snoozed_until"] is None) == (None, False)
    [row] = await desk.rows("SELECT auto_close_at FROM escalated_tickets WHERE id = :id", id=UUID(target["id"]))
    assert row.auto_close_at is not None


async def test_a_merge_is_taken_back_within_a_day_once_and_from_the_last_one_on(desk: Any, problem: Any) -> None:
    one, _, agent, source, target = await two(desk)
    third = await desk.opened(one)
    await merge(desk, agent, source, target)
    await merge(desk, agent, target, third)
    led = await desk.shown(agent, source)
    early = await desk.ask("POST", f"/tickets/{source['id']}/unmerge", agent, json={})
    await desk.does(agent, f"/tickets/{target['id']}/unmerge")
    begun = desk.clock.now()
    desk.clock.move(timedelta(hours=24, seconds=1))
    agent = await desk.person("agent", email=agent.email)
    late = await desk.ask("POST", f"/tickets/{source['id']}/unmerge", agent, json={})
    desk.clock.set(begun)
    agent = await desk.person("agent", email=agent.email)
    await desk.does(agent, f"/tickets/{source['id']}/unmerge")
    twice = await desk.ask("POST", f"/tickets/{source['id']}/unmerge", agent, json={})

    assert led["id"] == third["id"]
    assert problem(early) == (409, "ticket_merged")
    assert problem(late) == (409, "unmerge_window_over")
    assert problem(twice) == (409, "not_merged")
    assert len(await texts(desk, agent, source)) == 3


async def test_who_sees_a_merged_ticket_is_told_with_the_ticket_at_the_end_of_the_chain(desk: Any, rpc: Any) -> None:
    agent, customer, other = await desk.person("agent"), await desk.person(), await desk.person()
    source, target = await desk.opened(customer), await desk.opened(customer)
    third = await desk.opened(other)
    await merge(desk, agent, source, target)
    await merge(desk, agent, target, third)
    asked = pb.WhoMaySeeRequest(ticket_id=source["id"], person_ids=[str(agent.id), str(uuid4())])
    sla = rpc.as_service("sla")

    chained = await sla.WhoMaySee(asked)
    await desk.does(agent, f"/tickets/{target['id']}/unmerge")
    await desk.does(agent, f"/tickets/{source['id']}/unmerge")
    own = await sla.WhoMaySee(asked)

    assert (chained.ticket_id, list(chained.person_ids)) == (third["id"], [str(agent.id)])
    assert (own.ticket_id, list(own.person_ids)) == (source["id"], [str(agent.id)])


async def test_of_two_merges_that_cross_one_is_done(desk: Any, problem: Any) -> None:
    for _ in range(5):
        _, _, agent, source, target = await two(desk)

        answers = await asyncio.gather(merge(desk, agent, source, target), merge(desk, agent, target, source))

        assert sorted(answer.status_code for answer in answers) == [200, 409]
        rows = await desk.rows(
            "SELECT merged_into_id FROM escalated_tickets WHERE id = ANY(:ids)",
            ids=[UUID(source["id"]), UUID(target["id"])],
        )
        assert sum(row.merged_into_id is None for row in rows) == 1


async def test_a_reply_during_a_merge_is_on_the_target_whoever_comes_first(desk: Any) -> None:
    for _ in range(5):
        one, _, agent, source, target = await two(desk)
        reply = desk.ask("POST", f"/tickets/{source['id']}/replies", one, json={"body": "Meanwhile"})

        merged, replied = await asyncio.gather(merge(desk, agent, source, target), reply)

        assert (merged.status_code, replied.status_code) == (200, 201), replied.text
        assert "Meanwhile" in await texts(desk, agent, target)
        shown = await desk.shown(agent, target)
        assert (shown["reply_count"], shown["note_count"]) == (3, 1)
