"""Holidays from iCalendar files and into them."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.timezone import tzp

from escalated_sla.calendars.ical import MOST_HOLIDAYS, MOST_SERIES, BadFile, read_holidays, write_holidays

TODAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str) -> bytes:
    return calendar("BEGIN:VEVENT", *lines, "END:VEVENT")


def series(start: str, rule: str) -> list[date]:
    return list(read(event(f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}")))


def read(content: bytes) -> dict[date, str]:
    return read_holidays(content, TODAY)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas Day"], {date(2026, 12, 25): "Christmas Day"}),
        (
            ["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas"],
            {date(2026, 12, 25): "Christmas", date(2026, 12, 26): "Christmas"},
        ),
        (["DTSTART:20260101", "DURATION:P1D"], {date(2026, 1, 1): ""}),
        (
            ["DTSTART;TZID=Europe/Berlin:20260101T000000", "DTEND;TZID=Europe/Berlin:20260102T000000"],
            {date(2026, 1, 1): ""},
        ),
        (["DTSTART;VALUE=DATE:20260101", "STATUS:CANCELLED"], {}),
        (
            ["SUMMARY:Fish\\, chips\\; and\\nmore \\\\o/", "DTSTART:20260101"],
            {date(2026, 1, 1): "Fish, chips; and more \\o/"},
        ),
        (['DTSTART;X-NOTE="a:b;c";VALUE=DATE:20260101'], {date(2026, 1, 1): ""}),
        (
            ["DTSTART:20260101", "RDATE;VALUE=DATE:20260301,20260302"],
            {date(2026, 3, 1): "", date(2026, 3, 2): "", date(2026, 1, 1): ""},
        ),
        (
            ["DTSTART:20260101", "END:VEVENT ", "BEGIN:vevent ", "DTSTART:20260102"],
            {date(2026, 1, 1): "", date(2026, 1, 2): ""},
        ),
        (["DTSTART:20260101", "EXDATE:20260101", "RDATE:20270101"], {date(2027, 1, 1): ""}),
        (["BEGIN:VALARM", "TRIGGER:soon", "END:VALARM", "DTSTART:20260101"], {date(2026, 1, 1): ""}),
    ],
)
def test_an_all_day_event_is_a_holiday_on_each_of_its_dates(lines: list[str], expected: dict[date, str]) -> None:
    assert read(event(*lines)) == expected


def test_what_comes_back_yearly_is_written_out_from_last_year_through_ten_years() -> None:
    found = read(
        event("DTSTART;VALUE=DATE:19901003", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20271003", "SUMMARY:Unity")
    )
    assert list(found) == [date(year, 10, 3) for year in range(2025, 2037) if year != 2027]
    assert set(found.values()) == {"Unity"}


def test_a_folded_line_is_one_line_and_lines_may_end_with_a_line_feed_alone() -> None:
    content = event("DTSTART:20260101", "SUMMARY:New", " Year", "\t's Day").replace(b"\r\n", b"\n")
    assert read(b"\xef\xbb\xbf" + content) == {date(2026, 1, 1): "NewYear's Day"}


def test_the_fourth_thursday_of_november_moves_with_the_year() -> None:
    found = series("20251127", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3")
    assert found == [date(2025, 11, 27), date(2026, 11, 26), date(2027, 11, 25)]


def test_the_leap_day_comes_back_in_leap_years_only() -> None:
    assert series("20240229", "FREQ=YEARLY") == [date(2028, 2, 29), date(2032, 2, 29), date(2036, 2, 29)]


def test_years_before_are_counted_and_not_told() -> None:
    assert series("20230501", "FREQ=YEARLY;COUNT=4") == [date(2025, 5, 1), date(2026, 5, 1)]


def test_an_interval_keeps_its_step_when_years_are_skipped() -> None:
    assert series("19010301", "FREQ=YEARLY;INTERVAL=4") == [date(2025, 3, 1), date(2029, 3, 1), date(2033, 3, 1)]


@pytest.mark.parametrize("until", ["20270501", "20271231T225959Z", "20270501T000000"])
def test_a_series_ends_with_the_day_it_says(until: str) -> None:
    assert series("20260501", f"FREQ=YEARLY;UNTIL={until}") == [date(2026, 5, 1), date(2027, 5, 1)]


def test_the_first_date_is_one_of_its_series_also_where_the_rule_does_not_name_it() -> None:
    assert series("20260102", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;UNTIL=20261231") == [
        date(2026, 1, 2),
        date(2026, 5, 1),
    ]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=DAILY", "FREQ=YEARLY"),
        ("FREQ=SECONDLY", "FREQ=YEARLY"),
        ("INTERVAL=1", "FREQ=YEARLY"),
        ("", "FREQ=YEARLY"),
        ("FREQ=YEARLY;FREQ=DAILY", "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYEASTER=0", "write the dates"),
        ("FREQ=YEARLY;BYSETPOS=1;BYDAY=MO", "write the dates"),
        ("FREQ=YEARLY;BYMONTH=13", "no date ever"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no date ever"),
        ("FREQ=YEARLY;BYDAY=54MO", "no date ever"),
        ("FREQ=YEARLY;COUNT=0", "no date ever"),
        ("FREQ=YEARLY;UNTIL=20251231", "no date ever"),
        ("FREQ=YEARLY;BYMONTH=-1", "month"),
        ("FREQ=YEARLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=YEARLY;BYDAY=XX", "weekday"),
        ("FREQ=YEARLY;BYDAY=0MO", "BYDAY"),
        ("FREQ=YEARLY;INTERVAL=0", "INTERVAL"),
        ("FREQ=YEARLY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=YEARLY;COUNT=2;UNTIL=20300101", "exclude each other"),
        ("FREQ=YEARLY;UNTIL=20301399", "Wrong date"),
        ("FREQ=YEARLY;UNTIL=soon", "soon"),
        ("FREQ=YEARLY;BYDAY=" + ",".join(["MO"] * 60), "150 letters"),
    ],
)
def test_a_rule_that_no_holiday_needs_is_refused(rule: str, says: str) -> None:
    with pytest.raises(BadFile, match=says) as caught:
        series("20260101", rule)
    assert caught.value.event == 1


@pytest.mark.parametrize(
    ("content", "number", "says"),
    [
        (b"", None, "begins with BEGIN:VCALENDAR"),
        (b"hello", None, "hello"),
        (b"A:b", None, "does not have a parent"),
        (b"BEGIN:VEVENT\r\nDTSTART:20260101\r\nEND:VEVENT", None, "begins with BEGIN:VCALENDAR"),
        (calendar(), None, "There are 0 events"),
        (calendar(*["BEGIN:VEVENT", "END:VEVENT"] * 4001), None, "There are 4001 events"),
        (calendar("BEGIN:VEVENT", "DTSTART:20260101"), None, "END:VCALENDAR ends BEGIN:VEVENT"),
        (calendar("END:VCALENDAR"), None, "END encountered without"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", None, "BEGIN:VEVENT has no end"),
        (event("SUMMARY:Nothing"), 1, "Event 1 (Nothing): No DTSTART"),
        (event("UID:a@b"), 1, "Event 1 (a@b): No DTSTART"),
        (event("DTSTART:20260101", "DTSTART:20260102"), 1, "Multiple DTSTART"),
        (event("DTSTART:20260101", "SUMMARY:a", "SUMMARY:b"), 1, "one SUMMARY"),
        (event("DTSTART:20260230"), 1, "DTSTART: Wrong date format 20260230"),
        (event("DTSTART:20260101T090000"), 1, "whole local day"),
        (event("DTSTART:20260101T000000Z"), 1, "whole local day"),
        (
            event("DTSTART:20260101", "RDATE;VALUE=PERIOD:20260301T000000/P1D"),
            1,
            "RDATE: a holiday is a whole local day",
        ),
        (event("DTSTART:20260101", "EXDATE:20260101T120000"), 1, "EXDATE: a holiday is a whole local day"),
        (event("DTSTART:30000101"), 1, "between 1900 and 2199"),
        (event("DTSTART:20260102", "DTEND:20260101"), 1, "from 1 to 366 days"),
        (event("DTSTART:20260102", "DTEND:20260102"), 1, "from 1 to 366 days"),
        (event("DTSTART:20260102", "DURATION:PT2H"), 1, "days or weeks"),
        (event("DTSTART:20260102", "DURATION:P99999999D"), 1, "out of range"),
        (event("DTSTART:20260101", "RECURRENCE-ID:20260102"), 1, "EXDATE"),
        (event("DTSTART:20260101", "this is not one"), 1, "this is not one"),
        (event("DTSTART:20260101", "END:VEVENT", "BEGIN:VEVENT", "SUMMARY:b", " c"), 2, "Event 2 (bc)"),
        (event("DTSTART:20260101", "SUMMARY:\xff").replace("\xff".encode(), b"\xff"), None, "Line 5 is not in UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_event(content: bytes, number: int | None, says: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(content)
    assert (caught.value.event, says in str(caught.value)) == (number, True), str(caught.value)


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYDAY=6MO;BYMONTH=1,2,3,4,5,6,7"])
def test_rules_that_never_come_true_hold_nobody_up(rule: str) -> None:
    lines = ["BEGIN:VEVENT", "DTSTART:20260101", f"RRULE:{rule}", "END:VEVENT"] * MOST_SERIES
    before = time.thread_time()
    with pytest.raises(BadFile, match="no date ever"):
        read(calendar(*lines))
    assert time.thread_time() - before < 5


def test_more_series_than_a_file_may_have_are_refused() -> None:
    with pytest.raises(BadFile, match=f"at most {MOST_SERIES}") as caught:
        read(calendar(*["BEGIN:VEVENT", "DTSTART:20260101", "RRULE:FREQ=YEARLY", "END:VEVENT"] * (MOST_SERIES + 1)))
    assert caught.value.event == MOST_SERIES + 1


def test_a_zone_of_a_file_is_not_kept_for_others() -> None:
    zone = ["BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "END:STANDARD"]
    read(
        calendar(
            "BEGIN:VTIMEZONE", "TZID:Ours", *zone, "END:VTIMEZONE", "BEGIN:VEVENT", "DTSTART:20260101", "END:VEVENT"
        )
    )
    assert tzp.timezone("Ours") is None


def test_a_file_of_more_holidays_than_a_calendar_may_have_is_refused() -> None:
    every = [f"BYMONTHDAY={','.join(map(str, range(1, 32)))}", "FREQ=YEARLY"]
    with pytest.raises(BadFile, match=str(MOST_HOLIDAYS)):
        read(event("DTSTART:20200101", f"RRULE:{';'.join(every)}"))


def test_one_holiday_is_written_as_other_desks_read_it() -> None:
    written = write_holidays({date(2026, 12, 25): "Christmas; again, and again"}, calendar="Office", now=NOW)
    assert sorted(written.decode().split("\r\n")) == sorted(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Escalated//SLA//EN",
            "X-WR-CALNAME:Office",
            "BEGIN:VEVENT",
            "UID:" + written.decode().split("UID:")[1][:36],
            "DTSTAMP:20260105T090000Z",
            "DTSTART;VALUE=DATE:20261225",
            "DTEND;VALUE=DATE:20261226",
            "SUMMARY:Christmas\\; again\\, and again",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    assert written == write_holidays({date(2026, 12, 25): "Christmas; again, and again"}, calendar="Office", now=NOW)


# Without \N, which icalendar writes as a line break: it takes it for one of those of older files.
names = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=120)
    .map(lambda it: " ".join(it.split()))
    .filter(lambda it: "\\N" not in it)
)


@settings(max_examples=100, deadline=None)
@given(
    holidays=st.dictionaries(st.dates(date(1900, 1, 1), date(2199, 12, 31)), names, min_size=1, max_size=8), name=names
)
def test_what_was_written_is_read_again_the_same(holidays: dict[date, str], name: str) -> None:
    written = write_holidays(holidays, calendar=name, now=NOW)
    assert read(written) == holidays
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *[
                    "BEGIN:VCALENDAR",
                    "BEGIN:VEVENT",
                    "END:VEVENT",
                    "END:VCALENDAR",
                    " x",
                    "",
                    "DTSTART:20260101",
                    "RRULE:",
                ],
                *["DTEND:20260103", "DURATION:P2D", "DURATION;VALUE=DATE:20260101", "DTSTART;VALUE=TEXT:x", "EXDATE:"],
                *["RDATE:P1D", "RRULE;VALUE=TEXT:x", "RRULE:FREQ=YEARLY;COUNT=2", "SUMMARY;VALUE=DATE:20260101"],
                *["BEGIN:VALARM", "END:VALARM", "STATUS;VALUE=BOOLEAN:TRUE", "RECURRENCE-ID:x", "UID;VALUE=INTEGER:1"],
            ]
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_any_file_is_read_or_refused(lines: list[str], framed: bool) -> None:
    try:
        read(event(*lines) if framed else "\n".join(lines).encode())
    except BadFile as error:
        assert error.event is None or 1 <= error.event <= len(lines) + 1
