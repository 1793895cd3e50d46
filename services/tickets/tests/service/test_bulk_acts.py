"""Bulk jobs whose tickets stand each for itself: macros, waking, assigning by a department, merges taken back."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from escalated_tickets.bulk.worker import BulkWorker


async def done(desk: Any, who: Any, action: dict[str, Any], tickets: list[dict[str, Any]]) -> dict[str, Any]:
    """A job of somebody's, after everything was done that waits."""
    body = {"action": action, "ids": [each["id"] for each in tickets]}
    answer = await desk.ask("POST", "/tickets/bulk", who, json=body)
    assert answer.status_code == 202, answer.text
    return await finished(desk, who, answer.json()["data"])


async def undone(desk: Any, who: Any, job: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.ask("POST", f"/bulk-jobs/{job['id']}/undo", who, json={})
    assert answer.status_code == 202, answer.text
    return await finished(desk, who, answer.json()["data"])


async def finished(desk: Any, who: Any, job: dict[str, Any]) -> dict[str, Any]:
    await BulkWorker(desk.desk, desk.database).run_once()
    found: dict[str, Any] = (await desk.ask("GET", f"/bulk-jobs/{job['id']}", who)).json()["data"]
    assert found["state"] == "finished"
    return found


def outcomes(job: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {each["ticket_id"]: (each["outcome"], each["code"]) for each in job["outcomes"]}


async def test_a_macro_is_done_whole_to_each_ticket_or_not_at_all(desk: Any) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    tag = f"swept {uuid4().hex[:6]}"
    await desk.does(admin, "/tags", {"name": tag})
    steps = [
        {"type": "set_priority", "priority": "urgent"},
        {"type": "assign_round_robin"},
        {"type": "add_tag", "tag": tag},
        {"type": "set_status", "status": "escalated"},
    ]
    macro = await desk.does(admin, "/macros", {"name": "Sweep", "actions": steps})
    department = await desk.department()
    agents = [await desk.person("agent", department) for _ in range(2)]
    made = [await desk.opened(customer, department_id=str(department)) for _ in range(3)]
    resolved = made[1]
    await desk.does(admin, f"/tickets/{resolved['id']}/resolve")

    job = await done(desk, admin, {"type": "macro", "macro_id": macro["id"]}, made)

    assert outcomes(job) == {
        made[0]["id"]: ("done", ""),
        resolved["id"]: ("refused", "transition_not_allowed"),
        made[2]["id"]: ("done", ""),
    }
    shown = [await desk.shown(admin, each) for each in made]
    assert [(each["priority"], each["status"], len(each["tags"])) for each in shown] == [
        ("urgent", "escalated", 1),
        ("medium", "resolved", 0),
        ("urgent", "escalated", 1),
    ]
    assert [each["version"] for each in shown] == [2, 2, 2]
    # The turn that the refused one took was given back: nobody was passed over.
    assert {shown[0]["assignee"]["id"], shown[2]["assignee"]["id"]} == {str(each.id) for each in agents}
    used = (await desk.ask("GET", f"/macros/{macro['id']}", admin)).json()["data"]
    assert used["usage_count"] == 1
    back = await undone(desk, admin, job)
    assert (back["done"], back["total"]) == (2, 2)
    shown = [await desk.shown(admin, made[place]) for place in (0, 2)]
    assert {(each["priority"], each["status"], len(each["tags"])) for each in shown} == {("medium", "open", 0)}


async def test_a_macro_that_is_not_for_these_eyes_makes_no_job(desk: Any, problem: Any) -> None:
    owner, agent = await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    macro = await desk.does(owner, "/macros", {"name": "Mine", "actions": [{"type": "escalate"}]})
    before = await desk.rows("SELECT count(*) FROM escalated_bulk_jobs")

    for key in (macro["id"], str(uuid4()), "x"):
        body = {"action": {"type": "macro", "macro_id": key}, "ids": [ticket["id"]]}
        answer = await desk.ask("POST", "/tickets/bulk", agent, json=body)
        assert problem(answer) == (422, "invalid")
        assert answer.json()["errors"][0]["pointer"] == "/action/macro_id"
    assert await desk.rows("SELECT count(*) FROM escalated_bulk_jobs") == before
    assert (await desk.ask("GET", f"/macros/{macro['id']}", owner)).json()["data"]["usage_count"] == 0


async def test_nobody_may_by_a_macro_in_bulk_what_they_may_not_do_singly(desk: Any) -> None:
    admin, light = await desk.person("admin"), await desk.person("light_agent")
    ticket = await desk.opened(await desk.person())
    steps = [{"type": "add_note", "body": "n"}, {"type": "set_priority", "priority": "high"}]
    macro = await desk.does(admin, "/macros", {"name": "All", "actions": steps, "shared": "all"})

    job = await done(desk, light, {"type": "macro", "macro_id": macro["id"]}, [ticket])

    assert outcomes(job) == {ticket["id"]: ("refused", "forbidden")}
    shown = await desk.shown(admin, ticket)
    assert (shown["version"], shown["note_count"], shown["priority"]) == (1, 0, "medium")


async def test_sleeping_tickets_are_woken_together_and_put_back_to_sleep(desk: Any) -> None:
    customer, agent, light = await desk.person(), await desk.person("agent"), await desk.person("light_agent")
    asleep, awake = await desk.opened(customer), await desk.opened(customer)
    await desk.does(agent, f"/tickets/{asleep['id']}/snooze", {"preset": "4h"})

    refused = await done(desk, light, {"type": "unsnooze"}, [asleep])
    job = await done(desk, agent, {"type": "unsnooze"}, [asleep, awake])
    woken = await desk.shown(agent, asleep)
    await undone(desk, agent, job)

    assert outcomes(refused) == {asleep["id"]: ("refused", "forbidden")}
    assert outcomes(job) == {asleep["id"]: ("done", ""), awake["id"]: ("unchanged", "")}
    assert (woken["snoozed_until"], woken["status"]) == (None, "open")
    assert (await desk.shown(agent, asleep))["snoozed_until"] == "2026-01-05T13:00:00Z"


@pytest.mark.parametrize("strategy", ["least_open", "round_robin"])
async def test_many_that_are_moved_into_a_department_break_no_limit(desk: Any, strategy: str) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    department = await desk.department()
    agents = [await desk.person("agent", department) for _ in range(2)]
    paths = [(f"/assignment/departments/{department}", {"strategy": strategy})]
    paths += [(f"/assignment/agents/{each.id}", {"available": True, "capacity": 2}) for each in agents]
    for path, body in paths:
        assert (await desk.ask("PUT", path, admin, json=body)).status_code == 200
    made = [await desk.opened(customer) for _ in range(6)]

    job = await done(desk, admin, {"type": "set_department", "department_id": str(department)}, made)

    assert job["done"] == 6
    given = Counter((each["assignee"] or {}).get("id") for each in [await desk.shown(admin, it) for it in made])
    assert given == {str(agents[0].id): 2, str(agents[1].id): 2, None: 2}


async def test_of_many_merges_one_that_cannot_come_back_keeps_no_other(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    target, *sources = [await desk.opened(customer, description=f"Text {n}") for n in range(4)]
    stuck = sources[0]
    message = (await desk.shown(agent, stuck, "messages"))["messages"][0]
    job = await done(desk, agent, {"type": "merge", "into": target["id"]}, sources)
    await desk.does(agent, f"/tickets/{target['id']}/split", {"message_ids": [message["id"]]})

    back = await undone(desk, agent, job)

    assert outcomes(back) == {
        stuck["id"]: ("refused", "nothing_public_left"),
        **{each["id"]: ("done", "") for each in sources[1:]},
    }
    assert [(await desk.shown(agent, each))["id"] for each in sources] == [
        target["id"],
        *(each["id"] for each in sources[1:]),
    ]


async def test_a_ticket_that_went_elsewhere_since_is_not_taken_for_its_target(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    gone, target = await desk.opened(customer), await desk.opened(customer)
    job = await done(desk, agent, {"type": "set_priority", "priority": "high"}, [gone, target])
    desk.clock.move(timedelta(seconds=1))
    await desk.does(agent, f"/tickets/{gone['id']}/merge", {"into": target["id"]})

    back = await undone(desk, agent, job)

    assert outcomes(back) == {gone["id"]: ("refused", "nothing_to_undo"), target["id"]: ("done", "")}
    assert (await desk.shown(agent, target))["priority"] == "medium"


async def _acts(desk: Any) -> list[tuple[dict[str, Any], str, str, dict[str, Any] | None]]:
    """What can be done in bulk, and the single command that is the same."""
    into, department = await desk.opened(await desk.person()), str(await desk.department())
    agent, note = str((await desk.person("agent")).id), {"body": "n", "internal": True}
    return [
        ({"type": "set_status", "status": "in_progress"}, "POST", "/status", {"status": "in_progress"}),
        ({"type": "set_priority", "priority": "high"}, "POST", "/priority", {"priority": "high"}),
        ({"type": "set_type", "ticket_type": "task"}, "PATCH", "", {"type": "task"}),
        ({"type": "assign", "assignee_id": agent}, "POST", "/assign", {"assignee_id": agent}),
        ({"type": "unassign"}, "POST", "/unassign", {}),
        ({"type": "set_department", "department_id": department}, "POST", "/department", {"department_id": department}),
        ({"type": "add_tag", "tag": "bulk"}, "POST", "/tags", {"tags": ["bulk"]}),
        ({"type": "remove_tag", "tag": "bulk"}, "DELETE", "/tags", {"tags": ["bulk"]}),
        ({"type": "add_note", "body": "n"}, "POST", "/replies", note),
        ({"type": "reply", "body": "r"}, "POST", "/replies", {"body": "r"}),
        ({"type": "add_follower", "person_id": "me"}, "POST", "/follow", {}),
        ({"type": "escalate"}, "POST", "/escalate", {}),
        ({"type": "snooze", "preset": "1h"}, "POST", "/snooze", {"preset": "1h"}),
        ({"type": "unsnooze"}, "POST", "/unsnooze", {}),
        ({"type": "delete"}, "DELETE", "", None),
        ({"type": "restore"}, "POST", "/restore", {}),
        ({"type": "merge", "into": into["id"]}, "POST", "/merge", {"into": into["id"]}),
    ]


@pytest.mark.parametrize("who", ["admin", "agent", "light_agent", "reader"])
async def test_of_every_act_bulk_and_single_command_allow_the_same(desk: Any, who: str) -> None:
    customer = await desk.person()
    somebody = await desk.person("agent" if who == "reader" else who)
    if who == "reader":
        somebody = replace(somebody, headers=desk.api_token(somebody, "tickets:read", "people:read"))
    singly, jobs = {}, {}
    for action, method, path, body in await _acts(desk):
        one, other = await desk.opened(customer), await desk.opened(customer)
        sent = {} if body is None else {"json": body}
        answer = await desk.ask(method, f"/tickets/{one['id']}{path}", somebody, **sent)
        singly[action["type"]] = "" if answer.status_code < 300 else answer.json()["code"]
        started = await desk.ask("POST", "/tickets/bulk", somebody, json={"action": action, "ids": [other["id"]]})
        jobs[action["type"]] = (started.json()["data"], other)

    allowed = {}
    for kind, (job, ticket) in jobs.items():
        after = await finished(desk, somebody, job)
        allowed[kind] = outcomes(after)[ticket["id"]][1]

    assert allowed == singly
    refused = {kind for kind, code in singly.items() if code == "forbidden"}
    assert {"admin": 0, "agent": 2, "light_agent": 15, "reader": 17}[who] == len(refused), refused
