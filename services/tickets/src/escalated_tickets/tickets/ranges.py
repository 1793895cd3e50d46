"""Stretches of time as people write them: `>=2026-01-01`, `2026-01-01..2026-02-01`, `<7d`. Pure; days are UTC's.

Lists (`?created=…`) and the search language (`created:…`) share this syntax.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

EXPECTED: Final = "2026-01-31, >2026-01-31, <=2026-01-31T12:00Z, 2026-01-01..2026-02-01, <7d (younger), >24h (older)"
_DAY: Final = timedelta(days=1)
_UNITS: Final = {"h": timedelta(hours=1), "d": _DAY, "w": timedelta(weeks=1)}
_AGE: Final = re.compile(r"(<|>)(\d{1,4})([hdw])", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


class NotARange(ValueError):
    """What was written is no stretch of time."""


@dataclass(frozen=True, slots=True)
class Range:
    """From a moment, before another; None: without an end on that side."""

    start: datetime | None = None
    end: datetime | None = None


def parse_range(text: str, now: datetime) -> Range:
    """The stretch that `text` stands for; a date alone is its whole day. Raises NotARange."""
    found = _AGE.fullmatch(text)
    if found:
        return _by_age(found[1], int(found[2]) * _UNITS[found[3]], now)
    if ".." in text:
        first, _, last = text.partition("..")
        return _between(_span(first) if first else None, _span(last) if last else None)
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign):
            return _beside(sign, *_span(text.removeprefix(sign)))
    start, end = _span(text)
    return Range(start, end)


def _by_age(sign: str, age: timedelta, now: datetime) -> Range:
    """`<7d` is younger than seven days, that is after a moment; `>7d` older."""
    try:
        moment = now - age
    except OverflowError:
        raise NotARange from None
    return Range(start=moment) if sign == "<" else Range(end=moment)


def _between(first: tuple[datetime, datetime] | None, last: tuple[datetime, datetime] | None) -> Range:
    if first is None and last is None:
        raise NotARange
    start, end = first and first[0], last and last[1]
    if start is not None and end is not None and start >= end:
        raise NotARange
    return Range(start, end)


def _beside(sign: str, start: datetime, end: datetime) -> Range:
    """After a day is from the next one on; of a moment the unit is the microsecond."""
    return {">=": Range(start=start), ">": Range(start=end), "<=": Range(end=end), "<": Range(end=start)}[sign]


def _span(text: str) -> tuple[datetime, datetime]:
    """A day or a moment as what it covers."""
    with suppress(ValueError, OverflowError):
        if _DATE.fullmatch(text):
            start = datetime.combine(date.fromisoformat(text), time(tzinfo=UTC))
            return start, start + _DAY
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
            return moment, moment + timedelta(microseconds=1)
    raise NotARange
