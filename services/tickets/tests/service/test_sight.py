"""Who sees what: get, list, search and count agree for random desks; notes reach no customer in any way."""

import contextlib
import random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import NotFound
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.export import service as export
from escalated_tickets.export.service import PERMISSION, Export, page_of, table
from escalated_tickets.search.queries import search_tickets
from escalated_tickets.search.rules import parse_words
from escalated_tickets.search.service import index_tickets
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import (
    count_each,
    count_tickets,
    find_ticket,
    ids_seen,
    list_tickets,
    seen_by,
    sight_of,
)
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer, audience_of
from escalated_tickets.views.columns import Column

SEEDS = range(4)


async def _desk_of(desk: Any, dice: random.Random, word: str) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Sixty tickets with random people, some of them deleted: their ids, the people, the departments."""
    customer = await desk.person()
    people = [uuid4() for _ in range(5)]
    departments = [await desk.department() for _ in range(3)]
    made = []
    for number in range(60):
        ticket = await desk.opened(customer, subject=f"About {word}")
        values = {
            "requester_id": dice.choice(people),
            "assignee_id": dice.choice([*people, None, None]),
            "department_id": dice.choice([*departments, None, None]),
            "follower_ids": dice.sample(people, dice.randint(0, 2)),
            "participant_ids": dice.sample(people, dice.randint(0, 2)),
            "deleted_at": None if number % 6 else desk.clock.now(),
        }
        async with desk.database.transaction() as uow:
            await uow.execute(update(tickets).where(tickets.c.id == UUID(ticket["id"])).values(values))
            await index_tickets(uow, [UUID(ticket["id"])])
        made.append(UUID(ticket["id"]))
    return made, people, departments


def _viewers(dice: random.Random, people: list[UUID], departments: list[UUID]) -> list[Viewer]:
    """Each of the people in each role, as it comes and with what custom roles may add or a token leave out."""
    viewers = []
    for person in people:
        for kind in ("customer", "agent", "light_agent", "admin"):
            permissions = BUILT_IN_ROLES[kind]
            if dice.random() < 0.3:
                drawn = dice.sample(["tickets:view_all", "tickets:delete", "tickets:read"], dice.randint(1, 3))
                permissions = permissions ^ frozenset(drawn)
            mine = frozenset(dice.sample(departments, dice.randint(0, 3))) if kind != "customer" else frozenset()
            viewers.append(Viewer(person, kind, "", "", frozenset(permissions), mine))
    return viewers


async def _listed(reader: Any, viewer: Viewer, filters: Filters) -> list[UUID]:
    """The list, page by page."""
    found: list[UUID] = []
    after: Any = ()
    while True:
        page = await list_tickets(reader, viewer, filters, limit=7, after=after)
        found += [each.state.id for each in page.tickets]
        if page.next_key is None:
            return found
        after = page.next_key


async def _exported(desk: Any, reader: Any, viewer: Viewer, filters: Filters) -> set[UUID]:
    """The ids in the table that is downloaded."""
    principal = Principal(
        viewer.id, viewer.kind, "", "", viewer.permissions | {PERMISSION}, viewer.department_ids, (), "", 1
    )

    async def who() -> Principal:
        return principal

    export = Export(filters, [Column("Id", lambda ticket: ticket["id"])], False, who)
    written = [part async for part in table(desk.desk, desk.database, export, await page_of(reader, export))]
    return {UUID(line) for line in b"".join(written).decode().splitlines()[1:]}


def _heard_as(viewer: Viewer, state: TicketState) -> Relation | None:
    """As whom somebody hears of a ticket, told by the audience of its events alone; as the live stream tells it."""
    audience = audience_of(state)
    working = viewer.is_staff and (
        viewer.may("tickets:view_all")
        or audience.all_staff
        or viewer.id in audience.staff_ids
        or not viewer.department_ids.isdisjoint(audience.department_ids)
    )
    if working:
        return Relation.STAFF
    return Relation.CUSTOMER if viewer.id in audience.customer_ids else None


async def _got(reader: Any, viewer: Viewer, ids: list[UUID]) -> dict[UUID, Relation]:
    """Those that somebody gets one by one, and as whom."""
    found = {}
    for each in ids:
        with contextlib.suppress(NotFound):
            found[each] = (await seen_by(reader, viewer, each)).relation
    return found


@pytest.mark.parametrize("seed", SEEDS)
async def test_get_list_count_search_export_and_stream_agree(
    desk: Any, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PAGE", 9)
    dice, word = random.Random(seed), f"subject{seed}word"
    made, people, departments = await _desk_of(desk, dice, word)
    about = Filters({"q": word})
    async with desk.database.reading() as reader:
        states = {each: (await find_ticket(reader, each))[0] for each in made}
        for viewer in dice.sample(_viewers(dice, people, departments), 12):
            got = await _got(reader, viewer, made)
            there = {each for each in got if states[each].deleted_at is None}

            assert sorted(await _listed(reader, viewer, about)) == sorted(there)
            assert await count_tickets(reader, viewer, about) == len(there)
            assert await count_each(reader, viewer, [about, Filters(about.values, frozenset({"open"}))]) == [
                len(there),
                len(there),
            ]
            found = await search_tickets(reader, viewer, parse_words(word), Filters(), limit=100, offset=0)
            assert {each.ticket.state.id: each.ticket.relation for each in found} == {each: got[each] for each in there}
            assert await _exported(desk, reader, viewer, about) == there
            assert set(await ids_seen(reader, viewer, made)) == got.keys()
            if viewer.may("tickets:read"):
                heard = {each: as_whom for each in made if (as_whom := _heard_as(viewer, states[each]))}
                assert {each: as_whom for each, as_whom in heard.items() if states[each].deleted_at is None} == {
                    each: got[each] for each in there
                }
            else:
                assert got == {}
            gone = {each for each in got if states[each].deleted_at is not None}
            assert viewer.may("tickets:delete") or not gone
            if viewer.may("tickets:delete"):
                assert set(await _listed(reader, viewer, Filters({}, frozenset({"deleted"})))) & set(made) == gone


async def test_lists_narrowed_to_oneself_agree_with_what_is_seen(desk: Any) -> None:
    dice = random.Random(99)
    made, people, departments = await _desk_of(desk, dice, "narrowed")
    async with desk.database.reading() as reader:
        states = [(await find_ticket(reader, each))[0] for each in made]
        for viewer in _viewers(dice, people, departments):
            seen = [each for each in states if each.deleted_at is None and sight_of(viewer, each) is not None]
            cases = [
                (Filters({"assignee": viewer.id}), {each.id for each in seen if each.assignee_id == viewer.id}),
                (
                    Filters({}, frozenset({"no_assignee", "no_department"})),
                    {each.id for each in seen if each.assignee_id is None and each.department_id is None},
                ),
                (
                    Filters({"department": departments[0]}),
                    {each.id for each in seen if each.department_id == departments[0]},
                ),
            ]
            for filters, expected in cases:
                page = await list_tickets(reader, viewer, filters, limit=100)
                assert {each.state.id for each in page.tickets} & set(made) == expected


async def test_a_note_leaves_no_trace_for_the_customer(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    include = "messages,activity,clocks,links"
    before = await desk.shown(customer, ticket, include)
    listed = (await desk.ask("GET", "/tickets?total=true", customer)).json()
    timeline = (await desk.ask("GET", f"/tickets/{ticket['id']}/timeline", customer)).json()

    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "zebra secret", "internal": True})
    await desk.does(agent, f"/tickets/{ticket['id']}/follow")

    after = await desk.ask("GET", f"/tickets/{ticket['id']}", customer, params={"include": include})
    assert after.headers["etag"] == '"1"'
    assert after.json()["data"] == before
    assert (await desk.ask("GET", "/tickets?total=true", customer)).json() == listed
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/timeline", customer)).json() == timeline
    messages = (await desk.ask("GET", f"/tickets/{ticket['id']}/messages", customer)).json()["data"]
    assert [each["body_text"] for each in messages] == ["It burns."]
    for path in ("/search?q=zebra", "/tickets?q=zebra"):
        assert (await desk.ask("GET", path, customer)).json()["data"] == []
        assert [each["id"] for each in (await desk.ask("GET", path, agent)).json()["data"]] == [ticket["id"]]
    note = (await desk.events(ticket))[1]
    assert (note["meta"]["type"], note["meta"]["audience"]["staff_only"]) == ("internal_note.added", True)
    assert (note["ticket"]["version"], note["ticket"]["public_version"]) == (2, 1)


async def test_the_customers_view_leaves_out_what_is_for_staff(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent", name="Alex Agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})

    shown = await desk.shown(customer, ticket)
    staff = await desk.shown(agent, ticket)

    for_staff = {
        "sla",
        "note_count",
        "follower_ids",
        "escalation_level",
        "deleted_at",
        "snoozed_until",
        "merged_into_id",
        "rating",
    }
    assert set(staff) - set(shown) == for_staff
    assert shown["assignee"] == {"name": "Alex Agent"}
    refused = await desk.ask("GET", "/tickets?sla=breached", customer)
    assert refused.status_code == 422


async def test_an_agent_who_is_only_the_requester_sees_as_a_customer(desk: Any) -> None:
    department = await desk.department()
    agent, other = await desk.person("agent"), await desk.person("agent", department)
    ticket = await desk.opened(agent, department_id=str(department))
    await desk.does(other, f"/tickets/{ticket['id']}/replies", {"body": "about them", "internal": True})

    shown = await desk.shown(agent, ticket, "messages")

    assert [each["kind"] for each in shown["messages"]] == ["reply"]
    assert "note_count" not in shown
