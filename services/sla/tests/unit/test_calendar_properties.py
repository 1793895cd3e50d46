"""The laws of the clock arithmetic, and its agreement with a reckoning that walks from minute to minute.

Everything runs with the server in four time zones, since its own zone must change nothing.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalated_sla.calendars.openings import open_year
from escalated_sla.calendars.rules import (
    Calendar,
    Pause,
    breach_at,
    calendar_to_json,
    due,
    next_opening,
    open_elapsed,
    open_stretches,
    parse_calendar,
)

SERVER_ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Zones with a day on which their clocks do something: gaps and overlaps at night and at midnight, half an hour and
# two, a date left out, New Year, and one where nothing happens.
SCENES = (
    ("America/New_York", datetime(2025, 3, 9, tzinfo=UTC)),
    ("America/New_York", datetime(2025, 11, 2, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2025, 3, 30, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2015, 10, 18, tzinfo=UTC)),
    ("America/Havana", datetime(2025, 11, 2, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2025, 4, 25, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2025, 10, 26, tzinfo=UTC)),
    ("Atlantic/Azores", datetime(2025, 3, 30, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2025, 2, 23, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2025, 4, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2025, 10, 5, tzinfo=UTC)),
    ("Antarctica/Troll", datetime(2025, 3, 30, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 31, tzinfo=UTC)),
    ("Pacific/Kwajalein", datetime(1993, 8, 22, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2025, 1, 1, tzinfo=UTC)),
    ("Asia/Kolkata", datetime(2024, 2, 29, tzinfo=UTC)),
)
MICROSECOND, MINUTE, HOUR = timedelta(microseconds=1), timedelta(minutes=1), timedelta(hours=1)

# New examples in every run and under every server zone; a failure prints how to see it again.
bounded = settings(max_examples=20, deadline=None, database=None, print_blob=True)


def serve_from(zone: str) -> None:
    os.environ["TZ"] = zone
    time.tzset()
    open_year.cache_clear()


@pytest.fixture(scope="module", autouse=True, params=SERVER_ZONES)
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    serve_from(request.param)
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@dataclass(frozen=True)
class Scene:
    """A calendar as an administrator writes it, and the day around which questions are asked."""

    zone: str
    day: datetime
    hours: dict[str, list[tuple[str, str]]]
    date_hours: dict[str, list[tuple[str, str]]]
    holidays: frozenset[str]

    @property
    def calendar(self) -> Calendar:
        data = {
            "timezone": self.zone,
            "hours": self.hours,
            "date_hours": self.date_hours,
            "holidays": sorted(self.holidays),
        }
        return parse_calendar(data, self.day)


# Nights are where the rules are, so most times are taken from them.
TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(4) for minute in (0, 15, 30, 59)]
TIMES += ["05:00", "09:00", "12:30", "17:00", "22:00", "23:59"]
PAIRS = [(opens, closes) for opens in TIMES for closes in [*TIMES, "24:00"] if opens != closes]

intervals = st.lists(st.sampled_from(PAIRS), max_size=3)
open_intervals = st.lists(st.sampled_from(PAIRS), min_size=1, max_size=3)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    zone, day = draw(st.sampled_from(SCENES))
    dates = [(day + timedelta(days=offset)).date().isoformat() for offset in range(-4, 5)]
    week = {name: draw(intervals) for name in WEEKDAYS} | {draw(st.sampled_from(WEEKDAYS)): draw(open_intervals)}
    special = draw(st.dictionaries(st.sampled_from(dates), intervals, max_size=2))
    return Scene(zone, day, week, special, draw(st.frozensets(st.sampled_from(dates), max_size=3)))


@st.composite
def clocks(draw: st.DrawFn) -> tuple[Calendar, datetime, timedelta, list[Pause]]:
    """A calendar, a start, a target and pauses, to the microsecond."""
    scene = draw(scenes())
    start = scene.day + draw(st.timedeltas(timedelta(days=-4), timedelta(days=4)))
    return scene.calendar, start, draw(targets), draw(pauses_around(scene.day))


targets = st.timedeltas(timedelta(), timedelta(hours=60)) | st.integers(0, 20).map(lambda count: count * HOUR)


def pauses_around(day: datetime) -> st.SearchStrategy[list[Pause]]:
    starts = st.timedeltas(timedelta(days=-5), timedelta(days=5)) | st.integers(-120, 120).map(lambda n: n * HOUR)
    lengths = st.timedeltas(timedelta(), timedelta(days=2)) | st.integers(0, 12).map(lambda n: n * HOUR)
    pause = st.builds(lambda start, length: Pause(day + start, day + start + length), starts, lengths)
    return st.lists(pause, max_size=4)


def certain(found: datetime | None) -> datetime:
    assert found is not None
    return found


class TestLaws:
    @bounded
    @given(clocks())
    def test_the_open_time_until_due_is_the_target_and_no_earlier_instant_has_it(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]]
    ) -> None:
        calendar, start, target, pauses = clock

        found = certain(due(calendar, start, target, pauses))

        assert open_elapsed(calendar, start, found, pauses) == target
        if target:
            earlier = open_elapsed(calendar, start, found - MICROSECOND, pauses)
            assert earlier == target - MICROSECOND

    @bounded
    @given(clocks())
    def test_breach_is_the_last_instant_that_does_not_exceed_the_target(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]]
    ) -> None:
        calendar, start, target, pauses = clock

        found = certain(breach_at(calendar, start, target, pauses))

        assert found >= certain(due(calendar, start, target, pauses))
        assert open_elapsed(calendar, start, found, pauses) == target
        assert open_elapsed(calendar, start, found + MICROSECOND, pauses) == target + MICROSECOND

    @bounded
    @given(clocks(), targets)
    def test_monotone_in_target(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]], more: timedelta
    ) -> None:
        calendar, start, target, pauses = clock

        for reckon in (due, breach_at):
            first = certain(reckon(calendar, start, target, pauses))
            assert first <= certain(reckon(calendar, start, target + more, pauses))

    @bounded
    @given(clocks(), st.timedeltas(timedelta(), timedelta(days=3)))
    def test_monotone_in_start(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]], later: timedelta
    ) -> None:
        calendar, start, target, pauses = clock

        for reckon in (due, breach_at):
            first = certain(reckon(calendar, start, target, pauses))
            assert first <= certain(reckon(calendar, start + later, target, pauses))

    @bounded
    @given(clocks(), targets)
    def test_a_target_may_be_reached_in_two_steps(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]], more: timedelta
    ) -> None:
        calendar, start, target, pauses = clock

        halfway = certain(due(calendar, start, target, pauses))

        assert due(calendar, halfway, more, pauses) == due(calendar, start, target + more, pauses)

    @bounded
    @given(clocks(), st.data())
    def test_a_further_pause_or_holiday_never_makes_it_earlier(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]], data: st.DataObject
    ) -> None:
        calendar, start, target, pauses = clock
        further = data.draw(pauses_around(start))
        free = {start.date() + timedelta(days=offset) for offset in data.draw(st.sets(st.integers(-2, 5)))}
        closed = replace(calendar, holidays=calendar.holidays | free)

        for reckon in (due, breach_at):
            first = certain(reckon(calendar, start, target, pauses))
            assert first <= certain(reckon(calendar, start, target, pauses + further))
            # Enough holidays may close the only date that ever opens.
            assert first <= (reckon(closed, start, target, pauses) or first)

    @bounded
    @given(clocks(), st.randoms())
    def test_pauses_commute_and_overlaps_are_one(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]], chance: object
    ) -> None:
        calendar, start, target, pauses = clock
        shuffled = [piece for pause in pauses for piece in overlapping_pieces(pause)]
        chance.shuffle(shuffled)  # type: ignore[attr-defined]

        for reckon in (due, breach_at):
            assert reckon(calendar, start, target, shuffled) == reckon(calendar, start, target, pauses)
        end = start + timedelta(days=5)
        stretches = open_stretches(calendar, start, end, pauses)
        assert open_stretches(calendar, start, end, shuffled) == stretches

    @bounded
    @given(clocks(), st.timedeltas(timedelta(), timedelta(days=400)))
    def test_stretches_are_apart_and_are_what_elapsed_counts(
        self, clock: tuple[Calendar, datetime, timedelta, list[Pause]], span: timedelta
    ) -> None:
        calendar, start, _, pauses = clock

        stretches = open_stretches(calendar, start, start + span, pauses)

        assert all(stretch.length > timedelta() for stretch in stretches)
        assert all(before.end < after.start for before, after in pairwise(stretches) if not pauses)
        assert all(before.end <= after.start for before, after in pairwise(stretches))
        counted = sum((stretch.length for stretch in stretches), timedelta())
        assert counted == open_elapsed(calendar, start, start + span, pauses)

    @bounded
    @given(scenes())
    def test_the_written_form_is_read_as_the_same_calendar(self, scene: Scene) -> None:
        calendar = scene.calendar

        assert parse_calendar(calendar_to_json(calendar), scene.day) == calendar

    @bounded
    @given(clocks())
    def test_the_zone_of_the_server_changes_nothing(
        self, server_zone: str, clock: tuple[Calendar, datetime, timedelta, list[Pause]]
    ) -> None:
        calendar, start, target, pauses = clock
        answers = set()

        for zone in SERVER_ZONES:
            serve_from(zone)
            stretches = open_stretches(calendar, start, start + timedelta(days=9), pauses)
            breach = breach_at(calendar, start, target, pauses)
            answers.add((due(calendar, start, target, pauses), breach, tuple(stretches)))
        serve_from(server_zone)

        assert len(answers) == 1


def overlapping_pieces(pause: Pause) -> list[Pause]:
    end = certain(pause.end)
    third = (end - pause.start) / 3
    return [Pause(pause.start, pause.start + 2 * third), Pause(pause.start + third, end), pause]


class TestAgainstTheMinuteWalk:
    """The same questions in whole minutes, answered by looking at every minute of twelve days."""

    @settings(bounded, max_examples=60)
    @given(scenes(), st.data())
    def test_the_two_reckonings_agree(self, scene: Scene, data: st.DataObject) -> None:
        minutes = st.integers(-3 * 1440, 3 * 1440)
        start = scene.day + data.draw(minutes) * MINUTE
        end = start + data.draw(st.integers(0, 1440)) * MINUTE
        target = data.draw(st.integers(0, 1440))
        lengths = st.integers(0, 2880) | st.none()
        drawn = data.draw(st.lists(st.tuples(minutes, lengths), max_size=3))
        pauses = [paused(scene.day, offset, length) for offset, length in drawn]
        calendar = scene.calendar
        counted = [at for at in walked_minutes(scene, start) if not any(covers(pause, at) for pause in pauses)]

        assert open_elapsed(calendar, start, end, pauses) == MINUTE * sum(at < end for at in counted)
        assert_same(next_opening(calendar, start, pauses), next(iter(counted), None), scene)
        reached = start if target == 0 else (counted[target - 1] + MINUTE if target <= len(counted) else None)
        assert_same(due(calendar, start, target * MINUTE, pauses), reached, scene)
        beyond = counted[target] if target < len(counted) else None
        assert_same(breach_at(calendar, start, target * MINUTE, pauses), beyond, scene)


def paused(day: datetime, offset: int, length: int | None) -> Pause:
    start = day + offset * MINUTE
    return Pause(start, None if length is None else start + length * MINUTE)


def covers(pause: Pause, at: datetime) -> bool:
    return pause.start <= at and (pause.end is None or at < pause.end)


def assert_same(found: datetime | None, walked: datetime | None, scene: Scene) -> None:
    """What the walk does not find lies beyond the last date it looked at, or nowhere."""
    if walked is None:
        assert found is None or found > scene.day + timedelta(days=3)
    else:
        assert found == walked


@dataclass(frozen=True)
class LocalClock:
    """What a wall clock showed in each minute of twelve days, and when it showed it first and last."""

    first: dict[datetime, datetime]
    last: dict[datetime, datetime]

    def boundary(self, day: date, minutes: int) -> datetime:
        wanted = datetime(day.year, day.month, day.day) + minutes * MINUTE  # noqa: DTZ001
        if wanted in self.first:
            return self.first[wanted]
        before_the_gap = wanted
        while before_the_gap not in self.last:
            before_the_gap -= MINUTE
        return self.last[before_the_gap] + (wanted - before_the_gap)


@cache
def local_clock(zone: str, day: datetime) -> LocalClock:
    clock = LocalClock({}, {})
    for offset in range(-6 * 1440, 6 * 1440):
        at = day + offset * MINUTE
        wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
        clock.first.setdefault(wall, at)
        clock.last[wall] = at
    return clock


def walked_minutes(scene: Scene, start: datetime) -> list[datetime]:
    """The open minutes from `start` on, told date by date from what the administrator wrote."""
    clock = local_clock(scene.zone, scene.day)
    # The outermost dates are not seen whole.
    dates = sorted({wall.date() for wall in clock.first})[1:-1]
    found: set[datetime] = set()
    for today, tomorrow in pairwise(dates):
        own, night = written_minutes(scene, today)
        for day, minutes in ((today, own), (tomorrow, night)):
            if day.isoformat() not in scene.holidays:
                for opens, closes in runs(minutes):
                    found |= minutes_between(clock.boundary(day, opens), clock.boundary(day, closes))
    return sorted(at for at in found if at >= start)


def written_minutes(scene: Scene, day: date) -> tuple[set[int], set[int]]:
    """The minutes of a date's hours on the date itself and after its midnight."""
    own: set[int] = set()
    night: set[int] = set()
    for opens, closes in scene.date_hours.get(day.isoformat(), scene.hours[WEEKDAYS[day.weekday()]]):
        first, last = minute_of(opens), minute_of(closes)
        own |= set(range(first, last if last > first else 1440))
        night |= set(range(last)) if last < first else set()
    return own, night


def minute_of(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def runs(minutes: set[int]) -> list[tuple[int, int]]:
    """Neighbouring minutes as `[first, last + 1)`."""
    groups: list[Sequence[int]] = []
    for _, group in groupby(enumerate(sorted(minutes)), lambda pair: pair[1] - pair[0]):
        groups.append([minute for _, minute in group])
    return [(group[0], group[-1] + 1) for group in groups]


def minutes_between(opens: datetime, closes: datetime) -> set[datetime]:
    return {opens + count * MINUTE for count in range((closes - opens) // MINUTE)}
