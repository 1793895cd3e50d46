"""What a list is narrowed to and how it is sorted: parsed from parameters, checked, still without SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from escalated_chassis.errors import Forbidden, invalid
from escalated_tickets.fields.where import Where
from escalated_tickets.statuses.rules import CATEGORIES, DONE, StatusBook
from escalated_tickets.tags.rules import folded
from escalated_tickets.tickets.ranges import EXPECTED, NotARange, parse_range
from escalated_tickets.tickets.state import CHANNELS, PRIORITIES, SLA_STATES, TYPES, WEIGHT
from escalated_tickets.tickets.visibility import Reason, Viewer, reasons_of

SORTS: Final = ("updated_at", "created_at", "priority", "sla_due")
DEFAULT_SORT: Final = "-updated_at"
MOST_SORTS: Final = 3
_EVERY_OPEN: Final = frozenset(CATEGORIES) - DONE
# What customers are not told, they cannot sort or narrow by either.
_STAFF_FILTERS: Final = frozenset({"sla", "follower", "snoozed", "deleted"})
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "status_category": CATEGORIES,
    "priority": PRIORITIES,
    "type": TYPES,
    "channel": CHANNELS,
    "sla": SLA_STATES,
}
_RANGES: Final = frozenset({"created", "updated"})
_SWITCHES: Final[dict[str, dict[str, str]]] = {
    "snoozed": {"yes": "snoozed", "no": "awake"},
    "has": {"attachment": "has_attachment"},
}
_MOST_RANGES: Final = 4
_MOST_NAMES: Final = 20

Order = tuple[tuple[str, bool], ...]
"""Fields, the weightiest first, each with whether it goes downwards."""


@dataclass(frozen=True)
class Filters:
    """`values` holds what the statement binds, by the filter's name; `flags` are conditions without a value.

    `where` is what conditions of a view ask for that is no filter of its own.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    order: Order = (("updated_at", True),)
    where: Where | None = None

    @property
    def bound(self) -> dict[str, Any]:
        """Everything that a statement binds."""
        return {**self.values, **(self.where.values if self.where else {})}

    @property
    def key_types(self) -> tuple[type, ...]:
        """What a cursor of this sort holds."""
        return (*(int if name == "priority" else datetime for name, _ in self.order), UUID)

    @property
    def sort_name(self) -> str:
        return ",".join(f"-{name}" if descending else name for name, descending in self.order)


def read_filters(given: Mapping[str, str | None], viewer: Viewer, book: StatusBook, now: datetime) -> Filters:
    """Checks and translates the parameters of a list. Raises Invalid with the parameter's name."""
    asked = {name: value for name, value in given.items() if value is not None}
    sort = asked.pop("sort", DEFAULT_SORT)
    order = read_sort(sort, "sort")
    _refuse_staff_filters(asked, order, viewer)
    values: dict[str, Any] = {}
    flags: set[str] = set()
    for name, text in asked.items():
        _read_one(name, text, viewer, book, values, flags, now)
    if _asks_only_for_open(values, book):
        flags.add("open")
        if set(values.get("status_category", ())) >= _EVERY_OPEN:
            del values["status_category"]
    return Filters(values, frozenset(flags), order)


def _refuse_staff_filters(asked: Mapping[str, str], order: Order, viewer: Viewer) -> None:
    if viewer.is_staff:
        if asked.get("deleted") == "true" and not viewer.may("tickets:delete"):
            raise Forbidden("Only who may delete tickets sees deleted ones.")
        return
    for name in sorted(_STAFF_FILTERS & asked.keys()):
        raise invalid(name, "unknown_parameter", f"There is no filter {name!r}.")
    if "sla_due" in dict(order):
        raise invalid("sort", "unknown_sort", "There is no such sort.")


def read_sort(text: str, pointer: str) -> Order:
    """Raises Invalid, at `pointer`, for a field that there is not, one named twice, and too many."""
    order = tuple((part.removeprefix("-"), part.startswith("-")) for part in text.split(","))
    if len(order) > MOST_SORTS:
        raise invalid(pointer, "too_many_sorts", f"Sort by {MOST_SORTS} fields at most.")
    for place, (name, _) in enumerate(order):
        if name not in SORTS:
            known = f"sort by {', '.join(SORTS)}, with - for descending."
            raise invalid(pointer, "unknown_sort", f"There is no sort {name!r}: {known}")
        if name in dict(order[:place]):
            raise invalid(pointer, "sorted_twice", f"{name!r} is named twice.")
    return order


