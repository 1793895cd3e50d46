"""Each filter and sort of the list over REST, held against plain Python; what is none is refused by its name."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import update

from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import find_ticket
from escalated_tickets.tickets.state import CHANNELS, PRIORITIES, TYPES, WEIGHT, TicketState

Holds = Callable[[TicketState], bool]


@dataclass
class Crowd:
    """Fifty tickets of one department, with random attributes; who looks at them, and ids to ask for."""

    states: list[TicketState]
    agent: Any
    department: UUID
    people: list[UUID]
    tag_ids: dict[str, UUID]


def _drawn(dice: random.Random, people: list[UUID], now: Any) -> dict[str, Any]:
    status, category = dice.choice(
        [("open", "new"), ("in_progress", "open"), ("waiting_on_customer", "pending"), ("resolved", "solved")]
    )
    created = now - timedelta(days=dice.randint(1, 20), minutes=dice.randint(0, 600))
    return {
        "requester_id": dice.choice(people),
        "assignee_id": dice.choice([*people, None]),
        "follower_ids": dice.sample(people, dice.randint(0, 2)),
        "priority": dice.randint(1, len(PRIORITIES)),
        "type": dice.choice(TYPES),
        "channel": dice.choice(CHANNELS),
        "status": status,
        "status_category": category,
        "done": category == "solved",
        "resolved_at": now if category == "solved" else None,
        "snoozed_until": dice.choice([None, now + timedelta(days=1)]),
        "sla_state": dice.choice(["ok", "at_risk", "breached"]),
        "sla_next_due_at": dice.choice([None, now + timedelta(minutes=dice.randint(-500, 500))]),
        "created_at": created,
        "updated_at": created + timedelta(minutes=dice.randint(0, 900)),
    }


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crowd(desk: Any) -> Crowd:
    dice, now = random.Random(5), desk.clock.now()
    department = await desk.department()
    agent, customer = await desk.person("agent", department), await desk.person()
    people = [agent.id, uuid4(), uuid4()]
    ids = []
    for _ in range(50):
        tags = dice.sample(["vip", "late", "odd"], dice.randint(0, 2))
        made = await desk.opened(
            agent, subject="Listed zebra", requester={"email": customer.email}, tags=tags, department_id=str(department)
        )
        async with desk.database.transaction() as uow:
            row = update(tickets).where(tickets.c.id == UUID(made["id"]))
            await uow.execute(row.values(_drawn(dice, people, now)))
        ids.append(UUID(made["id"]))
    async with desk.database.reading() as reader:
        states = [(await find_ticket(reader, each))[0] for each in ids]
    tag_ids = {row.name: row.id for row in await desk.rows("SELECT name, id FROM escalated_tags")}
    return Crowd(states, agent, department, people, tag_ids)


def _filters(crowd: Crowd) -> dict[str, Holds]:
    agent, (_, other, third), tag = crowd.agent.id, crowd.people, crowd.tag_ids
    day = min(each.created_at for each in crowd.states).date() + timedelta(days=5)
    return {
        "status=open,resolved": lambda each: each.status in {"open", "resolved"},
        "status_category=pending": lambda each: each.status_category == "pending",
        "priority=urgent,critical": lambda each: each.priority >= WEIGHT["urgent"],
        "type=problem": lambda each: each.type == "problem",
        "channel=phone,import": lambda each: each.channel in {"phone", "import"},
        f"department={crowd.department}": lambda _each: True,
        "department=none": lambda _each: False,
        "assignee=me": lambda each: each.assignee_id == agent,
        "assignee=none": lambda each: each.assignee_id is None,
        f"assignee={other}": lambda each: each.assignee_id == other,
        "requester=me": lambda each: each.requester_id == agent,
        f"requester={third}": lambda each: each.requester_id == third,
        "follower=me": lambda each: agent in each.follower_ids,
        f"follower={other}": lambda each: other in each.follower_ids,
        "tag=VIP": lambda each: tag["vip"] in each.tag_ids,
        "tag=vip,late": lambda each: {tag["vip"], tag["late"]} <= set(each.tag_ids),
        "tag=nothing": lambda _each: False,
        "sla=at_risk,breached": lambda each: each.sla_state in {"at_risk", "breached"},
        "snoozed=yes": lambda each: each.snoozed_until is not None,
        "snoozed=no": lambda each: each.snoozed_until is None,
        f"created=<{day}": lambda each: each.created_at.date() < day,
        f"created=>={day}": lambda each: each.created_at.date() >= day,
        f"updated={day}..{day + timedelta(days=3)}": lambda each: (
            day <= each.updated_at.date() <= day + timedelta(days=3)
        ),
        "q=zebra": lambda _each: True,
        "q=giraffe": lambda _each: False,
        "view=all_open": lambda each: not each.done,
    }


async def _listed(desk: Any, crowd: Crowd, query: str) -> list[UUID]:
    parts = dict(part.split("=", 1) for part in query.split("&") if part)
    found, cursor = [], None
    while True:
        more = {} if cursor is None else {"cursor": cursor}
        answer = await desk.ask("GET", "/tickets", crowd.agent, params={**parts, **more, "limit": 13})
        assert answer.status_code == 200, answer.text
        found += [UUID(each["id"]) for each in answer.json()["data"]]
        cursor = answer.json()["meta"]["next_cursor"]
        if cursor is None:
            return found


async def test_each_filter_lists_and_counts_what_it_says(desk: Any, crowd: Crowd) -> None:
    for query, holds in _filters(crowd).items():
        expected = {each.id for each in crowd.states if holds(each)}
        found = await _listed(desk, crowd, query)
        assert (query, sorted(found)) == (query, sorted(expected))
        answer = await desk.ask("GET", f"/tickets?total=true&limit=1&{query.replace('>', '%3E')}", crowd.agent)
        assert (query, answer.json()["meta"]["total"]) == (query, len(expected))


@pytest.mark.parametrize("seed", range(3))
async def test_filters_together_are_all_held(desk: Any, crowd: Crowd, seed: int) -> None:
    dice, known = random.Random(seed), _filters(crowd)
    for _ in range(12):
        drawn = {each.partition("=")[0]: each for each in dice.sample(sorted(known), 3)}
        expected = {each.id for each in crowd.states if all(known[query](each) for query in drawn.values())}
        found = await _listed(desk, crowd, "&".join(drawn.values()))
        assert (drawn, sorted(found)) == (drawn, sorted(expected))


_KEYS: dict[str, Callable[[TicketState], Any]] = {
    "updated_at": lambda each: each.updated_at,
    "created_at": lambda each: each.created_at,
    "priority": lambda each: each.priority,
    # What is not due comes behind all that is.
    "sla_due": lambda each: (each.sla_next_due_at is None, each.sla_next_due_at and each.sla_next_due_at.timestamp()),
}


@pytest.mark.parametrize("name", _KEYS)
async def test_each_sort_goes_on_over_the_pages_both_ways(desk: Any, crowd: Crowd, name: str) -> None:
    upwards = [each.id for each in sorted(crowd.states, key=lambda each: (_KEYS[name](each), each.id))]
    assert await _listed(desk, crowd, f"sort={name}") == upwards
    assert await _listed(desk, crowd, f"sort=-{name}") == upwards[::-1]


@pytest.mark.parametrize(
    "sort",
    [
        "priority,updated_at",
        "-priority,-updated_at",
        "-priority,updated_at",
        "priority,-sla_due",
        "-sla_due,priority,-created_at",
        "sla_due,-priority,created_at",
        "-updated_at,priority",
    ],
)
@pytest.mark.parametrize("narrowed", ["", "&status_category=new,open,pending,on_hold", "&requester={third}"])
async def test_several_sorts_go_on_over_the_pages_each_its_own_way(
    desk: Any, crowd: Crowd, sort: str, narrowed: str
) -> None:
    query = narrowed.format(third=crowd.people[2])
    wanted = set(await _listed(desk, crowd, f"sort=created_at{query}"))
    states = [each for each in crowd.states if each.id in wanted]
    *_, last = order = [(part.removeprefix("-"), part.startswith("-")) for part in sort.split(",")]
    states.sort(key=lambda each: each.id, reverse=last[1])
    for name, downwards in reversed(order):
        states.sort(key=_KEYS[name], reverse=downwards)

    assert await _listed(desk, crowd, f"sort={sort}{query}") == [each.id for each in states]


async def test_an_admin_and_a_customer_go_on_over_the_pages_too(desk: Any) -> None:
    customer = await desk.person()
    for number in range(7):
        await desk.opened(customer, priority="high" if number % 2 else "low")
    newest = {"sort": "priority,-created_at", "limit": 2}
    for who in (customer, await desk.person("admin")):
        found, cursor = [], None
        while cursor is not None or not found:
            more = {} if cursor is None else {"cursor": cursor}
            params = {**newest, "requester": str(customer.id), **more}
            page = (await desk.ask("GET", "/tickets", who, params=params)).json()
            found += page["data"]
            cursor = page["meta"]["next_cursor"]
        by_priority = [each["priority"] for each in found]
        assert by_priority == ["low"] * 4 + ["high"] * 3
        assert len({each["id"] for each in found}) == 7


@pytest.mark.parametrize(
    ("sort", "code", "named"),
    [
        ("priority,subject", "unknown_sort", "'subject'"),
        ("priority,", "unknown_sort", "''"),
        ("-priority,updated_at,priority", "sorted_twice", "'priority'"),
        ("updated_at,created_at,priority,sla_due", "too_many_sorts", "3"),
    ],
)
async def test_sorts_that_are_none_are_refused_by_name(
    desk: Any, crowd: Crowd, sort: str, code: str, named: str
) -> None:
    answer = await desk.ask("GET", "/tickets", crowd.agent, params={"sort": sort})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"], named in error["detail"]) == ("sort", code, True)


async def test_a_cursor_is_good_for_its_own_sort_and_customers_know_no_promises(desk: Any, crowd: Crowd) -> None:
    page = (await desk.ask("GET", "/tickets", crowd.agent, params={"sort": "priority,updated_at", "limit": 1})).json()
    cursor = page["meta"]["next_cursor"]
    for sort in ("priority", "updated_at,priority", "priority,-updated_at"):
        answer = await desk.ask("GET", "/tickets", crowd.agent, params={"sort": sort, "cursor": cursor})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "cursor_of_other_sort")
    refused = await desk.ask("GET", "/tickets", await desk.person(), params={"sort": "-priority,sla_due"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "unknown_sort")


@pytest.mark.parametrize(
    "query",
    [
        "status=nonsense",
        "status_category=nonsense",
        "priority=top",
        "type=bug",
        "channel=pigeon",
        "department=me",
        "assignee=somebody",
        "requester=none",
        "follower=x",
        "sla=late",
        "snoozed=maybe",
        "created=soon",
        "updated=1..2",
        "sort=subject",
        "sort=--priority",
        "limit=101",
        "limit=0",
        "cursor=nonsense",
        "colour=red",
        "deleted=yes",
    ],
)
async def test_what_is_no_filter_is_refused_by_its_name(desk: Any, crowd: Crowd, query: str) -> None:
    answer = await desk.ask("GET", f"/tickets?{query}", crowd.agent)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"].endswith(query.partition("=")[0])
