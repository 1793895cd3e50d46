"""Reports over REST: a desk with known figures, what is refused, who is counted for whom, and CSV."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text

from escalated_tickets.reports.question import GROUPS, NAMES
from escalated_tickets.reports.rebuild import rebuild
from escalated_tickets.reports.schemas import OneReport, ReportOut
from escalated_tickets.reports.service import hear_event, rename_agent
from escalated_tickets.tickets.state import MOST_FOLLOWERS, MOST_TAGS

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WIDEN = text(
    "UPDATE escalated_report_moments "
    "SET tag_ids = CAST(:tags AS text[])::uuid[], follower_ids = CAST(:followers AS text[])::uuid[]"
)


@dataclass
class Scene:
    """Two departments with an agent each; what the agents of one do, the other does not see."""

    desk: Any
    mine: Any
    theirs: Any

    async def someone(self, kind: str, *departments: Any, email: str) -> Any:
        """Signed in at the time it is now: the desk's clock is moved by days."""
        return await self.desk.person(kind, *departments, email=email, name=email.partition("@")[0])

    async def customer(self) -> Any:
        return await self.someone("customer", email="cora@example.com")

    async def agent(self) -> Any:
        return await self.someone("agent", self.mine, email="ann@example.com")

    async def other(self) -> Any:
        return await self.someone("agent", self.theirs, email="=oda@example.com")

    async def admin(self) -> Any:
        return await self.someone("admin", email="ada@example.com")

    async def report(self, name: str, who: Any = None, **asked: Any) -> dict[str, Any]:
        asked = {"from": "2026-01-05", "to": "2026-01-11", **asked}
        answer = await self.desk.ask("GET", f"/reports/{name}", who or await self.admin(), params=asked)
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def rows(self, name: str, who: Any = None, **asked: Any) -> dict[Any, dict[str, Any]]:
        """The rows by label, without what names them."""
        found = (await self.report(name, who, **asked))["rows"]
        return {row["label"]: {key: row[key] for key in row if key not in ("key", "label")} for row in found}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(desk: Any, hearing: Any) -> Scene:
    """Three tickets in a week, told in hours after Monday 9:00 UTC.

    A, mine:   opened 0, answered 2, resolved 5, reopened 6, resolved 10, rated 4 at 11.
    B, mine:   opened 24, tagged vip; answered 25; stays open.
    C, theirs: opened 48, answered 54, resolved 56, rated 2 at 57.
    """
    stage = Scene(desk, await desk.department("Mine"), await desk.department("Theirs"))
    at = desk.clock.set
    at(MONDAY)
    await desk.department("Empty")
    a = await desk.opened(await stage.customer(), department_id=str(stage.mine), priority="high")
    at(MONDAY + HOUR)
    agent = await stage.agent()
    await desk.does(agent, f"/tickets/{a['id']}/assign", {"assignee_id": str(agent.id)})
    at(MONDAY + 2 * HOUR)
    await desk.does(await stage.agent(), f"/tickets/{a['id']}/replies", {"body": "Use water."})
    at(MONDAY + 5 * HOUR)
    await desk.does(await stage.agent(), f"/tickets/{a['id']}/resolve")
    at(MONDAY + 6 * HOUR)
    await desk.does(await stage.customer(), f"/tickets/{a['id']}/reopen")
    at(MONDAY + 10 * HOUR)
    await desk.does(await stage.agent(), f"/tickets/{a['id']}/resolve")
    at(MONDAY + 11 * HOUR)
    await desk.does(await stage.customer(), f"/tickets/{a['id']}/rate", {"score": 4})
    at(MONDAY + 24 * HOUR)
    b = await desk.opened(await stage.customer(), department_id=str(stage.mine))
    await desk.does(await stage.agent(), f"/tickets/{b['id']}/tags", {"tags": ["vip"]})
    at(MONDAY + 25 * HOUR)
    await desk.does(await stage.agent(), f"/tickets/{b['id']}/replies", {"body": "Which one?"})
    at(MONDAY + 48 * HOUR)
    c = await desk.opened(await stage.customer(), department_id=str(stage.theirs), type="incident")
    at(MONDAY + 54 * HOUR)
    other = await stage.other()
    await desk.does(other, f"/tickets/{c['id']}/assign", {"assignee_id": str(other.id)})
    await desk.does(other, f"/tickets/{c['id']}/replies", {"body": "No."})
    at(MONDAY + 56 * HOUR)
    await desk.does(await stage.other(), f"/tickets/{c['id']}/resolve")
    at(MONDAY + 57 * HOUR)
    await desk.does(await stage.customer(), f"/tickets/{c['id']}/rate", {"score": 2})
    at(MONDAY + 72 * HOUR)
    await hearing.all_of_it()
    return stage


