"""What a list is narrowed to and how it is sorted: parsed from parameters, checked, still without SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from escalated_chassis.errors import Forbidden, invalid
from escalated_tickets.statuses.rules import CATEGORIES, DONE, StatusBook
from escalated_tickets.tickets.state import CHANNELS, PRIORITIES, SLA_STATES, TYPES, WEIGHT
from escalated_tickets.tickets.visibility import Reason, Viewer, reasons_of

SORTS: Final = ("updated_at", "created_at", "priority", "sla_due")
DEFAULT_SORT: Final = "-updated_at"
_EVERY_OPEN: Final = frozenset(CATEGORIES) - DONE
# What customers are not told, they cannot sort or narrow by either.
_STAFF_FILTERS: Final = frozenset({"sla", "follower", "deleted"})
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "status_category": CATEGORIES,
    "priority": PRIORITIES,
    "type": TYPES,
    "channel": CHANNELS,
    "sla": SLA_STATES,
}


@dataclass(frozen=True)
class Filters:
    """`values` holds what the statement binds, by the filter's name; `flags` are conditions without a value."""

    values: Mapping[str, Any] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    sort: str = "updated_at"
    descending: bool = True

    @property
    def sort_name(self) -> str:
        return f"{'-' if self.descending else ''}{self.sort}"


def read_filters(given: Mapping[str, str | None], viewer: Viewer, book: StatusBook) -> Filters:
    """Checks and translates the parameters of a list. Raises Invalid with the parameter's name."""
    asked = {name: value for name, value in given.items() if value is not None}
    sort = asked.pop("sort", DEFAULT_SORT)
    _refuse_staff_filters(asked, sort, viewer)
    values: dict[str, Any] = {}
    flags: set[str] = set()
    for name, text in asked.items():
        _read_one(name, text, viewer, book, values, flags)
    if _asks_only_for_open(values, book):
        flags.add("open")
        if set(values.get("status_category", ())) >= _EVERY_OPEN:
            del values["status_category"]
    return Filters(values, frozenset(flags), *_read_sort(sort))


def _refuse_staff_filters(asked: Mapping[str, str], sort: str, viewer: Viewer) -> None:
    if viewer.is_staff:
        if asked.get("deleted") == "true" and not viewer.may("tickets:delete"):
            raise Forbidden("Only who may delete tickets sees deleted ones.")
        return
    for name in sorted(_STAFF_FILTERS & asked.keys()):
        raise invalid(name, "unknown_parameter", f"There is no filter {name!r}.")
    if sort.removeprefix("-") == "sla_due":
        raise invalid("sort", "unknown_sort", "There is no such sort.")


def _read_sort(text: str) -> tuple[str, bool]:
    name = text.removeprefix("-")
    if name not in SORTS:
        raise invalid("sort", "unknown_sort", f"Sort by one of {', '.join(SORTS)}, with - for descending.")
    return name, text.startswith("-")


def _read_one(name: str, text: str, viewer: Viewer, book: StatusBook, values: dict[str, Any], flags: set[str]) -> None:
    if name == "status":
        values[name] = _words(name, text, tuple(book.statuses))
    elif name in _WORDS:
        words = _words(name, text, _WORDS[name])
        values[name] = [WEIGHT[word] for word in words] if name == "priority" else words
    elif name in {"assignee", "department"} and text == "none":
        flags.add(f"no_{name}")
    elif name in {"assignee", "department", "requester", "follower"}:
        values[name] = viewer.id if text == "me" and name != "department" else _uuid(name, text)
    elif name == "deleted":
        flags.update({"deleted"} if text == "true" else ())
    elif name == "q":
        values[name] = text[:400]
    else:
        values[name] = [tag.strip().lower() for tag in text.split(",") if tag.strip()][:20]


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
