"""The fold of a ticket's facts, and periods in zones: compared with slow and obvious ways to say the same."""

from bisect import bisect_right
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalated_chassis.errors import Invalid
from escalated_chassis.http.periods import period_of
from escalated_tickets.reports.periods import HOURS_OF_WEEK, bins_of
from escalated_tickets.reports.rules import Fact, FactKind, Moment, MomentKind, Properties, fold

START = datetime(2026, 3, 1, tzinfo=UTC)
ANN, BEN = UUID(int=1), UUID(int=2)
TICKET = Properties(START, None, ANN, "web", 2, "question", [], [], False)
ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def fact(sequence: int, kind: FactKind, hours: float, who: UUID | None = ANN, score: int | None = None) -> Fact:
    return Fact(sequence, kind, after(hours), who, score)


def story(*facts: Fact) -> list[tuple[str, float, float | None]]:
    return [
        (
            each.kind.value,
            (each.at - START).total_seconds() / 3600,
            None if each.seconds is None else each.seconds / 3600,
        )
        for each in fold(facts, TICKET)
    ]


def test_a_resolution_counts_from_creation_and_then_from_reopening() -> None:
    moments = story(
        fact(2, FactKind.RESOLVED, 5), fact(3, FactKind.REOPENED, 8, None), fact(4, FactKind.RESOLVED, 10, BEN)
    )
    assert moments == [("created", 0, None), ("resolved", 5, 5), ("reopened", 8, None), ("resolved", 10, 2)]


def test_what_was_undone_never_was() -> None:
    assert story(fact(2, FactKind.RESOLVED, 5), fact(3, FactKind.UNDONE, 6), fact(4, FactKind.RESOLVED, 9)) == [
        ("created", 0, None),
        ("resolved", 9, 9),
    ]


def test_a_reopening_taken_back_never_was() -> None:
    found = fold([fact(2, FactKind.RESOLVED, 5), fact(3, FactKind.REOPENED, 6), fact(4, FactKind.REDONE, 7)], TICKET)
    assert [(each.kind, each.reopened) for each in found] == [(MomentKind.CREATED, False), (MomentKind.RESOLVED, False)]
    assert not found[0].open


def test_a_merged_ticket_is_not_resolved() -> None:
    assert story(fact(2, FactKind.MERGED, 3)) == [("created", 0, None), ("merged", 3, 3)]


def test_the_first_answer_is_the_earliest_even_if_it_is_heard_of_later() -> None:
    assert story(fact(2, FactKind.ANSWERED, 4), fact(3, FactKind.ANSWERED, 1.5, BEN)) == [
        ("created", 0, None),
        ("answered", 1.5, 1.5),
    ]


def test_a_rating_is_of_whoever_resolved() -> None:
    found = fold([fact(2, FactKind.RESOLVED, 1, BEN), fact(3, FactKind.RATED, 2, ANN, 5)], TICKET)
    assert found[-1] == Moment(MomentKind.RATED, after(2), BEN, score=5)


def test_a_deleted_ticket_has_no_moments() -> None:
    assert fold([fact(2, FactKind.RESOLVED, 1)], replace(TICKET, deleted=True)) == []


FACTS = st.lists(
    st.builds(
        fact,
        st.integers(1, 30),
        st.sampled_from(FactKind),
        st.floats(0, 1000),
        st.sampled_from((ANN, BEN, None)),
        st.integers(1, 5),
    ),
    max_size=12,
    unique_by=lambda each: each.sequence,
)


@given(FACTS, st.randoms())
def test_order_of_arrival_does_not_matter(facts: list[Fact], chance: object) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled, TICKET) == fold(facts, TICKET)


@given(FACTS)
def test_what_turns_up_and_down_adds_up_to_what_is_open(facts: list[Fact]) -> None:
    found = fold(facts, TICKET)
    ups = sum(each.kind in (MomentKind.CREATED, MomentKind.REOPENED) for each in found)
    downs = sum(each.kind in (MomentKind.RESOLVED, MomentKind.MERGED) for each in found)
    assert ups - downs == int(found[0].open)


