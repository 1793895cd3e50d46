"""Get, list, count and search agree for random people, tickets and tokens, whichever way the words are found."""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.dialects import postgresql

from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.bulk.worker import BulkWorker
from escalated_tickets.search import queries
from escalated_tickets.search.service import index_tickets
from escalated_tickets.search.understanding import understand
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.listing import shape_of
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import count_tickets, find_ticket, list_tickets, sight_of
from escalated_tickets.tickets.state import CHANNELS, PRIORITIES, TYPES, TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer, reasons_of

SEEDS = range(3)
Holds = Callable[[TicketState, Viewer, bool], bool]


async def _desk_of(desk: Any, dice: random.Random, word: str) -> tuple[list[TicketState], list[UUID], list[UUID]]:
    """Forty tickets of random people with random attributes: as they are, the people, the departments."""
    customer, agent = await desk.person(), await desk.person("agent")
    people = [uuid4() for _ in range(4)]
    departments = [await desk.department(f"Dept {word} {number}") for number in range(3)]
    ids = []
    for number in range(40):
        tags = dice.sample(["vip", "late", "odd"], dice.randint(0, 2))
        ticket = await desk.opened(agent, subject=f"About {word}", requester={"email": customer.email}, tags=tags)
        changed = desk.clock.now() - timedelta(days=dice.randint(0, 20))
        done = dice.random() < 0.3
        values = {
            "requester_id": dice.choice(people),
            "assignee_id": dice.choice([*people, None, None]),
            "department_id": dice.choice([*departments, None, None]),
            "follower_ids": dice.sample(people, dice.randint(0, 2)),
            "participant_ids": dice.sample(people, dice.randint(0, 2)),
            "priority": dice.randint(1, len(PRIORITIES)),
            "type": dice.choice(TYPES),
            "channel": dice.choice(CHANNELS),
            "status": "resolved" if done else "in_progress",
            "status_category": "solved" if done else "open",
            "done": done,
            "snoozed_until": dice.choice([None, desk.clock.now() + timedelta(days=1)]),
            "created_at": changed - timedelta(days=dice.randint(0, 20)),
            "updated_at": changed,
            "public_updated_at": changed - timedelta(hours=dice.randint(0, 240)),
            "deleted_at": None if number % 10 else desk.clock.now(),
        }
        async with desk.database.transaction() as uow:
            await uow.execute(update(tickets).where(tickets.c.id == UUID(ticket["id"])).values(values))
            await index_tickets(uow, [UUID(ticket["id"])])
        ids.append(UUID(ticket["id"]))
    async with desk.database.reading() as reader:
        found = [await find_ticket(reader, each) for each in ids]
    return [each[0] for each in found if each is not None], people, departments


def _viewers(dice: random.Random, people: list[UUID], departments: list[UUID]) -> list[Viewer]:
    viewers = []
    for person in people:
        for kind in ("customer", "agent", "light_agent", "admin"):
            mine = frozenset(dice.sample(departments, dice.randint(0, 3))) if kind != "customer" else frozenset()
            viewers.append(Viewer(person, kind, "", f"{person}@example.com", frozenset(BUILT_IN_ROLES[kind]), mine))
    return viewers


def _tokens(desk: Any, word: str, departments: list[UUID], tag_ids: dict[str, UUID]) -> dict[str, Holds]:
    now, week = desk.clock.now(), timedelta(days=7)
    return {
        "status:resolved": lambda ticket, _viewer, _staff: ticket.status == "resolved",
        "category:open,pending": lambda ticket, _viewer, _staff: ticket.status_category in {"open", "pending"},
        "priority:urgent,critical": lambda ticket, _viewer, _staff: ticket.priority >= 4,
        "type:question type:task": lambda ticket, _viewer, _staff: ticket.type in {"question", "task"},
        "requester:me": lambda ticket, viewer, _staff: ticket.requester_id == viewer.id,
        f'department:"dept {word} 1"': lambda ticket, _viewer, _staff: ticket.department_id == departments[1],
        "department:none": lambda ticket, _viewer, _staff: ticket.department_id is None,
        "tag:vip": lambda ticket, _viewer, _staff: tag_ids["vip"] in ticket.tag_ids,
        "tag:vip,late": lambda ticket, _viewer, _staff: {tag_ids["vip"], tag_ids["late"]} <= set(ticket.tag_ids),
        "tag:nothing": lambda _ticket, _viewer, _staff: False,
        "created:>7d": lambda ticket, _viewer, _staff: ticket.created_at < now - week,
        "updated:<7d": lambda ticket, _viewer, staff: (
            (ticket.updated_at if staff else ticket.public_updated_at) >= now - week
        ),
        "updated:>7d requester:me": lambda ticket, viewer, staff: (
            (ticket.updated_at if staff else ticket.public_updated_at) < now - week and ticket.requester_id == viewer.id
        ),
    }


def _staffs_tokens() -> dict[str, Holds]:
    """What customers are not told: agents too find nothing by it in tickets that they see as customers."""
    return {
        "assignee:me": lambda ticket, viewer, _staff: ticket.assignee_id == viewer.id,
        "assignee:none status:in_progress": lambda ticket, _viewer, _staff: (
            ticket.assignee_id is None and ticket.status == "in_progress"
        ),
        "follower:me": lambda ticket, viewer, staff: staff and viewer.id in ticket.follower_ids,
        "snoozed:yes": lambda ticket, _viewer, staff: staff and ticket.snoozed_until is not None,
        "snoozed:no": lambda ticket, _viewer, staff: not staff or ticket.snoozed_until is None,
        "sla:breached": lambda _ticket, _viewer, _staff: False,
    }


