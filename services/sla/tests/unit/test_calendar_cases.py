"""The worked cases of other desks, and an example for each thing that was decided."""

import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from escalated_sla.calendars.openings import open_year
from escalated_sla.calendars.rules import (
    Calendar,
    Pause,
    Stretch,
    always_open,
    breach_at,
    due,
    next_opening,
    open_elapsed,
    open_stretches,
    parse_calendar,
)

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data/sla_clock.json").read_text())
DUE_CASES = [case for case in CASES if case["kind"] == "due"]
ELAPSED_CASES = [case for case in CASES if case["kind"] == "elapsed"]

TODAY = datetime(2026, 1, 1, tzinfo=UTC)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = (*WORKDAYS, "sat", "sun")
OFFICE = {day: [["09:00", "17:00"]] for day in WORKDAYS}
NIGHTS = {day: [["22:00", "06:00"]] for day in WORKDAYS}


def calendar_of(hours: Mapping[str, object], zone: str = "UTC", **more: object) -> Calendar:
    return parse_calendar({"timezone": zone, "hours": hours, **more}, TODAY)


def at(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def of_case(case: dict[str, Any]) -> tuple[Calendar, datetime, list[Pause]]:
    data = {"timezone": case["tz"], "hours": case["hours"], "holidays": case["holidays"]}
    start = at(case["start"])
    calendar = parse_calendar(data | {"date_hours": case.get("date_hours", {})}, start)
    return calendar, start, [Pause(at(paused), at(resumed)) for paused, resumed in case["pauses"]]


def test_the_case_file_is_whole() -> None:
    assert (len(DUE_CASES), len(ELAPSED_CASES)) == (89, 39)
    assert len({case["id"] for case in CASES}) == 128


@pytest.fixture(params=("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"))
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The server's own time zone, which must change nothing."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        open_year.cache_clear()
        yield request.param
    time.tzset()


@pytest.mark.usefixtures("server_zone")
@pytest.mark.parametrize("case", DUE_CASES, ids=lambda case: case["id"])
def test_due_case(case: dict[str, Any]) -> None:
    calendar, start, pauses = of_case(case)

    found = due(calendar, start, timedelta(seconds=case["seconds"]), pauses)

    assert found == at(case["due"])
    assert found is not None
    assert found.tzinfo is UTC
    assert open_elapsed(calendar, start, found, pauses) == timedelta(seconds=case["seconds"])


@pytest.mark.usefixtures("server_zone")
@pytest.mark.parametrize("case", ELAPSED_CASES, ids=lambda case: case["id"])
def test_elapsed_case(case: dict[str, Any]) -> None:
    calendar, start, pauses = of_case(case)
    expected = timedelta(seconds=case["seconds"])

    assert open_elapsed(calendar, start, at(case["end"]), pauses) == expected
    stretches = open_stretches(calendar, start, at(case["end"]), pauses)
    assert sum((stretch.length for stretch in stretches), timedelta()) == expected


class TestBreach:
    """Due is the earliest instant that reaches the target, breach the first moment beyond it."""

    # Friday 13 June 2025, 15:00; two hours of work end exactly at the close.
    start, target = at("2025-06-13T15:00"), hours(2)

    def test_exact_close_is_due_at_the_close_and_breached_at_the_next_opening(self) -> None:
        office = calendar_of(OFFICE)

        assert due(office, self.start, self.target) == at("2025-06-13T17:00")
        assert breach_at(office, self.start, self.target) == at("2025-06-16T09:00")

    def test_an_answer_on_saturday_is_in_time(self) -> None:
        office = calendar_of(OFFICE)

        assert open_elapsed(office, self.start, at("2025-06-14T12:00")) == self.target
        assert open_elapsed(office, self.start, at("2025-06-16T09:00")) == self.target
        just_after = at("2025-06-16T09:00:00.000001")
        assert open_elapsed(office, self.start, just_after) == self.target + timedelta(microseconds=1)

    def test_while_open_breach_is_due(self) -> None:
        assert breach_at(calendar_of(OFFICE), self.start, hours(1)) == at("2025-06-13T16:00")

    def test_breach_waits_for_the_end_of_a_pause(self) -> None:
        office = calendar_of(OFFICE)
        pause = Pause(at("2025-06-16T08:00"), at("2025-06-16T11:30"))

        assert breach_at(office, self.start, self.target, [pause]) == at("2025-06-16T11:30")

    def test_target_reached_as_a_pause_begins(self) -> None:
        office = calendar_of(OFFICE)
        pause = Pause(at("2025-06-13T16:00"), at("2025-06-13T16:20"))

        assert due(office, self.start, hours(1), [pause]) == at("2025-06-13T16:00")
        assert breach_at(office, self.start, hours(1), [pause]) == at("2025-06-13T16:20")

    def test_zero_target_is_due_at_once_and_breached_at_the_first_open_moment(self) -> None:
        office = calendar_of(OFFICE)
        saturday = at("2025-06-14T12:00")

        assert due(office, saturday, hours(0)) == saturday
        assert breach_at(office, saturday, hours(0)) == at("2025-06-16T09:00")

    def test_a_running_pause_leaves_only_what_was_reached_before_it(self) -> None:
        office = calendar_of(OFFICE)
        running = [Pause(at("2025-06-13T16:00"))]

        assert due(office, self.start, hours(1), running) == at("2025-06-13T16:00")
        assert breach_at(office, self.start, hours(1), running) is None
        assert due(office, self.start, hours(1.5), running) is None
        assert open_elapsed(office, self.start, at("2025-06-20T12:00"), running) == hours(1)
        assert next_opening(office, at("2025-06-13T16:00"), running) is None

    def test_round_the_clock_breach_is_due_even_at_new_year(self) -> None:
        start = at("2025-12-31T22:00")

        assert breach_at(always_open(), start, hours(2)) == at("2026-01-01T00:00")
        assert due(always_open(), start, hours(24 * 366)) == at("2027-01-01T22:00")

    def test_what_is_more_than_ten_years_away_is_never(self) -> None:
        once = parse_calendar(
            {"timezone": "UTC", "hours": {}, "date_hours": {"2026-01-02": [["09:00", "17:00"]]}}, TODAY
        )

        assert due(once, at("2026-01-01T00:00"), hours(8)) == at("2026-01-02T17:00")
        assert breach_at(once, at("2026-01-01T00:00"), hours(8)) is None
        assert due(once, at("2026-01-01T00:00"), hours(9)) is None
        assert due(always_open(), at("2026-01-01T00:00"), timedelta(days=3653)) == at("2036-01-02T00:00")
        assert due(always_open(), at("2026-01-01T00:00"), timedelta(days=3653, seconds=1)) is None


class TestNightsAndHolidays:
    """2025-12-25 is a Thursday."""

    midnight, morning = at("2025-12-25T00:00"), at("2025-12-26T12:00")

    def open_hours(self, **more: object) -> list[tuple[str, str]]:
        calendar = calendar_of(NIGHTS, "UTC", **more)
        stretches = open_stretches(calendar, self.midnight, self.morning)
        return [(f"{span.start:%d %H:%M}", f"{span.end:%d %H:%M}") for span in stretches]

    def test_the_hours_after_midnight_belong_to_the_day_before(self) -> None:
        assert self.open_hours() == [("25 00:00", "25 06:00"), ("25 22:00", "26 06:00")]

    def test_a_holiday_closes_its_own_date_and_not_the_night_that_begins_on_it(self) -> None:
        assert self.open_hours(holidays=["2025-12-25"]) == [("26 00:00", "26 06:00")]

    def test_the_holiday_of_the_day_before_does_not_remove_the_hours_after_midnight(self) -> None:
        assert self.open_hours(holidays=["2025-12-24"]) == self.open_hours()

    def test_special_hours_leave_the_night_before_and_replace_the_night_to_come(self) -> None:
        special = {"2025-12-25": [["10:00", "12:00"]]}

        assert self.open_hours(date_hours=special) == [("25 00:00", "25 06:00"), ("25 10:00", "25 12:00")]

    def test_empty_special_hours_close_the_date(self) -> None:
        assert self.open_hours(date_hours={"2025-12-25": []}) == [("25 00:00", "25 06:00")]

    def test_a_holiday_closes_its_date_also_against_special_hours(self) -> None:
        special = {"2025-12-25": [["10:00", "12:00"], ["20:00", "03:00"]]}

        assert self.open_hours(date_hours=special, holidays=["2025-12-25"]) == [("26 00:00", "26 03:00")]

    def test_special_hours_may_last_over_midnight(self) -> None:
        special = {"2025-12-25": [["20:00", "03:00"]]}

        assert self.open_hours(date_hours=special) == [("25 00:00", "25 06:00"), ("25 20:00", "26 03:00")]

    def test_a_night_that_overlaps_the_next_day_counts_once(self) -> None:
        calendar = calendar_of({"mon": [["20:00", "10:00"]], "tue": [["01:00", "02:00"], ["09:00", "12:00"]]})

        assert open_elapsed(calendar, at("2025-06-02T00:00"), at("2025-06-04T00:00")) == hours(16)

    def test_closing_at_midnight_may_be_written_either_way(self) -> None:
        assert calendar_of({"mon": [["22:00", "00:00"]]}) == calendar_of({"mon": [["22:00", "24:00"]]})


class TestLocalTime:
    def test_a_day_of_25_hours_counts_25(self) -> None:
        calendar = calendar_of({"sun": [["00:00", "24:00"]]}, "Europe/Berlin")

        day = open_elapsed(calendar, at("2025-10-25T00:00+02:00"), at("2025-10-28T00:00+01:00"))

        assert day == hours(25)

    def test_an_opening_in_the_gap_moves_forward_by_the_gap(self) -> None:
        calendar = calendar_of({"sun": [["02:30", "05:00"]]}, "Europe/Berlin")

        assert next_opening(calendar, at("2025-03-30T00:00+01:00")) == at("2025-03-30T03:30+02:00")

    def test_a_close_in_the_gap_moves_forward_by_the_gap(self) -> None:
        calendar = calendar_of({"sun": [["01:00", "02:30"]]}, "Europe/Berlin")

        night = open_stretches(calendar, at("2025-03-30T00:00+01:00"), at("2025-03-31T00:00+02:00"))

        assert night == [Stretch(at("2025-03-30T01:00+01:00"), at("2025-03-30T03:30+02:00"))]

    def test_an_interval_that_the_gap_turns_round_is_empty(self) -> None:
        calendar = calendar_of({"sun": [["02:30", "03:15"], ["03:20", "04:00"]]}, "Europe/Berlin")

        night = open_stretches(calendar, at("2025-03-30T00:00+01:00"), at("2025-03-31T00:00+02:00"))

        assert night == [Stretch(at("2025-03-30T03:20+02:00"), at("2025-03-30T04:00+02:00"))]

    def test_intervals_that_the_gap_makes_change_places_are_both_kept(self) -> None:
        calendar = calendar_of({"sun": [["02:30", "02:50"], ["03:00", "03:10"]]}, "Europe/Berlin")

        night = open_stretches(calendar, at("2025-03-30T00:00+01:00"), at("2025-03-31T00:00+02:00"))

        assert night == [
            Stretch(at("2025-03-30T03:00+02:00"), at("2025-03-30T03:10+02:00")),
            Stretch(at("2025-03-30T03:30+02:00"), at("2025-03-30T03:50+02:00")),
        ]

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
    def test_nothing_is_lost_at_new_year_far_from_utc(self, zone: str) -> None:
        all_week = calendar_of({day: [["00:00", "24:00"]] for day in WEEK}, zone)
        nights = calendar_of({day: [["12:00", "11:00"]] for day in WEEK}, zone)
        start, end = at("2025-12-28T00:00"), at("2026-01-05T00:00")

        assert open_elapsed(all_week, start, end) == timedelta(days=8)
        assert open_elapsed(nights, start, end) == 8 * hours(23)

    def test_an_ambiguous_boundary_is_the_first_of_the_two(self) -> None:
        calendar = calendar_of({"sun": [["02:30", "05:00"]]}, "Europe/Berlin")

        assert next_opening(calendar, at("2025-10-26T00:00+02:00")) == at("2025-10-26T02:30+02:00")

    def test_a_date_that_a_zone_left_out_has_no_hours(self) -> None:
        # Samoa went from Thursday 29 to Saturday 31 December 2011: the Friday's hours are nobody's.
        office = calendar_of(OFFICE, "Pacific/Apia")
        nights = calendar_of(NIGHTS, "Pacific/Apia")

        assert due(office, at("2011-12-29T16:00-10:00"), hours(2)) == at("2012-01-02T10:00+14:00")
        assert due(nights, at("2011-12-29T22:00-10:00"), hours(3)) == at("2011-12-31T01:00+14:00")

    def test_a_start_given_in_any_zone_is_the_same_instant(self) -> None:
        office = calendar_of(OFFICE, "Asia/Kolkata")
        start = at("2025-06-02T05:00")

        found = {due(office, start.astimezone(ZoneInfo(zone)), hours(3)) for zone in ("UTC", "Asia/Tokyo")}

        assert found == {at("2025-06-02T13:30+05:30")}


class TestStretches:
    def test_each_open_stretch_less_the_pauses(self) -> None:
        office = calendar_of({day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in WORKDAYS})
        pauses = [
            Pause(at("2025-06-02T14:00"), at("2025-06-02T15:00")),
            Pause(at("2025-06-02T14:30"), at("2025-06-03T09:15")),
            Pause(at("2025-06-02T10:00"), at("2025-06-02T10:00")),
        ]

        stretches = open_stretches(office, at("2025-06-02T08:00"), at("2025-06-03T10:00"), pauses)

        assert stretches == [
            Stretch(at("2025-06-02T09:00"), at("2025-06-02T12:00")),
            Stretch(at("2025-06-02T13:00"), at("2025-06-02T14:00")),
            Stretch(at("2025-06-03T09:15"), at("2025-06-03T10:00")),
        ]

    def test_new_year_does_not_cut_a_stretch(self) -> None:
        start, end = at("2024-06-01T00:00"), at("2027-06-01T00:00")

        assert open_stretches(always_open(), start, end) == [Stretch(start, end)]

    def test_nothing_has_elapsed_before_the_start(self) -> None:
        start = at("2025-06-02T12:00")

        assert open_elapsed(always_open(), start, start - hours(1)) == hours(0)
        assert open_stretches(always_open(), start, start - hours(1)) == []
