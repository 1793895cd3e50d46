"""Conditions about time as a stretch of it, so that an evaluator, a database and a timer decide alike.

A day stands for all of itself, in UTC: `> 2026-01-31` is after that day's end, `<= 2026-01-31` includes it. Hours
elapsed are turned round: more than 48 hours since an instant is that instant before now - 48 hours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from escalated_rules.conditions import Condition
from escalated_rules.fields import Type
from escalated_rules.values import read_time

# Instants are kept to the microsecond: what is after one is at the next or later.
_TICK: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)
_MIRROR: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` on, up to but not at `high`; None: without end on that side."""

    low: datetime | None
    high: datetime | None

    def holds(self, moment: datetime) -> bool:
        return (self.low is None or self.low <= moment) and (self.high is None or moment < self.high)


def span_of(condition: Condition, now: datetime) -> Span:
    """The instants for which a condition on a time, or on hours elapsed, holds at `now`."""
    if condition.field.elapsed:
        return _elapsed(condition, now)
    if condition.operator == "between":
        low, high = (_whole(read_time(each)) for each in condition.value)
        return Span(low[0], high[1])
    return _compared(condition.operator, _whole(read_time(condition.value)))


def changes_at(condition: Condition, moment: datetime) -> tuple[datetime, ...]:
    """When the truth of a condition on hours elapsed may change for this instant: where a timer belongs."""
    elapsed = condition.field.elapsed
    if elapsed is None:
        return ()
    hours = condition.value if condition.operator == "between" else (condition.value,)
    sign = -1 if elapsed.ahead else 1
    return tuple(sorted(moment + sign * timedelta(hours=each) for each in hours))


def _whole(moment: date | datetime) -> tuple[datetime, datetime]:
    """What a value stands for, from and to."""
    if isinstance(moment, datetime):
        return moment, moment + _TICK
    start = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return start, start + _DAY


def _compared(operator: str, whole: tuple[datetime, datetime]) -> Span:
    start, end = whole
    spans = {
        "<": Span(None, start),
        "<=": Span(None, end),
        ">": Span(end, None),
        ">=": Span(start, None),
        "is": Span(start, end),
    }
    return spans[operator]


def _elapsed(condition: Condition, now: datetime) -> Span:
    elapsed, value = condition.field.elapsed, condition.value
    assert elapsed is not None
    sign = 1 if elapsed.ahead else -1
    if condition.operator == "between":
        near, far = (now + sign * timedelta(hours=each) for each in value)
        return Span(min(near, far), max(near, far) + _TICK)
    operator = condition.operator if elapsed.ahead else _MIRROR[condition.operator]
    return _compared(operator, _whole(now + sign * timedelta(hours=value)))


def is_about_time(condition: Condition) -> bool:
    """Whether the condition is one of a stretch of time."""
    return condition.operator not in ("is_set", "is_empty") and (
        condition.field.type is Type.TIME or condition.field.elapsed is not None
    )


def anchor_of(condition: Condition) -> Any:
    """The field whose value is compared with the span."""
    return condition.field.elapsed.of if condition.field.elapsed else condition.field.name
