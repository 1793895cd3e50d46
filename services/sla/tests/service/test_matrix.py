"""The authorization matrix: every endpoint by everybody, and what a refusal must not have done."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from escalated_sla.app import openapi
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import POLICY
from services.sla.tests.rule_making import hear
from services.sla.tests.service.test_rules import BODY
from services.sla.tests.ticket_events import Story

WHO = ("anonymous", "unknown token", "customer", "light agent", "agent", "admin")

STRANGERS: dict[str, dict[str, str]] = {"anonymous": {}, "unknown token": {"authorization": "Bearer esc_unknown"}}
OFFICE: dict[str, Any] = {"name": "Office", "timezone": "UTC", "hours": {"mon": [["09:00", "17:00"]]}}
FURTHER = POLICY | {"is_default": False}
HOLIDAYS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261225
SUMMARY:Christmas
END:VEVENT
END:VCALENDAR
"""
PREVIEW = {"calendar": {"timezone": "UTC", "hours": OFFICE["hours"]}, "start": "2026-01-05T09:00:00Z", "seconds": 60}
NOWHERE = "00000000-0000-0000-0000-000000000001"
# Who reads, who manages; and the same where it makes or removes something.
READS = "401 401 403 200 200 200"
MANAGES = "401 401 403 403 403 200"
MAKES = "401 401 403 403 403 201"
REMOVES = "401 401 403 403 403 204"


def _rules(kind: str) -> list[tuple[str, str, Any, str]]:
    body, one = BODY[kind], f"/{kind}/{{rule_id}}"
    rows: list[tuple[str, str, Any, str]] = [
        ("GET", f"/{kind}", None, READS),
        ("POST", f"/{kind}", body, MAKES),
        ("GET", f"/{kind}/vocabulary", None, READS),
        ("POST", f"/{kind}/dry-run", {"rule": body, "sample": 5}, MANAGES),
        ("PUT", f"/{kind}/order", {"ids": ["{every_rule}"]}, MANAGES),
        ("GET", one, None, READS),
        ("PUT", one, body, MANAGES),
        ("DELETE", one, None, REMOVES),
        ("GET", f"{one}/versions", None, READS),
        ("GET", f"{one}/runs", None, MANAGES),
        ("POST", f"{one}/activate", {"active": False}, MANAGES),
        ("POST", f"{one}/rollback", {"version": 1}, MANAGES),
    ]
    if kind != "workflows":
        timed = body | {"triggers": [], "conditions": BODY["automations"]["conditions"]}
        rows.append(("POST", f"/{kind}/count-existing", timed, MANAGES))
    return rows


MATRIX: list[tuple[str, str, Any, str]] = [
    *(row for kind in BODY for row in _rules(kind)),
    ("GET", "/calendars", None, READS),
    ("POST", "/calendars", OFFICE, MAKES),
    ("GET", "/calendars/zones", None, READS),
    ("POST", "/calendars/preview", PREVIEW, READS),
    ("GET", "/calendars/{calendar_id}", None, READS),
    ("PUT", "/calendars/{calendar_id}", OFFICE, MANAGES),
    ("DELETE", "/calendars/{calendar_id}", None, REMOVES),
    ("POST", "/calendars/{calendar_id}/preview-edit", OFFICE, MANAGES),
    ("POST", "/calendars/{calendar_id}/holidays/import", HOLIDAYS, MANAGES),
    ("POST", "/calendars/{calendar_id}/holidays/import/preview", HOLIDAYS, MANAGES),
    ("GET", "/calendars/{calendar_id}/holidays.ics", None, READS),
    ("GET", "/holiday-sets", None, READS),
    ("GET", "/holiday-sets/{country}", None, READS),
    ("GET", "/sla-policies", None, READS),
    ("POST", "/sla-policies", FURTHER, MAKES),
    ("GET", "/sla-policies/vocabulary", None, READS),
    ("POST", "/sla-policies/preview", {"policy": FURTHER}, MANAGES),
    ("PUT", "/sla-policies/order", {"ids": ["{every_policy}"]}, MANAGES),
    ("GET", "/sla-policies/{policy_id}", None, READS),
    ("PUT", "/sla-policies/{policy_id}", FURTHER, MANAGES),
    ("DELETE", "/sla-policies/{policy_id}", None, REMOVES),
    ("GET", "/sla-policies/{policy_id}/versions", None, READS),
    ("GET", "/sla-policies/{policy_id}/versions/{version}", None, READS),
    ("POST", "/sla-policies/{policy_id}/rollback", {"version": 1}, MANAGES),
    ("GET", "/sla-recomputations", None, READS),
    ("GET", "/sla-recomputations/{recomputation_id}", None, READS),
    ("GET", "/reports/sla", None, "401 401 403 403 200 200"),
    ("GET", "/clocks/{ticket_id}", None, READS),
    ("GET", "/settings/sla", None, "401 401 403 403 403 200"),
    ("PATCH", "/settings/sla", {"sla__reopened": "anew"}, "401 401 403 403 403 200"),
]


