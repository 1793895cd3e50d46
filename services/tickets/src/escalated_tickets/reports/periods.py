"""Periods of a report in a time zone: from when to when, and its days, weeks, months and hours of the week. Pure.

A zone's offset is constant between its transitions; within such a stretch local time is plain arithmetic. So a bin
begins at an exact instant whatever the zone does: offsets of 30 or 45 minutes, days of 23 or 25 hours, hours that the
clock repeats, days that it leaves out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Key:
    """What a row of a report is about: `value` for machines, `label` for people."""

    value: str | None
    label: str


@dataclass(frozen=True)
class Bins:
    """Where each bin begins, and which of `keys` it belongs to. The last one ends with the period."""

    starts: Sequence[datetime]
    key_of_bin: Sequence[int]
    keys: Sequence[Key]

    @property
    def apart(self) -> bool:
        """Whether no key has two bins: hours of the week come again, and a day does where midnight is put back."""
        return len(set(self.key_of_bin)) == len(self.key_of_bin)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A kind of bin: where a local time's bin begins anew, and what it is called."""

    following: Callable[[datetime], datetime]
    key: Callable[[datetime], Key]


def _midnight_of(local: datetime) -> datetime:
    return datetime.combine(local.date(), time())


def _next_month(local: datetime) -> datetime:
    return _midnight_of(local).replace(year=local.year + local.month // 12, month=local.month % 12 + 1, day=1)


def _hour_key(weekday: int, hour: int) -> Key:
    return Key(f"{_DAYS[weekday][:3].lower()}-{hour:02}", f"{_DAYS[weekday]} {hour:02}:00")


def _named(pattern: str) -> Callable[[datetime], Key]:
    def key(local: datetime) -> Key:
        name = local.strftime(pattern)
        return Key(name, name)

    return key


HOURS_OF_WEEK: Final = [_hour_key(weekday, hour) for weekday in range(7) for hour in range(24)]
_UNITS: Final[dict[str, _Unit]] = {
    "day": _Unit(lambda local: _midnight_of(local) + _DAY, _named("%Y-%m-%d")),
    "week": _Unit(lambda local: _midnight_of(local) + (7 - local.weekday()) * _DAY, _named("%G-W%V")),
    "month": _Unit(_next_month, _named("%Y-%m")),
    "hour_of_week": _Unit(
        lambda local: local.replace(minute=0, second=0, microsecond=0) + _HOUR,
        lambda local: HOURS_OF_WEEK[local.weekday() * 24 + local.hour],
    ),
}
TIME_GROUPS: Final = tuple(_UNITS)


@lru_cache(maxsize=32)
def bins_of(group: str, start: datetime, end: datetime, zone: ZoneInfo) -> Bins:
    """The bins of a period, in order. Neighbours with the same key are one.

    Remembered: a year has 8,760 hours, and a page of reports asks for one period a dozen times.
    """
    unit = _UNITS[group]
    keys = list(HOURS_OF_WEEK) if group == "hour_of_week" else []
    places = {key: place for place, key in enumerate(keys)}
    starts: list[datetime] = []
    key_of_bin: list[int] = []
    for at, local in _beginnings(unit, start, end, zone):
        key = unit.key(local)
        if key not in places:
            places[key] = len(keys)
            keys.append(key)
        if not key_of_bin or key_of_bin[-1] != places[key]:
            starts.append(at)
            key_of_bin.append(places[key])
    return Bins(tuple(starts), tuple(key_of_bin), tuple(keys))


def _beginnings(unit: _Unit, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    for first, until, offset in _stretches(start, end, zone):
        at = first
        while at < until:
            local = at.replace(tzinfo=None) + offset
            yield at, local
            at = (unit.following(local) - offset).replace(tzinfo=UTC)


def _stretches(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Stretches of a constant offset. No zone changes twice within a day."""
    at, offset = start, _offset(start, zone)
    probe = start
    while probe < end:
        following = min(probe + _DAY, end)
        if _offset(following, zone) != offset:
            change = _change_between(probe, following, zone)
            yield at, change, offset
            at, offset = change, _offset(change, zone)
        probe = following
    if at < end:
        yield at, end, offset


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the offset is no longer what it was."""
    offset = _offset(before, zone)
    low, high = int(before.timestamp()), -(-int(after.timestamp() * 1_000_000) // 1_000_000)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, UTC), zone) == offset:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset
