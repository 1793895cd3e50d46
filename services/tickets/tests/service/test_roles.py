"""What roles may do: light agents, custom roles, and sight for random permissions while tickets change hands."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from escalated_contracts.permissions import BUILT_IN_ROLES, PERMISSIONS
from escalated_tickets.search.queries import search_tickets
from escalated_tickets.search.rules import parse_words
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.queries import count_tickets, find_ticket, list_tickets, sight_of
from escalated_tickets.tickets.visibility import Viewer

# Commands on a ticket, with what each of them needs beside tickets:read; None: every role may.
COMMANDS: list[tuple[str, str, dict[str, Any] | None, str]] = [
    ("POST", "/replies", {"body": "To the customer"}, "tickets:reply"),
    ("POST", "/replies", {"body": "psst", "internal": True}, "tickets:note"),
    ("PATCH", "", {"subject": "Other"}, "tickets:edit"),
    ("POST", "/priority", {"priority": "urgent"}, "tickets:edit"),
    ("POST", "/tags", {"tags": ["role"]}, "tickets:edit"),
    ("DELETE", "/tags", {"tags": ["role"]}, "tickets:edit"),
    ("POST", "/department", {"department_id": None}, "tickets:edit"),
    ("POST", "/participants", {"email": "cc@roles.example"}, "tickets:edit"),
    ("POST", "/status", {"status": "in_progress"}, "tickets:status"),
    ("POST", "/resolve", {}, "tickets:status"),
    ("POST", "/close", {}, "tickets:status"),
    ("POST", "/escalate", {}, "tickets:status"),
    ("POST", "/assign", {"assignee_id": "{agent}"}, "tickets:assign"),
    ("POST", "/unassign", {}, "tickets:assign"),
    ("POST", "/follow", {}, "tickets:follow"),
    ("DELETE", "/follow", None, "tickets:follow"),
    ("DELETE", "", None, "tickets:delete"),
]


async def somebody_with(desk: Any, department: UUID, *permissions: str, kind: str = "light_agent") -> Any:
    """A member of the department whose only role is a custom one of these permissions."""
    known = await desk.person(kind, department)
    role = str(uuid4())
    desk.directory.roles = {**desk.directory.roles, role: frozenset(permissions)}
    token = desk.deployment.token_for(
        kind,
        person_id=known.id,
        name=known.name,
        email=known.email,
        role_ids=[role],
        department_ids=[department],
        now=desk.clock.now(),
    )
    return type(known)(known.id, known.name, known.email, kind, {"authorization": f"Bearer {token}"})


@pytest.fixture(autouse=True)
def _fresh_roles(desk: Any) -> Iterator[None]:
    """Roles are kept for half a minute: each test asks for its own."""
    begun = desk.clock.now()
    desk.clock.move(timedelta(seconds=31))
    yield
    desk.clock.set(begun + timedelta(seconds=31))


async def _does_what_it_may(desk: Any, who: Any, department: UUID, agent: Any, permissions: frozenset[str]) -> None:
    customer = await desk.person()
    for method, path, body, needs in COMMANDS:
        ticket = await desk.opened(customer, department_id=str(department))
        filled = {key: str(agent.id) if value == "{agent}" else value for key, value in (body or {}).items()}
        before = await desk.event_types(ticket)

        answer = await desk.ask(
            method, f"/tickets/{ticket['id']}{path}", who, **({} if body is None else {"json": filled})
        )

        allowed = answer.status_code < 300
        assert (path, allowed) == (path, needs in permissions), answer.text
        if not allowed:
            assert answer.status_code == 403
            assert await desk.event_types(ticket) == before


async def test_a_light_agent_reads_and_writes_notes_only(desk: Any) -> None:
    department = await desk.department()
    light, agent = await desk.person("light_agent", department), await desk.person("agent", department)
    ticket = await desk.opened(await desk.person(), department_id=str(department))

    await _does_what_it_may(desk, light, department, agent, frozenset({"tickets:note", "tickets:follow"}))

    shown = await desk.shown(light, ticket)
    assert shown["can"] == [each for each in shown["can"] if each in {"note", "follow", "pin"}]
    assert shown["allowed_statuses"] == []
    for path in ("", "/messages", "/timeline", "/participants"):
        assert (await desk.ask("GET", f"/tickets/{ticket['id']}{path}", light)).status_code == 200
    other = await desk.ask("POST", f"/tickets/{ticket['id']}/followers", light, json={"person_id": str(agent.id)})
    assert other.status_code == 403
    opening = await desk.ask("POST", "/tickets", light, json={"subject": "x", "description": "y"})
    assert opening.status_code == 403


@pytest.mark.parametrize(
    "permissions",
    [
        ("tickets:read", "tickets:note"),
        ("tickets:read", "tickets:reply", "tickets:note"),
        ("tickets:read", "tickets:edit"),
        ("tickets:read", "tickets:status", "tickets:assign", "tickets:follow"),
        ("tickets:read", "tickets:delete"),
        ("tickets:read",),
    ],
    ids=" ".join,
)
async def test_a_custom_role_does_what_it_says(desk: Any, permissions: tuple[str, ...]) -> None:
    department = await desk.department()
    who, agent = await somebody_with(desk, department, *permissions), await desk.person("agent", department)

    await _does_what_it_may(desk, who, department, agent, frozenset(permissions))


async def test_a_custom_role_that_reads_nothing_sees_nothing(desk: Any) -> None:
    department = await desk.department()
    who = await somebody_with(desk, department, *(PERMISSIONS.keys() - {"tickets:read"}))
    ticket = await desk.opened(await desk.person(), department_id=str(department))

    assert (await desk.ask("GET", f"/tickets/{ticket['id']}", who)).status_code == 403
    for method, path, body, _ in COMMANDS:
        more = {} if body is None else {"json": {**body, "assignee_id": str(who.id)} if "assignee_id" in body else body}
        answer = await desk.ask(method, f"/tickets/{ticket['id']}{path}", who, **more)
        assert (path, answer.status_code) == (path, 404)
    assert await desk.event_types(ticket) == ["ticket.created"]


@pytest.mark.parametrize("send_after", [None, 60], ids=["at once", "later"])
async def test_a_status_sent_with_a_reply_takes_the_right_to_change_it(
    desk: Any, problem: Any, send_after: int | None
) -> None:
    mine, theirs = await desk.department(), await desk.department()
    writer = await somebody_with(desk, mine, "tickets:read", "tickets:reply")
    both = await somebody_with(desk, mine, "tickets:read", "tickets:reply", "tickets:status")
    asking = await desk.person("agent", mine)
    ticket = await desk.opened(await desk.person(), department_id=str(mine))
    own = await desk.opened(asking, department_id=str(theirs))
    body = {"body": "Done", "status": "resolved"} | ({} if send_after is None else {"send_after": send_after})

    # An agent sees their own ticket in another department as its customer.
    for who, which in ((writer, ticket), (asking, own)):
        refused = await desk.ask("POST", f"/tickets/{which['id']}/replies", who, json=body)
        assert problem(refused)[0] == 403
        assert await desk.event_types(which) == ["ticket.created"]
    assert (
        await desk.rows("SELECT 1 FROM escalated_outgoing WHERE ticket_id = CAST(:id AS uuid)", id=ticket["id"]) == []
    )
    sent = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", both, json=body)
    assert sent.status_code == (201 if send_after is None else 202)
    assert sent.json()["data"]["status"] == ("resolved" if send_after is None else "open")


async def test_a_custom_role_may_share(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department(), await desk.department()
    outsider = await desk.person("agent", theirs)
    basic = ("tickets:read", "tickets:edit", "tickets:follow")
    sharing, plain = await somebody_with(desk, mine, *basic, "tickets:share"), await somebody_with(desk, mine, *basic)
    ticket = await desk.opened(await desk.person(), department_id=str(mine))
    body = {"person_id": str(outsider.id)}

    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/followers", plain, json=body)
    shared = await desk.ask("POST", f"/tickets/{ticket['id']}/followers", sharing, json=body)

    assert problem(refused) == (403, "share_needed")
    assert (shared.status_code, shared.json()["data"]["follower_ids"]) == (200, [str(outsider.id)])


def _viewers(dice: random.Random, staff: list[Any], customers: list[Any], departments: list[UUID]) -> list[Viewer]:
    """People with permissions drawn at random, reading among them."""
    viewers = []
    for person in (*staff, *customers):
        kind = dice.choice(("agent", "light_agent", "admin")) if person in staff else "customer"
        drawn = (frozenset(dice.sample(sorted(PERMISSIONS), dice.randint(0, 8))) | {"tickets:read"}) - {
            "tickets:view_all"
        }
        for permissions in (drawn, BUILT_IN_ROLES[kind], drawn | {"tickets:view_all"}):
            mine = frozenset(dice.sample(departments, dice.randint(0, 2))) if kind != "customer" else frozenset()
            viewers.append(Viewer(person.id, kind, "", "", frozenset(permissions), mine))
    return viewers


@pytest.mark.parametrize("seed", range(3))
async def test_sight_agrees_while_participants_and_followers_come_and_go(desk: Any, seed: int) -> None:
    dice, word = random.Random(seed), f"roles{seed}word"
    departments = [await desk.department() for _ in range(3)]
    admin = await desk.person("admin")
    staff = [await desk.person(kind) for kind in ("agent", "agent", "light_agent")]
    customers = [await desk.person() for _ in range(3)]
    tickets = [
        await desk.opened(
            dice.choice(customers),
            subject=f"About {word}",
            **({"department_id": str(each)} if (each := dice.choice([*departments, None])) else {}),
        )
        for _ in range(12)
    ]
    for _ in range(60):
        ticket = f"/tickets/{dice.choice(tickets)['id']}"
        person = dice.choice([*staff, *customers])
        noun = "followers" if person in staff else "participants"
        if dice.random() < 0.7:
            await desk.ask("POST", f"{ticket}/{noun}", admin, json={"person_id": str(person.id)})
        else:
            await desk.ask("DELETE", f"{ticket}/{noun}/{person.id}", admin)

    about = Filters({"q": word})
    async with desk.database.reading() as reader:
        states = [(await find_ticket(reader, UUID(each["id"])))[0] for each in tickets]
        assert sum(len(each.participant_ids) + len(each.follower_ids) for each in states) > 10
        for viewer in _viewers(dice, staff, customers, departments):
            expected = {state.id for state in states if sight_of(viewer, state) is not None}
            page = await list_tickets(reader, viewer, about, limit=100)
            found = await search_tickets(reader, viewer, parse_words(word), Filters(), limit=100, offset=0)
            assert {each.state.id for each in page.tickets} == expected
            assert {each.ticket.state.id for each in found} == expected
            assert await count_tickets(reader, viewer, about) == len(expected)
