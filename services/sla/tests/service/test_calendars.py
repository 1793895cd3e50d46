"""Calendars over REST: previews, holidays from sets and files, versions, and what is refused."""

import json
import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import POLICY, heard

CASES = json.loads((Path(__file__).parents[1] / "unit" / "data" / "sla_clock.json").read_text())
OFFICE = {"timezone": "Europe/Berlin", "hours": {"mon": [["08:00", "18:00"]]}}
NOWHERE = "00000000-0000-0000-0000-000000000001"
SERVER_ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia")


@pytest.fixture
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The time zone of this process, until the test is over."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


async def ask(desk: Desk, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return await desk.http.request(method, f"/api/v1{path}", json=body, headers=desk.as_("admin") | headers)


async def send_file(desk: Desk, calendar_id: str, content: bytes, query: str = "", kind: str = "text/calendar") -> Any:
    path = f"/api/v1/calendars/{calendar_id}/holidays/import{query}"
    return await desk.http.post(path, content=content, headers=desk.as_("admin") | {"content-type": kind})


async def office(desk: Desk, **more: Any) -> dict[str, Any]:
    answer = await ask(desk, "POST", "/calendars", OFFICE | {"name": "Office"} | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()["data"]
    return made


def ics(*events: str) -> bytes:
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event.split("|"), "END:VEVENT")]
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()


def body_of(case: dict[str, Any]) -> dict[str, Any]:
    calendar = {"timezone": case["tz"], "hours": case["hours"], "holidays": case["holidays"]}
    if "date_hours" in case:
        calendar["date_hours"] = case["date_hours"]
    asked = {"seconds": case["seconds"]} if case["kind"] == "due" else {"end": case["end"]}
    return {"calendar": calendar, "start": case["start"], "pauses": case["pauses"], **asked}


@pytest.mark.parametrize("server_zone", SERVER_ZONES, indirect=True)
async def test_every_worked_case_comes_out_of_the_preview_whatever_the_servers_zone(
    desk: Desk, server_zone: str
) -> None:
    assert time.tzname[0] == {"UTC": "UTC", "America/New_York": "EST", "Asia/Kolkata": "IST"}.get(server_zone, "+13")
    wrong = []
    for case in CASES:
        data = (await ask(desk, "POST", "/calendars/preview", body_of(case))).json()["data"]
        counted = sum(each["seconds"] for each in data["stretches"])
        if case["kind"] == "due":
            right = datetime.fromisoformat(data["due"]) == datetime.fromisoformat(case["due"])
            right = right and (data["breach_at"] is None or data["breach_at"] >= data["due"])
        else:
            right = data["seconds"] == case["seconds"]
        if not right or (not data["more_stretches"] and counted != case["seconds"]):
            wrong.append((case["id"], data))
    assert len(CASES) == 128
    assert wrong == []


async def test_a_preview_tells_the_open_times_and_from_when_on_the_target_is_exceeded(desk: Desk) -> None:
    week = {"timezone": "UTC", "hours": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "fri")}}
    body = {"calendar": week, "start": "2026-01-09T11:00:00Z", "seconds": 5 * 3600}

    data = (await ask(desk, "POST", "/calendars/preview", body)).json()["data"]

    assert data == {
        "due": "2026-01-09T17:00:00Z",
        "breach_at": "2026-01-12T09:00:00Z",
        "stretches": [
            {"start": "2026-01-09T11:00:00Z", "end": "2026-01-09T12:00:00Z", "seconds": 3600.0},
            {"start": "2026-01-09T13:00:00Z", "end": "2026-01-09T17:00:00Z", "seconds": 14400.0},
        ],
        "more_stretches": False,
    }


async def test_a_preview_takes_pauses_out_and_waits_for_the_end_of_one_that_runs(desk: Desk) -> None:
    """Monday from 9:00 UTC; one pause reaches into the hours, two touch, one lies within another, one runs still."""
    pauses = [
        ["2026-01-05T06:00:00Z", "2026-01-05T07:30:00Z"],
        ["2026-01-05T09:00:00+01:00", "2026-01-05T08:30:00Z"],
        ["2026-01-05T08:30:00Z", "2026-01-05T09:00:00.000001Z"],
        ["2026-01-05T08:40:00Z", "2026-01-05T08:45:00Z"],
    ]
    body = {"calendar": OFFICE, "start": "2026-01-05T08:00:00+01:00", "seconds": 3600}
    stopped = ["2026-01-05T09:30:00Z", None]

    ended = (await ask(desk, "POST", "/calendars/preview", body | {"pauses": pauses})).json()["data"]
    running = (await ask(desk, "POST", "/calendars/preview", body | {"pauses": [*pauses, stopped]})).json()["data"]
    just = body | {"pauses": [*pauses, ["2026-01-05T09:30:00.000001Z", None]]}
    reached = (await ask(desk, "POST", "/calendars/preview", just)).json()["data"]

    assert ended["due"] == ended["breach_at"] == "2026-01-05T09:30:00.000001Z"
    assert (running["due"], running["breach_at"], len(running["stretches"])) == (None, None, 2)
    assert running["stretches"][-1]["end"] == "2026-01-05T09:30:00Z"
    assert (reached["due"], reached["breach_at"]) == ("2026-01-05T09:30:00.000001Z", None)


