"""Statuses of the desk's own: what may be changed of them, and that no ticket is left in one that is gone."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from escalated_tickets.statuses.rules import SEEDED_BOOK
from escalated_tickets.tickets.service import set_status


async def _status(desk: Any, **more: Any) -> dict[str, Any]:
    """A new status that follows `open`, and that `resolved` follows."""
    slug = f"own_{uuid4().hex[:8]}"
    body = {"label": f"Own {slug[-4:]}", "slug": slug, "category": "open", "reachable_from": ["open"]}
    body = {**body, "transitions": ["resolved"], **more}
    made: dict[str, Any] = await desk.does(await desk.person("admin"), "/statuses", body)
    return made


async def _book(desk: Any) -> dict[str, dict[str, Any]]:
    answer = await desk.ask("GET", "/statuses", await desk.person("admin"))
    return {each["slug"]: each for each in answer.json()["data"]}


async def test_a_status_of_ones_own_is_used_like_any_other(desk: Any) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    made = await _status(desk, label="Bei der Post", slug=None, category="on_hold", color="#ABCDEF", order=35)

    moved = await desk.does(agent, f"/tickets/{ticket['id']}/status", {"status": made["slug"]})
    resolved = await desk.does(agent, f"/tickets/{ticket['id']}/resolve")

    assert made == {
        "slug": "bei_der_post",
        "label": "Bei der Post",
        "category": "on_hold",
        "color": "#abcdef",
        "order": 35,
        "default": True,
        "built_in": False,
        "transitions": ["resolved"],
    }
    assert (moved["status"], moved["status_label"], moved["status_category"]) == (
        "bei_der_post",
        "Bei der Post",
        "on_hold",
    )
    assert (resolved["status"], resolved["resolved_at"]) == ("resolved", "2026-01-05T09:00:00Z")
    changed = [each for each in await desk.events(ticket) if each["meta"]["type"] == "ticket.status_changed"]
    assert [each["new_category"] for each in changed] == ["on_hold", "solved"]


async def test_each_category_keeps_exactly_one_default(desk: Any, problem: Any) -> None:
    admin = await desk.person("admin")
    made = await _status(desk, default=True)
    book = await _book(desk)

    assert [each["slug"] for each in book.values() if each["category"] == "open" and each["default"]] == [made["slug"]]
    taken = await desk.ask("PATCH", f"/statuses/{made['slug']}", admin, json={"default": False})
    deleted = await desk.ask("DELETE", f"/statuses/{made['slug']}", admin)
    assert (problem(taken), problem(deleted)) == ((422, "invalid"), (409, "default_status"))
    await desk.ask("PATCH", "/statuses/in_progress", admin, json={"default": True})
    book = await _book(desk)
    assert [each["slug"] for each in book.values() if each["category"] == "open" and each["default"]] == ["in_progress"]
    assert (await desk.ask("DELETE", f"/statuses/{made['slug']}", admin)).status_code == 204


async def test_the_seeded_ones_keep_their_category_and_stay(desk: Any, problem: Any) -> None:
    admin = await desk.person("admin")
    before = await _book(desk)
    for slug in SEEDED_BOOK.statuses:
        path = f"/statuses/{slug}"
        category = "open" if SEEDED_BOOK.category(slug) != "open" else "pending"
        assert problem(await desk.ask("DELETE", f"{path}?replace_with=open", admin)) == (409, "built_in")
        assert problem(await desk.ask("PATCH", path, admin, json={"category": category})) == (409, "built_in")
    assert await _book(desk) == before

    renamed = await desk.ask(
        "PATCH", "/statuses/escalated", admin, json={"label": "Hot", "color": "#FF0000", "order": 1}
    )

    assert (renamed.json()["data"]["label"], renamed.json()["data"]["color"]) == ("Hot", "#ff0000")
    assert next(iter(await _book(desk))) == "escalated"
    await desk.ask("PATCH", "/statuses/escalated", admin, json={"label": "Escalated", "color": "#ef4444", "order": 50})
    assert await _book(desk) == before


async def test_a_status_in_use_is_refused_with_the_count_or_moved(desk: Any, problem: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")
    made = await _status(desk)
    tickets = [await desk.opened(await desk.person()) for _ in range(3)]
    for ticket in tickets:
        await desk.does(agent, f"/tickets/{ticket['id']}/status", {"status": made["slug"]})
    await desk.ask("DELETE", f"/tickets/{tickets[2]['id']}", admin)
    path = f"/statuses/{made['slug']}"

    refused = await desk.ask("DELETE", path, admin)
    recategorised = await desk.ask("PATCH", path, admin, json={"category": "pending"})
    nowhere = await desk.ask("DELETE", f"{path}?replace_with=nowhere", admin)
    assert (problem(refused), refused.json()["count"]) == ((409, "status_in_use"), 3)
    assert (problem(recategorised), problem(nowhere)) == ((409, "status_in_use"), (422, "invalid"))
    assert (await desk.shown(agent, tickets[0]))["status"] == made["slug"]

    assert (await desk.ask("DELETE", f"{path}?replace_with=resolved", admin)).status_code == 204

    assert [(await desk.shown(admin, each))["status"] for each in tickets] == ["resolved"] * 3
    assert (await desk.event_types(tickets[0]))[-2:] == ["ticket.status_changed", "ticket.resolved"]
    assert made["slug"] not in await _book(desk)


async def test_a_process_with_an_old_book_never_writes_a_status_that_is_gone(desk: Any) -> None:
    agent, admin = await desk.person("agent"), await desk.person("admin")
    ticket = await desk.opened(await desk.person())
    made = await _status(desk)
    await _book(desk)
    old = desk.desk.statuses._book
    assert (await desk.ask("DELETE", f"/statuses/{made['slug']}", admin)).status_code == 204
    await _book(desk)
    desk.desk.statuses._book = old

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/status", agent, json={"status": made["slug"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "status_changed")
    await desk.desk.statuses.forget()
    shown = await desk.shown(agent, ticket)
    assert (shown["status"], shown["version"]) == ("open", 1)


async def test_a_ticket_that_enters_a_status_holds_it_against_deletion(desk: Any) -> None:
    admin = await desk.person("admin")
    ticket = await desk.opened(await desk.person())
    made = await _status(desk)
    viewer = await _viewer(desk, await desk.person("agent"))

    async with desk.database.transaction() as uow:
        await set_status(uow, desk.desk, viewer, ticket["id"], made["slug"])
        deletion = asyncio.create_task(desk.ask("DELETE", f"/statuses/{made['slug']}", admin))
        done, _ = await asyncio.wait([deletion], timeout=0.3)
        assert not done
    answer = await deletion

    assert (answer.status_code, answer.json()["count"]) == (409, 1)


async def _viewer(desk: Any, somebody: Any) -> Any:
    person = (await desk.desk.people.ensure([somebody.id]))[somebody.id]
    return await desk.desk.people.viewer(person)


async def test_transitions_are_what_every_command_obeys(desk: Any, problem: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")
    made = await _status(desk, transitions=[], reachable_from=["open"])
    ticket = await desk.opened(await desk.person())
    await desk.does(agent, f"/tickets/{ticket['id']}/status", {"status": made["slug"]})
    stuck = await desk.ask("POST", f"/tickets/{ticket['id']}/resolve", agent)
    path = f"/statuses/{made['slug']}/transitions"

    for body, code in (
        ({"transitions": [made["slug"]]}, "itself"),
        ({"transitions": ["open", "nope"]}, "unknown"),
    ):
        refused = await desk.ask("PUT", path, admin, json=body)
        assert (problem(refused)[0], refused.json()["errors"][0]["code"]) == (422, code)
    answer = await desk.ask("PUT", path, admin, json={"transitions": ["closed", "open", "closed"]})

    assert problem(stuck) == (409, "transition_not_allowed")
    assert answer.json()["data"]["transitions"] == ["open", "closed"]
    assert (await desk.shown(agent, ticket))["allowed_statuses"] == ["open", "closed"]
    await desk.does(agent, f"/tickets/{ticket['id']}/close")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"label": "x", "category": "sleepy"}, 422, "invalid"),
        ({"label": "", "category": "open"}, 422, "invalid"),
        ({"label": "x", "slug": "Bad Slug", "category": "open"}, 422, "invalid"),
        ({"label": "日本", "category": "open"}, 422, "invalid"),
        ({"label": "x", "category": "open", "color": "red"}, 422, "invalid"),
        ({"label": "x", "category": "open", "transitions": ["nope"]}, 422, "invalid"),
        ({"label": "Open", "category": "new"}, 409, "status_exists"),
        ({"label": "x", "category": "open", "built_in": True}, 422, "invalid"),
    ],
    ids=str,
)
async def test_a_bad_status_is_refused(desk: Any, problem: Any, body: dict[str, Any], status: int, code: str) -> None:
    before = await _book(desk)

    answer = await desk.ask("POST", "/statuses", await desk.person("admin"), json=body)

    assert problem(answer) == (status, code)
    assert await _book(desk) == before


async def test_a_field_that_was_required_at_it_is_so_no_more(desk: Any) -> None:
    admin = await desk.person("admin")
    made = await _status(desk)
    field = {"key": f"k{uuid4().hex[:8]}", "label": "K", "type": "text", "required_at": ["resolved", made["slug"]]}
    kept = await desk.does(admin, "/custom-fields", field)

    assert (await desk.ask("DELETE", f"/statuses/{made['slug']}", admin)).status_code == 204

    answer = await desk.ask("PATCH", f"/custom-fields/{kept['id']}", admin, json={"label": "L"})
    assert (answer.status_code, answer.json()["data"]["required_at"]) == (200, ["resolved"])
    assert (await desk.ask("DELETE", f"/custom-fields/{kept['id']}", admin)).status_code == 204


async def test_two_defaults_at_once_leave_one(desk: Any) -> None:
    slugs = [f"race_{uuid4().hex[:6]}" for _ in range(4)]

    await asyncio.gather(*(_status(desk, slug=slug, default=True) for slug in slugs))

    book = await _book(desk)
    assert len([each for each in book.values() if each["category"] == "open" and each["default"]]) == 1
    admin = await desk.person("admin")
    await desk.ask("PATCH", "/statuses/in_progress", admin, json={"default": True})
    for slug in slugs:
        assert (await desk.ask("DELETE", f"/statuses/{slug}", admin)).status_code == 204


async def test_changes_of_statuses_are_audited(desk: Any) -> None:
    admin = await desk.person("admin")
    made = await _status(desk)
    await desk.ask("PATCH", f"/statuses/{made['slug']}", admin, json={"label": "Renamed"})
    await desk.ask("DELETE", f"/statuses/{made['slug']}", admin)

    rows = await desk.rows(
        "SELECT body::jsonb->>'action' AS action FROM escalated_outbox "
        "WHERE body::jsonb->>'object_id' = :slug ORDER BY id",
        slug=made["slug"],
    )
    assert [each.action for each in rows] == ["status.created", "status.updated", "status.deleted"]


def test_a_status_that_is_newer_than_the_book_is_called_by_its_slug() -> None:
    assert SEEDED_BOOK.label("newer_than_this_book") == "newer_than_this_book"
