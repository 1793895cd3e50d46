"""Conditions as filters of a list, as far as a filter says the same: each index was made for a filter.

Only what stands in the top-level `all` can be one. The rest is left to `where.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from escalated_rules import Condition, Group, Option
from escalated_rules.conditions import ME, NONE
from escalated_tickets.fields.where import where_of
from escalated_tickets.statuses.rules import CATEGORIES, DONE, StatusBook
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.state import WEIGHT
from escalated_tickets.tickets.visibility import Viewer

_EVERY_OPEN: Final = frozenset(CATEGORIES) - DONE
_LATE: Final = frozenset({"at_risk", "breached"})


@dataclass(frozen=True)
class _Filter:
    """What a condition is as a filter."""

    values: Mapping[str, Any]
    flags: frozenset[str] = frozenset()


def narrow(group: Group, viewer: Viewer, book: StatusBook, now: datetime, base: Filters | None = None) -> Filters:
    """The list of what meets the conditions, in the eyes of this viewer, at this moment.

    `base`: filters that hold beside the conditions, and the sort.
    """
    base = base or Filters()
    if group.quantifier != "all":
        group = Group("all", (group,))
    values, flags = dict(base.values), set(base.flags)
    left: list[Group | Condition] = []
    for member in group.members:
        found = _filter_of(member, viewer, now) if isinstance(member, Condition) else None
        if isinstance(member, Condition):
            flags |= _implied(member, book)
        if found is None or found.values.keys() & values.keys():
            left.append(member)
            continue
        values |= found.values
        flags |= found.flags
    where = where_of(Group("all", tuple(left)), me=viewer.id, now=now) if left else None
    return replace(base, values=values, flags=frozenset(flags), where=where)


def _implied(condition: Condition, book: StatusBook) -> frozenset[str]:
    """Only tickets that are not done can match: then the small indexes of the queue serve the list."""
    allowed = _allowed(condition)
    if condition.field.name == "status" and allowed is not None:
        categories: set[str] = {book.category(slug) for slug in allowed if slug in book.statuses}
    elif condition.field.name == "status_category" and allowed is not None:
        categories = set(allowed)
    else:
        return frozenset()
    return frozenset({"open"}) if categories and not categories & DONE else frozenset()


def _allowed(condition: Condition) -> list[str] | None:
    """The options with which a condition on a choice holds; None where it asks for none in particular."""
    options: tuple[Option, ...] = condition.field.options
    wanted = set(condition.value) if isinstance(condition.value, tuple) else {condition.value}
    if condition.operator in ("is", "in"):
        return sorted(wanted)
    if condition.operator in ("is_not", "not_in"):
        return sorted(option.value for option in options if option.value not in wanted)
    return None


def _filter_of(condition: Condition, viewer: Viewer, now: datetime) -> _Filter | None:
    reader = _READERS.get(condition.field.name)
    return reader(condition, viewer, now) if reader else None


def _category(condition: Condition, _viewer: Viewer, _now: datetime) -> _Filter | None:
    allowed = set(_allowed(condition) or ())
    if allowed == _EVERY_OPEN:
        return _Filter({}, frozenset({"open"}))
    return _Filter({"status_category": sorted(allowed)})


def _status(condition: Condition, _viewer: Viewer, _now: datetime) -> _Filter | None:
    # Not the opposite: a status that was made meanwhile would be left out.
    return _Filter({"status": _allowed(condition)}) if condition.operator in ("is", "in") else None


def _words(name: str) -> Callable[[Condition, Viewer, datetime], _Filter | None]:
    return lambda condition, _viewer, _now: _Filter({name: _allowed(condition)})


def _priority(condition: Condition, _viewer: Viewer, _now: datetime) -> _Filter | None:
    return _Filter({"priority": [WEIGHT[word] for word in _allowed(condition) or ()]})


def _sla(condition: Condition, _viewer: Viewer, _now: datetime) -> _Filter | None:
    allowed = _allowed(condition) or []
    return _Filter({}, frozenset({"late"})) if set(allowed) == _LATE else _Filter({"sla": allowed})


def _person(name: str) -> Callable[[Condition, Viewer, datetime], _Filter | None]:
    def read(condition: Condition, viewer: Viewer, _now: datetime) -> _Filter | None:
        if condition.operator == "is_empty" or (condition.operator == "is" and condition.value == NONE):
            return _Filter({}, frozenset({f"no_{name}"})) if name in _MAY_BE_NONE else None
        if condition.operator != "is":
            return None
        return _Filter({name: viewer.id if condition.value == ME else UUID(condition.value)})

    return read


_MAY_BE_NONE: Final = frozenset({"assignee", "department"})


def _follower(condition: Condition, viewer: Viewer, _now: datetime) -> _Filter | None:
    if condition.operator not in ("contains_any", "contains_all") or len(condition.value) != 1:
        return None
    (person,) = condition.value
    return _Filter({"follower": viewer.id if person == ME else UUID(person)})


def _lately_solved(condition: Condition, _viewer: Viewer, now: datetime) -> _Filter | None:
    return _Filter({"since": now - timedelta(hours=condition.value)}) if condition.operator == "<" else None


_READERS: Final[dict[str, Callable[[Condition, Viewer, datetime], _Filter | None]]] = {
    "status": _status,
    "status_category": _category,
    "priority": _priority,
    "type": _words("type"),
    "channel": _words("channel"),
    "sla_state": _sla,
    "assignee": _person("assignee"),
    "requester": _person("requester"),
    "department": _person("department"),
    "follower": _follower,
    "hours_since_resolved": _lately_solved,
}