async def test_a_preview_asks_from_its_own_start_on_whatever_the_zones(desk: Desk) -> None:
    """It is the first of January in Kiritimati, and the hours of that date are the only ones there are."""
    once = {"timezone": "Pacific/Kiritimati", "hours": {}, "date_hours": {"2026-01-01": [["00:00", "02:00"]]}}
    body = {"calendar": once, "start": "2026-01-01T01:00:00+14:00", "seconds": 1800}

    data = (await ask(desk, "POST", "/calendars/preview", body)).json()["data"]
    over = await ask(desk, "POST", "/calendars/preview", body | {"start": "2026-01-01T02:00:00+14:00"})

    assert data["due"] == "2025-12-31T11:30:00Z"
    assert (over.status_code, over.json()["errors"][0]["pointer"]) == (422, "/calendar/hours")


async def test_a_preview_over_years_tells_the_first_500_open_times(desk: Desk) -> None:
    daily = {"timezone": "UTC", "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
    body = {"calendar": daily, "start": "2026-01-01T00:00:00Z", "end": "2029-01-01T00:00:00Z"}
    data = (await ask(desk, "POST", "/calendars/preview", body)).json()["data"]
    assert (len(data["stretches"]), data["more_stretches"], data["seconds"]) == (500, True, 782 * 8 * 3600.0)


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
        ({"start": "0001-01-01T00:00:00+14:00"}, "/start"),
        ({"start": "1899-12-31T23:30:00-01:00"}, "/start"),
        ({"start": "2199-12-31T23:30:00-01:00"}, "/start"),
        ({"seconds": None, "end": "9999-12-31T23:59:59Z"}, "/end"),
        ({"pauses": [["2026-01-06T09:00:00Z", "2200-01-01T00:00:00Z"]]}, "/pauses/0/1"),
        ({"calendar": OFFICE | {"hours": {"mon": [["09:00", "09:01"]] * 49}}}, "/calendar/hours/mon"),
        ({"end": "2026-01-06T09:00:00Z"}, "/seconds"),
        ({"pauses": [["2026-01-06T09:00:00Z", "2026-01-05T09:00:00Z"]]}, "/pauses/0"),
    ],
)
async def test_a_calendar_that_is_none_is_refused_with_a_pointer(
    desk: Desk, change: dict[str, Any], pointer: str
) -> None:
    body = {"calendar": OFFICE, "start": "2026-01-05T09:00:00Z", "seconds": 60} | change

    answer = await ask(desk, "POST", "/calendars/preview", body)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"hours": {"mon": [["09:00", "25:00"]]}}, "/hours/mon/0/1"),
        ({"hours": {}}, "/hours"),
        ({"holidays": ["2026-02-30"]}, "/holidays/0"),
        ({"holiday_names": {"2026-12-25": "Christmas"}}, "/holiday_names/2026-12-25"),
        ({"timezone": "localtime"}, "/timezone"),
    ],
)
async def test_what_cannot_be_kept_is_refused_when_saved(desk: Desk, change: dict[str, Any], pointer: str) -> None:
    made = await office(desk)
    for method, path in (("POST", "/calendars"), ("PUT", f"/calendars/{made['id']}")):
        answer = await ask(desk, method, path, OFFICE | {"name": "Other"} | change)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert [tuple(row) for row in await desk.rows("select name, version from escalated_calendars")] == [("Office", 1)]


async def test_what_is_beyond_ten_years_is_said(desk: Desk) -> None:
    body = {"calendar": OFFICE, "start": "2026-01-05T09:00:00Z", "seconds": 86_400 * 3000}
    later = body | {"pauses": [["2040-01-01T00:00:00Z", None]]}
    for each in (body, later):
        answer = await ask(desk, "POST", "/calendars/preview", each)
        assert (answer.status_code, answer.json()["code"]) == (422, "beyond_horizon")