async def _rule(desk: Desk, kind: str) -> str:
    answer = await desk.http.post(f"/api/v1/{kind}", json=BODY[kind], headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def _calendar(desk: Desk) -> str:
    body = OFFICE | {"name": f"Office {uuid4()}"}
    answer = await desk.http.post("/api/v1/calendars", json=body, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def _policy(desk: Desk) -> str:
    answer = await desk.http.post("/api/v1/sla-policies", json=FURTHER, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def _ticket(desk: Desk) -> str:
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    return str(story.id)


async def _recomputation(desk: Desk) -> str:
    await _policy(desk)
    answer = await desk.http.get("/api/v1/sla-recomputations", headers=desk.as_("admin"))
    return str(answer.json()["data"][0]["id"])


# What a path names, made anew for each call.
MADE: dict[str, Callable[[Desk], Awaitable[str]]] = {
    "{calendar_id}": _calendar,
    "{policy_id}": _policy,
    "{ticket_id}": _ticket,
    "{recomputation_id}": _recomputation,
    "{country}": lambda _: _known("DE"),
    "{version}": lambda _: _known("1"),
}


async def _known(value: str) -> str:
    return value


async def _prepared(desk: Desk, path: str, body: Any) -> tuple[str, Any]:
    kind = path.split("/")[1]
    if kind in BODY and ("{rule_id}" in path or path.endswith("/order")):
        path = path.replace("{rule_id}", await _rule(desk, kind))
    if path.endswith("/order"):
        if kind not in BODY:
            await _policy(desk)
        listed = await desk.http.get(f"/api/v1/{kind}", headers=desk.as_("admin"))
        body = {"ids": [each["id"] for each in listed.json()["data"]]}
    for name, make in MADE.items():
        if name in path or (body is not None and name in str(body)):
            made = await make(desk)
            path = path.replace(name, made)
            body = _filled(body, name, made)
    return path, body


def _filled(value: Any, name: str, made: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, name, made) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, name, made) for each in value]
    return made if value == name else value


async def _state(desk: Desk) -> list[Any]:
    tables = ("rules", "rule_versions", "calendars", "sla_policies", "settings")
    counts = ", ".join(f"(select count(*) from escalated_{table})" for table in tables)
    versions = "(select coalesce(sum(version), 0) from escalated_rules)"
    return await desk.rows(f"select {counts}, {versions}")


@pytest.mark.parametrize(("method", "path", "body", "expected"), MATRIX, ids=lambda each: str(each)[:60])
async def test_matrix(desk: Desk, method: str, path: str, body: Any, expected: str) -> None:
    answered = []
    for who in WHO:
        target, sent = await _prepared(desk, path, body)
        person_id = uuid4()
        desk.tickets.seen_by.add(str(person_id))
        headers = STRANGERS[who] if who in STRANGERS else desk.as_(who.replace(" ", "_"), person_id)
        headers = dict(headers)
        before = await _state(desk)

        content = {"content": sent} if isinstance(sent, str) else {"json": sent}
        if isinstance(sent, str):
            headers["content-type"] = "text/calendar"
        answer = await desk.http.request(method, f"/api/v1{target}", headers=headers, **content)

        answered.append(str(answer.status_code))
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert await _state(desk) == before
    assert " ".join(answered) == expected


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [(method, path, body) for method, path, body, _ in MATRIX if "_id}" in path and "/runs" not in path],
    ids=lambda each: str(each)[:60],
)
async def test_what_is_not_there_is_said_to_be_nowhere(desk: Desk, method: str, path: str, body: Any) -> None:
    for name in ("{rule_id}", *MADE):
        path = path.replace(name, NOWHERE if name.endswith("_id}") else "1")
    content = {"content": body, "headers": desk.as_("admin") | {"content-type": "text/calendar"}}
    if not isinstance(body, str):
        content = {"json": body, "headers": desk.as_("admin")}
    answer = await desk.http.request(method, f"/api/v1{path}", **content)
    assert answer.status_code == 404, answer.text


async def test_the_clocks_of_a_ticket_that_one_may_not_see_are_none(desk: Desk) -> None:
    ticket_id = await _ticket(desk)
    answer = await desk.http.get(f"/api/v1/clocks/{ticket_id}", headers=desk.as_("agent"))
    assert answer.status_code == 404


def test_the_matrix_has_a_row_for_every_route() -> None:
    served = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in openapi()["paths"].items()
        for method in methods
    }
    assert {(method, path.partition("?")[0]) for method, path, _, _ in MATRIX} == served
