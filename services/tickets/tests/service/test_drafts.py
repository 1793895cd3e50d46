"""Drafts: one's own, the last write wins, nothing of the ticket changes, and their files are kept."""

from datetime import timedelta
from typing import Any

import pytest

from escalated_chassis.due import DueWorker
from escalated_tickets.attachments.service import next_unused, remove_unused
from escalated_tickets.drafts.service import next_purge, purge_drafts


async def uploaded(desk: Any, who: Any) -> str:
    files = {"file": ("a.txt", b"some text", "text/plain")}
    upload_id: str = (await desk.ask("POST", "/uploads", who, files=files)).json()["data"]["id"]
    return upload_id


async def kept(desk: Any, who: Any, ticket: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = await desk.ask("PUT", f"/tickets/{ticket['id']}/draft", who, json=body)
    assert answer.status_code == 200, answer.text
    draft: dict[str, Any] = answer.json()["data"]
    return draft


async def sweep(desk: Any) -> None:
    worker = DueWorker(
        "sweep", desk.database, lambda uow, limit: remove_unused(uow, desk.desk.files, limit), next_unused,
        clock=desk.clock,
    )  # fmt: skip
    await worker.run_once()


async def test_the_last_write_wins_and_the_ticket_does_not_change(desk: Any, problem: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}/draft"
    assert problem(await desk.ask("GET", path, agent)) == (404, "draft_not_found")

    await kept(desk, agent, ticket, body="Hel")
    second = await kept(desk, agent, ticket, body=" Hello ", kind="note", format="html")
    await kept(desk, other, ticket, body="Mine")

    assert (second["version"], second["body"], second["kind"], second["format"]) == (2, " Hello ", "note", "html")
    shown = await desk.ask("GET", path, agent)
    assert (shown.json()["data"], shown.headers["etag"]) == (second, '"2"')
    after = await desk.shown(agent, ticket)
    assert (after["version"], after["updated_at"]) == (1, ticket["updated_at"])
    assert await desk.event_types(ticket) == ["ticket.created"]
    assert (await desk.ask("DELETE", path, agent)).status_code == 204
    assert problem(await desk.ask("GET", path, agent)) == (404, "draft_not_found")
    assert (await desk.ask("GET", path, other)).json()["data"]["body"] == "Mine"


async def test_sending_takes_the_draft_of_its_kind_away(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}"
    await kept(desk, agent, ticket, body="Hello")

    await desk.does(agent, f"{path}/replies", {"body": "psst", "internal": True})
    assert (await desk.ask("GET", f"{path}/draft", agent)).status_code == 200
    await desk.does(agent, f"{path}/replies", {"body": "Hello"})

    assert problem(await desk.ask("GET", f"{path}/draft", agent)) == (404, "draft_not_found")


async def test_a_refused_reply_leaves_the_draft(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await kept(desk, agent, ticket, body="Hello")
    refused = await desk.ask(
        "POST", f"/tickets/{ticket['id']}/replies", agent, json={"body": "Hello", "status": "reopened"}
    )
    assert refused.status_code == 409
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/draft", agent)).json()["data"]["body"] == "Hello"


async def test_files_of_a_draft_outlive_the_sweep_and_are_sent(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    in_draft, alone = await uploaded(desk, agent), await uploaded(desk, agent)
    draft = await kept(desk, agent, ticket, body="See", attachments=[in_draft])
    assert [each["id"] for each in draft["attachments"]] == [in_draft]

    desk.clock.move(timedelta(days=2))
    await sweep(desk)

    agent = await desk.person("agent", name=agent.name, email=agent.email)
    left = await desk.rows("SELECT id FROM escalated_attachments WHERE message_id IS NULL")
    assert [str(row.id) for row in left] == [in_draft]
    assert str(left[0].id) != alone
    async with desk.database.reading() as reader:
        assert await next_unused(reader) is None
    sent = await desk.ask(
        "POST", f"/tickets/{ticket['id']}/replies", agent, json={"body": "See", "attachments": [in_draft]}
    )
    assert [each["id"] for each in sent.json()["message"]["attachments"]] == [in_draft]


async def test_a_draft_that_nobody_touched_for_thirty_days_is_forgotten(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await kept(desk, agent, ticket, body="Hello")
    desk.clock.move(timedelta(days=29))
    async with desk.database.transaction() as uow:
        await purge_drafts(uow, 100)
    count = "SELECT 1 FROM escalated_drafts WHERE ticket_id = CAST(:id AS uuid)"
    assert len(await desk.rows(count, id=ticket["id"])) == 1
    desk.clock.move(timedelta(days=1))
    async with desk.database.transaction() as uow:
        assert await purge_drafts(uow, 100) == 1
    assert await desk.rows(count, id=ticket["id"]) == []
    async with desk.database.reading() as reader:
        assert await next_purge(reader) is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"body": "x" * 100_001}, "/body"),
        ({"body": "x", "kind": "poem"}, "/kind"),
        ({"body": "x", "version": 7}, "/version"),
        ({"body": "x", "attachments": ["{foreign}"]}, "/attachments/0"),
    ],
)
async def test_bad_drafts_are_refused(desk: Any, body: dict[str, Any], pointer: str) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    if "attachments" in body:
        body = {**body, "attachments": [await uploaded(desk, other)]}
    answer = await desk.ask("PUT", f"/tickets/{ticket['id']}/draft", agent, json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/draft", agent)).status_code == 404


async def test_light_agents_draft_notes_and_customers_find_nothing(desk: Any, problem: Any) -> None:
    customer, light = await desk.person(), await desk.person("light_agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}/draft"
    assert problem(await desk.ask("PUT", path, light, json={"body": "x"})) == (403, "forbidden")
    assert (await kept(desk, light, ticket, body="x", kind="note"))["version"] == 1
    for method, body in (("GET", None), ("PUT", {"body": "x"}), ("DELETE", None)):
        answer = await desk.ask(method, path, customer, **({"json": body} if body else {}))
        assert problem(answer) == (404, "draft_not_found")
