"""Periods that a query asks for, in a time zone. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from escalated_chassis.errors import invalid

LONGEST: Final = timedelta(days=732)  # two years, one of them a leap year, and a day of 25 hours
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)


def zone_of(name: str) -> ZoneInfo:
    """Raises Invalid for what is no IANA zone."""
    if name not in _zones():
        raise invalid("zone", "unknown", f"{name!r} is no time zone such as Europe/Berlin.")
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def period_of(first: str | None, last: str | None, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """The period from `first` until before `last`; a date names the whole day, so the last one is in. 30 days without.

    Raises Invalid with the parameter's name.
    """
    end = now if last is None else _instant("to", last, zone, days=1)
    start = _days_before(end, zone) if first is None else _instant("from", first, zone)
    if start >= end:
        raise invalid("from", "not_before", "from must be before to.")
    if end - start > LONGEST:
        raise invalid("to", "too_long", "A report is over two years at most.")
    return start, end


def _days_before(end: datetime, zone: ZoneInfo) -> datetime:
    return _midnight(end.astimezone(zone).date() - 30 * _DAY, zone)


def _instant(name: str, text: str, zone: ZoneInfo, days: int = 0) -> datetime:
    try:
        at = _midnight(date.fromisoformat(text) + days * _DAY, zone) if len(text) <= len("2026-01-31") else None
        at = at or datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise invalid(name, "bad_time", "A date such as 2026-01-31, or an instant with its offset.") from None
    if at.tzinfo is None:
        raise invalid(name, "no_offset", "An instant needs its offset, such as 2026-01-31T09:00:00Z.")
    if not _FIRST <= at < _LAST:
        raise invalid(name, "out_of_range", "Between 1970 and 2200.")
    return at.astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    if not _FIRST.year <= day.year <= _LAST.year:
        raise ValueError(day)
    return datetime.combine(day, time(), zone).astimezone(UTC)