async def test_a_calendar_is_kept_changed_and_not_removed_while_a_policy_follows_it(desk: Desk) -> None:
    calendar = await office(desk)
    path = f"/calendars/{calendar['id']}"
    await ask(desk, "POST", "/sla-policies", POLICY | {"calendar_id": calendar["id"]})
    await desk.recompute()
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    assert (await desk.clock_of(ticket)).due_at.isoformat() == "2026-01-05T10:00:00+00:00"

    later = OFFICE | {"name": "Office", "hours": {"mon": [["12:00", "18:00"]]}}
    foreseen = await ask(desk, "POST", f"{path}/preview-edit", later)
    stale = await ask(desk, "PUT", path, later, **{"if-match": '"7"'})
    changed = await ask(desk, "PUT", path, later, **{"if-match": '"1"'})
    renamed = await ask(desk, "PUT", path, later | {"name": "Late office"})
    recomputed = await desk.recompute()
    progress = await ask(desk, "GET", f"/sla-recomputations/{changed.json()['data']['recomputation_id']}")
    removed = await ask(desk, "DELETE", path)

    counted = {"open_tickets": 1, "looked_at": 1, "moved": 1, "overdue": 0, "exact": True}
    assert foreseen.json()["data"] == counted
    assert (stale.status_code, changed.status_code, changed.headers["etag"]) == (412, 200, '"2"')
    assert (recomputed, progress.json()["data"]["state"], progress.json()["data"]["done"]) == (1, "done", 1)
    assert renamed.json()["data"]["recomputation_id"] is None
    assert (await desk.clock_of(ticket)).due_at.isoformat() == "2026-01-05T12:00:00+00:00"
    assert (removed.status_code, removed.json()["code"]) == (409, "calendar_in_use")
    assert (await ask(desk, "GET", path)).json()["data"]["name"] == "Late office"


async def test_a_name_is_taken_once(desk: Desk) -> None:
    await office(desk)
    second = await ask(desk, "POST", "/calendars", OFFICE | {"name": "Office"})
    assert (second.status_code, second.json()["code"]) == (409, "name_taken")


async def test_zones_are_those_that_a_calendar_may_have(desk: Desk) -> None:
    zones = (await ask(desk, "GET", "/calendars/zones")).json()["data"]
    assert {"Europe/Berlin", "Asia/Kathmandu", "UTC"} <= set(zones)
    assert "localtime" not in zones
    assert zones == sorted(zones)


async def test_holidays_of_a_part_of_a_country_by_year_and_language(desk: Desk) -> None:
    sets = (await ask(desk, "GET", "/holiday-sets")).json()["data"]
    germany = next(each for each in sets if each["country"] == "DE")
    bavaria = await ask(desk, "GET", "/holiday-sets/de?subdivision=BY&years=2027,2026&language=en_US")

    assert (germany["name"], germany["subdivisions"]["BY"], germany["languages"][0]) == ("Germany", "Bayern", "de")
    data = bavaria.json()["data"]
    assert (data["country"], data["subdivision"], data["years"]) == ("DE", "BY", [2026, 2027])
    assert data["holidays"][:2] == [
        {"date": "2026-01-01", "name": "New Year's Day"},
        {"date": "2026-01-06", "name": "Epiphany"},
    ]
    assert [each["name"] for each in data["holidays"]].count("Corpus Christi") == 2


@pytest.mark.parametrize(
    ("path", "status", "pointer"),
    [
        ("/holiday-sets/XX", 404, None),
        ("/holiday-sets/DE?subdivision=ZZ", 422, "subdivision"),
        ("/holiday-sets/DE?language=xx", 422, "language"),
        ("/holiday-sets/DE?years=20x6", 422, "years"),
        ("/holiday-sets/DE?years=1500", 422, "years"),
        ("/holiday-sets/DE?years=" + ",".join(str(year) for year in range(2020, 2031)), 422, "years"),
    ],
)
async def test_holidays_that_there_are_not(desk: Desk, path: str, status: int, pointer: str | None) -> None:
    answer = await ask(desk, "GET", path)
    assert answer.status_code == status
    if pointer:
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_holidays_come_from_a_file_beside_those_there_are_and_go_out_the_same(desk: Desk) -> None:
    made = await office(desk, holidays=["2026-01-01"], holiday_names={"2026-01-01": "New Year"})
    content = ics("DTSTART;VALUE=DATE:20251225|RRULE:FREQ=YEARLY;COUNT=2|SUMMARY:Christmas", "DTSTART:20260105")

    added = await send_file(desk, made["id"], content)
    exported = await desk.http.get(f"/api/v1/calendars/{made['id']}/holidays.ics", headers=desk.as_("agent"))
    other = await office(desk, name="Second", holidays=["2030-05-01"])
    copied = await send_file(desk, other["id"], exported.content, "?mode=replace")

    expected = {"2026-01-01": "New Year", "2025-12-25": "Christmas", "2026-12-25": "Christmas"}
    assert added.json()["data"]["holidays"] == ["2025-12-25", "2026-01-01", "2026-01-05", "2026-12-25"]
    assert added.json()["data"]["holiday_names"] == expected
    assert exported.headers["content-type"] == "text/calendar; charset=utf-8"
    for name in ("holidays", "holiday_names"):
        assert copied.json()["data"][name] == added.json()["data"][name]


