"""Policies over REST: conditions, four metrics, order, versions, and what an edit would move."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from escalated_chassis.errors import Unavailable
from escalated_sla.clocks.rules import METRICS
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import HOUR, POLICY, heard, with_policy

NOWHERE = "00000000-0000-0000-0000-000000000001"
URGENT = {"all": [{"field": "priority", "operator": "is", "value": "urgent"}]}


async def ask(desk: Desk, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return await desk.http.request(method, f"/api/v1{path}", json=body, headers=desk.as_("admin") | headers)


async def with_tickets(desk: Desk, *priorities: str) -> list[UUID]:
    """Open tickets, opened now."""
    ids = [uuid4() for _ in priorities]
    for ticket, priority in zip(ids, priorities, strict=True):
        await desk.take_in(heard(ticket, 1, desk.clock.now(), priority=priority))
    return ids


async def everything(desk: Desk) -> list[Any]:
    tables = ("policies", "policy_versions", "tickets", "clocks", "timers", "recomputations")
    return [await desk.rows(f"select * from escalated_sla_{table} order by 1, 2") for table in tables]


async def test_four_metrics_conditions_and_several_warnings_are_kept(desk: Desk) -> None:
    targets = {"urgent": {"first_response": 600, "next_response": 900, "periodic_update": 1800, "resolution": 3600}}
    warnings = [{"percent": 50}, {"before_seconds": 60}, {"percent": 90}, {"percent": 50}]
    body = {"name": "Urgent", "conditions": URGENT, "targets": targets, "warnings": warnings}

    made = (await ask(desk, "POST", "/sla-policies", body)).json()["data"]
    (ticket,) = await with_tickets(desk, "urgent")

    assert (made["targets"], made["conditions"], made["version"], made["position"]) == (targets, URGENT, 1, 0)
    assert made["warnings"] == [{"percent": 50}, {"before_seconds": 60.0}, {"percent": 90}]
    stored = await desk.rows("select metric, target_seconds, warnings from escalated_sla_clocks order by metric")
    assert {row.metric: row.target_seconds for row in stored} == {
        "first_response": 600,
        "periodic_update": 1800,
        "resolution": 3600,
    }
    assert [label for label, _ in (await desk.clock_of(ticket)).warnings] == ["50%", "60s", "90%"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"targets": {"medium": {"first_response": -1}}}, "/targets/medium/first_response"),
        ({"targets": {"medium": {"first_response": 0}}}, "/targets/medium/first_response"),
        ({"targets": {"huge": {"first_response": 60}}}, "/targets/huge/[key]"),
        ({"targets": {"medium": {"mood": 60}}}, "/targets/medium/mood"),
        ({"warnings": [{"percent": 100}]}, "/warnings/0/percent"),
        ({"warnings": [{"percent": 50, "before_seconds": 60}]}, "/warnings/0"),
        ({"calendar_id": NOWHERE}, "/calendar_id"),
        ({"conditions": {"all": [{"field": "subject", "operator": "is", "value": "x"}]}}, "/conditions/all/0/field"),
        ({"conditions": {"all": [{"field": "priority", "operator": "is", "value": "?"}]}}, "/conditions/all/0/value"),
        ({"conditions": {"all": [{"field": "priority", "operator": "<", "value": "x"}]}}, "/conditions/all/0/operator"),
        ({"conditions": {"some": []}}, "/conditions"),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_a_pointer(desk: Desk, change: dict[str, Any], pointer: str) -> None:
    made = await with_policy(desk)
    for method, path in (("POST", "/sla-policies"), ("PUT", f"/sla-policies/{made['id']}")):
        answer = await ask(desk, method, path, POLICY | {"is_default": False} | change)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
    assert [row.version for row in await desk.rows("select version from escalated_sla_policies")] == [1]


async def test_conditions_are_not_saved_while_tickets_is_away_and_everything_else_is(desk: Desk) -> None:
    desk.tickets.refusal = Unavailable("away")
    refused = await ask(desk, "POST", "/sla-policies", POLICY | {"conditions": URGENT})
    kept = await ask(desk, "POST", "/sla-policies", POLICY)
    assert (refused.status_code, refused.json()["code"], kept.status_code) == (503, "tickets_away", 201)


async def test_the_vocabulary_names_what_lasts(desk: Desk) -> None:
    fields = (await ask(desk, "GET", "/sla-policies/vocabulary")).json()["data"]["fields"]
    names = {each["name"] for each in fields}
    assert "priority" in names
    assert not names & {"subject", "reply_count", "sla_state", "hours_since_created", "created_at", "follower"}


async def test_there_is_one_default_policy(desk: Desk) -> None:
    await with_policy(desk)
    second = await ask(desk, "POST", "/sla-policies", POLICY)
    assert (second.status_code, second.json()["code"]) == (409, "default_taken")


async def test_a_departments_policy_comes_before_the_default(desk: Desk) -> None:
    await with_policy(desk)
    department, ticket, start = str(uuid4()), uuid4(), desk.clock.now()
    body = {"name": "Quick", "department_id": department, "targets": {"medium": {"first_response": 120}}}
    await ask(desk, "POST", "/sla-policies", body)
    await desk.take_in(heard(ticket, 1, start))
    assert (await desk.clock_of(ticket)).target_seconds == 3600

    await desk.take_in(heard(ticket, 2, start + timedelta(seconds=30), department=department))

    assert (await desk.clock_of(ticket)).due_at == start + timedelta(seconds=120)
    assert await desk.rows("select 1 from escalated_sla_clocks where metric = 'resolution'") == []


async def test_the_order_decides_and_the_default_comes_last(desk: Desk) -> None:
    default = await with_policy(desk)
    quick, slow = [
        (
            await ask(desk, "POST", "/sla-policies", {"name": name, "targets": {"medium": {"first_response": seconds}}})
        ).json()["data"]["id"]
        for name, seconds in (("Quick", 60), ("Slow", 7200))
    ]
    (ticket,) = await with_tickets(desk, "medium")
    assert (await desk.clock_of(ticket)).target_seconds == 60

    arranged = [default["id"], slow, quick]
    before = await everything(desk)
    foreseen = await ask(desk, "POST", "/sla-policies/preview", {"order": arranged})
    same = await ask(desk, "POST", "/sla-policies/preview", {"order": [quick, default["id"], slow]})
    missing = await ask(desk, "POST", "/sla-policies/preview", {"order": [quick, NOWHERE]})
    both = await ask(desk, "POST", "/sla-policies/preview", {"order": arranged, "policy_id": quick})
    assert await everything(desk) == before
    ordered = await ask(desk, "PUT", "/sla-policies/order", {"ids": arranged})
    incomplete = await ask(desk, "PUT", "/sla-policies/order", {"ids": [quick]})
    doubled = await ask(desk, "PUT", "/sla-policies/order", {"ids": [quick, quick, NOWHERE]})
    await desk.recompute()
    listed = await ask(desk, "GET", "/sla-policies")

    assert (foreseen.json()["data"]["moved"], same.json()["data"]["moved"]) == (1, 0)
    assert [each["pointer"] for each in missing.json()["errors"]] == ["/order/1", "/order"]
    assert both.status_code == 422
    assert [each["name"] for each in ordered.json()["data"]] == ["Slow", "Quick", "Standard"]
    assert [each["name"] for each in listed.json()["data"]] == ["Slow", "Quick", "Standard"]
    assert (await desk.clock_of(ticket)).target_seconds == 7200
    assert incomplete.json()["errors"] == [
        {"pointer": "/ids", "code": "incomplete", "detail": "Every policy has its place."}
    ]
    assert [each["code"] for each in doubled.json()["errors"]] == ["unknown", "repeated", "incomplete"]


async def test_versions_are_kept_and_one_can_go_back(desk: Desk) -> None:
    made = await with_policy(desk)
    path = f"/sla-policies/{made['id']}"
    quick = {"medium": {"first_response": 60}}
    await ask(desk, "PUT", path, POLICY | {"name": "Quick", "targets": quick, "active": False})

    stale = await ask(desk, "POST", f"{path}/rollback", {"version": 1}, **{"if-match": '"1"'})
    missing = await ask(desk, "POST", f"{path}/rollback", {"version": 9})
    back = await ask(desk, "POST", f"{path}/rollback", {"version": 1}, **{"if-match": '"2"'})
    versions = (await ask(desk, "GET", f"{path}/versions?limit=2")).json()
    older = (await ask(desk, "GET", f"{path}/versions?cursor={versions['meta']['next_cursor']}")).json()
    second = (await ask(desk, "GET", f"{path}/versions/2")).json()["data"]

    assert (stale.status_code, missing.status_code, missing.json()["code"]) == (412, 404, "version_not_found")
    data = back.json()["data"]
    assert (back.headers["etag"], data["name"], data["version"], data["active"]) == ('"3"', "Standard", 3, False)
    assert data["targets"] == made["targets"]
    assert [each["version"] for each in versions["data"] + older["data"]] == [3, 2, 1]
    assert (second["name"], second["targets"]["medium"]["first_response"]) == ("Quick", 60.0)
    assert UUID(second["created_by"])


async def test_an_edit_of_the_calendar_is_a_version_of_the_policy(desk: Desk) -> None:
    office = {"name": "Office", "timezone": "UTC", "hours": {"mon": [["09:00", "17:00"]]}}
    calendar = (await ask(desk, "POST", "/calendars", office)).json()["data"]["id"]
    made = await with_policy(desk, calendar_id=calendar)
    await ask(desk, "PUT", f"/calendars/{calendar}", office | {"holidays": ["2026-01-12"]})

    versions = (await ask(desk, "GET", f"/sla-policies/{made['id']}/versions")).json()["data"]
    present = await ask(desk, "GET", f"/sla-policies/{made['id']}")

    assert [each["calendar"]["holidays"] for each in versions] == [["2026-01-12"], []]
    assert (present.headers["etag"], present.json()["data"]["version"]) == ('"2"', 2)


async def test_a_policy_that_a_rule_gives_to_tickets_is_not_removed(desk: Desk) -> None:
    made = await with_policy(desk)
    path = f"/sla-policies/{made['id']}"
    action = {"type": "set_sla_policy", "policy_id": made["id"]}
    rule = {"name": "Very important", "triggers": ["ticket.created"], "actions": [action]}
    kept = await ask(desk, "POST", "/workflows", rule)
    assert kept.status_code == 201, kept.text

    refused = await ask(desk, "DELETE", path)
    await ask(desk, "DELETE", f"/workflows/{kept.json()['data']['id']}")
    stale = await ask(desk, "DELETE", path, **{"if-match": '"5"'})
    removed = await ask(desk, "DELETE", path)

    assert (refused.status_code, refused.json()["code"]) == (409, "policy_in_use")
    assert "the workflow 'Very important'" in refused.json()["detail"]
    assert (stale.status_code, removed.status_code) == (412, 204)
    assert (await ask(desk, "GET", path)).status_code == 404
    assert (await ask(desk, "GET", f"{path}/versions/1")).json()["data"]["name"] == "Standard"


async def test_an_edit_is_told_before_it_is_saved_and_then_does_just_that(desk: Desk) -> None:
    made = await with_policy(desk)
    open_ids = await with_tickets(desk, "medium", "medium", "urgent")
    (closed,) = await with_tickets(desk, "medium")
    await desk.take_in(heard(closed, 2, desk.clock.now() + timedelta(minutes=1), "solved"))
    desk.clock.move(HOUR / 2)
    (answered, *_) = open_ids
    await desk.take_in(heard(answered, 2, desk.clock.now(), "open", answers=True))
    before = await everything(desk)
    targets = {"medium": {"first_response": 600, "resolution": 36_000}, "urgent": POLICY["targets"]["urgent"]}
    edit = {"policy_id": made["id"], "policy": POLICY | {"targets": targets}}

    told = (await ask(desk, "POST", "/sla-policies/preview", edit)).json()["data"]
    same = (await ask(desk, "POST", "/sla-policies/preview", edit | {"policy": POLICY})).json()["data"]
    gone = (await ask(desk, "POST", "/sla-policies/preview", {"policy_id": made["id"]})).json()["data"]
    added = {"policy": {"name": "U", "conditions": URGENT, "targets": {"urgent": {"resolution": 60}}}}
    more = (await ask(desk, "POST", "/sla-policies/preview", added)).json()["data"]
    assert await everything(desk) == before

    await ask(desk, "PUT", f"/sla-policies/{made['id']}", edit["policy"])
    await desk.recompute()
    after = {row.ticket_id for row in await desk.rows("select * from escalated_sla_clocks where target_seconds = 600")}

    # One is answered: nothing of it moves. One waits for half an hour already. The urgent one keeps its targets.
    assert told == {"open_tickets": 3, "looked_at": 3, "moved": 1, "overdue": 1, "exact": True}
    assert after == {open_ids[1]}
    assert (same["moved"], gone["moved"], gone["overdue"]) == (0, 3, 0)
    assert (more["moved"], more["overdue"]) == (1, 1)


async def due_times(desk: Desk) -> dict[Any, Any]:
    statement = """
        select ticket_id, metric, target_seconds, due_at, breach_at, warnings
        from escalated_sla_clocks where state in ('running', 'paused')
    """
    return {(row.ticket_id, row.metric): tuple(row) for row in await desk.rows(statement)}


async def test_whatever_the_edit_what_was_told_is_what_moves(desk: Desk) -> None:
    random, start = Random(11), desk.clock.now()
    office = {"name": "Office", "timezone": "UTC", "hours": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}}
    calendar = (await ask(desk, "POST", "/calendars", office)).json()["data"]["id"]
    made = await with_policy(desk, calendar_id=calendar)
    for number in range(40):
        ticket, at, priority = uuid4(), start + timedelta(minutes=number), random.choice(["medium", "urgent", "low"])
        for sequence in range(1, random.randint(2, 5)):
            category = "new" if sequence == 1 else random.choice(["open", "open", "pending", "solved"])
            priority = priority if random.random() < 0.7 else random.choice(["medium", "urgent", "high"])
            answers = random.random() < 0.3
            await desk.take_in(heard(ticket, sequence, at, category, priority=priority, answers=answers))
            at += timedelta(minutes=random.randint(1, 90))
    desk.clock.move(timedelta(hours=9))
    await desk.fire()

    told, moved = [], []
    for _ in range(8):
        targets = {
            priority: {metric: random.choice([None, 600, 3600, 36_000]) for metric in random.sample(METRICS, 2)}
            for priority in random.sample(["low", "medium", "high", "urgent"], 3)
        }
        conditions = random.choice([URGENT, {"all": []}, {"none": URGENT["all"]}])
        edit = POLICY | {
            "targets": targets,
            "conditions": conditions,
            "calendar_id": random.choice([calendar, None]),
            "warnings": random.choice([[], [{"percent": 50}]]),
        }
        answer = await ask(desk, "POST", "/sla-policies/preview", {"policy_id": made["id"], "policy": edit})
        told.append(answer.json()["data"]["moved"])
        before = await due_times(desk)
        await ask(desk, "PUT", f"/sla-policies/{made['id']}", edit)
        await desk.recompute()
        after = await due_times(desk)
        changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
        moved.append(len({ticket for ticket, _ in changed}))

    assert told == moved
    assert len(set(moved)) > 3


HOUR_A_WEEK = {"name": "Hour", "timezone": "UTC", "hours": {"mon": [["09:00", "10:00"]]}}
LONG = {"low": {"first_response": 3600, "resolution": 2_000_000}, "high": {"resolution": 1_800_000}}


async def test_a_target_that_a_calendar_never_reaches_is_refused_and_nothing_changes(desk: Desk) -> None:
    """An hour a week is 522 hours in ten years: 1,879,200 seconds."""
    calendar = (await ask(desk, "POST", "/calendars", HOUR_A_WEEK)).json()["data"]["id"]
    made = await with_policy(desk)
    body = POLICY | {"calendar_id": calendar, "targets": LONG}
    before = await everything(desk)
    requests = [
        ("POST", "/sla-policies", body | {"is_default": False}, ""),
        ("PUT", f"/sla-policies/{made['id']}", body, ""),
        ("POST", "/sla-policies/preview", {"policy_id": made["id"], "policy": body}, "/policy"),
    ]
    for method, path, sent, base in requests:
        answer = await ask(desk, method, path, sent)
        errors = [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
        assert (answer.status_code, errors) == (422, [(f"{base}/targets/low/resolution", "unreachable")])
    assert await everything(desk) == before

    assert (await ask(desk, "PUT", f"/sla-policies/{made['id']}", body | {"calendar_id": None})).status_code == 200
    enough = body | {"targets": {"low": {"resolution": 1_879_200}}}
    assert (await ask(desk, "PUT", f"/sla-policies/{made['id']}", enough)).status_code == 200


async def test_a_calendar_is_not_changed_so_that_a_policy_can_never_be_kept(desk: Desk) -> None:
    office = HOUR_A_WEEK | {"hours": {"mon": [["09:00", "17:00"]]}}
    calendar = (await ask(desk, "POST", "/calendars", office)).json()["data"]["id"]
    made = await with_policy(desk, calendar_id=calendar, targets=LONG)
    await with_policy(desk, name="Short", is_default=False, calendar_id=calendar)
    before = [*await everything(desk), await desk.rows("select * from escalated_calendars")]

    for method, path in (("PUT", ""), ("POST", "/preview-edit")):
        answer = await ask(desk, method, f"/calendars/{calendar}{path}", HOUR_A_WEEK)
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["pointer"], error["code"]) == (422, "/hours", "unreachable")
        assert "'Standard'" in error["detail"]
    assert [*await everything(desk), await desk.rows("select * from escalated_calendars")] == before

    await ask(desk, "PUT", f"/sla-policies/{made['id']}", POLICY | {"calendar_id": calendar})
    assert (await ask(desk, "PUT", f"/calendars/{calendar}", HOUR_A_WEEK)).status_code == 200


async def test_a_second_default_is_refused_before_it_is_saved(desk: Desk) -> None:
    await with_policy(desk)
    answer = await ask(desk, "POST", "/sla-policies/preview", {"policy": POLICY})
    assert (answer.status_code, answer.json()["code"]) == (409, "default_taken")


async def test_a_preview_beyond_what_is_looked_at_is_a_lower_bound(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalated_sla.policies.impact.MOST_LOOKED_AT", 2)
    monkeypatch.setattr("escalated_sla.policies.impact.BATCH", 2)
    await with_policy(desk)
    await with_tickets(desk, "urgent", "urgent", "urgent")
    edit = {"policy": {"name": "U", "targets": {"urgent": {"first_response": 60}}}}
    told = (await ask(desk, "POST", "/sla-policies/preview", edit)).json()["data"]
    assert told == {"open_tickets": 3, "looked_at": 2, "moved": 2, "overdue": 0, "exact": False}


async def test_a_paused_clock_is_moved_only_where_what_is_left_of_it_changes(desk: Desk) -> None:
    office = {"name": "Office", "timezone": "UTC", "hours": {"mon": [["09:00", "17:00"]]}}
    calendar = (await ask(desk, "POST", "/calendars", office)).json()["data"]["id"]
    await with_policy(desk, calendar_id=calendar)
    (ticket,) = await with_tickets(desk, "medium")
    desk.clock.move(HOUR / 2)
    await desk.take_in(heard(ticket, 2, desk.clock.now(), "pending"))

    path = f"/calendars/{calendar}/preview-edit"
    holiday = (await ask(desk, "POST", path, office | {"holidays": ["2026-02-02"]})).json()["data"]
    later = (await ask(desk, "POST", path, office | {"hours": {"mon": [["09:15", "17:00"]]}})).json()["data"]

    assert (holiday["moved"], later["moved"]) == (0, 1)


async def test_a_change_of_configuration_is_audited(desk: Desk) -> None:
    made = await with_policy(desk)
    await ask(desk, "PUT", f"/sla-policies/{made['id']}", POLICY | {"name": "Better"})
    audited = await desk.rows("select body from escalated_outbox where type = 'audit.recorded' order by id")
    said = [orjson.loads(row.body) for row in audited]
    assert [each["action"] for each in said] == ["sla_policy.created", "sla_policy.updated"]
    assert said[1]["changes"] == [{"field": "name", "before": "Standard", "after": "Better"}]
