"""Links of every kind, seen from both ends; and problems that are resolved with their incidents."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from escalated_tickets.tickets.state import TicketState


async def linked(desk: Any, who: Any, ticket: dict[str, Any]) -> list[tuple[str, str]]:
    answer = await desk.ask("GET", f"/tickets/{ticket['id']}/links", who)
    assert answer.status_code == 200, answer.text
    return [(each["kind"], each["id"]) for each in answer.json()["data"]]


async def link(desk: Any, who: Any, ticket: dict[str, Any], kind: str, other: dict[str, Any], **more: Any) -> Any:
    return await desk.ask(
        "POST", f"/tickets/{ticket['id']}/links", who, json={"kind": kind, "ticket": other["reference"]}, **more
    )


@pytest.mark.parametrize(
    ("kind", "inverse"),
    [
        ("related", "related"),
        ("duplicate", "duplicate"),
        ("follow_up", "follow_up"),
        ("parent", "child"),
        ("child", "parent"),
        ("problem", "incident"),
        ("incident", "problem"),
    ],
)
async def test_a_link_is_seen_from_both_ends_and_both_say_so(desk: Any, kind: str, inverse: str) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    one, other = await desk.opened(customer), await desk.opened(customer)

    answer = await link(desk, agent, one, kind, other)

    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"2"'
    assert [(each["kind"], each["reference"]) for each in answer.json()["data"]["links"]] == [
        (kind, other["reference"])
    ]
    assert await linked(desk, agent, one) == [(kind, other["id"])]
    assert await linked(desk, agent, other) == [(inverse, one["id"])]
    for ticket, told, there in ((one, kind, other), (other, inverse, one)):
        event = (await desk.events(ticket))[-1]
        assert (event["meta"]["type"], event["meta"]["audience"]["staff_only"]) == (
            "ticket.updated",
            kind != "follow_up",
        )
        said = f'{{"kind":"{told}","id":"{there["id"]}","reference":"{there["reference"]}"}}'
        assert event["changes"] == [{"field": "links", "before": "", "after": said}]
        activity = (await desk.shown(agent, ticket, "activity"))["activity"][-1]
        assert activity["after"]["links"]["kind"] == told
    assert len({(await desk.events(each))[-1]["meta"]["causation_id"] for each in (one, other)}) == 1


async def test_the_same_link_again_changes_nothing_and_taking_it_off_is_told_by_both(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    one, other = await desk.opened(customer), await desk.opened(customer)
    await link(desk, agent, one, "parent", other)
    await link(desk, agent, one, "related", other)

    again = await link(desk, agent, one, "parent", other)
    gone = await desk.ask("DELETE", f"/tickets/{one['id']}/links/{other['reference']}?kind=parent", agent)
    none = await desk.ask("DELETE", f"/tickets/{one['id']}/links/{other['id']}?kind=parent", agent)
    nobody = await desk.ask("DELETE", f"/tickets/{one['id']}/links/{uuid4()}", agent)

    assert (again.status_code, again.headers["etag"]) == (201, '"3"')
    assert (gone.status_code, [each["kind"] for each in gone.json()["data"]["links"]]) == (200, ["related"])
    assert problem(none) == problem(nobody) == (404, "link_not_found")
    assert await linked(desk, agent, other) == [("related", one["id"])]
    assert (await desk.events(other))[-1]["changes"][0]["after"] == ""
    assert (await desk.shown(agent, other))["version"] == 4


async def test_what_may_not_be_linked_is_refused_and_nothing_changes(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department("Mine"), await desk.department("Theirs")
    customer, agent = await desk.person(), await desk.person("agent", mine)
    top, middle, bottom = [await desk.opened(customer, department_id=str(mine)) for _ in range(3)]
    hidden = await desk.opened(customer, department_id=str(theirs))
    assert (await link(desk, agent, middle, "parent", top)).status_code == 201
    assert (await link(desk, agent, bottom, "parent", middle)).status_code == 201
    assert (await link(desk, agent, bottom, "problem", top)).status_code == 201
    before = await desk.rows("SELECT id, version FROM escalated_tickets ORDER BY id")

    refusals = [
        (top, "parent", bottom, (409, "cyclic_link")),
        (bottom, "child", top, (409, "cyclic_link")),
        (bottom, "parent", top, (409, "parent_exists")),
        (top, "child", bottom, (409, "parent_exists")),
        (bottom, "problem", middle, (409, "problem_exists")),
        (top, "problem", bottom, (409, "cyclic_link")),
        (bottom, "incident", top, (409, "cyclic_link")),
        (top, "related", top, (422, "invalid")),
        (top, "related", hidden, (422, "invalid")),
        (top, "related", {"reference": "ESC-99999"}, (422, "invalid")),
        (top, "cousin", middle, (422, "invalid")),
    ]
    for one, kind, other, expected in refusals:
        answer = await link(desk, agent, one, kind, other)
        assert problem(answer) == expected, answer.text
    stale = await link(desk, agent, top, "related", middle, headers={"If-Match": '"1"'})

    assert problem(stale) == (412, "version_mismatch")
    assert await desk.rows("SELECT id, version FROM escalated_tickets ORDER BY id") == before
    assert await linked(desk, agent, top) == [("child", middle["id"]), ("incident", bottom["id"])]


async def test_links_made_at_once_make_no_circle_of_parents(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    made = [await desk.opened(customer) for _ in range(4)]

    answers = await asyncio.gather(
        *(link(desk, agent, one, "parent", other) for one, other in zip(made, [*made[1:], made[0]], strict=True))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409]


@pytest.mark.parametrize("up", ["parent", "problem"])
async def test_no_family_is_so_deep_that_a_circle_is_overlooked(desk: Any, problem: Any, up: str) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    top, bottom = await desk.opened(customer), await desk.opened(customer)
    between = [str(uuid4()) for _ in range(120)]
    line = [top["id"], *between, bottom["id"]]
    others = ", ".join(name for name in TicketState.__dataclass_fields__ if name not in ("id", "reference"))
    down = {"parent": "child", "problem": "incident"}[up]
    async with desk.database.transaction() as uow:
        await uow.connection.execute(
            text(
                f"INSERT INTO escalated_tickets (id, reference, {others}) SELECT new, 'DEEP-' || new, {others} "
                "FROM escalated_tickets, unnest(CAST(:new AS uuid[])) AS new WHERE id = CAST(:like AS uuid)"
            ),
            {"new": between, "like": top["id"]},
        )
        for below, above in zip(line[1:], line, strict=False):
            for one, other, kind in ((below, above, up), (above, below, down)):
                await uow.connection.execute(
                    text("INSERT INTO escalated_ticket_links VALUES (CAST(:a AS uuid), CAST(:b AS uuid), :k, now())"),
                    {"a": one, "b": other, "k": kind},
                )

    answer = await link(desk, agent, top, up, bottom)

    assert problem(answer) == (409, "cyclic_link")
    assert await linked(desk, agent, top) == [(down, between[0])]
    assert (await desk.shown(agent, top))["version"] == (await desk.shown(agent, bottom))["version"] == 1


async def test_a_problem_that_is_closed_takes_its_incidents_along(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    trouble, first, second = [await desk.opened(customer) for _ in range(3)]
    for incident in (first, second):
        await link(desk, agent, incident, "problem", trouble)
    path = f"/tickets/{trouble['id']}/close"

    other = await desk.ask("POST", f"/tickets/{trouble['id']}/status", agent, json={"status": "resolved"})
    offered = await desk.ask("POST", path, agent, json={})
    untouched = (await desk.shown(agent, first))["status"]
    taken = await desk.ask("POST", path, agent, json={"with_incidents": True})

    assert (other.json()["open_incidents"], offered.json()["open_incidents"], untouched) == (2, 2, "open")
    assert (taken.json()["data"]["status"], taken.json()["open_incidents"]) == ("closed", 0)
    assert {each["outcome"] for each in taken.json()["incidents"]} == {"done"}
    assert [(await desk.shown(agent, each))["status"] for each in (first, second)] == ["resolved", "resolved"]


async def test_a_customer_sees_follow_ups_of_their_own_only(desk: Any) -> None:
    customer, stranger, agent = await desk.person(), await desk.person(), await desk.person("agent")
    own, second, foreign = await desk.opened(customer), await desk.opened(customer), await desk.opened(stranger)
    await link(desk, agent, own, "follow_up", foreign)
    await link(desk, agent, own, "duplicate", second)
    await link(desk, agent, own, "follow_up", second)

    assert await linked(desk, customer, own) == [("follow_up", second["id"])]
    shown = (await desk.shown(customer, own, "links"))["links"]
    assert [each["kind"] for each in shown] == ["follow_up"]
    assert len(await linked(desk, agent, own)) == 3


async def test_a_problem_is_resolved_with_the_incidents_that_may_be(desk: Any) -> None:
    mine, theirs = await desk.department("Mine"), await desk.department("Theirs")
    customer, agent, admin = await desk.person(), await desk.person("agent", mine), await desk.person("admin")
    made = [await desk.opened(customer, department_id=str(mine)) for _ in range(4)]
    trouble, first, second, done = made
    hidden = await desk.opened(customer, department_id=str(theirs))
    for incident in (first, second, done, hidden):
        assert (await link(desk, admin, incident, "problem", trouble)).status_code == 201
    await desk.does(agent, f"/tickets/{done['id']}/close")

    offered = await desk.ask("POST", f"/tickets/{trouble['id']}/close", agent, json={})
    await desk.does(agent, f"/tickets/{trouble['id']}/reopen")
    resolved = await desk.ask("POST", f"/tickets/{trouble['id']}/resolve", agent, json={"with_incidents": True})

    assert offered.json()["open_incidents"] == 2
    assert (resolved.json()["data"]["status"], resolved.json()["open_incidents"]) == ("resolved", 0)
    outcomes = [(each["id"], each["outcome"]) for each in resolved.json()["incidents"]]
    assert outcomes == [(each["id"], "done") for each in sorted((first, second), key=lambda each: each["id"])]
    states = {each["id"]: (await desk.shown(admin, each))["status"] for each in (first, second, done, hidden)}
    assert list(states.values()) == ["resolved", "resolved", "closed", "open"]
    assert (await desk.event_types(first))[-2:] == ["ticket.status_changed", "ticket.resolved"]
