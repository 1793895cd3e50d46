"""Splitting messages off into a ticket of their own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest


async def conversation(desk: Any, **more: Any) -> tuple[Any, Any, dict[str, Any], list[dict[str, Any]]]:
    """A ticket with an opening, a note, an answer and a second question."""
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer, description="Printer", priority="high", type="incident", **more)
    steps = (
        (agent, {"body": "hmm", "internal": True}),
        (agent, {"body": "Off and on?"}),
        (customer, {"body": "Also: wifi"}),
    )
    for who, body in steps:
        desk.clock.move(timedelta(seconds=1))
        await desk.does(who, f"/tickets/{ticket['id']}/replies", body)
    desk.clock.move(timedelta(seconds=1))
    return customer, agent, ticket, (await desk.shown(agent, ticket, "messages"))["messages"]


async def split(desk: Any, who: Any, ticket: dict[str, Any], ids: list[str], **more: Any) -> Any:
    return await desk.ask("POST", f"/tickets/{ticket['id']}/split", who, json={"message_ids": ids, **more})


async def test_a_message_becomes_a_ticket_and_both_say_so(desk: Any) -> None:
    department = str(await desk.department())
    customer, agent = await desk.person(), await desk.person("admin")
    ticket = await desk.opened(
        customer, description="Printer", priority="high", type="incident", department_id=department
    )
    await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": ["vip"]})
    desk.clock.move(timedelta(seconds=1))
    word = f"wifi{uuid4().hex[:8]}"
    await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": word})
    message = (await desk.shown(agent, ticket, "messages"))["messages"][-1]
    desk.clock.move(timedelta(seconds=1))
    now = desk.clock.now().isoformat().replace("+00:00", "Z")

    answer = await split(desk, agent, ticket, [message["id"]], subject="Wifi too")

    new = answer.json()["data"]
    assert answer.status_code == 201, answer.text
    assert answer.json()["split_from"] == {"id": ticket["id"], "reference": ticket["reference"], "version": 4}
    assert (new["subject"], new["status"], new["priority"], new["type"]) == ("Wifi too", "open", "high", "incident")
    assert (new["requester"]["id"], new["department"]["id"]) == (str(customer.id), department)
    assert ([tag["name"] for tag in new["tags"]], new["created_at"]) == (["vip"], now)
    assert (new["reply_count"], new["snippet"], new["last_message_at"]) == (0, word, message["created_at"])
    left = await desk.shown(agent, ticket, "messages,links")
    assert (left["reply_count"], left["snippet"]) == (0, "Printer")
    assert [each["body_text"] for each in left["messages"]] == ["Printer"]
    assert [(each["kind"], each["id"]) for each in left["links"]] == [("related", new["id"])]
    [created] = await desk.events(new)
    assert (created["meta"]["type"], created["message"]["body_text"]) == ("ticket.created", word)
    assert (created["message"]["opening"], created["message"]["ticket_id"]) == (True, new["id"])
    told = (await desk.events(ticket))[-1]
    assert (told["meta"]["type"], told["new_reference"], told["message_ids"]) == (
        "ticket.split",
        new["reference"],
        [message["id"]],
    )
    assert told["meta"]["causation_id"] == created["meta"]["causation_id"]
    activity = (await desk.shown(agent, new, "activity"))["activity"]
    assert [each["after"]["split_from"] for each in activity] == [ticket["reference"]]
    found = (await desk.ask("GET", "/search", agent, params={"q": word})).json()["data"]
    assert [each["id"] for each in found] == [new["id"]]
    assert [each["body_text"] for each in (await desk.shown(customer, new, "messages"))["messages"]] == [word]


async def test_the_opening_may_go_and_the_next_public_message_opens_then(desk: Any) -> None:
    _, agent, ticket, said = await conversation(desk)

    new = (await split(desk, agent, ticket, [said[0]["id"], said[1]["id"]])).json()["data"]

    left = await desk.shown(agent, ticket)
    assert (left["reply_count"], left["note_count"], left["snippet"]) == (1, 0, "Also: wifi")
    assert (new["reply_count"], new["note_count"], new["snippet"]) == (0, 1, "Printer")
    rows = await desk.rows(
        "SELECT ticket_id, body_text FROM escalated_messages WHERE opening AND ticket_id = ANY(:ids)",
        ids=[ticket["id"], new["id"]],
    )
    assert {row.body_text for row in rows} == {"Printer", "Off and on?"}


async def test_files_go_along(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    file = {"file": ("note.txt", b"hello", "text/plain")}
    upload = (await desk.ask("POST", "/uploads", customer, files=file)).json()["data"]
    await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "See", "attachments": [upload["id"]]})
    message = (await desk.shown(agent, ticket, "messages"))["messages"][-1]

    new = (await split(desk, agent, ticket, [message["id"]])).json()["data"]

    shown = (await desk.shown(customer, new, "messages"))["messages"][0]
    assert [each["filename"] for each in shown["attachments"]] == ["note.txt"]
    served = await desk.http.get(shown["attachments"][0]["url"], headers=customer.headers)
    assert (served.status_code, served.content) == (200, b"hello")
    [created] = await desk.events(new)
    assert [each["filename"] for each in created["message"]["attachments"]] == ["note.txt"]


@pytest.mark.parametrize(
    ("chosen", "code", "status"),
    [
        ((0, 1, 2, 3), "everything", 422),
        ((0, 2, 3), "nothing_public_stays", 422),
        ((1,), "nothing_public_goes", 422),
        ((0, "unknown"), "unknown_message", 422),
        ((), "too_short", 422),
    ],
)
async def test_what_cannot_be_split_is_refused_and_nothing_changes(
    desk: Any, chosen: tuple[Any, ...], code: str, status: int
) -> None:
    _, agent, ticket, said = await conversation(desk)
    before = await desk.rows("SELECT count(*), max(version) FROM escalated_tickets")

    answer = await split(
        desk, agent, ticket, [said[each]["id"] if each != "unknown" else str(uuid4()) for each in chosen]
    )

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)
    assert await desk.rows("SELECT count(*), max(version) FROM escalated_tickets") == before
    assert len((await desk.shown(agent, ticket, "messages"))["messages"]) == 4


async def test_split_off_after_a_merge_a_message_stays_where_it_went(desk: Any) -> None:
    customer, agent, ticket, said = await conversation(desk)
    target = await desk.opened(customer, description="Target")
    await desk.does(agent, f"/tickets/{ticket['id']}/merge", {"into": target["id"]})
    new = (await split(desk, agent, target, [said[3]["id"]])).json()["data"]

    await desk.does(agent, f"/tickets/{ticket['id']}/unmerge")

    shown = {
        each["id"]: [it["body_text"] for it in (await desk.shown(agent, each, "messages"))["messages"]]
        for each in (ticket, target, new)
    }
    assert list(shown.values()) == [["Printer", "hmm", "Off and on?"], ["Target"], ["Also: wifi"]]
    assert (await desk.shown(agent, ticket))["reply_count"] == 1
