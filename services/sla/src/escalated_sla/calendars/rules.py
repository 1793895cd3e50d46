"""The arithmetic of SLA clocks: when a target is due, when it is breached, how much open time has passed.

Pure functions over plain data. Instants are aware datetimes between 1900 and 2199, anything else raises
`ValueError`; answers are in UTC. Time counted is real elapsed time, microseconds are kept. A pause takes its
time out of the open time, overlapping pauses count once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from escalated_sla.calendars.hours import (
    Calendar,
    CalendarError,
    always_open,
    calendar_to_json,
    read_calendar,
)
from escalated_sla.calendars.openings import (
    DAY,
    SECOND,
    instant,
    micros,
    next_open,
    open_between,
    open_spans,
    reach,
)

__all__ = [
    "HORIZON",
    "YEARS",
    "Calendar",
    "CalendarError",
    "Pause",
    "Stretch",
    "always_open",
    "breach_at",
    "calendar_to_json",
    "due",
    "next_opening",
    "open_elapsed",
    "open_stretches",
    "parse_calendar",
]

HORIZON = timedelta(days=3653)
"""Ten years: how far ahead a calendar is asked."""

_HORIZON = HORIZON.days * DAY
YEARS = range(1900, 2200)
"""Of instants that are reckoned with."""
_NEVER = micros(datetime(9000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count, `[start, end)`; without an end it is still running."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        start = _checked(self.start)
        if self.end is not None and _checked(self.end) < start:
            raise ValueError(f"a pause cannot end at {self.end.isoformat()}, before {self.start.isoformat()}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """An open time that counted, `[start, end)`, in UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def parse_calendar(data: Mapping[str, object], since: datetime) -> Calendar:
    """Reads `{timezone, hours: {mon: [["09:00", "17:00"]], …}, date_hours?, holidays?}`.

    Raises `CalendarError`, with the JSON pointer of the field, for anything that is not a calendar and for
    one that has no opening within ten years of the instant `since`.
    """
    calendar = read_calendar(data)
    if next_opening(calendar, since) is None:
        raise CalendarError("/hours", "never open in ten years; add an interval that no holiday closes")
    return calendar


def due(calendar: Calendar, start: datetime, target: timedelta, pauses: Sequence[Pause] = ()) -> datetime | None:
    """The earliest instant at which the open time since `start` reaches `target`.

    An exact close is due at the close, a target of zero at `start`. `None` when that is more than ten years
    away, or never because a pause is still running. For people; a clock is breached at `breach_at`.
    """
    found = _due(calendar, _checked(start), _length(target), pauses)
    return None if found is None else instant(found)


def breach_at(calendar: Calendar, start: datetime, target: timedelta, pauses: Sequence[Pause] = ()) -> datetime | None:
    """The infimum of the instants at which the open time since `start` exceeds `target`.

    That is `due` while the desk is open then, else the next opening that is not paused. `None` as for `due`.
    """
    reached = _due(calendar, _checked(start), _length(target), pauses)
    if reached is None:
        return None
    found = _opening(calendar, reached, pauses)
    return None if found is None else instant(found)


def open_elapsed(calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
    """The open time in `[start, end)` that was not paused; zero when `end` is not after `start`.

    A target is breached at `end` when this is greater than the target, never by comparing with `due`.
    """
    windows = _unpaused(_checked(start), _checked(end), pauses)
    return timedelta(microseconds=sum(open_between(calendar, opens, closes) for opens, closes in windows))


def open_stretches(calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> list[Stretch]:
    """Each stretch of open time that `open_elapsed` counts, in order and as long as it can be."""
    stretches: list[tuple[int, int]] = []
    for opens, closes in _unpaused(_checked(start), _checked(end), pauses):
        for span in open_spans(calendar, opens, closes):
            if stretches and stretches[-1][1] == span[0]:
                stretches[-1] = (stretches[-1][0], span[1])
            else:
                stretches.append(span)
    return [Stretch(instant(opens), instant(closes)) for opens, closes in stretches]


def next_opening(calendar: Calendar, at: datetime, pauses: Sequence[Pause] = ()) -> datetime | None:
    """The earliest instant from `at` on that is open and not paused: `at` itself if it is.

    `None` when there is none within ten years.
    """
    found = _opening(calendar, _checked(at), pauses)
    return None if found is None else instant(found)


def _due(calendar: Calendar, start: int, amount: int, pauses: Sequence[Pause]) -> int | None:
    if amount == 0:
        return start
    for opens, closes in _unpaused(start, start + _HORIZON, pauses):
        reached = reach(calendar, opens, amount, closes)
        if reached is not None:
            return reached
        amount -= open_between(calendar, opens, closes)
    return None


def _opening(calendar: Calendar, at: int, pauses: Sequence[Pause]) -> int | None:
    for opens, closes in _unpaused(at, at + _HORIZON, pauses):
        found = next_open(calendar, opens, closes)
        if found is not None:
            return found
    return None


def _unpaused(start: int, end: int, pauses: Sequence[Pause]) -> Iterator[tuple[int, int]]:
    """What the pauses leave of `[start, end)`, in order."""
    for paused, resumed in sorted(_bounds(pause) for pause in pauses):
        if paused >= end:
            break
        if paused > start:
            yield start, paused
        start = max(start, resumed)
    if start < end:
        yield start, end


def _bounds(pause: Pause) -> tuple[int, int]:
    return _checked(pause.start), _NEVER if pause.end is None else _checked(pause.end)


def _checked(at: datetime) -> int:
    if at.tzinfo is None or at.year not in YEARS:
        raise ValueError(f"{at.isoformat()} is not an aware instant between 1900 and 2199")
    return micros(at)


def _length(target: timedelta) -> int:
    if target < timedelta():
        raise ValueError("a target cannot be negative")
    return target.days * DAY + target.seconds * SECOND + target.microseconds
