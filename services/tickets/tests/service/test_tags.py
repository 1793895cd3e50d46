"""Tags: one name each, whatever its case and script; renamed, recoloured and deleted everywhere at once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from escalated_tickets.tags.service import create_tag


async def _tagged(desk: Any, who: Any, ticket: dict[str, Any], *names: str) -> list[str]:
    after = await desk.does(who, f"/tickets/{ticket['id']}/tags", {"tags": list(names)})
    return [tag["name"] for tag in after["tags"]]


async def _named(desk: Any, name: str) -> int:
    rows = await desk.rows("SELECT count(*) AS n FROM escalated_tags WHERE lower(name) = lower(:name)", name=name)
    return int(rows[0].n)


@pytest.mark.parametrize("name", ["VIP", "İADE", "ΟΔΟΣ", "STRAẞE", "ÄRGER", "Ⅷ"])
async def test_a_tag_of_any_script_is_put_on_found_and_taken_off(desk: Any, name: str) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket, name = await desk.opened(customer), f"{name} {uuid4().hex[:6]}"

    put_on = await _tagged(desk, agent, ticket, name)
    again = await _tagged(desk, agent, ticket, name)
    listed = await desk.ask("GET", "/tickets", agent, params={"tag": name})
    off = await desk.ask("DELETE", f"/tickets/{ticket['id']}/tags", agent, json={"tags": [name]})

    assert put_on == again == [name]
    assert [each["id"] for each in listed.json()["data"]] == [ticket["id"]]
    assert off.json()["data"]["tags"] == []
    assert await _named(desk, name) == 1


async def test_a_name_is_one_in_whatever_case_and_however_it_is_composed(desk: Any, problem: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")
    ticket, end = await desk.opened(await desk.person()), uuid4().hex[:6]
    made = await desk.does(admin, "/tags", {"name": f"Café {end}"})
    other = await desk.does(admin, "/tags", {"name": f"Other {end}"})

    for same in (f"CAFÉ {end}", f"Cafe\u0301 {end}", f"  Café   {end} "):
        assert problem(await desk.ask("POST", "/tags", admin, json={"name": same})) == (409, "tag_exists")
        renamed = await desk.ask("PATCH", f"/tags/{other['id']}", admin, json={"name": same})
        assert problem(renamed) == (409, "tag_exists")
        assert await _tagged(desk, agent, ticket, same) == [made["name"]]

    assert await _named(desk, made["name"]) == await _named(desk, other["name"]) == 1


async def test_of_two_who_make_the_same_tag_at_once_the_later_is_told(desk: Any, problem: Any) -> None:
    admin, name = await desk.person("admin"), f"race {uuid4().hex[:6]}"

    async with desk.database.transaction() as uow:
        made = await create_tag(uow, name, None)
        later = asyncio.create_task(desk.ask("POST", "/tags", admin, json={"name": name}))
        done, _ = await asyncio.wait([later], timeout=0.3)
        assert not done

    assert problem(await later) == (409, "tag_exists")
    [row] = await desk.rows("SELECT id FROM escalated_tags WHERE name = :name", name=name)
    assert row.id == made.id


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x" * 51}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "   "}, "/name"),
        ({"name": "a,b"}, "/name"),
        ({"name": 7}, "/name"),
        ({"name": "x", "color": "red"}, "/color"),
        ({"name": "x", "color": "#12345"}, "/color"),
        ({"name": "x", "usage": 1}, "/usage"),
    ],
    ids=str,
)
async def test_a_bad_tag_is_refused_where_it_stands_and_none_is_made(
    desk: Any, problem: Any, body: dict[str, Any], pointer: str
) -> None:
    admin = await desk.person("admin")
    tag = await desk.does(admin, "/tags", {"name": f"kept {uuid4().hex[:6]}", "color": "#aabbcc"})
    before = await desk.rows("SELECT id, name, color FROM escalated_tags ORDER BY id")

    for method, path in (("POST", "/tags"), ("PATCH", f"/tags/{tag['id']}")):
        answer = await desk.ask(method, path, admin, json=body)
        assert problem(answer) == (422, "invalid"), answer.text
        assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert await desk.rows("SELECT id, name, color FROM escalated_tags ORDER BY id") == before


async def test_tags_are_found_by_a_part_of_their_name(desk: Any) -> None:
    admin, end = await desk.person("admin"), uuid4().hex[:6]
    for name in (f"Ärger {end}", f"100%_{end}", f"Other {end}"):
        await desk.does(admin, "/tags", {"name": name})

    async def found(q: str) -> list[str]:
        return [each["name"] for each in (await desk.ask("GET", "/tags", admin, params={"q": q})).json()["data"]]

    assert await found(f"äRGER {end}") == [f"Ärger {end}"]
    assert await found(f"0%_{end}") == [f"100%_{end}"]
    assert await found(f"_ther {end}") == []
    assert len(await found(end)) == 3


async def test_a_ticket_has_fifty_tags_at_most(desk: Any, problem: Any) -> None:
    agent, end = await desk.person("agent"), uuid4().hex[:6]
    ticket = await desk.opened(await desk.person())
    for half in (range(25), range(25, 50)):
        await _tagged(desk, agent, ticket, *(f"t{n} {end}" for n in half))
    again = await _tagged(desk, agent, ticket, f"t7 {end}")

    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/tags", agent, json={"tags": [f"one more {end}"]})

    assert (len(again), problem(refused)) == (50, (409, "too_many_tags"))
    shown = await desk.shown(agent, ticket)
    assert (len(shown["tags"]), shown["version"]) == (50, 3)
    assert await _named(desk, f"one more {end}") == 0


async def test_a_colour_and_a_name_change_everywhere_and_a_deleted_tag_is_off_every_ticket(desk: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")
    tickets, name = [await desk.opened(await desk.person()) for _ in range(2)], f"new {uuid4().hex[:6]}"
    for ticket in tickets:
        await _tagged(desk, agent, ticket, name)
    tag = (await desk.shown(agent, tickets[0]))["tags"][0]

    changed = await desk.ask("PATCH", f"/tags/{tag['id']}", admin, json={"name": f"{name}!", "color": "#ABCDEF"})
    shown = [(await desk.shown(agent, each))["tags"] for each in tickets]
    gone = await desk.ask("DELETE", f"/tags/{tag['id']}", admin)

    assert changed.json()["data"] == {"id": tag["id"], "name": f"{name}!", "color": "#abcdef"}
    assert shown == [[changed.json()["data"]]] * 2
    assert gone.status_code == 204
    assert [(await desk.shown(agent, each))["tags"] for each in tickets] == [[], []]
    assert (await desk.ask("DELETE", f"/tags/{tag['id']}", admin)).status_code == 404