async def test_an_import_is_told_before_it_is_done(desk: Desk) -> None:
    made = await office(desk, holidays=["2026-01-12"])
    await ask(desk, "POST", "/sla-policies", POLICY | {"calendar_id": made["id"]})
    await desk.recompute()
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    path, content = f"/calendars/{made['id']}", ics("DTSTART:20260119")
    before = (await ask(desk, "GET", path)).json()

    beside = await send_file(desk, made["id"], content, "/preview")
    instead = await send_file(desk, made["id"], content, "/preview?mode=replace")
    idle = await send_file(desk, made["id"], ics("DTSTART:20260120"), "/preview")
    bad = await send_file(desk, made["id"], ics("DTSTART:20260501T090000"), "/preview")
    nowhere = await send_file(desk, NOWHERE, content, "/preview")
    assert (await ask(desk, "GET", path)).json() == before
    due_before = await due_times(desk)
    await send_file(desk, made["id"], content)
    await desk.recompute()

    # Ten hours from Monday the 5th, 9:00 UTC: eight of them that day. The others are on the 19th, since the 12th is
    # a holiday; on the 26th where both are; on the 12th where only the 19th is.
    assert [each.json()["data"]["moved"] for each in (beside, instead, idle)] == [1, 1, 0]
    assert (bad.status_code, bad.json()["errors"][0]["pointer"], nowhere.status_code) == (422, "/event/1", 404)
    assert await due_times(desk) != due_before


async def due_times(desk: Desk) -> list[Any]:
    return await desk.rows("select metric, due_at from escalated_sla_clocks order by metric")


async def test_holidays_come_as_an_uploaded_file(desk: Desk) -> None:
    made = await office(desk)
    files = {"file": ("holidays.ics", ics("DTSTART:20260501"), "text/calendar")}
    path = f"/api/v1/calendars/{made['id']}/holidays/import"
    answer = await desk.http.post(path, files=files, headers=desk.as_("admin"))
    assert (answer.status_code, answer.json()["data"]["holidays"]) == (200, ["2026-05-01"])


async def test_a_bad_file_says_where_and_changes_nothing(desk: Desk) -> None:
    made = await office(desk, holidays=["2026-01-01"])
    path = f"/calendars/{made['id']}"
    before = (await ask(desk, "GET", path)).json()

    bad = await send_file(desk, made["id"], ics("DTSTART:20260501", "DTSTART:20260501T090000|SUMMARY:Early"))
    none = await send_file(desk, made["id"], ics())
    closing = await send_file(desk, made["id"], ics("DTSTART:20260105|RRULE:FREQ=YEARLY;BYDAY=MO"))
    large = await send_file(desk, made["id"], b"X" * 1_000_001)
    kind = await send_file(desk, made["id"], b"{}", kind="application/json")
    nowhere = await send_file(desk, NOWHERE, ics("DTSTART:20260501"))

    assert (bad.status_code, bad.json()["code"], bad.json()["event"]) == (422, "bad_calendar_file", 2)
    assert bad.json()["errors"][0]["pointer"] == "/event/2"
    assert bad.json()["detail"] == (
        "Event 2 (Early): DTSTART: a holiday is a whole local day, such as VALUE=DATE:20261225."
    )
    assert (none.status_code, none.json()["errors"][0]["pointer"]) == (422, "/file")
    assert (closing.status_code, closing.json()["errors"][0]["pointer"]) == (422, "/hours")
    assert [each.status_code for each in (large, kind, nowhere)] == [413, 415, 404]
    assert (await ask(desk, "GET", path)).json() == before
