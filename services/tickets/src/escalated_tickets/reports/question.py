"""What a report is asked for: checked, still without SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from escalated_chassis.errors import NotFound, invalid
from escalated_chassis.http.periods import period_of, zone_of
from escalated_tickets.reports.periods import TIME_GROUPS
from escalated_tickets.tags.rules import folded
from escalated_tickets.tickets.state import CHANNELS, PRIORITIES, TYPES, WEIGHT
from escalated_tickets.tickets.visibility import AS_STAFF, Reason, Viewer, reasons_of

NAMES: Final = ("volume", "first_response", "resolution", "backlog", "reopen_rate", "csat", "summary")
PROPERTY_GROUPS: Final = ("agent", "department", "tag", "channel", "priority", "type")
GROUPS: Final = ("none", *TIME_GROUPS, *PROPERTY_GROUPS)
_WORDS: Final[dict[str, tuple[str, ...]]] = {"channel": CHANNELS, "priority": PRIORITIES, "type": TYPES}
_MOST_VALUES: Final = 50


@dataclass(frozen=True)
class Question:
    """One report. `values` holds what the filters bind, `without` the properties that may be missing.

    `reasons` are those for which the asker sees tickets as staff: nothing else is counted.
    """

    name: str
    start: datetime
    end: datetime
    zone: ZoneInfo
    group: str
    values: Mapping[str, Any]
    without: frozenset[str]
    reasons: tuple[Reason, ...]
    viewer: Viewer
    now: datetime


def read_question(name: str, given: Mapping[str, str], viewer: Viewer, now: datetime) -> Question:
    """Checks what was asked. Raises NotFound for a report there is none of, Invalid with a parameter's name."""
    if name not in NAMES:
        raise NotFound(f"There is no such report; there are {', '.join(NAMES)}.", code="report_not_found")
    zone = zone_of(given.get("zone", "UTC"))
    start, end = period_of(given.get("from"), given.get("to"), zone, now)
    group = given.get("group", "none")
    if group not in GROUPS:
        raise invalid("group", "unknown", f"Group by one of {', '.join(GROUPS)}.")
    values, without = _filters(given, viewer)
    return Question(name, start, end, zone, group, values, without, reasons_to_count(viewer), viewer, now)


def reasons_to_count(viewer: Viewer) -> tuple[Reason, ...]:
    """A report counts what its reader sees as staff; what they see as a customer or in Cc is no desk of theirs."""
    return tuple(reason for reason in reasons_of(viewer) if reason in AS_STAFF)


def _filters(given: Mapping[str, str], viewer: Viewer) -> tuple[dict[str, Any], frozenset[str]]:
    values: dict[str, Any] = {}
    without: set[str] = set()
    for name in ("department", "agent"):
        if name in given:
            words = _split(name, given[name])
            without.update({name} if "none" in words else ())
            values[name] = [_id(name, word, viewer) for word in words if word != "none"]
    for name, known in _WORDS.items():
        if name in given:
            words = [_known(name, word, known) for word in _split(name, given[name])]
            values[name] = [WEIGHT[word] for word in words] if name == "priority" else words
    if "tag" in given:
        values["tag"] = [folded(word) for word in _split("tag", given["tag"])]
    return values, frozenset(without)


def _split(name: str, text: str) -> list[str]:
    words = sorted({word.strip() for word in text.split(",") if word.strip()})
    if not 0 < len(words) <= _MOST_VALUES:
        raise invalid(name, "bad_list", f"From 1 to {_MOST_VALUES} values, separated by commas.")
    return words


def _id(name: str, word: str, viewer: Viewer) -> UUID:
    if word == "me" and name == "agent":
        return viewer.id
    try:
        return UUID(word)
    except ValueError:
        raise invalid(name, "bad_id", f"{word!r} is no id.") from None


def _known(name: str, word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise invalid(name, "unknown_value", f"{word!r} is none of {', '.join(known)}.")
    return word
