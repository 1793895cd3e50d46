"""One action on many tickets: outcomes, permissions at the time, undo, and workers that die or meet."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from escalated_chassis.errors import Unavailable
from escalated_tickets.bulk import work
from escalated_tickets.bulk.worker import BulkWorker
from escalated_tickets.tickets.state import TicketState


async def started(desk: Any, who: Any, action: dict[str, Any], **which: Any) -> dict[str, Any]:
    answer = await desk.ask("POST", "/tickets/bulk", who, json={"action": action, **which})
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()["data"]
    return job


async def worked(desk: Any, who: Any, job: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The job after everything was done that waits."""
    await BulkWorker(desk.desk, desk.database, **more).run_once()
    answer = await desk.ask("GET", f"/bulk-jobs/{job['id']}", who)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def ids(tickets: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in tickets]


def outcomes(job: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {each["ticket_id"]: (each["outcome"], each["code"]) for each in job["outcomes"]}


async def test_a_job_says_what_became_of_each_ticket(desk: Any) -> None:
    mine, theirs = await desk.department("Mine"), await desk.department("Theirs")
    customer, agent = await desk.person(), await desk.person("agent", mine)
    plain, there, closed = [await desk.opened(customer, department_id=str(mine)) for _ in range(3)]
    hidden, unknown = await desk.opened(customer, department_id=str(theirs)), str(uuid4())
    await desk.does(agent, f"/tickets/{there['id']}/status", {"status": "in_progress"})
    await desk.does(agent, f"/tickets/{closed['id']}/close")

    job = await started(
        desk,
        agent,
        {"type": "set_status", "status": "in_progress"},
        ids=[*ids([plain, there, closed, hidden]), unknown],
    )
    after = await worked(desk, agent, job)

    assert (job["state"], job["total"], job["waiting"]) == ("waiting", 5, 5)
    assert (after["state"], after["waiting"], after["done"], after["unchanged"], after["refused"]) == (
        "finished",
        0,
        1,
        1,
        3,
    )
    assert outcomes(after) == {
        plain["id"]: ("done", ""),
        there["id"]: ("unchanged", ""),
        closed["id"]: ("refused", "transition_not_allowed"),
        hidden["id"]: ("refused", "ticket_not_found"),
        unknown: ("refused", "ticket_not_found"),
    }
    assert (await desk.shown(agent, plain))["status"] == "in_progress"
    activity = (await desk.shown(agent, plain, "activity"))["activity"][-1]
    assert (activity["kind"], activity["actor"]["id"]) == ("ticket.status_changed", str(agent.id))
    assert (await desk.event_types(there))[1:] == ["ticket.status_changed"]


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        ({"type": "set_priority", "priority": "urgent"}, ("priority", "urgent")),
        ({"type": "assign", "assignee_id": "me"}, ("status", "in_progress")),
        ({"type": "add_tag", "tags": ["brand-new"]}, ("tags", ["brand-new"])),
        ({"type": "delete"}, ("deleted_at", "2026-01-05T09:00:00Z")),
    ],
)
async def test_any_action_and_its_undo(desk: Any, action: dict[str, Any], shown: tuple[str, Any]) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    made = [await desk.opened(customer) for _ in range(3)]
    name, value = shown

    def seen(ticket: dict[str, Any]) -> Any:
        return [tag["name"] for tag in ticket["tags"]] if name == "tags" else ticket[name]

    before = [seen(await desk.shown(admin, each)) for each in made]
    job = await worked(desk, admin, await started(desk, admin, action, ids=ids(made)))
    during = [seen(await desk.shown(admin, each)) for each in made]
    undoing = (await desk.ask("POST", f"/bulk-jobs/{job['id']}/undo", admin, json={})).json()["data"]
    undone = await worked(desk, admin, undoing)
    again = await desk.ask("POST", f"/bulk-jobs/{job['id']}/undo", admin, json={})

    assert (job["done"], during) == (3, [value] * 3)
    assert (undone["done"], undone["undo_of"]) == (3, job["id"])
    assert [seen(await desk.shown(admin, each)) for each in made] == before
    assert again.json()["code"] == "already_undone"


