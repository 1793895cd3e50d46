"""What a calendar is refused for, and the canonical form of one that is taken."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from escalated_sla.calendars.rules import (
    Calendar,
    CalendarError,
    Pause,
    always_open,
    calendar_to_json,
    due,
    open_elapsed,
    parse_calendar,
)

TODAY = datetime(2026, 1, 1, tzinfo=UTC)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {day: [["09:00", "17:00"]] for day in WORKDAYS}


def calendar_of(hours: Mapping[str, object], **more: object) -> Calendar:
    return parse_calendar({"timezone": "UTC", "hours": hours, **more}, TODAY)


def at(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"timezone": "Mars/Olympus"}, "/timezone"),
            ({"timezone": "localtime"}, "/timezone"),
            ({"timezone": "../etc/passwd"}, "/timezone"),
            ({"timezone": None}, "/timezone"),
            ({"hours": None}, "/hours"),
            ({"hours": {}}, "/hours"),
            ({"hours": {"monday": []}}, "/hours/monday"),
            ({"hours": {"mon": "09:00-17:00"}}, "/hours/mon"),
            ({"hours": {"mon": ["09:00", "17:00"]}}, "/hours/mon/0"),
            ({"hours": {"mon": [["09:00", "12:00", "17:00"]]}}, "/hours/mon/0"),
            ({"hours": {"mon": [["09:00", "17:00"], ["18:00", "25:00"]]}}, "/hours/mon/1/1"),
            ({"hours": {"mon": [["09:00", "24:01"]]}}, "/hours/mon/0/1"),
            ({"hours": {"mon": [["09:60", "17:00"]]}}, "/hours/mon/0/0"),
            ({"hours": {"mon": [["24:00", "06:00"]]}}, "/hours/mon/0/0"),
            ({"hours": {"mon": [["09:00", "09:00"]]}}, "/hours/mon/0/1"),
            ({"hours": {"mon": [["09:00:30", "17:00"]]}}, "/hours/mon/0/0"),
            ({"hours": {"mon": [["9:00", "17:00"]]}}, "/hours/mon/0/0"),
            ({"hours": {"mon": [["09:00", "17:00\n"]]}}, "/hours/mon/0/1"),
            ({"hours": {"mon": [["\u0660\u0669:\u0660\u0660", "17:00"]]}}, "/hours/mon/0/0"),
            ({"hours": {"mon": [[9, 17]]}}, "/hours/mon/0/0"),
            ({"date_hours": []}, "/date_hours"),
            ({"date_hours": {"2025-02-29": []}}, "/date_hours/2025-02-29"),
            ({"date_hours": {"24/12/2025": []}}, "/date_hours/24~112~12025"),
            ({"date_hours": {"2025-12-24": [["10:00", "10:00"]]}}, "/date_hours/2025-12-24/0/1"),
            ({"date_hours": {"2025-12-24": [[]]}}, "/date_hours/2025-12-24/0"),
            ({"holidays": "2025-12-25"}, "/holidays"),
            ({"holidays": ["2025-12-25", "20251226"]}, "/holidays/1"),
            ({"holidays": [20251225]}, "/holidays/0"),
            ({"name": "Office"}, "/name"),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_a_wrong_field_is_named(self, change: dict[str, object], pointer: str) -> None:
        data: dict[str, object] = {"timezone": "UTC", "hours": OFFICE}

        with pytest.raises(CalendarError) as refused:
            parse_calendar(data | change, TODAY)

        assert refused.value.pointer == pointer
        assert str(refused.value)

    def test_special_hours_of_the_past_are_no_opening(self) -> None:
        data = {"timezone": "UTC", "hours": {}, "date_hours": {"2025-12-31": [["09:00", "17:00"]]}}

        with pytest.raises(CalendarError, match="never open in ten years") as refused:
            parse_calendar(data, TODAY)

        assert refused.value.pointer == "/hours"
        assert parse_calendar(data, at("2025-12-31T16:59")).hours == ((),) * 7

    def test_what_is_past_is_so_by_the_instant_and_not_by_a_date(self) -> None:
        late = {"timezone": "Pacific/Honolulu", "hours": {}, "date_hours": {"2025-12-31": [["20:00", "22:00"]]}}

        assert parse_calendar(late, at("2025-12-31T21:59-10:00")).timezone == "Pacific/Honolulu"
        with pytest.raises(CalendarError, match="never open in ten years"):
            parse_calendar(late, at("2025-12-31T22:00-10:00"))

    def test_a_calendar_whose_only_date_is_a_holiday_never_opens(self) -> None:
        data = {"timezone": "UTC", "hours": {}, "date_hours": {"2026-12-31": [["09:00", "17:00"]]}}

        with pytest.raises(CalendarError, match="never open in ten years"):
            parse_calendar(data | {"holidays": ["2026-12-31"]}, TODAY)

    def test_naive_far_and_negative_are_refused(self) -> None:
        naive, start = datetime(2025, 6, 2), at("2025-06-02T09:00")  # noqa: DTZ001

        for moment in (naive, at("9999-12-31T23:59"), at("0001-01-01T00:00+14:00")):
            with pytest.raises(ValueError, match="not an aware instant"):
                due(always_open(), moment, hours(1))
            with pytest.raises(ValueError, match="not an aware instant"):
                open_elapsed(always_open(), start, moment)
            with pytest.raises(ValueError, match="not an aware instant"):
                Pause(moment)
        with pytest.raises(ValueError, match="negative"):
            due(always_open(), start, -timedelta(microseconds=1))
        with pytest.raises(ValueError, match="a pause cannot end"):
            Pause(start, start - hours(1))


class TestCanonicalForm:
    def test_overlaps_are_merged_and_everything_is_sorted(self) -> None:
        calendar = calendar_of(
            {
                "tue": [["13:00", "18:00"], ["08:00", "12:00"], ["11:00", "13:00"]],
                "mon": [],
                "sat": [["22:00", "02:00"]],
            },
            date_hours={"2026-12-31": [["09:00", "12:00"]], "2026-12-24": []},
            holidays=["2026-12-26", "2026-12-25", "2026-12-26"],
        )

        assert calendar_to_json(calendar) == {
            "timezone": "UTC",
            "hours": {"tue": [["08:00", "18:00"]], "sat": [["22:00", "02:00"]]},
            "date_hours": {"2026-12-24": [], "2026-12-31": [["09:00", "12:00"]]},
            "holidays": ["2026-12-25", "2026-12-26"],
        }

    @pytest.mark.parametrize(
        ("nights", "written", "length"),
        [
            ([["10:00", "09:00"], ["22:00", "09:30"]], [["10:00", "09:30"]], 23.5),
            ([["10:00", "09:00"], ["10:01", "10:00"]], [["10:00", "24:00"], ["23:59", "10:00"]], 24),
            ([["10:00", "09:00"], ["22:00", "21:00"]], [["10:00", "24:00"], ["23:59", "21:00"]], 35),
        ],
    )
    def test_nights_that_merge_to_a_day_or_more_are_written_as_two(
        self, nights: list[list[str]], written: list[list[str]], length: float
    ) -> None:
        calendar = calendar_of({"mon": nights})

        data = calendar_to_json(calendar)

        assert data["hours"] == {"mon": written}
        assert parse_calendar(data, TODAY) == calendar
        assert open_elapsed(calendar, at("2026-01-05T00:00"), at("2026-01-09T00:00")) == hours(length)

    def test_round_the_clock_is_written_as_whole_days(self) -> None:
        written = calendar_to_json(always_open())

        assert written["hours"] == {day: [["00:00", "24:00"]] for day in (*WORKDAYS, "sat", "sun")}
        assert parse_calendar(written, TODAY) == always_open()

    def test_equal_calendars_are_one_key(self) -> None:
        first, second = calendar_of(OFFICE), calendar_of(dict(reversed(OFFICE.items())))

        assert first == second
        assert hash(first) == hash(second)
        assert replace(first, timezone="Asia/Tokyo") != first
