"""Assignment by departments over REST, with real rows and real locks."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.identity.v1 import types_pb2

from escalated_chassis.due import DueWorker
from escalated_tickets.assignment import sweep
from escalated_tickets.assignment.service import RETRY_DEPARTMENT, RETRY_TICKET, assign_by_department
from escalated_tickets.bulk.worker import BulkWorker
from escalated_tickets.people.service import keep_department
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.viewers import SERVICE
from escalated_tickets.tickets.visibility import Relation
from escalated_tickets.tickets.writing import lock


async def assigning(desk: Any, admin: Any, strategy: str, agents: int = 3, **more: Any) -> tuple[UUID, list[Any]]:
    """A department that assigns by itself, and its agents in the order of their ids."""
    department = await desk.department()
    staff = sorted([await desk.person("agent", department) for _ in range(agents)], key=lambda each: each.id)
    await sets(desk, admin, f"/assignment/departments/{department}", {"strategy": strategy, **more})
    return department, staff


async def sets(desk: Any, who: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.ask("PUT", path, who, json=body)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def assignees(desk: Any, department: UUID) -> Counter[UUID | None]:
    rows = await desk.rows(
        "SELECT assignee_id FROM escalated_tickets WHERE department_id = CAST(:id AS uuid)", id=str(department)
    )
    return Counter(row.assignee_id for row in rows)


async def at_once(desk: Any, customer: Any, departments: list[UUID]) -> list[dict[str, Any]]:
    """A new ticket in each, as many side by side as the pool has connections: who queues for one is refused in time."""
    room = asyncio.Semaphore(8)

    async def one(department: UUID) -> dict[str, Any]:
        async with room:
            opened: dict[str, Any] = await desk.opened(customer, department_id=str(department))
            return opened

    return await asyncio.gather(*(one(each) for each in departments))


def sweeper(desk: Any) -> DueWorker:
    return DueWorker(
        "assignment",
        desk.database,
        lambda uow, limit: sweep.assign_waiting(uow, desk.desk, limit),
        sweep.next_try,
        batch=1,
        clock=desk.clock,
    )


async def test_a_new_ticket_is_created_and_assigned_in_one_transaction(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, (one, *_) = await assigning(desk, admin, "round_robin", 2)

    ticket = await desk.opened(customer, department_id=str(department))

    assert (ticket["assignee"], ticket["status"], ticket["version"]) == ({"name": one.name}, "in_progress", 1)
    events = await desk.events(ticket)
    assert [each["meta"]["type"] for each in events] == ["ticket.created", "ticket.assigned", "ticket.status_changed"]
    assert len({each["meta"]["causation_id"] for each in events}) == 1
    assert [each["meta"]["sequence"] for each in events] == [1, 2, 3]
    activity = (await desk.shown(one, ticket, "activity"))["activity"]
    assert next(each for each in activity if each["kind"] == "ticket.assigned")["after"] == {
        "assignee": {"id": str(one.id), "name": one.name},
        "strategy": "round_robin",
        "reason": f"round robin: it is {one.name}'s turn",
    }
    told = (await desk.shown(customer, ticket, "activity"))["activity"]
    assert {each["kind"] for each in told} == {"ticket.created", "ticket.status_changed"}


async def test_without_a_strategy_nothing_is_assigned(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, _ = await assigning(desk, admin, "none")

    ticket = await desk.opened(customer, department_id=str(department))

    assert ticket["assignee"] is None
    assert await desk.event_types(ticket) == ["ticket.created"]
    assert await desk.rows("SELECT 1 FROM escalated_assignment_waiting") == []


async def test_a_ticket_that_is_moved_in_is_assigned_unless_somebody_has_it(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, (one, _) = await assigning(desk, admin, "least_open", 2)
    nobodys, somebodys = await desk.opened(customer), await desk.opened(customer)
    await desk.does(admin, f"/tickets/{somebodys['id']}/assign", {"assignee_id": str(admin.id)})

    moved = await desk.does(admin, f"/tickets/{nobodys['id']}/department", {"department_id": str(department)})
    kept = await desk.does(admin, f"/tickets/{somebodys['id']}/department", {"department_id": str(department)})

    assert moved["assignee"]["id"] == str(one.id)
    assert kept["assignee"]["id"] == str(admin.id)
    assert (await desk.event_types(nobodys))[1:] == [
        "ticket.department_changed",
        "ticket.assigned",
        "ticket.status_changed",
    ]
    again = await desk.does(admin, f"/tickets/{nobodys['id']}/unassign")
    assert again["assignee"] is None
    assert await sweeper(desk).run_once() == 0


async def test_only_active_available_agents_with_room_who_write_to_customers(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, (full, away, gone, free) = await assigning(desk, admin, "round_robin", 4)
    await desk.person("light_agent", department)
    await desk.person("agent", await desk.department())
    await sets(desk, admin, f"/assignment/agents/{full.id}", {"capacity": 0})
    await sets(desk, away, "/assignment/agents/me/availability", {"available": False})
    until = desk.clock.now() + timedelta(minutes=5)
    shown = await sets(
        desk, gone, "/assignment/agents/me/availability", {"available": True, "available_until": until.isoformat()}
    )
    assert (shown["available"], shown["available_until"]) == (True, "2026-01-05T09:05:00Z")
    begun = desk.clock.now()
    desk.clock.set(until)

    tickets = [await desk.opened(customer, department_id=str(department)) for _ in range(3)]

    desk.clock.set(begun)
    assert {each["assignee"]["name"] for each in tickets} == {free.name}


@pytest.mark.parametrize(("strategy", "expected"), [("round_robin", [16, 17, 17]), ("least_open", [16, 17, 17])])
async def test_fifty_at_once_are_shared_evenly(desk: Any, strategy: str, expected: list[int]) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, staff = await assigning(desk, admin, strategy)

    assert len(await at_once(desk, customer, [department] * 50)) == 50
    counted = await assignees(desk, department)
    assert sorted(counted.values()) == expected
    assert set(counted) == {each.id for each in staff}


@pytest.mark.parametrize("strategy", ["round_robin", "least_open", "skill"])
async def test_fifty_at_once_never_pass_the_capacity(desk: Any, strategy: str) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, staff = await assigning(desk, admin, strategy)
    for each in staff:
        await sets(desk, admin, f"/assignment/agents/{each.id}", {"capacity": 5})

    await at_once(desk, customer, [department] * 50)

    counted = await assignees(desk, department)
    assert {agent: count for agent, count in counted.items() if agent} == {each.id: 5 for each in staff}
    assert counted[None] == 35
    (waits,) = await desk.rows(
        "SELECT count(*) AS n FROM escalated_assignment_waiting WHERE department_id = CAST(:id AS uuid)",
        id=str(department),
    )
    assert waits.n == 35
    await sets(desk, admin, f"/assignment/departments/{department}", {"strategy": "none"})


async def test_the_capacity_holds_across_departments_that_share_agents(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    departments = [await desk.department() for _ in range(3)]
    shared = [await desk.person("agent", *departments) for _ in range(4)]
    for each in shared:
        await sets(desk, admin, f"/assignment/agents/{each.id}", {"capacity": 3})
    for each in departments:
        await sets(desk, admin, f"/assignment/departments/{each}", {"strategy": "least_open"})

    await at_once(desk, customer, departments * 10)

    counted = sum([await assignees(desk, department) for department in departments], Counter())
    assert {agent: count for agent, count in counted.items() if agent} == {each.id: 3 for each in shared}
    assert counted[None] == 18
    for each in departments:
        await sets(desk, admin, f"/assignment/departments/{each}", {"strategy": "none"})


@pytest.mark.parametrize("kind", ["set_department", "assign_round_robin"])
async def test_a_bulk_job_breaks_neither_the_turn_nor_the_capacity(desk: Any, kind: str) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    moves = kind == "set_department"
    department, staff = await assigning(desk, admin, "round_robin" if moves else "none")
    for each in staff:
        await sets(desk, admin, f"/assignment/agents/{each.id}", {"capacity": 2})
    where = {} if moves else {"department_id": str(department)}
    made = [await desk.opened(customer, **where) for _ in range(9)]
    action = {"type": kind} | ({"department_id": str(department)} if moves else {})

    job = await desk.ask("POST", "/tickets/bulk", admin, json={"action": action, "ids": [each["id"] for each in made]})
    await BulkWorker(desk.desk, desk.database).run_once()

    assert job.status_code == 202
    counted = await assignees(desk, department)
    assert {agent: count for agent, count in counted.items() if agent} == {each.id: 2 for each in staff}
    assert counted[None] == 3
    await sets(desk, admin, f"/assignment/departments/{department}", {"strategy": "none"})


async def test_skills_of_department_and_tags_decide(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    word = uuid4().hex[:8]
    for tag in (f"vip{word}", f"rare{word}"):
        await desk.does(admin, "/tags", {"name": tag})
    mapped = [{"name": f"Diplomacy{word}", "tags": [f"vip{word}"]}]
    answer = await desk.ask("PUT", "/assignment/skills", admin, json={"skills": mapped})
    assert answer.status_code == 200, answer.text
    asked = [{"skill": f"French{word}"}, {"skill": f"Latin{word}", "tag": f"rare{word}"}]
    department, (speaks, both, best) = await assigning(desk, admin, "skill", 3, skills=asked)
    for who, held in (
        (speaks, {f"french{word}": 5}),
        (both, {f"french{word}": 2, f"diplomacy{word}": 2}),
        (best, {f"french{word}": 1, f"diplomacy{word}": 5}),
    ):
        named = [{"name": name, "proficiency": level} for name, level in held.items()]
        await sets(desk, admin, f"/assignment/agents/{who.id}", {"skills": named})

    async def moved_in(*tags: str) -> dict[str, Any]:
        ticket = await desk.opened(customer)
        if tags:
            await desk.does(admin, f"/tickets/{ticket['id']}/tags", {"tags": list(tags)})
        return await desk.does(admin, f"/tickets/{ticket['id']}/department", {"department_id": str(department)})

    plain, vip, rare = await moved_in(), await moved_in(f"vip{word}"), await moved_in(f"rare{word}")

    assert plain["assignee"]["id"] == str(speaks.id)
    assert vip["assignee"]["id"] == str(best.id)
    assert rare["assignee"] is None
    activity = (await desk.shown(admin, vip, "activity"))["activity"]
    reason = next(each for each in activity if each["kind"] == "ticket.assigned")["after"]["reason"]
    assert reason == f"skill: {best.name} holds Diplomacy{word}, French{word} (proficiency 6, 0 open)"

    await sets(
        desk,
        admin,
        f"/assignment/agents/{both.id}",
        {"skills": [{"name": f"French{word}", "proficiency": 1}, {"name": f"Latin{word}", "proficiency": 1}]},
    )
    assert await sweeper(desk).run_once() == 1
    assert (await desk.shown(admin, rare))["assignee"]["id"] == str(both.id)


async def test_waiting_tickets_are_assigned_oldest_first_when_somebody_is_free(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    begun = desk.clock.now()
    department, (only,) = await assigning(desk, admin, "least_open", 1)
    await sets(desk, admin, f"/assignment/agents/{only.id}", {"available": False, "capacity": 2})
    tickets = []
    for _ in range(4):
        tickets.append(await desk.opened(customer, department_id=str(department)))
        desk.clock.move(timedelta(seconds=1))
    assert [each["assignee"] for each in tickets] == [None] * 4

    await sets(desk, only, "/assignment/agents/me/availability", {"available": True})
    await asyncio.gather(*(sweeper(desk).run_once() for _ in range(4)))

    assert [(await desk.shown(admin, each))["assignee"] is not None for each in tickets] == [True, True, False, False]
    kinds = await desk.event_types(tickets[0])
    assert kinds == ["ticket.created", "ticket.assigned", "ticket.status_changed"]
    await desk.does(only, f"/tickets/{tickets[1]['id']}/resolve")
    desk.clock.move(RETRY_DEPARTMENT)
    await sweeper(desk).run_once()
    assert [(await desk.shown(admin, each))["assignee"] is not None for each in tickets] == [True, True, True, False]
    activity = (await desk.shown(admin, tickets[2], "activity"))["activity"]
    assert [each["actor"]["kind"] for each in activity if each["kind"] == "ticket.assigned"] == ["system"]

    await desk.does(admin, f"/tickets/{tickets[3]['id']}/assign", {"assignee_id": str(admin.id)})
    desk.clock.move(RETRY_TICKET)
    await sweeper(desk).run_once()
    assert await desk.rows("SELECT 1 FROM escalated_assignment_waiting") == []
    desk.clock.set(begun)


async def test_an_agents_page_of_assignment(desk: Any, problem: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, (one,) = await assigning(desk, admin, "round_robin", 1)
    skill = f"Tact {uuid4().hex[:6]}"
    await desk.opened(customer, department_id=str(department))
    body = {"available": True, "capacity": 7, "skills": [{"name": skill, "proficiency": 3}]}

    put = await sets(desk, admin, f"/assignment/agents/{one.id}", body)

    assert put == {
        "id": str(one.id),
        "name": one.name,
        "departments": [str(department)],
        "available": True,
        "available_until": None,
        "capacity": 7,
        "open": 1,
        "skills": [{"name": skill, "proficiency": 3}],
    }
    assert (await desk.ask("GET", "/assignment/agents/me", one)).json()["data"] == put
    listed = (await desk.ask("GET", f"/assignment/agents?department={department}", admin)).json()["data"]
    assert listed == [put]
    everybody = (await desk.ask("GET", "/assignment/agents", admin)).json()["data"]
    assert put in everybody
    away = await sets(desk, one, "/assignment/agents/me/availability", {"available": False})
    assert away == {**put, "available": False}
    other = await desk.person("agent", department)
    assert problem(await desk.ask("GET", f"/assignment/agents/{one.id}", other)) == (403, "permission_missing")
    light = await desk.person("light_agent", department)
    refused = await desk.ask("PUT", "/assignment/agents/me/availability", light, json={"available": True})
    assert problem(refused) == (403, "not_assignable")


async def test_a_department_shows_what_was_set_and_the_audit_says_so(desk: Any) -> None:
    admin = await desk.person("admin")
    tag, skill = f"tag{uuid4().hex[:8]}", f"Skill {uuid4().hex[:8]}"
    await desk.does(admin, "/tags", {"name": tag})
    department, _ = await assigning(desk, admin, "round_robin")
    asked = [{"skill": skill, "tag": None}, {"skill": skill, "tag": tag}]

    put = await sets(
        desk, admin, f"/assignment/departments/{department}", {"strategy": "skill", "skills": [asked[1], asked[0]]}
    )

    assert put == {"department_id": str(department), "strategy": "skill", "skills": asked}
    got = await desk.ask("GET", f"/assignment/departments/{department}", await desk.person("agent"))
    assert got.json()["data"] == put
    audited = (await desk.events({"id": str(department)}))[-1]
    changes = {each["field"]: (each["before"], each["after"]) for each in audited["changes"]}
    assert audited["action"] == "assignment.department_changed"
    assert changes["strategy"] == ("round_robin", "skill")
    await desk.ask("DELETE", f"/tags/{(await _tag_id(desk, admin, tag))}", admin)
    left = await desk.ask("GET", f"/assignment/departments/{department}", admin)
    assert left.json()["data"]["skills"] == [asked[0]]


async def _tag_id(desk: Any, admin: Any, name: str) -> str:
    found = (await desk.ask("GET", "/tags", admin)).json()["data"]
    return str(next(each["id"] for each in found if each["name"] == name))


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/assignment/departments/{department}", {"strategy": "lottery"}, "/strategy"),
        ("/assignment/departments/{department}", {"strategy": "skill", "turn": 1}, "/turn"),
        (
            "/assignment/departments/{department}",
            {"strategy": "skill", "skills": [{"skill": "x", "tag": "nobody-made-this"}]},
            "/skills/0/tag",
        ),
        (
            "/assignment/departments/{department}",
            {"strategy": "skill", "skills": [{"skill": "x"}, {"skill": "X"}]},
            "/skills/1",
        ),
        (
            "/assignment/departments/{department}",
            {"strategy": "skill", "skills": [{"skill": "s" * 51}]},
            "/skills/0/skill",
        ),
        ("/assignment/agents/{agent}", {"capacity": -1}, "/capacity"),
        ("/assignment/agents/{agent}", {"skills": [{"name": "x", "proficiency": 6}]}, "/skills/0/proficiency"),
        (
            "/assignment/agents/{agent}",
            {"skills": [{"name": "x", "proficiency": 1}, {"name": "X", "proficiency": 2}]},
            "/skills",
        ),
        (
            "/assignment/agents/{agent}/availability",
            {"available": True, "available_until": "2026-01-05T09:00:00Z"},
            "/available_until",
        ),
        (
            "/assignment/agents/{agent}/availability",
            {"available": False, "available_until": "2026-02-05T09:00:00Z"},
            "",
        ),
        (
            "/assignment/agents/{agent}/availability",
            {"available": True, "available_until": "2026-02-05T09:00:00"},
            "/available_until",
        ),
        (
            "/assignment/agents/{agent}/availability",
            {"available": True, "available_until": "9999-12-31T23:59:59-23:59"},
            "/available_until",
        ),
        ("/assignment/agents/{agent}", {"available_until": "2020-01-01T00:00:00Z"}, "/available_until"),
        ("/assignment/skills", {"skills": [{"name": "x", "tags": ["nobody-made-this"]}]}, "/skills/0/tags/0"),
        ("/assignment/skills", {"skills": [{"name": "x"}, {"name": "X"}]}, "/skills"),
    ],
)
async def test_what_cannot_be_set_is_refused_with_its_place(
    desk: Any, path: str, body: dict[str, Any], expected: str
) -> None:
    admin = await desk.person("admin")
    department, (one,) = await assigning(desk, admin, "round_robin", 1)
    counting = "SELECT (SELECT count(*) FROM escalated_outbox), (SELECT count(*) FROM escalated_skills)"
    before = await desk.rows(counting)

    answer = await desk.ask("PUT", path.format(department=department, agent=one.id), admin, json=body)

    assert answer.status_code == 422, answer.text
    assert [each["pointer"] for each in answer.json()["errors"]] == [expected]
    assert await desk.rows(counting) == before


async def test_skills_in_letters_that_fold_oddly_are_one_and_the_unused_are_forgotten(desk: Any) -> None:
    admin = await desk.person("admin")
    _, (one,) = await assigning(desk, admin, "skill", 1)
    for name in ("İstanbul ß ǅ", "Straße", "ΣΑΣ"):
        for spelled in (name, name.upper(), name.lower()):
            held = [{"name": spelled, "proficiency": 2}]
            put = await sets(desk, admin, f"/assignment/agents/{one.id}", {"skills": held})
            assert [each["proficiency"] for each in put["skills"]] == [2]
    await sets(desk, admin, f"/assignment/agents/{one.id}", {})

    answer = await desk.ask("PUT", "/assignment/skills", admin, json={"skills": [{"name": "Kept"}]})

    names = [each["name"] for each in answer.json()["data"]]
    assert "Kept" in names
    assert not {"Straße", "ΣΑΣ"} & set(names)


async def test_a_ticket_that_lives_elsewhere_is_assigned_there(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, _ = await assigning(desk, admin, "round_robin", 1)
    ticket = await desk.opened(customer)
    async with desk.database.transaction() as uow:
        state = await lock(uow, ticket["id"])
        assert state is not None
        book = await desk.desk.statuses.book(uow.connection)
        foreign = replace(state, department_id=department, origin="elsewhere")
        edit = Edit(foreign, SERVICE, Relation.STAFF, book, desk.desk.policy, uow.now)

        assert await assign_by_department(uow, edit) == ""
        assert edit.happenings == []


async def test_who_is_nobody_is_404(desk: Any, problem: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    for path, code in (
        (f"/assignment/departments/{uuid4()}", "department_not_found"),
        (f"/assignment/agents/{uuid4()}", "agent_not_found"),
        (f"/assignment/agents/{customer.id}", "agent_not_found"),
        ("/assignment/agents/nobody", "agent_not_found"),
    ):
        body = {"strategy": "none"} if "departments" in path else {}
        assert problem(await desk.ask("GET", path, admin)) == (404, code)
        assert problem(await desk.ask("PUT", path, admin, json=body)) == (404, code)


async def test_tickets_of_a_deactivated_department_stay_workable_and_new_ones_are_refused(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department, (one, _) = await assigning(desk, admin, "round_robin", 2)
    ticket = await desk.opened(customer, department_id=str(department))
    closed = types_pb2.Department(id=str(department), name="Closed", slug=str(department), active=False, version=2)

    async with desk.database.transaction() as uow:
        await keep_department(uow, closed)

    await desk.does(customer, f"/tickets/{ticket['id']}/replies", {"body": "And now?"})
    await desk.does(one, f"/tickets/{ticket['id']}/replies", {"body": "Now as before."})
    done = await desk.does(one, f"/tickets/{ticket['id']}/resolve")
    assert (done["status"], done["department"]) == ("resolved", {"id": str(department), "name": "Closed"})
    new = {"subject": "New", "description": "One", "department_id": str(department)}
    refused = await desk.ask("POST", "/tickets", customer, json=new)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "inactive")
    other = await desk.opened(customer)
    moved = await desk.ask("POST", f"/tickets/{other['id']}/department", admin, json={"department_id": str(department)})
    assert (moved.status_code, moved.json()["errors"][0]["pointer"]) == (422, "/department_id")
    assert await desk.event_types(other) == ["ticket.created"]
