"""What the compliance report is asked for: checked, still without SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import invalid
from escalated_chassis.http.periods import period_of, zone_of
from escalated_sla.clocks.rules import METRICS
from escalated_sla.policies.rules import PRIORITIES
from escalated_sla.reports.schemas import By, ComplianceParameters

VIEW_ALL: Final = "tickets:view_all"
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {"metric": METRICS, "priority": PRIORITIES}
_MOST_VALUES: Final = 50


@dataclass(frozen=True)
class Question:
    """`values` are what filters bind, `without` the properties that may be missing; `sees_all`: of every ticket."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    by: By
    values: Mapping[str, list[Any]]
    without: frozenset[str]
    viewer: Principal

    @property
    def sees_all(self) -> bool:
        return self.viewer.may(VIEW_ALL)


def read_question(parameters: ComplianceParameters, viewer: Principal, now: datetime) -> Question:
    """Raises Invalid with a parameter's name."""
    zone = zone_of(parameters.zone)
    start, end = period_of(parameters.first, parameters.last, zone, now)
    values: dict[str, list[Any]] = {}
    without: set[str] = set()
    for name in ("metric", "priority", "policy", "department", "agent"):
        text: str | None = getattr(parameters, name)
        if text is None:
            continue
        words = _split(name, text)
        if name in ("department", "agent") and "none" in words:
            without.add(name)
            words.remove("none")
        values[name] = [_value(name, word, viewer) for word in words]
    return Question(start, end, zone, parameters.by, values, frozenset(without), viewer)


def _split(name: str, text: str) -> list[str]:
    words = sorted({word.strip() for word in text.split(",") if word.strip()})
    if not 0 < len(words) <= _MOST_VALUES:
        raise invalid(name, "bad_list", f"From 1 to {_MOST_VALUES} values, separated by commas.")
    return words


def _value(name: str, word: str, viewer: Principal) -> Any:
    known = _WORDS.get(name)
    if known is not None:
        if word not in known:
            raise invalid(name, "unknown_value", f"{word!r} is none of {', '.join(known)}.")
        return word
    if name == "agent" and word == "me":
        return viewer.id
    try:
        return UUID(word)
    except ValueError:
        raise invalid(name, "bad_id", f"{word!r} is no id.") from None
