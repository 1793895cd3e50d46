"""What a calendar is, and its plain JSON form in and out.

Everything here is local wall time without a zone: what it means in UTC is said in `openings`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import available_timezones

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60

_FIELDS = ("timezone", "hours", "date_hours", "holidays")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_INTERVAL = 'an interval is an opening and a closing time: ["09:00", "17:00"]'
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Both stand in the zone database of many systems; one means "the zone of this server", the other "unset".
_NOT_A_PLACE = frozenset({"localtime", "Factory"})

Intervals = tuple[tuple[int, int], ...]
"""`(open, close)` in minutes since the local midnight; beyond 1440 a close lies on the next date."""


class CalendarError(ValueError):
    """A calendar that cannot be kept. `pointer` is the JSON pointer of the field to mend."""

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(message)
        self.pointer = pointer


@dataclass(frozen=True)
class Calendar:
    """Opening hours in canonical form: sorted, overlaps merged. Made by `rules.parse_calendar`.

    `hours` has seven entries, Monday first. `date_hours` replace the weekday's hours, in order of date.
    """

    timezone: str
    hours: tuple[Intervals, ...]
    date_hours: tuple[tuple[date, Intervals], ...] = ()
    holidays: frozenset[date] = frozenset()


def always_open() -> Calendar:
    """The calendar of a policy that counts every second (24x7)."""
    return Calendar("UTC", (((0, DAY_MINUTES),),) * 7)


def read_calendar(data: Mapping[str, object]) -> Calendar:
    """Reads the JSON form; `date_hours` and `holidays` may be absent or null.

    Raises `CalendarError` for the first field that is wrong. Whether the calendar ever opens is not asked.
    """
    for key in data:
        if key not in _FIELDS:
            raise CalendarError(f"/{_escaped(key)}", f"unknown field; a calendar has {', '.join(_FIELDS)}")
    return Calendar(
        timezone=read_zone(data.get("timezone")),
        hours=_read_week(data.get("hours")),
        date_hours=_read_date_hours(data.get("date_hours")),
        holidays=_read_holidays(data.get("holidays")),
    )


def calendar_to_json(calendar: Calendar) -> dict[str, object]:
    """The canonical JSON form; reading it again gives an equal calendar."""
    return {
        "timezone": calendar.timezone,
        "hours": {day: _pairs(intervals) for day, intervals in zip(WEEKDAYS, calendar.hours, strict=True) if intervals},
        "date_hours": {day.isoformat(): _pairs(intervals) for day, intervals in calendar.date_hours},
        "holidays": [day.isoformat() for day in sorted(calendar.holidays)],
    }


def read_zone(value: object) -> str:
    """An IANA name. Raises CalendarError for anything else."""
    if isinstance(value, str) and value in zone_names():
        return value
    raise CalendarError("/timezone", "unknown time zone; give an IANA name such as Europe/Berlin")


@cache
def zone_names() -> frozenset[str]:
    """The IANA names that a calendar may have."""
    return frozenset(available_timezones() - _NOT_A_PLACE)


def _read_week(value: object) -> tuple[Intervals, ...]:
    week = _object(value, "/hours", "give an object of weekdays with intervals")
    for day in week:
        if day not in WEEKDAYS:
            raise CalendarError(f"/hours/{_escaped(day)}", f"unknown weekday; use {', '.join(WEEKDAYS)}")
    return tuple(_read_day(week.get(day, ()), f"/hours/{day}") for day in WEEKDAYS)


def _read_date_hours(value: object) -> tuple[tuple[date, Intervals], ...]:
    if value is None:
        return ()
    dates = _object(value, "/date_hours", "give an object of dates with intervals")
    read = []
    for key, intervals in dates.items():
        pointer = f"/date_hours/{_escaped(key)}"
        read.append((_read_date(key, pointer), _read_day(intervals, pointer)))
    return tuple(sorted(read))


def _read_holidays(value: object) -> frozenset[date]:
    if value is None:
        return frozenset()
    days = _array(value, "/holidays", "give an array of dates")
    return frozenset(_read_date(day, f"/holidays/{index}") for index, day in enumerate(days))


def _read_day(value: object, pointer: str) -> Intervals:
    pairs = _array(value, pointer, 'give an array of intervals such as [["09:00", "17:00"]]')
    return _merged(_read_interval(pair, f"{pointer}/{index}") for index, pair in enumerate(pairs))


def _read_interval(value: object, pointer: str) -> tuple[int, int]:
    pair = _array(value, pointer, _INTERVAL)
    if len(pair) != 2:
        raise CalendarError(pointer, _INTERVAL)
    opens = read_time(pair[0], f"{pointer}/0")
    if opens == DAY_MINUTES:
        raise CalendarError(f"{pointer}/0", "24:00 can only close; open at 00:00 of the next day")
    closes = read_time(pair[1], f"{pointer}/1")
    if closes == opens:
        raise CalendarError(f"{pointer}/1", "closes when it opens; write 00:00 to 24:00 for a whole day")
    return opens, closes if closes > opens else closes + DAY_MINUTES


def read_time(value: object, pointer: str) -> int:
    """Minutes since midnight of `HH:MM`; 1440 of `24:00`. Raises CalendarError for anything else."""
    if value == "24:00":
        return DAY_MINUTES
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise CalendarError(pointer, "give a time as HH:MM, from 00:00 to 23:59, or close at 24:00")
    return int(match[1]) * 60 + int(match[2])


def _read_date(value: object, pointer: str) -> date:
    # `fromisoformat` alone would also take 20251224 and 2025-W52-3, which the inverse never writes.
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise CalendarError(pointer, f"no such date: {error}") from error
    raise CalendarError(pointer, "give a date as YYYY-MM-DD")


def _merged(intervals: Iterable[tuple[int, int]]) -> Intervals:
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(intervals):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _pairs(intervals: Intervals) -> list[list[str]]:
    pairs: list[list[str]] = []
    for opens, closes in intervals:
        if closes > DAY_MINUTES and closes - opens >= DAY_MINUTES:
            # Two overnight intervals may merge to more than one pair can say: 10:00-09:00 with 22:00-21:00.
            pairs += [[_text(opens), "24:00"], ["23:59", _text(closes - DAY_MINUTES)]]
        else:
            pairs.append([_text(opens), _text(closes if closes <= DAY_MINUTES else closes - DAY_MINUTES)])
    return pairs


def _text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _object(value: object, pointer: str, mend: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise CalendarError(pointer, mend)


def _array(value: object, pointer: str, mend: str) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return value
    raise CalendarError(pointer, mend)


def _escaped(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