async def test_undoing_a_job_leaves_what_somebody_changed_since(desk: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    kept, moved = await desk.opened(customer), await desk.opened(customer)
    job = await worked(
        desk, agent, await started(desk, agent, {"type": "set_priority", "priority": "high"}, ids=ids([kept, moved]))
    )
    await desk.does(other, f"/tickets/{moved['id']}/priority", {"priority": "low"})

    undoing = (await desk.ask("POST", f"/bulk-jobs/{job['id']}/undo", agent, json={})).json()["data"]
    after = await worked(desk, agent, undoing)

    assert outcomes(after) == {kept["id"]: ("done", ""), moved["id"]: ("refused", "changed_since")}
    assert [(await desk.shown(agent, each))["priority"] for each in (kept, moved)] == ["medium", "low"]
    # What was refused is not used up: once the other change is out of the way, it is taken back.
    await desk.does(other, f"/tickets/{moved['id']}/priority", {"priority": "high"})
    assert (await desk.ask("POST", f"/tickets/{moved['id']}/undo", agent, json={})).status_code == 200
    assert (await desk.shown(agent, moved))["priority"] == "medium"


async def test_many_are_merged_into_one_and_come_back(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    target, *sources = [await desk.opened(customer, description=f"Text {n}") for n in range(4)]

    merging = await started(desk, agent, {"type": "merge", "into": target["reference"]}, ids=ids([target, *sources]))
    job = await worked(desk, agent, merging)
    whole = await desk.shown(agent, target)
    undoing = (await desk.ask("POST", f"/bulk-jobs/{job['id']}/undo", agent, json={})).json()["data"]
    undone = await worked(desk, agent, undoing)

    assert outcomes(job) == {target["id"]: ("refused", "same_ticket"), **{each["id"]: ("done", "") for each in sources}}
    assert whole["reply_count"] == 3
    assert (undone["done"], (await desk.shown(agent, target))["reply_count"]) == (3, 0)
    assert [(await desk.shown(agent, each))["id"] for each in sources] == ids(sources)


async def test_by_filters_and_by_a_view(desk: Any) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    made = [await desk.opened(customer, department_id=str(department)) for _ in range(3)]
    raised = {"type": "set_priority", "priority": "urgent"}

    by_filters = await started(desk, agent, raised, filters={"department": str(department), "status": "open"})
    done = await worked(desk, agent, by_filters)
    view = await desk.does(
        agent,
        "/views",
        {"name": "Mine", "conditions": {"all": [{"field": "department", "operator": "is", "value": str(department)}]}},
    )
    by_view = await started(desk, agent, {"type": "set_priority", "priority": "low"}, view=view["id"])

    assert sorted(outcomes(done)) == sorted(ids(made))
    assert by_view["total"] == 3
    assert (await worked(desk, agent, by_view))["done"] == 3


async def test_more_than_a_thousand_by_filters_are_refused_with_their_count(desk: Any) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    ticket = await desk.opened(customer, department_id=str(department))
    others = [name for name in TicketState.__dataclass_fields__ if name not in ("id", "reference")]
    copies = (
        f"INSERT INTO escalated_tickets (id, reference, {', '.join(others)}) "
        f"SELECT gen_random_uuid(), 'COPY-' || n, {', '.join(others)} "
        f"FROM escalated_tickets, generate_series(1, 1000) AS n WHERE id = '{ticket['id']}'"
    )
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(copies)

    body = {"filters": {"department": str(department)}, "action": {"type": "set_priority", "priority": "low"}}
    answer = await desk.ask("POST", "/tickets/bulk", agent, json=body)

    assert (answer.status_code, answer.json()["count"]) == (422, 1001)
    assert answer.json()["errors"][0]["pointer"] == "/filters"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"action": {"type": "explode"}}, "/action/type", "unknown_action"),
        ({"action": {"type": "set_status", "status": "nowhere"}}, "/action/status", "unknown"),
        ({"action": {"type": "assign", "assignee_id": str(uuid4())}}, "/action/assignee_id", "not_assignable"),
        ({"action": {"type": "merge"}}, "/action/into", "required"),
        ({"action": {"type": "merge", "into": "ESC-99999"}}, "/action/into", "unknown"),
        ({"action": {"type": "delete", "hard": True}}, "/action/hard", "unknown_field"),
        ({"action": {"type": "undo"}}, "/action/type", "unknown_action"),
        ({"action": {"type": "delete"}, "ids": []}, "/ids", "too_short"),
        ({"action": {"type": "delete"}, "ids": [str(UUID(int=n)) for n in range(1001)]}, "/ids", "too_long"),
        ({"action": {"type": "delete"}, "filters": {"colour": "red"}, "ids": None}, "/filters/colour", None),
    ],
)
async def test_what_cannot_be_a_job_is_refused_and_none_is_made(
    desk: Any, body: dict[str, Any], pointer: str, code: str | None
) -> None:
    admin = await desk.person("admin")
    before = await desk.rows("SELECT count(*) FROM escalated_bulk_jobs")

    answer = await desk.ask("POST", "/tickets/bulk", admin, json={"ids": [str(uuid4())], **body})

    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert code is None or error["code"] == code
    assert await desk.rows("SELECT count(*) FROM escalated_bulk_jobs") == before