async def test_the_figures_of_a_week(scene: Scene) -> None:
    assert await scene.rows("volume") == {"All": {"created": 3, "resolved": 3, "reopened": 1}}
    assert await scene.rows("first_response") == {
        "All": {"answered": 3, "mean_seconds": 3 * 3600, "p50_seconds": 2 * 3600, "p90_seconds": 5.2 * 3600}
    }
    assert await scene.rows("resolution") == {
        "All": {"resolved": 3, "mean_seconds": 17 * 1200, "p50_seconds": 5 * 3600, "p90_seconds": 7.4 * 3600}
    }
    assert await scene.rows("backlog") == {"All": {"backlog": 1}}
    assert await scene.rows("reopen_rate") == {"All": {"resolved": 3, "reopened": 1, "rate": pytest.approx(1 / 3)}}
    csat = {"ratings": 2, "average": 3.0, "satisfied": 1, "satisfaction": 0.5}
    assert await scene.rows("csat") == {
        "All": {**csat, "score_1": 0, "score_2": 1, "score_3": 0, "score_4": 1, "score_5": 0}
    }


async def test_the_summary_says_what_the_reports_say(scene: Scene) -> None:
    assert await scene.rows("summary") == {
        "All": {
            "created": 3,
            "resolved": 3,
            "reopened": 1,
            "backlog": 1,
            "answered": 3,
            "first_response_mean_seconds": 3 * 3600,
            "first_response_p50_seconds": 2 * 3600,
            "first_response_p90_seconds": 5.2 * 3600,
            "resolution_mean_seconds": 17 * 1200,
            "resolution_p50_seconds": 5 * 3600,
            "resolution_p90_seconds": 7.4 * 3600,
            "reopen_rate": pytest.approx(1 / 3),
            "ratings": 2,
            "csat_average": 3.0,
            "satisfaction": 0.5,
        }
    }


async def test_by_whom_and_by_what(scene: Scene) -> None:
    ann, oda = {"resolved": 2, "reopened": 1, "rate": 0.5}, {"resolved": 1, "reopened": 0, "rate": 0.0}
    assert await scene.rows("reopen_rate", group="agent") == {"ann": ann, "=oda": oda}
    created = {label: row["created"] for label, row in (await scene.rows("volume", group="department")).items()}
    assert created == {"Mine": 2, "Theirs": 1}
    assert await scene.rows("backlog", group="agent") == {"Nobody": {"backlog": 1}}
    assert {key: row["created"] for key, row in (await scene.rows("volume", group="tag")).items()} == {
        "vip": 1,
        "No tag": 2,
    }
    assert list(await scene.rows("volume", group="priority")) == ["medium", "high"]
    assert list(await scene.rows("volume", group="type")) == ["incident", "question"]
    assert list(await scene.rows("volume", group="channel")) == ["web"]


async def test_filters_narrow_and_together_narrow_more(scene: Scene) -> None:
    agent = await scene.agent()
    for asked, created in (
        ({"priority": "high,urgent"}, 1),
        ({"tag": "VIP"}, 1),
        ({"tag": "never"}, 0),
        ({"type": "incident", "department": str(scene.mine)}, 0),
        ({"department": f"{scene.mine},{scene.theirs}"}, 3),
        ({"department": "none"}, 0),
        ({"agent": "none"}, 1),
        ({"agent": str(agent.id)}, 1),
    ):
        found = await scene.rows("volume", **asked)
        assert found.get("All", {"created": 0})["created"] == created, asked


async def test_days_are_those_of_the_zone(scene: Scene) -> None:
    # 19:00 UTC of Monday is Tuesday 0:30 in India; Lord Howe is 11 hours ahead in its summer
    by_zone = {
        zone: {day: row["resolved"] for day, row in (await scene.rows("volume", zone=zone, group="day")).items()}
        for zone in ("UTC", "Asia/Kolkata", "Australia/Lord_Howe")
    }
    assert by_zone["UTC"] == {f"2026-01-{day:02}": {5: 2, 7: 1}.get(day, 0) for day in range(5, 12)}
    assert by_zone["Asia/Kolkata"] == {f"2026-01-{day:02}": {5: 1, 6: 1, 7: 1}.get(day, 0) for day in range(5, 12)}
    assert by_zone["Australia/Lord_Howe"]["2026-01-08"] == 1


async def test_the_backlog_at_the_end_of_each_day_and_nothing_of_days_to_come(scene: Scene) -> None:
    found = await scene.rows("backlog", group="day")
    assert [row["backlog"] for row in found.values()] == [0, 1, 1, 1, None, None, None]


