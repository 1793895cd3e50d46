"""The REST of sla: calendars with their preview, policies, rules, explanation, and who may do what."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.sla.tests.conftest import Desk
from services.sla.tests.service.test_timers import POLICY, RULE, heard, with_policy

CASES = json.loads((Path(__file__).parents[1] / "unit" / "data" / "sla_clock.json").read_text())
OFFICE = {"timezone": "Europe/Berlin", "hours": {"mon": [["08:00", "18:00"]]}}
NOWHERE = "00000000-0000-0000-0000-000000000001"


def body_of(case: dict[str, Any]) -> dict[str, Any]:
    calendar = {"timezone": case["tz"], "hours": case["hours"], "holidays": case["holidays"]}
    if "date_hours" in case:
        calendar["date_hours"] = case["date_hours"]
    asked = {"seconds": case["seconds"]} if case["kind"] == "due" else {"end": case["end"]}
    return {"calendar": calendar, "start": case["start"], "pauses": case["pauses"], **asked}


async def test_every_worked_case_comes_out_of_the_preview(desk: Desk) -> None:
    wrong = []
    for case in CASES:
        answer = await desk.http.post("/api/v1/calendars/preview", json=body_of(case), headers=desk.as_("admin"))
        data = answer.json()["data"]
        if case["kind"] == "due":
            right = datetime.fromisoformat(data["due"]) == datetime.fromisoformat(case["due"])
        else:
            right = data["seconds"] == case["seconds"]
        if not right:
            wrong.append((case["id"], data))
    assert len(CASES) == 128
    assert wrong == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"calendar": OFFICE | {"timezone": "Mars/Olympus"}}, "/calendar/timezone"),
        ({"calendar": OFFICE | {"hours": {"mon": [["09:00", "25:00"]]}}}, "/calendar/hours/mon/0/1"),
        ({"calendar": OFFICE | {"hours": {"mon": [["09:00", "09:00"]]}}}, "/calendar/hours/mon/0/1"),
        ({"calendar": OFFICE | {"hours": {}}}, "/calendar/hours"),
        ({"calendar": OFFICE | {"color": "red"}}, "/calendar/color"),
        ({"seconds": -1}, "/seconds"),
        ({"start": "2026-01-05T09:00:00"}, "/start"),
        ({"end": "2026-01-06T09:00:00Z"}, "/seconds"),
        ({"pauses": [["2026-01-06T09:00:00Z", "2026-01-05T09:00:00Z"]]}, "/start"),
    ],
)
async def test_a_calendar_that_is_none_is_refused_with_a_pointer(
    desk: Desk, change: dict[str, Any], pointer: str
) -> None:
    body = {"calendar": OFFICE, "start": "2026-01-05T09:00:00Z", "seconds": 60} | change

    answer = await desk.http.post("/api/v1/calendars/preview", json=body, headers=desk.as_("admin"))

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_what_is_beyond_ten_years_is_said(desk: Desk) -> None:
    body = {"calendar": OFFICE, "start": "2026-01-05T09:00:00Z", "seconds": 86_400 * 3000}
    answer = await desk.http.post("/api/v1/calendars/preview", json=body, headers=desk.as_("admin"))
    assert (answer.status_code, answer.json()["code"]) == (422, "beyond_horizon")


async def test_a_calendar_is_kept_changed_and_not_removed_while_a_policy_follows_it(desk: Desk) -> None:
    admin = desk.as_("admin")
    made = await desk.http.post("/api/v1/calendars", json=OFFICE | {"name": "Office"}, headers=admin)
    calendar = made.json()["data"]
    path = f"/api/v1/calendars/{calendar['id']}"
    await desk.http.post("/api/v1/sla-policies", json=POLICY | {"calendar_id": calendar["id"]}, headers=admin)
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    assert (await desk.clock_of(ticket)).due_at.isoformat() == "2026-01-05T10:00:00+00:00"

    later = OFFICE | {"name": "Office", "hours": {"mon": [["12:00", "18:00"]]}}
    stale = await desk.http.put(path, json=later, headers=admin | {"if-match": '"7"'})
    changed = await desk.http.put(path, json=later, headers=admin | {"if-match": '"1"'})
    await desk.settle_stale()
    removed = await desk.http.delete(path, headers=admin)

    assert (stale.status_code, changed.status_code, changed.headers["etag"]) == (412, 200, '"2"')
    assert (await desk.clock_of(ticket)).due_at.isoformat() == "2026-01-05T12:00:00+00:00"
    assert (removed.status_code, removed.json()["code"]) == (409, "calendar_in_use")
    assert (await desk.http.get(path, headers=admin)).status_code == 200


async def test_a_name_is_taken_once(desk: Desk) -> None:
    body = OFFICE | {"name": "Office"}
    first = await desk.http.post("/api/v1/calendars", json=body, headers=desk.as_("admin"))
    second = await desk.http.post("/api/v1/calendars", json=body, headers=desk.as_("admin"))
    assert (first.status_code, second.status_code, second.json()["code"]) == (201, 409, "name_taken")


async def test_there_is_one_default_policy(desk: Desk) -> None:
    await with_policy(desk)
    second = await desk.http.post("/api/v1/sla-policies", json=POLICY, headers=desk.as_("admin"))
    assert (second.status_code, second.json()["code"]) == (409, "default_taken")


async def test_a_departments_policy_comes_before_the_default(desk: Desk) -> None:
    await with_policy(desk)
    department, ticket, start = uuid4(), uuid4(), desk.clock.now()
    targets = {"medium": {"first_response": 120}}
    body = {"name": "Quick", "department_id": str(department), "targets": targets}
    await desk.http.post("/api/v1/sla-policies", json=body, headers=desk.as_("admin"))
    opened = heard(ticket, 1, start)
    await desk.take_in(opened)
    assert (await desk.clock_of(ticket)).target_seconds == 3600

    moved = heard(ticket, 2, start + timedelta(seconds=30))
    object.__setattr__(moved.fact, "department_id", department)
    await desk.take_in(moved)

    assert (await desk.clock_of(ticket)).due_at == start + timedelta(seconds=120)
    assert await desk.rows("select 1 from escalated_sla_clocks where metric = 'resolution'") == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"actions": []}, "/actions"),
        ({"actions": [{"type": "launch"}]}, "/actions/0"),
        ({"actions": [{"type": "set_priority", "priority": "hot"}]}, "/actions/0/set_priority/priority"),
        ({"on": "birth"}, "/on"),
        ({"metrics": ["mood"]}, "/metrics/0"),
    ],
)
async def test_a_rule_that_could_not_run_is_refused_when_saved(
    desk: Desk, change: dict[str, Any], pointer: str
) -> None:
    answer = await desk.http.post("/api/v1/escalation-rules", json=RULE | change, headers=desk.as_("admin"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert await desk.rows("select 1 from escalated_escalation_rules") == []


async def test_clocks_are_explained_to_who_sees_the_ticket(desk: Desk) -> None:
    await with_policy(desk)
    ticket, agent, start = uuid4(), uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + timedelta(minutes=10), "pending"))
    desk.clock.move(timedelta(minutes=30))
    path = f"/api/v1/clocks/{ticket}"

    unseen = await desk.http.get(path, headers=desk.as_("agent", agent))
    desk.tickets.seen_by.add(str(agent))
    seen = await desk.http.get(path, headers=desk.as_("agent", agent))

    assert unseen.status_code == 404
    clock = next(each for each in seen.json()["data"]["clocks"] if each["metric"] == "first_response")
    assert (clock["state"], clock["due_at"], clock["elapsed_seconds"]) == ("paused", None, 600.0)
    assert clock["remaining_seconds"] == 3000.0
    assert [(each["cause"], each["end"]) for each in clock["pauses"]] == [("pending", None)]
    assert [each["seconds"] for each in clock["stretches"]] == [600.0]
    assert clock["policy"]["why"].startswith("It is the default")


async def test_a_change_of_configuration_is_audited(desk: Desk) -> None:
    await with_policy(desk)
    statement = "select body from escalated_outbox where type = 'audit.recorded'"
    said = [json.loads(row.body)["action"] for row in await desk.rows(statement)]
    assert said == ["sla_policy.created"]


# Who may what: a customer nothing, agents read, administrators all. A path that names nothing is 404 to who may.
ENDPOINTS = [
    ("GET", "/calendars", None, "agent"),
    ("POST", "/calendars", OFFICE | {"name": "Matrix"}, "admin"),
    ("POST", "/calendars/preview", {"calendar": OFFICE, "start": "2026-01-05T09:00:00Z", "seconds": 60}, "agent"),
    ("GET", f"/calendars/{NOWHERE}", None, "agent"),
    ("PUT", f"/calendars/{NOWHERE}", OFFICE | {"name": "Matrix"}, "admin"),
    ("DELETE", f"/calendars/{NOWHERE}", None, "admin"),
    ("GET", "/sla-policies", None, "agent"),
    ("POST", "/sla-policies", POLICY, "admin"),
    ("GET", f"/sla-policies/{NOWHERE}", None, "agent"),
    ("PUT", f"/sla-policies/{NOWHERE}", POLICY, "admin"),
    ("DELETE", f"/sla-policies/{NOWHERE}", None, "admin"),
    ("GET", "/escalation-rules", None, "agent"),
    ("POST", "/escalation-rules", RULE, "admin"),
    ("GET", f"/escalation-rules/{NOWHERE}", None, "agent"),
    ("PUT", f"/escalation-rules/{NOWHERE}", RULE, "admin"),
    ("DELETE", f"/escalation-rules/{NOWHERE}", None, "admin"),
    ("GET", f"/escalation-rules/{NOWHERE}/runs", None, "admin"),
    ("GET", f"/clocks/{NOWHERE}", None, "agent"),
]


@pytest.mark.parametrize(("method", "path", "body", "least"), ENDPOINTS, ids=[f"{e[0]} {e[1]}" for e in ENDPOINTS])
async def test_who_may(desk: Desk, method: str, path: str, body: Any, least: str) -> None:
    async def status(headers: dict[str, str]) -> int:
        answer = await desk.http.request(method, f"/api/v1{path}", json=body, headers=headers)
        return answer.status_code

    tables = ("escalated_calendars", "escalated_sla_policies", "escalated_escalation_rules")
    assert await status({}) == 401
    assert await status({"authorization": "Bearer esc_unknown"}) == 401
    assert await status(desk.as_("customer")) == 403
    assert await status(desk.as_("agent")) == (403 if least == "admin" else 404 if NOWHERE in path else 200)
    for table in tables:
        assert await desk.rows(f"select 1 from {table}") == []
    created = 201 if method == "POST" and "preview" not in path else 200
    expected = 404 if NOWHERE in path and not path.endswith("/runs") else created
    assert await status(desk.as_("admin")) == expected


def test_the_matrix_has_every_endpoint() -> None:
    from escalated_sla.app import openapi

    documented = {
        (method.upper(), path.replace("{calendar_id}", NOWHERE).replace("{policy_id}", NOWHERE))
        for path, methods in openapi()["paths"].items()
        for method in methods
    }
    known = {(method, f"/api/v1{path}") for method, path, _, _ in ENDPOINTS}
    assert {(m, p.replace("{rule_id}", NOWHERE).replace("{ticket_id}", NOWHERE)) for m, p in documented} == known
