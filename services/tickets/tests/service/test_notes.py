"""Notes that are pinned, mended and taken back, and people who are called in them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest


async def noted(desk: Any, who: Any, ticket: dict[str, Any], body: str = "psst", **more: Any) -> dict[str, Any]:
    """A new note of somebody's, as it was answered."""
    sent = {"body": body, "internal": True, **more}
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", who, json=sent)
    assert answer.status_code == 201, answer.text
    message: dict[str, Any] = answer.json()["message"]
    return message


async def searched(desk: Any, who: Any, words: str) -> list[str]:
    answer = await desk.ask("GET", "/search", who, params={"q": words})
    return [each["id"] for each in answer.json()["data"]]


async def test_a_note_is_pinned_and_unpinned_and_the_order_stays(desk: Any, problem: Any) -> None:
    customer, agent, light = await desk.person(), await desk.person("agent"), await desk.person("light_agent")
    ticket = await desk.opened(customer)
    first, second = await noted(desk, agent, ticket, "one"), await noted(desk, agent, ticket, "two")
    path = f"/tickets/{ticket['id']}/messages"

    pinned = await desk.ask("POST", f"{path}/{second['id']}/pin", light, json={})
    again = await desk.ask("POST", f"{path}/{second['id']}/pin", agent)

    assert (pinned.status_code, pinned.json()["message"]["pinned"], pinned.json()["data"]["version"]) == (200, True, 4)
    assert (again.status_code, again.json()["data"]["version"]) == (200, 4)
    only = (await desk.ask("GET", path, agent, params={"pinned": "true"})).json()["data"]
    assert [each["id"] for each in only] == [second["id"]]
    everything = (await desk.ask("GET", path, agent)).json()["data"]
    assert [each["id"] for each in everything[1:]] == [first["id"], second["id"]]
    hidden = (await desk.ask("GET", path, customer, params={"pinned": "true"})).json()["data"]
    assert hidden == []
    unpinned = await desk.ask("DELETE", f"{path}/{second['id']}/pin", agent)
    assert unpinned.json()["message"]["pinned"] is False
    changes = [each for each in await desk.events(ticket) if each["meta"]["type"] == "ticket.message_changed"]
    assert [each["what"] for each in changes] == ["pinned", "unpinned"]
    assert [each["message"]["pinned"] for each in changes] == [True, False]
    assert {each["meta"]["audience"]["staff_only"] for each in changes} == {True}
    assert (await desk.shown(customer, ticket))["version"] == 1