def _read_one(
    name: str, text: str, viewer: Viewer, book: StatusBook, values: dict[str, Any], flags: set[str], now: datetime
) -> None:
    if name == "status":
        values[name] = _words(name, text, tuple(book.statuses))
    elif name in _WORDS:
        words = _words(name, text, _WORDS[name])
        values[name] = [WEIGHT[word] for word in words] if name == "priority" else words
    elif name in _RANGES:
        values.update(_stretch(name, text, now))
    elif name in _SWITCHES:
        flags.add(_switch(name, text))
    elif name in {"assignee", "department"} and text == "none":
        flags.add(f"no_{name}")
    elif name in {"assignee", "department", "requester", "follower"}:
        values[name] = viewer.id if text == "me" and name != "department" else _uuid(name, text)
    elif name == "about":
        values["about_type"], values["about_key"] = about_of(text)
    elif name == "deleted":
        flags.update({"deleted"} if text == "true" else ())
    elif name == "q":
        values[name] = text[:400]
    else:
        values[name] = _names(text, name)


def _names(text: str, name: str) -> list[str]:
    """Tags are compared without regard to case, references in capitals."""
    names = [each.strip() for each in text.split(",") if each.strip()][:_MOST_NAMES]
    return sorted({each.upper() if name == "reference" else folded(each) for each in names})


def _stretch(name: str, text: str, now: datetime) -> dict[str, datetime]:
    """Several, separated by commas, hold together."""
    parts = [part.strip() for part in text.split(",")]
    try:
        if len(parts) > _MOST_RANGES:
            raise NotARange
        ranges = [parse_range(part, now) for part in parts]
    except NotARange:
        raise invalid(name, "bad_range", f"{text!r} is no stretch of time; write {EXPECTED}.") from None
    starts = [each.start for each in ranges if each.start is not None]
    ends = [each.end for each in ranges if each.end is not None]
    values = {f"{name}_from": max(starts)} if starts else {}
    return values | ({f"{name}_to": min(ends)} if ends else {})


def _switch(name: str, text: str) -> str:
    known = _SWITCHES[name]
    if text not in known:
        raise invalid(name, "unknown_value", f"{text!r} is none of {', '.join(known)}.")
    return known[text]


def about_of(text: str) -> tuple[str, str]:
    """`type:id` of a subject. Raises Invalid."""
    kind, separator, key = text.partition(":")
    if not (kind and separator and key):
        raise invalid("about", "bad_subject", "Name a subject as type:id, such as order:1234.")
    return kind.lower(), key


def _words(name: str, text: str, known: tuple[str, ...]) -> list[str]:
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in known:
            raise invalid(name, "unknown_value", f"{word!r} is none of {', '.join(known)}.")
    return sorted(set(words))


def _uuid(name: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid(name, "bad_id", "This is no id.") from None


def _asks_only_for_open(values: Mapping[str, Any], book: StatusBook) -> bool:
    """Whether only tickets that are not done can match: then the small indexes of the queue serve the list."""
    categories = set(values.get("status_category", ())) or {book.category(slug) for slug in values.get("status", ())}
    return bool(categories) and not categories & DONE


def reasons_for_list(viewer: Viewer, filters: Filters) -> tuple[Reason, ...]:
    """The reasons a list must check. Where a filter already implies one of them, nothing is left to check."""
    reasons = reasons_of(viewer)
    implied = (
        (Reason.ASSIGNEE in reasons and filters.values.get("assignee") == viewer.id)
        or (Reason.FOLLOWER in reasons and filters.values.get("follower") == viewer.id)
        or (Reason.DEPARTMENT in reasons and filters.values.get("department") in viewer.department_ids)
        or (Reason.NOBODYS in reasons and {"no_assignee", "no_department"} <= filters.flags)
    )
    return (Reason.ALL,) if implied else reasons
