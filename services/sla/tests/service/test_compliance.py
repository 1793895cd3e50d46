"""The compliance report: against figures counted from the raw rows, by every key, for who may see what."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

import pytest

from escalated_chassis.errors import Unavailable
from services.sla.tests.conftest import Desk
from services.sla.tests.described import DEPARTMENT, described_fields
from services.sla.tests.hearing import HOUR, POLICY, heard, with_policy

PRIORITIES = ("low", "medium", "high", "urgent", "critical")
TARGETS = {
    priority: {"first_response": 3600.0 * number, "resolution": 7200.0 * number}
    for number, priority in enumerate(PRIORITIES, start=1)
}
DEPARTMENTS = (str(uuid4()), str(uuid4()), None)
AGENTS = (str(uuid4()), str(uuid4()), None)
KEYS = {"metric": "metric", "priority": "priority", "department": "department_id", "agent": "assignee_id"}


async def report(desk: Desk, query: str = "", headers: dict[str, str] | None = None) -> dict[str, Any]:
    answer = await desk.http.get(f"/api/v1/reports/sla{query}", headers=headers or desk.as_("admin"))
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def with_history(desk: Desk, count: int = 40) -> None:
    """Tickets of every kind, answered and solved early, late or never, over ten days."""
    random, start = Random(7), desk.clock.now()
    await with_policy(desk, targets=TARGETS)
    for number in range(count):
        ticket, opened = uuid4(), start + timedelta(hours=5 * number)
        kind = {
            "priority": PRIORITIES[number % 5],
            "department": DEPARTMENTS[number % 3],
            "assignee": AGENTS[number % 2] if number % 7 else None,
        }
        steps: list[tuple[str, dict[str, Any]]] = [("new", {})]
        steps += [("pending", {}), ("open", {})] if number % 4 == 0 else []
        steps += [("open", {"answers": True})] if number % 5 else []
        steps += [("solved", {})] if number % 3 else []
        at = opened
        for sequence, (category, more) in enumerate(steps, start=1):
            await desk.take_in(heard(ticket, sequence, at, category, **kind, **more))
            at += timedelta(minutes=random.randint(1, 600))
    desk.clock.move(timedelta(days=12))
    await desk.fire()


def expected(rows: Iterable[Any], start: datetime, end: datetime) -> dict[str, Any]:
    """The figures, counted plainly."""
    known = list(rows)
    ended = [row for row in known if row.ended_at and start <= row.ended_at < end and row.state in ("met", "breached")]
    late = [row.elapsed_seconds - row.target_seconds for row in ended if row.state == "breached"]
    elapsed = [row.elapsed_seconds for row in ended]
    of_target = [row.elapsed_seconds / row.target_seconds for row in ended]
    met = sum(row.state == "met" for row in ended)
    return {
        "ended": len(ended),
        "met": met,
        "breached": len(late),
        "compliance": met / len(ended) if ended else None,
        "late_p50_seconds": percentile(late, 50),
        "late_max_seconds": max(late, default=None),
        "elapsed_p50_seconds": percentile(elapsed, 50),
        "elapsed_p90_seconds": percentile(elapsed, 90),
        "elapsed_p50_of_target": percentile(of_target, 50),
        "elapsed_p90_of_target": percentile(of_target, 90),
        "overdue": sum(row.state == "breached" and row.ended_at is None for row in known),
    }


def percentile(values: list[float], share: int) -> float | None:
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[share - 1]


def same(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return {name: found[name] for name in wanted} == pytest.approx(wanted)


@pytest.mark.parametrize("by", KEYS)
async def test_the_figures_are_those_of_the_rows(desk: Desk, by: str) -> None:
    await with_history(desk)
    rows = await desk.rows("select * from escalated_sla_clocks")
    start, end = datetime(2026, 1, 6, tzinfo=UTC), datetime(2026, 1, 13, tzinfo=UTC)

    data = await report(desk, f"?by={by}&from=2026-01-06&to=2026-01-12")

    key: Callable[[Any], str | None] = lambda row: (  # noqa: E731
        None if getattr(row, KEYS[by]) is None else str(getattr(row, KEYS[by]))
    )
    found = {row["key"]: row for row in data["rows"]}
    wanted = {each: expected([row for row in rows if key(row) == each], start, end) for each in {key(r) for r in rows}}
    wanted = {each: figures for each, figures in wanted.items() if figures["ended"] or figures["overdue"]}
    assert found.keys() == wanted.keys()
    assert [each for each in wanted if not same(found[each], wanted[each])] == []
    assert same(data["total"], expected(rows, start, end))
    assert data["total"]["met"] > 0
    assert data["total"]["breached"] > 0
    assert data["total"]["overdue"] > 0


async def test_by_policy_it_is_called_as_it_is_now_and_keys_come_in_order(desk: Desk) -> None:
    await with_history(desk, 12)
    (policy,) = (await desk.http.get("/api/v1/sla-policies", headers=desk.as_("admin"))).json()["data"]
    renamed = POLICY | {"name": "Better", "targets": TARGETS}
    await desk.http.put(f"/api/v1/sla-policies/{policy['id']}", json=renamed, headers=desk.as_("admin"))

    by_policy = await report(desk, "?by=policy")
    by_priority = await report(desk, "?by=priority")
    by_agent = await report(desk, "?by=agent")

    assert [(row["key"], row["label"]) for row in by_policy["rows"]] == [(policy["id"], "Better")]
    found = [row["key"] for row in by_priority["rows"]]
    assert found == [each for each in PRIORITIES if each in found]
    assert by_agent["rows"][-1]["label"] == "Nobody"
    assert (await report(desk, "?by=none"))["rows"] == []


@dataclass
class Directory:
    """Knows one agent, or is away."""

    known: dict[UUID, str]
    away: bool = False

    async def names(self, person_ids: Sequence[UUID], /) -> dict[UUID, str]:
        if self.away:
            raise Unavailable("away")
        return {each: self.known[each] for each in person_ids if each in self.known}


async def test_agents_and_departments_are_called_by_their_names_where_those_can_be_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_policy(desk, targets=TARGETS)
    agent, ticket = uuid4(), uuid4()
    whose = {"department": DEPARTMENT, "assignee": str(agent)}
    await desk.take_in(heard(ticket, 1, desk.clock.now(), **whose))
    await desk.take_in(heard(ticket, 2, desk.clock.now() + HOUR / 2, "open", answers=True, **whose))
    desk.clock.move(HOUR)
    desk.tickets.fields = list(described_fields().fields)
    directory = Directory({agent: "Alex"})
    app: Any = desk.http._transport.app  # type: ignore[attr-defined]
    monkeypatch.setattr(app.state, "sla", replace(desk.context, people=directory))

    named = [(await report(desk, f"?by={by}"))["rows"] for by in ("agent", "department")]
    directory.away = True
    desk.tickets.refusal = Unavailable("away")
    unnamed = (await report(desk, "?by=agent"))["rows"]

    assert [[(row["key"], row["label"]) for row in rows] for rows in named] == [
        [(str(agent), "Alex")],
        [(DEPARTMENT, "Support")],
    ]
    assert [(row["label"], row["met"]) for row in unnamed] == [(str(agent), 1)]


async def test_filters_narrow_and_agree_with_the_rows_of_what_they_name(desk: Desk) -> None:
    await with_history(desk)
    by_metric = {row["key"]: row for row in (await report(desk, "?by=metric"))["rows"]}
    only = await report(desk, "?by=priority&metric=resolution")
    unassigned = await report(desk, "?by=none&agent=none")
    by_agent = (await report(desk, "?by=agent"))["rows"]
    either = await report(desk, f"?by=none&agent=none,{AGENTS[0]}&priority=low,high&department={DEPARTMENTS[0]}")

    assert sum(row["ended"] for row in only["rows"]) == by_metric["resolution"]["ended"] == only["total"]["ended"]
    assert unassigned["total"]["ended"] == by_agent[-1]["ended"]
    assert 0 < either["total"]["ended"] < unassigned["total"]["ended"] + by_agent[0]["ended"] + by_agent[1]["ended"]


async def test_a_day_is_a_day_of_the_zone(desk: Desk) -> None:
    await with_policy(desk, targets=TARGETS)
    ticket, opened = uuid4(), datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
    await desk.take_in(heard(ticket, 1, opened))
    await desk.take_in(heard(ticket, 2, opened + timedelta(minutes=90), "open", answers=True))
    desk.clock.move(timedelta(days=3))

    berlin = await report(desk, "?from=2026-01-06&to=2026-01-06&zone=Europe/Berlin")
    utc = await report(desk, "?from=2026-01-06&to=2026-01-06")

    assert (berlin["total"]["met"], utc["total"]["met"]) == (1, 0)
    assert (berlin["from"], berlin["to"]) == ("2026-01-05T23:00:00Z", "2026-01-06T23:00:00Z")


async def test_what_nobody_has_to_do_any_more_counts_as_neither(desk: Desk) -> None:
    await with_policy(desk, targets=TARGETS)
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + timedelta(minutes=5), deleted=True))
    desk.clock.move(HOUR)
    assert (await report(desk))["total"]["ended"] == 0


async def test_as_csv(desk: Desk) -> None:
    await with_history(desk, 12)
    data = await report(desk, "?by=priority")
    answer = await desk.http.get("/api/v1/reports/sla?by=priority&format=csv", headers=desk.as_("admin"))
    accepted = await desk.http.get(
        "/api/v1/reports/sla?by=priority", headers=desk.as_("admin") | {"accept": "text/csv"}
    )
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="sla-2025')
    assert [(row["key"], int(row["ended"])) for row in rows] == [(row["key"], row["ended"]) for row in data["rows"]]
    assert accepted.content == answer.content


async def test_an_agent_counts_what_they_may_hear_of(desk: Desk) -> None:
    await with_policy(desk, targets=TARGETS)
    agent, start = uuid4(), desk.clock.now()
    audiences: list[dict[str, Any]] = [
        {"person_ids": [str(agent)], "department_ids": [], "all_staff": False},
        {"person_ids": [], "department_ids": [str(uuid4())], "all_staff": False},
        {"person_ids": [], "department_ids": [], "all_staff": True},
    ]
    for audience in audiences:
        ticket = uuid4()
        for sequence, more in ((1, {}), (2, {"answers": True})):
            event = heard(ticket, sequence, start + timedelta(minutes=sequence), "open", **more)
            object.__setattr__(event, "audience", audience)
            await desk.take_in(event)
    desk.clock.move(HOUR)

    assert (await report(desk, headers=desk.as_("agent", agent)))["total"]["met"] == 2
    assert (await report(desk, headers=desk.as_("agent", uuid4())))["total"]["met"] == 1
    assert (await report(desk))["total"]["met"] == 3
    for kind, status in (("light_agent", 403), ("customer", 403)):
        assert (await desk.http.get("/api/v1/reports/sla", headers=desk.as_(kind))).status_code == status


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("by=mood", "by"),
        ("zone=Mars/Olympus", "zone"),
        ("from=yesterday", "from"),
        ("from=2026-01-02&to=2026-01-01", "from"),
        ("metric=speed", "metric"),
        ("policy=standard", "policy"),
        ("agent=,", "agent"),
        ("format=xml", "format"),
        ("color=red", "color"),
    ],
)
async def test_a_question_that_is_none_is_refused(desk: Desk, query: str, pointer: str) -> None:
    answer = await desk.http.get(f"/api/v1/reports/sla?{query}", headers=desk.as_("admin"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].endswith(pointer)