async def test_hours_of_the_week(scene: Scene) -> None:
    found = await scene.rows("first_response", group="hour_of_week", zone="Asia/Kolkata")
    assert len(found) == 168
    assert {label: row["answered"] for label, row in found.items() if row["answered"]} == {
        "Monday 16:00": 1,
        "Tuesday 15:00": 1,
        "Wednesday 20:00": 1,
    }


async def test_an_agents_report_never_counts_foreign_departments(scene: Scene) -> None:
    agent = await scene.agent()
    assert (await scene.rows("volume", agent))["All"]["created"] == 2
    assert list(await scene.rows("volume", agent, group="department")) == ["Mine"]
    assert list(await scene.rows("resolution", agent, group="agent")) == ["ann"]
    assert await scene.rows("volume", agent, department=str(scene.theirs)) == {
        "All": {"created": 0, "resolved": 0, "reopened": 0}
    }
    assert (await scene.rows("summary", agent))["All"]["ratings"] == 1
    assert (await scene.rows("csat", await scene.other()))["All"]["average"] == 2.0


async def test_what_is_deleted_is_not_counted_and_counts_again_when_restored(scene: Scene, hearing: Any) -> None:
    customer, admin = await scene.customer(), await scene.admin()
    ticket = await scene.desk.opened(customer)
    await hearing.all_of_it()
    assert (await scene.rows("volume"))["All"]["created"] == 4
    await scene.desk.ask("DELETE", f"/tickets/{ticket['id']}", admin)
    await hearing.all_of_it()
    assert (await scene.rows("volume"))["All"]["created"] == 3
    assert (await scene.rows("backlog"))["All"]["backlog"] == 1
    await scene.desk.does(admin, f"/tickets/{ticket['id']}/restore")
    await hearing.all_of_it()
    assert (await scene.rows("volume"))["All"]["created"] == 4
    await scene.desk.ask("DELETE", f"/tickets/{ticket['id']}", admin)
    await hearing.all_of_it()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("resolution.csv?group=agent", {}),
        ("resolution?group=agent&format=csv", {}),
        ("resolution?group=agent", {"accept": "text/csv"}),
    ],
)
async def test_csv_is_defused(scene: Scene, path: str, headers: dict[str, str]) -> None:
    admin = await scene.admin()
    answer = await scene.desk.ask("GET", f"/reports/{path}&from=2026-01-05&to=2026-01-11", admin, headers=headers)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="resolution-20260105-20260112.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["label"] for row in rows] == ["'=oda", "ann"]
    assert rows[1]["resolved"] == "2"
    assert float(rows[1]["mean_seconds"]) == 4.5 * 3600
    assert answer.text.count("\r\n") == 3


@pytest.mark.parametrize(
    ("path", "pointer", "code"),
    [
        ("volume?zone=Mars/Base", "zone", "unknown"),
        ("volume?zone=../../etc/passwd", "zone", "unknown"),
        ("volume?zone=europe/berlin", "zone", "unknown"),
        ("volume?group=colour", "group", "unknown"),
        ("volume?colour=red", "colour", None),
        ("volume?from=2026-02-01&to=2026-01-01", "from", "not_before"),
        ("volume?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from", "not_before"),
        ("volume?from=2020-01-01&to=2026-01-01", "to", "too_long"),
        ("volume?from=yesterday", "from", "bad_time"),
        ("volume?from=2026-02-30", "from", "bad_time"),
        ("volume?from=2026-01-01T00:00:00", "from", "no_offset"),
        ("volume?from=0001-01-01", "from", "bad_time"),
        ("volume?to=9999-12-31", "to", "bad_time"),
        ("volume?to=9999-12-31T23:00:00Z", "to", "out_of_range"),
        ("volume?department=Support", "department", "bad_id"),
        ("volume?department=me", "department", "bad_id"),
        ("volume?agent=", "agent", "bad_list"),
        ("volume?priority=none", "priority", "unknown_value"),
        ("volume?channel=pigeon", "channel", "unknown_value"),
        ("volume?type=riddle", "type", "unknown_value"),
        ("volume?format=xml", "format", "unknown"),
    ],
)
async def test_what_is_refused_is_named(scene: Scene, path: str, pointer: str, code: str | None) -> None:
    answer = await scene.desk.ask("GET", f"/reports/{path}", await scene.admin())
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    assert error["pointer"].rpartition("/")[2] == pointer
    assert code is None or error["code"] == code