def named(group: str, at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    if group == "hour_of_week":
        return local.strftime("%a-%H").lower()
    return local.strftime({"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[group])


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(("day", "week", "month", "hour_of_week")),
    st.integers(0, 60 * 24 * 365 * 3),
    st.integers(1, 60 * 24 * 90),
)
def test_every_minute_is_in_the_bin_that_its_local_time_names(
    zone_name: str, group: str, first: int, minutes: int
) -> None:
    # given a period of up to 90 days, anywhere in three years
    zone, start = ZoneInfo(zone_name), datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=first, microseconds=first)
    end = start + timedelta(minutes=minutes)
    # when it is cut into bins
    bins = bins_of(group, start, end, zone)
    # then a probe now and then, and each begin of a bin with the instant before it, stand where a calendar has them
    probes = [start + (end - start) * (part / 97) for part in range(97)]
    probes += [at for each in bins.starts[1:] for at in (each, each - timedelta(microseconds=1))]
    assert bins.starts[0] == start and list(bins.starts) == sorted(set(bins.starts)) and bins.starts[-1] < end
    for at in probes:
        place = bisect_right(bins.starts, at) - 1
        assert bins.keys[bins.key_of_bin[place]].value == named(group, at, zone)


def test_days_of_23_and_25_hours_and_one_that_never_was() -> None:
    berlin = bins_of("day", *_days("2026-03-28", "2026-03-30", "Europe/Berlin"), ZoneInfo("Europe/Berlin"))
    assert [(b - a) / timedelta(hours=1) for a, b in zip(berlin.starts, berlin.starts[1:], strict=False)] == [24, 23]
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    found = bins_of("day", *_days("2026-04-05", "2026-04-06", "Australia/Lord_Howe"), lord_howe)
    assert (found.starts[1] - found.starts[0]) / timedelta(hours=1) == 24.5
    apia = bins_of("day", *_days("2011-12-29", "2012-01-01", "Pacific/Apia"), ZoneInfo("Pacific/Apia"))
    assert [key.value for key in apia.keys] == ["2011-12-29", "2011-12-31", "2012-01-01"]


def _days(first: str, last: str, zone: str) -> tuple[datetime, datetime]:
    return period_of(first, last, ZoneInfo(zone), START)


@pytest.mark.parametrize(
    ("group", "first", "last", "zone", "apart"),
    [
        ("day", "2026-10-24", "2026-10-26", "Europe/Berlin", True),
        ("month", "2025-01-01", "2026-12-31", "Europe/Berlin", True),
        ("hour_of_week", "2026-10-19", "2026-10-25", "UTC", True),
        ("hour_of_week", "2026-10-19", "2026-10-26", "UTC", False),
        # A minute after midnight it was 23:01 again.
        ("day", "2010-11-06", "2010-11-07", "America/St_Johns", False),
    ],
)
def test_keys_that_come_again_are_told(group: str, first: str, last: str, zone: str, apart: bool) -> None:
    assert bins_of(group, *_days(first, last, zone), ZoneInfo(zone)).apart is apart


def test_an_hour_that_the_clock_repeats_is_one() -> None:
    bins = bins_of("hour_of_week", *_days("2026-10-25", "2026-10-25", "Europe/Berlin"), ZoneInfo("Europe/Berlin"))
    assert len(bins.starts) == 24
    assert [HOURS_OF_WEEK[key].label for key in bins.key_of_bin[:4]] == [f"Sunday 0{hour}:00" for hour in range(4)]
    assert bins.starts[3] - bins.starts[2] == timedelta(hours=2)


def test_two_years_are_not_too_long_and_three_are() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start, end = period_of("2023-03-01", "2025-02-28", zone, START)
    assert (end - start).days == 731
    with pytest.raises(Invalid):
        period_of("2023-03-01", "2026-02-28", zone, START)
    assert date(2025, 3, 1) == end.astimezone(zone).date()