@pytest.mark.parametrize("dense", [-1.0, 2.0], ids=["walked", "by the index"])
@pytest.mark.parametrize("seed", SEEDS)
async def test_tokens_and_words_find_what_is_seen(
    desk: Any, seed: int, dense: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_DENSE", dense)
    dice, word = random.Random(seed), f"token{seed}{'w' if dense < 0 else 'i'}"
    states, people, departments = await _desk_of(desk, dice, word)
    tag_ids = {row.name: row.id for row in await desk.rows("SELECT name, id FROM escalated_tags")}
    everybodys = _tokens(desk, word, departments, tag_ids)
    async with desk.database.reading() as reader:
        book = await desk.desk.statuses.book(reader)
        for viewer in dice.sample(_viewers(dice, people, departments), 8):
            cases = everybodys | (_staffs_tokens() if viewer.is_staff else {})
            for tokens in dice.sample(sorted(cases), 6):
                expected = {
                    state.id
                    for state in states
                    if state.deleted_at is None
                    and (as_whom := sight_of(viewer, state)) is not None
                    and cases[tokens](state, viewer, as_whom is Relation.STAFF)
                }
                asked = await understand(reader, viewer, f"{tokens} {word}", book, desk.clock.now())
                found = await queries.search_tickets(reader, viewer, asked.words, asked.filters, limit=100, offset=0)
                assert len(found) == len({each.ticket.state.id for each in found})
                assert {each.ticket.state.id for each in found} == expected, (viewer.kind, tokens)
                both = Filters({**asked.filters.values, "q": word}, asked.filters.flags)
                listed = await list_tickets(reader, viewer, both, limit=100)
                assert {each.state.id for each in listed.tickets} == expected, (viewer.kind, tokens)
                assert await count_tickets(reader, viewer, both) == len(expected), (viewer.kind, tokens)
                for each in found:
                    assert each.ticket.relation is sight_of(viewer, each.ticket.state)


@pytest.mark.parametrize("dense", [-1.0, 2.0], ids=["walked", "by the index"])
async def test_words_alone_find_what_is_seen(desk: Any, dense: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_DENSE", dense)
    dice, word = random.Random(7), f"alone{'w' if dense < 0 else 'i'}"
    states, people, departments = await _desk_of(desk, dice, word)
    async with desk.database.reading() as reader:
        book = await desk.desk.statuses.book(reader)
        many = frozenset([*departments, *(uuid4() for _ in range(9))])
        everywhere = Viewer(people[0], "agent", "", "", frozenset(BUILT_IN_ROLES["agent"]), many)
        for viewer in (everywhere, *_viewers(dice, people, departments)):
            expected = {state.id for state in states if state.deleted_at is None and sight_of(viewer, state)}
            asked = await understand(reader, viewer, word, book, desk.clock.now())
            found = await queries.search_tickets(reader, viewer, asked.words, asked.filters, limit=100, offset=0)
            assert {each.ticket.state.id for each in found} == expected


@pytest.mark.parametrize("dense", [-1.0, 2.0], ids=["walked", "by the index"])
async def test_who_finds_a_ticket_changes_with_its_department(
    desk: Any, dense: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_DENSE", dense)
    word, here, there = f"moved{uuid4().hex[:8]}", await desk.department(), await desk.department()
    before, after = await desk.person("agent", here), await desk.person("agent", there)
    admin, holder = await desk.person("admin"), await desk.person("agent", here)
    singly, in_bulk = [await desk.opened(await desk.person(), subject=word, department_id=str(here)) for _ in range(2)]
    for ticket in (singly, in_bulk):
        # What is nobody's is seen by all.
        await desk.does(admin, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(holder.id)})
    both = {singly["id"], in_bulk["id"]}
    assert [await _found(desk, each, word) for each in (before, after)] == [both, set()]

    await desk.does(admin, f"/tickets/{singly['id']}/department", {"department_id": str(there)})
    moving = {"action": {"type": "set_department", "department_id": str(there)}, "ids": [in_bulk["id"]]}
    assert (await desk.ask("POST", "/tickets/bulk", admin, json=moving)).status_code == 202
    await BulkWorker(desk.desk, desk.database).run_once()

    assert [await _found(desk, each, word) for each in (before, after)] == [set(), both]


async def _found(desk: Any, who: Any, word: str) -> set[str]:
    return {each["id"] for each in (await desk.ask("GET", "/search", who, params={"q": word})).json()["data"]}


@pytest.mark.parametrize("dense", [True, False], ids=["walked", "by the index"])
def test_a_plan_made_for_any_words_is_as_good(dense: bool) -> None:
    """Or PostgreSQL would plan each search anew: it would expect more of words, a department or a page it knows."""
    agent = Viewer(uuid4(), "agent", "", "", frozenset(BUILT_IN_ROLES["agent"]), frozenset({uuid4(), uuid4()}))
    shape = shape_of(Filters(), reasons_of(agent), after=False, departments=2)
    query = queries.search_query(shape, dense, 25, 0)
    asked = str(query.statement.compile(dialect=postgresql.dialect()))
    assert not {"limit", "offset"} & query.names
    for name in ("q", *(f"department_{number}" for number in range(2) if dense)):
        hidden = re.findall(rf"\(SELECT (?:CAST\()?%\({name}\)s", asked)
        assert 0 < len(hidden) == asked.count(f"%({name})s"), name