async def test_an_unknown_report_is_not_found(scene: Scene, problem: Any) -> None:
    for name in ("sales", "sales.csv", "volume.xml"):
        answer = await scene.desk.ask("GET", f"/reports/{name}", await scene.admin())
        assert problem(answer) == (404, "report_not_found")


async def test_who_may_not_read_reports(scene: Scene, problem: Any) -> None:
    answer = await scene.desk.ask("GET", "/reports/volume", await scene.customer())
    assert problem(answer) == (403, "permission_missing")
    agent = await scene.agent()
    for scopes, status in ((("reports:read",), 403), (("tickets:read",), 403), (("reports:read", "tickets:read"), 200)):
        headers = scene.desk.api_token(agent, *scopes)
        answer = await scene.desk.ask("GET", "/reports/volume", None, headers=headers)
        assert answer.status_code == status, scopes


async def test_without_a_period_it_is_the_last_thirty_days(scene: Scene) -> None:
    answer = await scene.desk.ask("GET", "/reports/volume?zone=Europe/Berlin", await scene.admin())
    data = answer.json()["data"]
    assert (data["from"], data["to"]) == ("2025-12-08T23:00:00Z", "2026-01-08T09:00:00Z")


async def test_answers_are_what_the_document_says(scene: Scene) -> None:
    for name in NAMES:
        for group in GROUPS:
            asked = {"group": group, "from": "2026-01-05", "to": "2026-01-11"}
            answer = await scene.desk.ask("GET", f"/reports/{name}", await scene.admin(), params=asked)
            found = OneReport.model_validate_json(answer.content).data
            assert set(answer.json()["data"]) == {field.alias or name for name, field in ReportOut.model_fields.items()}
            assert all(set(row) == {"key", "label", *found.columns} for row in found.rows), (name, group)


async def test_an_agent_who_was_merged_has_another_name(scene: Scene, desk: Any) -> None:
    one, other = await scene.other(), await desk.person("agent", scene.theirs, name="Olga")
    async with desk.database.transaction() as uow:
        await rename_agent(uow, one.id, other.id)
    assert list(await scene.rows("resolution", group="agent")) == ["ann", "Olga"]
    assert (await scene.rows("summary", other))["All"]["resolved"] == 1


async def test_nothing_is_kept_of_a_purged_ticket(scene: Scene, desk: Any, hearing: Any) -> None:
    # given a ticket that was heard of, and is no more
    ticket = await desk.opened(await scene.customer())
    events = await hearing.published()
    await hearing.take(events)
    assert (await scene.rows("volume"))["All"]["created"] == 4
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(f"DELETE FROM escalated_tickets WHERE id = '{ticket['id']}'")
    # when its events come again
    async with desk.database.transaction() as uow:
        for event in events:
            await hear_event(uow, event)
    # then nothing of it is there
    assert (await scene.rows("volume"))["All"]["created"] == 3
    assert await desk.rows("SELECT 1 FROM escalated_report_facts WHERE ticket_id = :id", id=UUID(ticket["id"])) == []


async def test_what_was_purged_of_activity_is_counted_from_the_tickets_own_stamps(scene: Scene, desk: Any) -> None:
    # given a desk whose activity was purged
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("DELETE FROM escalated_activities")
    # when its figures are made anew
    await rebuild(desk.database)
    # then creation, first answer and last resolution are still known
    found = (await scene.rows("summary"))["All"]
    assert (found["created"], found["answered"], found["resolved"], found["backlog"]) == (3, 3, 2, 1)
    assert (found["reopened"], found["ratings"]) == (0, 0)


# The last one: the tickets of this module have no tag any more.
async def test_a_tag_that_is_deleted_leaves_tickets_without_one(scene: Scene) -> None:
    admin = await scene.desk.person("admin")
    tags = (await scene.desk.ask("GET", "/tags", admin)).json()["data"]
    (vip,) = (each["id"] for each in tags if each["name"] == "vip")

    answer = await scene.desk.ask("DELETE", f"/tags/{vip}", admin)

    assert answer.status_code == 204, answer.text
    assert {key: row["created"] for key, row in (await scene.rows("volume", group="tag")).items()} == {"No tag": 3}
    assert (await scene.rows("backlog", group="tag")) == {"No tag": {"backlog": 1}}


async def test_the_widest_moment_fits_its_index(scene: Scene, desk: Any) -> None:
    """Of random ids, which nothing compresses; written and taken back."""
    tags, followers = ([str(uuid4()) for _ in range(most)] for most in (MOST_TAGS, MOST_FOLLOWERS))
    async with desk.database.engine.connect() as connection:
        changed = await connection.execute(WIDEN, {"tags": tags, "followers": followers})
        await connection.rollback()
    assert changed.rowcount > 0
