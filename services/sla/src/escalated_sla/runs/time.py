"""When a rule about time comes for a ticket. Pure.

Its conditions on hours stand in the top-level `all`: together they hold in one window. The timer belongs to the first
instant of that window; the other conditions are asked when it is armed and again when it comes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from escalated_rules import Condition, Group
from escalated_sla.calendars.rules import Calendar, breach_at, due, open_elapsed
from escalated_sla.rules.rules import BUSINESS_ANCHORS, Rule, anchor_of_hours, digest_of
from escalated_sla.runs.matching import conditions_hold

TICK: Final = timedelta(microseconds=1)
"""Instants are kept to the microsecond: what is after one is at the next or later."""

Held = tuple[datetime | None, datetime | None]
"""From when on, and up to when, a condition holds; None is without end on that side."""


@dataclass(frozen=True, slots=True)
class Window:
    """When all the conditions on hours hold: from `start` on, up to but not at `end` (None: for ever).

    `anchor` is the newest of the instants that they count from or to: the rule runs once for it.
    """

    start: datetime
    end: datetime | None
    anchor: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about the timer of a rule and a ticket.

    `arm` it at `window.start`; `disarm` it; or leave what there is, where the threshold was `passed` before the rule
    was active: only who applied it to existing tickets armed it.
    """

    what: Literal["arm", "disarm", "passed"]
    window: Window | None = None


_NOTHING: Final = Plan("disarm")


def plan(rule: Rule, values: Mapping[str, Any], calendar: Calendar, now: datetime) -> Plan:
    """What to do, given what is known of the ticket now."""
    window = window_of(rule, values, calendar)
    if window is None or (window.end is not None and window.end <= now) or not rest_holds(rule, values, now):
        return _NOTHING
    return Plan("passed" if window.start < rule.active_since else "arm", window)


def window_of(rule: Rule, values: Mapping[str, Any], calendar: Calendar) -> Window | None:
    """None where they never hold together, or where there is nothing to count from."""
    created_at = values.get("created_at")
    if created_at is None:
        return None
    starts, ends, anchors = [created_at], [], []
    for condition in rule.time_conditions:
        anchor = values.get(anchor_of_hours(condition.field) or "")
        held = None if anchor is None else _held(condition, anchor, calendar)
        if anchor is None or held is None:
            return None
        anchors.append(anchor)
        starts += [held[0]] if held[0] else []
        ends += [held[1]] if held[1] else []
    start, end = max(starts), min(ends, default=None)
    return None if end is not None and end <= start else Window(start, end, max(anchors))


def rest_holds(rule: Rule, values: Mapping[str, Any], now: datetime) -> bool:
    """Whether the conditions that are not on hours hold."""
    group = rule.conditions
    timed = rule.time_conditions
    others = tuple(member for member in group.members if member not in timed)
    return conditions_hold(rule, Group(group.quantifier, others), values, now)


def occasion_of(rule: Rule, window: Window) -> tuple[str, datetime]:
    """What a rule about time runs once for, for each ticket: its conditions on hours, and the anchor."""
    return digest_of(rule.conditions), window.anchor


def business_values(
    names: tuple[str, ...], values: Mapping[str, Any], calendar: Calendar, now: datetime
) -> dict[str, float | None]:
    """Open hours since the instants that these fields count from, as of now."""
    return {name: _open_hours(values.get(BUSINESS_ANCHORS[name]), calendar, now) for name in names}


def _open_hours(anchor: datetime | None, calendar: Calendar, now: datetime) -> float | None:
    return None if anchor is None else open_elapsed(calendar, anchor, now) / timedelta(hours=1)


def _held(condition: Condition, anchor: datetime, calendar: Calendar) -> Held | None:
    """When one condition holds. None: never, or not within the ten years that a calendar is asked for."""
    if condition.field.elapsed is None:
        reached, passed = _by_calendar(anchor, calendar)
        return _bounds(condition, reached, passed, rising=True)
    sign = -1 if condition.field.elapsed.ahead else 1

    def at(hours: float) -> datetime:
        return anchor + sign * timedelta(hours=hours)

    return _bounds(condition, at, lambda hours: at(hours) + TICK, rising=sign == 1)


Reach = Callable[[float], datetime | None]
_MIRROR: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "between": "between"}


def _by_calendar(anchor: datetime, calendar: Calendar) -> tuple[Reach, Reach]:
    """When so many open hours are reached, and from when on they are exceeded."""

    def reached(hours: float) -> datetime | None:
        return due(calendar, anchor, timedelta(hours=max(0.0, hours)))

    def passed(hours: float) -> datetime | None:
        found = breach_at(calendar, anchor, timedelta(hours=max(0.0, hours)))
        return None if found is None else found + TICK

    return reached, passed


def _bounds(condition: Condition, reached: Reach, passed: Reach, *, rising: bool) -> Held | None:
    """Hours until an instant fall as time goes on: what is said of them is said the other way round."""
    operator = condition.operator if rising else _MIRROR[condition.operator]
    if operator == "between":
        low, high = condition.value if rising else reversed(condition.value)
        start = reached(low)
        return None if start is None else (start, passed(high))
    if operator in (">", ">="):
        start = passed(condition.value) if operator == ">" else reached(condition.value)
        return None if start is None else (start, None)
    return None, reached(condition.value) if operator == "<" else passed(condition.value)
