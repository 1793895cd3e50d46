"""A calendar compiled to UTC: per calendar and year, sorted open intervals with their running total.

Instants are integers, microseconds since 1970-01-01T00:00Z, so that nothing is rounded and a question is a
bisect instead of a walk over days. A year is a UTC year: years are disjoint and together lose nothing.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from escalated_sla.calendars.hours import DAY_MINUTES, Calendar, Intervals

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = DAY_MINUTES * MINUTE

_EPOCH_ORDINAL = EPOCH.toordinal()
# Local dates whose hours can reach into a UTC year: zones differ by up to 14 hours, a night adds one date,
# and a country that crosses the date line may leave one out.
_MARGIN_DAYS = 3
# A year of two intervals a day takes about 18 KB.
_COMPILED_YEARS = 1024


@dataclass(frozen=True, slots=True)
class OpenYear:
    """Disjoint open intervals `[opens[i], closes[i])` in order; `totals[i]` is open time to `closes[i]`."""

    opens: "array[int]"
    closes: "array[int]"
    totals: "array[int]"

    @property
    def total(self) -> int:
        """Open microseconds of the whole year."""
        return self.totals[-1] if self.totals else 0

    def before(self, at: int) -> int:
        """Open microseconds of this year that lie before `at`, which may be of another year."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return 0
        return self.totals[index] - max(0, self.closes[index] - at)


def micros(at: datetime) -> int:
    """Microseconds since the epoch of an aware instant, exact."""
    since = at - EPOCH
    return since.days * DAY + since.seconds * SECOND + since.microseconds


def instant(at: int) -> datetime:
    """The inverse of `micros`, in UTC."""
    return EPOCH + timedelta(microseconds=at)


def open_between(calendar: Calendar, start: int, end: int) -> int:
    """Open microseconds in `[start, end)`, `start <= end`."""
    years = range(instant(start).year, instant(end).year + 1)
    compiled = (open_year(calendar, year) for year in years)
    return sum(year.before(end) - year.before(start) for year in compiled)


def reach(calendar: Calendar, start: int, amount: int, limit: int) -> int | None:
    """The earliest instant up to `limit` with `amount > 0` open microseconds between it and `start`."""
    for number in range(instant(start).year, instant(limit).year + 1):
        year = open_year(calendar, number)
        wanted = year.before(start) + amount
        index = bisect_left(year.totals, wanted)
        if index < len(year.totals):
            reached = year.closes[index] - (year.totals[index] - wanted)
            return reached if reached <= limit else None
        amount = wanted - year.total
    return None


def next_open(calendar: Calendar, start: int, limit: int) -> int | None:
    """The earliest open instant in `[start, limit)`."""
    return next((opens for opens, _ in open_spans(calendar, start, limit)), None)


def open_spans(calendar: Calendar, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The open intervals of `[start, end)` in order; one that lasts over New Year (UTC) comes in two."""
    for number in range(instant(start).year, instant(end).year + 1):
        year = open_year(calendar, number)
        for index in range(bisect_right(year.closes, start), len(year.closes)):
            if year.opens[index] >= end:
                return
            yield max(start, year.opens[index]), min(end, year.closes[index])


@lru_cache(maxsize=_COMPILED_YEARS)
def open_year(calendar: Calendar, year: int) -> OpenYear:
    """Compiles one UTC year of a calendar, a few milliseconds; kept for the next question."""
    lower, upper = (micros(datetime(number, 1, 1, tzinfo=UTC)) for number in (year, year + 1))
    compiled = OpenYear(array("q"), array("q"), array("q"))
    total = 0
    for span in _joined(_local_spans(calendar, year)):
        opens, closes = max(span[0], lower), min(span[1], upper)
        if opens < closes:  # not so outside the year, nor where a gap shifts the opening past the close
            total += closes - opens
            compiled.opens.append(opens)
            compiled.closes.append(closes)
            compiled.totals.append(total)
    return compiled


def _joined(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    # Sorted here and not before: two boundaries of one spring night may change places when shifted.
    ordered = sorted(spans)
    if not ordered:
        return
    opens, closes = ordered[0]
    for next_opens, next_closes in ordered[1:]:
        if next_opens > closes:
            yield opens, closes
            opens = next_opens
        closes = max(closes, next_closes)
    yield opens, closes


def _local_spans(calendar: Calendar, year: int) -> Iterator[tuple[int, int]]:
    """The UTC spans of each local date's hours, holidays taken out; neither sorted nor disjoint."""
    zone = ZoneInfo(calendar.timezone)
    wall = EPOCH.replace(tzinfo=zone)
    special = {day.toordinal(): intervals for day, intervals in calendar.date_hours}
    holidays = {day.toordinal() for day in calendar.holidays}
    for today, tomorrow in pairwise(_dates(zone, year)):
        intervals = special.get(today, calendar.hours[(today - 1) % 7])
        if today not in holidays:
            yield from _spans(wall, today, [(opens, min(closes, DAY_MINUTES)) for opens, closes in intervals])
        if tomorrow not in holidays:
            yield from _spans(wall, tomorrow, _nights(intervals))


@lru_cache(maxsize=_COMPILED_YEARS)
def _dates(zone: ZoneInfo, year: int) -> tuple[int, ...]:
    """Ordinals of the local dates around a UTC year, without those that the zone left out.

    Such a date has no instant of its own and no hours: Samoa had no 30 December 2011.
    """
    first, last = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    ordinals = range(first - _MARGIN_DAYS, last + _MARGIN_DAYS)
    wall = EPOCH.replace(tzinfo=zone)
    midnights = [_utc(wall, day, 0) for day in range(ordinals.start, ordinals.stop + 1)]
    bounds = zip(ordinals, pairwise(midnights), strict=True)
    return tuple(day for day, (midnight, next_midnight) in bounds if midnight < next_midnight)


def _nights(intervals: Intervals) -> list[tuple[int, int]]:
    return [(0, closes - DAY_MINUTES) for _, closes in intervals if closes > DAY_MINUTES]


def _spans(wall: datetime, day: int, intervals: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(_utc(wall, day, opens), _utc(wall, day, closes)) for opens, closes in intervals]


def _utc(wall: datetime, day: int, minutes: int) -> int:
    """The UTC instant of a local boundary: past a gap by as much as it lay in it, the first of two.

    `wall` is the start of 1970 in the zone; adding to it is arithmetic on the wall clock. PEP 495: with
    `fold=0` the offset in a gap is the one before it, and in an overlap the first.
    """
    return micros(wall + timedelta(days=day - _EPOCH_ORDINAL, minutes=minutes))