async def test_ten_notes_are_pinned_and_no_more(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    notes = [await noted(desk, agent, ticket, f"n{index}") for index in range(11)]
    for note in notes[:10]:
        await desk.does(agent, f"/tickets/{ticket['id']}/messages/{note['id']}/pin")

    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/messages/{notes[10]['id']}/pin", agent)

    assert problem(refused) == (409, "too_many_pinned")
    kept = await desk.rows("SELECT pinned FROM escalated_messages WHERE id = CAST(:id AS uuid)", id=notes[10]["id"])
    assert kept[0].pinned is False


async def test_a_reply_and_a_foreign_message_are_not_pinned_and_customers_find_nothing(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket, other = await desk.opened(customer), await desk.opened(customer)
    note = await noted(desk, agent, ticket)
    opening = (await desk.ask("GET", f"/tickets/{ticket['id']}/messages", agent)).json()["data"][0]
    path = f"/tickets/{ticket['id']}/messages"

    assert problem(await desk.ask("POST", f"{path}/{opening['id']}/pin", agent)) == (409, "not_a_note")
    assert problem(await desk.ask("PATCH", f"{path}/{opening['id']}", agent, json={"body": "x"})) == (409, "not_a_note")
    foreign = await desk.ask("POST", f"/tickets/{other['id']}/messages/{note['id']}/pin", agent)
    assert problem(foreign) == (404, "message_not_found")
    for message in (note["id"], opening["id"], str(uuid4())):
        for method, end, body in (
            ("POST", "/pin", {}),
            ("DELETE", "/pin", None),
            ("PATCH", "", {"body": "x"}),
            ("DELETE", "", None),
        ):
            answer = await desk.ask(method, f"{path}/{message}{end}", customer, **({"json": body} if body else {}))
            assert problem(answer) == (404, "message_not_found")
    assert (await desk.shown(agent, ticket))["version"] == 2


async def test_a_mended_note_is_found_by_its_new_words_only(desk: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer, subject="Quokka question")
    await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "Wombats too"})
    note = await noted(desk, agent, ticket, "The passphrase is hippogriff")
    assert await searched(desk, agent, "hippogriff") == [ticket["id"]]

    answer = await desk.ask(
        "PATCH", f"/tickets/{ticket['id']}/messages/{note['id']}", agent, json={"body": "The **basilisk** knows"}
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["message"]["body_text"] == "The basilisk knows"
    assert answer.json()["message"]["edited_at"] == "2026-01-05T09:00:00Z"
    assert await searched(desk, agent, "hippogriff") == []
    assert await searched(desk, agent, "basilisk") == [ticket["id"]]
    assert await searched(desk, agent, "wombats quokka") == [ticket["id"]]
    assert await searched(desk, customer, "basilisk") == []
    assert await searched(desk, customer, "wombats") == [ticket["id"]]
    event = (await desk.events(ticket))[-1]
    assert (event["what"], event["message"]["body_text"]) == ("edited", "The basilisk knows")
    activity = (await desk.shown(other, ticket, "activity"))["activity"][-1]
    assert (activity["kind"], activity["after"]["what"]) == ("ticket.message_changed", "edited")
    assert "hippogriff" not in str(activity)


async def test_a_note_taken_back_is_gone_with_its_files_and_its_words(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    files = {"file": ("secret.txt", b"hunter2", "text/plain")}
    upload = (await desk.ask("POST", "/uploads", agent, files=files)).json()["data"]
    note = await noted(desk, agent, ticket, "chupacabra", attachments=[upload["id"]])
    url = note["attachments"][0]["url"].removeprefix("/api/v1")
    assert (await desk.ask("GET", url, agent)).status_code == 200

    answer = await desk.ask("DELETE", f"/tickets/{ticket['id']}/messages/{note['id']}", agent)

    assert (answer.status_code, answer.json()["data"]["note_count"]) == (200, 0)
    assert problem(await desk.ask("GET", url, agent)) == (404, "attachment_not_found")
    assert await searched(desk, agent, "chupacabra") == []
    assert len((await desk.ask("GET", f"/tickets/{ticket['id']}/messages", agent)).json()["data"]) == 1
    event = (await desk.events(ticket))[-1]
    assert (event["what"], event["message"]["id"], event["message"]["body_text"]) == ("deleted", note["id"], "")
    again = await desk.ask("DELETE", f"/tickets/{ticket['id']}/messages/{note['id']}", agent)
    assert problem(again) == (404, "message_not_found")


async def test_only_the_writer_and_only_for_ten_minutes(desk: Any, problem: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("admin")
    ticket = await desk.opened(customer)
    note = await noted(desk, agent, ticket)
    path = f"/tickets/{ticket['id']}/messages/{note['id']}"

    assert problem(await desk.ask("PATCH", path, other, json={"body": "x"})) == (403, "not_your_note")
    assert problem(await desk.ask("DELETE", path, other)) == (403, "not_your_note")
    stale = await desk.ask("DELETE", path, agent, headers={"If-Match": '"1"'})
    assert problem(stale) == (412, "version_mismatch")
    desk.clock.move(timedelta(minutes=10, seconds=1))
    agent = await desk.person("agent", name=agent.name, email=agent.email)
    assert problem(await desk.ask("PATCH", path, agent, json={"body": "x"})) == (409, "edit_window_over")
    assert problem(await desk.ask("DELETE", path, agent)) == (409, "edit_window_over")
    kept = (await desk.ask("GET", f"/tickets/{ticket['id']}/messages", agent)).json()["data"][-1]
    assert (kept["body_text"], (await desk.shown(agent, ticket))["version"]) == ("psst", 2)


async def test_who_is_called_follows_and_is_named_in_the_event(desk: Any) -> None:
    mine = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", mine)
    by_id = await desk.person("agent", mine)
    by_name = await desk.person("light_agent", mine, name=f"Zoë van Dam {uuid4().hex[:6]}")
    by_mail = await desk.person("agent", mine)
    await desk.person("agent", mine, name=by_name.name.split(" ")[0])
    ticket = await desk.opened(customer, department_id=str(mine))

    body = f"@{by_name.name.upper()}, and @{by_mail.email}: see me@example.com. @nobody"
    await noted(desk, agent, ticket, body, mentions=[str(by_id.id), str(agent.id)])

    event = (await desk.events(ticket))[-1]
    assert event["meta"]["type"] == "internal_note.added"
    assert set(event["mentioned_ids"]) == {str(by_id.id), str(by_name.id), str(by_mail.id)}
    followers = (await desk.shown(agent, ticket))["follower_ids"]
    assert set(followers) == set(event["mentioned_ids"])
    assert set(event["meta"]["audience"]["person_ids"]) >= set(followers)


async def test_calling_who_cannot_see_it_needs_the_right_to_share(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department(), await desk.department()
    customer, agent, admin = await desk.person(), await desk.person("agent", mine), await desk.person("admin")
    blind = await desk.person("agent", theirs, name=f"Bo Blind {uuid4().hex[:6]}")
    ticket = await desk.opened(customer, department_id=str(mine))
    note = {"body": f"@{blind.name} look", "internal": True}

    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, json=note)
    no_staff = await desk.ask(
        "POST", f"/tickets/{ticket['id']}/replies", agent,
        json={"body": "x", "internal": True, "mentions": [str(customer.id)]},
    )  # fmt: skip

    assert problem(refused) == (422, "cannot_see_ticket")
    assert blind.name in refused.json()["detail"]
    assert (no_staff.status_code, no_staff.json()["errors"][0]["pointer"]) == (422, "/mentions/0")
    assert await desk.event_types(ticket) == ["ticket.created"]
    assert (await desk.shown(agent, ticket))["note_count"] == 0
    await desk.does(admin, f"/tickets/{ticket['id']}/replies", note)
    assert (await desk.shown(blind, ticket))["note_count"] == 1


async def test_who_is_called_when_a_note_is_mended_is_told_once(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    first, second = await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    note = await noted(desk, agent, ticket, f"@{first.email}")

    body = {"body": f"@{first.email} @{second.email}"}
    await desk.ask("PATCH", f"/tickets/{ticket['id']}/messages/{note['id']}", agent, json=body)

    request = (await desk.events(ticket))[-1]
    assert (request["meta"]["type"], request["person_ids"]) == ("ticket.notification_requested", [str(second.id)])
    assert (await desk.shown(agent, ticket))["follower_ids"] == [str(first.id), str(second.id)]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"body": "x", "mentions": []}, "/mentions"),
        ({"body": "x", "send_after": 60}, "/send_after"),
    ],
)
async def test_customers_neither_call_nor_delay(desk: Any, body: dict[str, Any], pointer: str) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer)
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", customer, json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await desk.shown(customer, ticket))["reply_count"] == 0
