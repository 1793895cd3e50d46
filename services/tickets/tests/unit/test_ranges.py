"""Stretches of time, in lists and in the search box."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_tickets.tickets.ranges import NotARange, Range, parse_range

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-01-31", day("2026-01-31"), day("2026-02-01")),
        (">2026-01-31", day("2026-02-01"), None),
        (">=2026-01-31", day("2026-01-31"), None),
        ("<2026-01-31", None, day("2026-01-31")),
        ("<=2026-01-31", None, day("2026-02-01")),
        ("2026-01-01..2026-02-01", day("2026-01-01"), day("2026-02-02")),
        ("2026-01-01..", day("2026-01-01"), None),
        ("..2026-01-01", None, day("2026-01-02")),
        ("<7d", NOW - timedelta(days=7), None),
        (">24h", None, NOW - timedelta(hours=24)),
        ("<2w", NOW - timedelta(days=14), None),
        (">=2026-01-31T10:00+02:00", datetime(2026, 1, 31, 8, tzinfo=UTC), None),
        ("<2026-01-31T10:00", None, datetime(2026, 1, 31, 10, tzinfo=UTC)),
    ],
)
def test_a_range_is_what_it_says(text: str, start: datetime | None, end: datetime | None) -> None:
    assert parse_range(text, NOW) == Range(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        ">",
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "2026-1-1",
        "<7",
        "7d",
        "<7m",
        "<99999d",
        "2026-02-01..2026-01-01",
    ],
)
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(NotARange):
        parse_range(text, NOW)


@given(st.text(alphabet="0123456789-.:TZ<>=+dhw ٣", max_size=40))
def test_any_text_is_a_range_or_refused(text: str) -> None:
    try:
        found = parse_range(text, NOW)
    except NotARange:
        return
    assert found.start is not None or found.end is not None


@pytest.mark.parametrize("text", ["9999-12-31", ">=9999-12-31", "0001-01-01T00:00+14:00", "<9999w"])
def test_the_ends_of_the_calendar_are_refused_or_held(text: str) -> None:
    try:
        found = parse_range(text, NOW)
    except NotARange:
        return
    assert found.start is not None
