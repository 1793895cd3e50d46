"""Canned responses: texts with variables and files, used again and again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from escalated_tickets.attachments.service import remove_unused


async def _uploaded(desk: Any, who: Any, name: str = "guide.txt", content: bytes = b"Pull the plug.") -> str:
    answer = await desk.ask("POST", "/uploads", who, files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def _made(desk: Any, who: Any, **more: Any) -> dict[str, Any]:
    body = {
        "name": f"R {uuid4().hex[:6]}",
        "body": "Dear {{ requester.first_name }}, see {{ ticket.reference }}.",
        **more,
    }
    made: dict[str, Any] = await desk.does(who, "/canned-responses", body)
    return made


async def test_it_is_rendered_for_a_ticket_and_its_file_is_sent_again_and_again(desk: Any) -> None:
    customer, agent = await desk.person(name="Maria *M* Lopez"), await desk.person("agent")
    made = await _made(desk, agent, attachments=[await _uploaded(desk, agent)])
    sent = []
    for _ in range(2):
        ticket = await desk.opened(customer)
        rendered = await desk.does(agent, f"/tickets/{ticket['id']}/canned-responses/{made['id']}/render")
        files = [each["id"] for each in rendered["attachments"]]
        reply = {"body": rendered["body"], "attachments": files}
        answer = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, json=reply)
        assert answer.status_code == 201, answer.text
        message = answer.json()["message"]
        assert message["body_text"] == f"Dear Maria, see {ticket['reference']}."
        url = message["attachments"][0]["url"].removeprefix("/api/v1")
        bytes_sent = await desk.ask("GET", url, customer)
        sent.append((files[0], message["attachments"][0]["filename"], bytes_sent.content))

    assert [each[1:] for each in sent] == [("guide.txt", b"Pull the plug.")] * 2
    assert len({made["attachments"][0]["id"], sent[0][0], sent[1][0]}) == 3
    shown = (await desk.ask("GET", f"/canned-responses/{made['id']}", agent)).json()["data"]
    assert (shown["usage_count"], shown["attachments"]) == (2, made["attachments"])


async def test_its_files_outlive_the_sweep_of_uploads_and_copies_that_nobody_sent_do_not(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    made = await _made(desk, agent, attachments=[await _uploaded(desk, agent)])
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}/canned-responses/{made['id']}/render"
    copied = (await desk.does(agent, path))["attachments"][0]["id"]
    before = desk.clock.now()
    desk.clock.move(timedelta(days=2))
    async with desk.database.transaction() as uow:
        await remove_unused(uow, desk.desk.files, 100)
    desk.clock.set(before)

    kept = await desk.ask("GET", made["attachments"][0]["url"].removeprefix("/api/v1"), agent)
    assert (kept.status_code, kept.content) == (200, b"Pull the plug.")
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert await desk.rows("SELECT id FROM escalated_attachments WHERE id = CAST(:id AS uuid)", id=copied) == []
    assert len((await desk.does(agent, path))["attachments"]) == 1


async def test_a_preview_copies_nothing_and_is_no_use(desk: Any) -> None:
    agent = await desk.person("agent")
    made = await _made(desk, agent, attachments=[await _uploaded(desk, agent)])
    ticket = await desk.opened(await desk.person())
    before = await desk.rows("SELECT count(*) AS n FROM escalated_attachments")

    path = f"/tickets/{ticket['id']}/canned-responses/{made['id']}/render"
    rendered = await desk.does(agent, path, {"preview": True})

    assert (rendered["attachments"], rendered["format"]) == ([], "markdown")
    assert await desk.rows("SELECT count(*) AS n FROM escalated_attachments") == before
    assert (await desk.ask("GET", f"/canned-responses/{made['id']}", agent)).json()["data"]["usage_count"] == 0


async def test_files_are_exchanged_as_one_list(desk: Any, problem: Any) -> None:
    agent, other = await desk.person("agent"), await desk.person("agent")
    first, second = await _uploaded(desk, agent, "1.txt"), await _uploaded(desk, agent, "2.txt")
    foreign = await _uploaded(desk, other, "3.txt")
    made = await _made(desk, agent, attachments=[first])
    path = f"/canned-responses/{made['id']}"

    refused = await desk.ask("PATCH", path, agent, json={"attachments": [first, foreign]})
    both = await desk.ask("PATCH", path, agent, json={"attachments": [second, first]})
    one = await desk.ask("PATCH", path, agent, json={"attachments": [second]})
    gone = await desk.ask("GET", f"{path}/files/{first}", agent)

    assert (problem(refused), refused.json()["errors"][0]["pointer"]) == ((422, "invalid"), "/attachments/1")
    assert [each["filename"] for each in both.json()["data"]["attachments"]] == ["2.txt", "1.txt"]
    assert [each["filename"] for each in one.json()["data"]["attachments"]] == ["2.txt"]
    assert (both.json()["data"]["version"], one.json()["data"]["version"]) == (2, 3)
    assert problem(gone) == (404, "attachment_not_found")
    assert (await desk.ask("DELETE", path, agent)).status_code == 204
    assert (
        await desk.rows("SELECT id FROM escalated_canned_response_files WHERE id = CAST(:id AS uuid)", id=second) == []
    )


@pytest.mark.parametrize("body", ["Hi {{ ticket.secret }}", "Hi {{ agent.name.__class__ }}", "{{}}"])
async def test_an_unknown_variable_is_refused_with_its_name(desk: Any, problem: Any, body: str) -> None:
    agent = await desk.person("agent")
    made = await _made(desk, agent)
    name = body.partition("{{")[2].partition("}}")[0].strip()

    created = await desk.ask("POST", "/canned-responses", agent, json={"name": "x", "body": body})
    changed = await desk.ask("PATCH", f"/canned-responses/{made['id']}", agent, json={"body": body})

    for answer in (created, changed):
        assert problem(answer) == (422, "invalid")
        assert (answer.json()["errors"][0]["pointer"], answer.json()["errors"][0]["code"]) == (
            "/body",
            "unknown_variable",
        )
        assert repr(name) in answer.json()["errors"][0]["detail"]
    rows = await desk.rows("SELECT body FROM escalated_canned_responses WHERE owner_id = :id", id=agent.id)
    assert [each.body for each in rows] == [made["body"]]


async def test_the_most_used_come_first_and_words_find_them(desk: Any) -> None:
    department = await desk.department()
    agent = await desk.person("agent", department)
    word = f"w{uuid4().hex[:6]}"
    names = ("Alpha", "Beta", "Gamma", "100%_sure")
    made = {name: await _made(desk, agent, name=f"{name} {word}", category="Billing") for name in names}
    ticket = await desk.opened(await desk.person())
    for name in ("Gamma", "Gamma", "Beta"):
        await desk.does(agent, f"/tickets/{ticket['id']}/canned-responses/{made[name]['id']}/render")

    async def found(**params: str) -> list[str]:
        answer = await desk.ask("GET", "/canned-responses", agent, params=params)
        assert answer.status_code == 200, answer.text
        return [each["name"].partition(" ")[0] for each in answer.json()["data"]]

    assert await found(q=word) == ["Gamma", "Beta", "100%_sure", "Alpha"]
    assert await found(q="0%_s") == ["100%_sure"]
    assert await found(q="_eta") == []
    assert await found(category="billing", q=word.upper()) == ["Gamma", "Beta", "100%_sure", "Alpha"]
    assert await found(category="other", q=word) == []
    listed, cursor = [], ""
    while cursor is not None:
        params = {"q": word, "limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await desk.ask("GET", "/canned-responses", agent, params=params)).json()
        listed += [each["name"].partition(" ")[0] for each in page["data"]]
        cursor = page["meta"]["next_cursor"]
    assert listed == ["Gamma", "Beta", "100%_sure", "Alpha"]


async def test_it_is_seen_and_changed_by_whom_it_is_for(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department(), await desk.department()
    admin = await desk.person("admin")
    agent, stranger = await desk.person("agent", mine), await desk.person("agent", theirs)
    customer = await desk.person()
    own = await _made(desk, agent, attachments=[await _uploaded(desk, agent)])
    shared = await _made(desk, admin, shared="department", department_id=str(mine))
    ticket = await desk.opened(customer)

    for response, who, status in (
        (own, agent, 200),
        (own, stranger, 404),
        (own, admin, 404),
        (shared, agent, 200),
        (shared, stranger, 404),
        (shared, customer, 403),
    ):
        path = f"/canned-responses/{response['id']}"
        assert (await desk.ask("GET", path, who)).status_code == status
        rendered = await desk.ask("POST", f"/tickets/{ticket['id']}{path}/render", who)
        assert rendered.status_code == status
    file_path = own["attachments"][0]["url"].removeprefix("/api/v1")
    assert (await desk.ask("GET", file_path, stranger)).status_code == 404
    assert problem(await desk.ask("PATCH", f"/canned-responses/{shared['id']}", agent, json={"name": "x"})) == (
        403,
        "forbidden",
    )
    body = {"name": "x", "body": "y", "shared": "all"}
    assert problem(await desk.ask("POST", "/canned-responses", agent, json=body)) == (403, "forbidden")
    wrong = {"name": "x", "body": "y", "shared": "department"}
    assert problem(await desk.ask("POST", "/canned-responses", admin, json=wrong)) == (422, "invalid")
    unknown = wrong | {"department_id": str(uuid4())}
    assert problem(await desk.ask("POST", "/canned-responses", admin, json=unknown)) == (422, "invalid")
    assert await desk.rows("SELECT id FROM escalated_canned_responses WHERE name = 'x'") == []