async def test_nobody_may_in_bulk_what_they_may_not_do_singly(desk: Any, problem: Any) -> None:
    customer, agent, light = await desk.person(), await desk.person("agent"), await desk.person("light_agent")
    ticket = await desk.opened(customer)
    narrow = type(agent)(agent.id, agent.name, agent.email, agent.kind, desk.api_token(agent, "tickets:read"))

    jobs = [
        (agent, await started(desk, agent, {"type": "delete"}, ids=[ticket["id"]])),
        (light, await started(desk, light, {"type": "set_priority", "priority": "high"}, ids=[ticket["id"]])),
        (narrow, await started(desk, narrow, {"type": "set_priority", "priority": "high"}, ids=[ticket["id"]])),
    ]
    after = [await worked(desk, who, job) for who, job in jobs]

    assert [outcomes(each)[ticket["id"]] for each in after] == [("refused", "forbidden")] * 3
    assert (await desk.shown(agent, ticket))["version"] == 1
    refused = await desk.ask(
        "POST", "/tickets/bulk", customer, json={"action": {"type": "delete"}, "ids": [ticket["id"]]}
    )
    assert problem(refused) == (403, "forbidden")
    for method, path in (("GET", ""), ("POST", "/undo")):
        theirs = await desk.ask(method, f"/bulk-jobs/{jobs[0][1]['id']}{path}", light, **({"json": {}} if path else {}))
        assert problem(theirs) == (404, "job_not_found")


async def test_who_is_gone_by_then_changes_nothing(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    job = await started(desk, agent, {"type": "set_priority", "priority": "high"}, ids=[ticket["id"]])
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(f"UPDATE escalated_people SET active = false WHERE id = '{agent.id}'")

    after = await worked(desk, agent, job)

    assert (after["state"], outcomes(after)) == ("finished", {ticket["id"]: ("refused", "inactive")})
    assert (await desk.shown(await desk.person("admin"), ticket))["priority"] == "medium"


async def test_a_worker_that_dies_in_a_batch_leaves_it_to_the_next_and_each_ticket_is_done_once(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    made = [await desk.opened(customer) for _ in range(7)]
    job = await started(desk, agent, {"type": "escalate"}, ids=ids(made))
    saved = work.save_all
    calls = []

    async def dies_the_second_time(uow: Any, edits: Any) -> None:
        await saved(uow, edits)
        calls.append(len(edits))
        if len(calls) == 2:
            raise Unavailable("killed")

    monkeypatch.setattr(work, "save_all", dies_the_second_time)
    with pytest.raises(Unavailable):
        await BulkWorker(desk.desk, desk.database, batch=3).run_once()
    half = (await desk.ask("GET", f"/bulk-jobs/{job['id']}", agent)).json()["data"]
    after = await worked(desk, agent, job, batch=3)

    assert (half["state"], half["done"], half["waiting"]) == ("running", 3, 4)
    assert (after["state"], after["done"], calls) == ("finished", 7, [3, 3, 3, 1])
    assert {(await desk.shown(agent, each))["escalation_level"] for each in made} == {1}


async def test_workers_side_by_side_do_each_ticket_once(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    made = [await desk.opened(customer) for _ in range(30)]
    jobs = [await started(desk, agent, {"type": "escalate"}, ids=ids(made)) for _ in range(2)]

    await asyncio.gather(*(BulkWorker(desk.desk, desk.database, batch=4).run_once() for _ in range(3)))
    after = [await worked(desk, agent, job) for job in jobs]

    assert [(each["state"], each["done"]) for each in after] == [("finished", 30)] * 2
    assert {(await desk.shown(agent, each))["escalation_level"] for each in made} == {2}


async def test_a_ticket_that_breaks_takes_no_other_with_it(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    good, bad, fine = sorted([await desk.opened(customer) for _ in range(3)], key=lambda each: each["id"])
    job = await started(desk, agent, {"type": "escalate"}, ids=ids([good, bad, fine]))
    saved = work.save_all

    async def breaks(uow: Any, edits: Any) -> None:
        if any(str(edit.before.id) == bad["id"] for edit in edits):
            raise RuntimeError("broken")
        await saved(uow, edits)

    monkeypatch.setattr(work, "save_all", breaks)
    after = await worked(desk, agent, job)

    assert after["state"] == "finished"
    assert outcomes(after) == {good["id"]: ("done", ""), bad["id"]: ("refused", "internal"), fine["id"]: ("done", "")}
