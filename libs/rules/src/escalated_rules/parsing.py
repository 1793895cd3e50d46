"""Reads conditions from JSON. Whatever is wrong is told with a JSON pointer to it; nothing is guessed.

group     = {"all": [member, …]} | {"any": […]} | {"none": […]}
member    = group | {"field": name, "operator": name, "value": …}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from escalated_rules.conditions import QUANTIFIERS, Condition, Group, Quantifier
from escalated_rules.fields import VALUELESS, Catalogue
from escalated_rules.values import BadValue, read_value

MOST_CONDITIONS: Final = 50
DEEPEST: Final = 5
_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with one place; `pointer` is a JSON pointer (RFC 6901)."""

    pointer: str
    code: str
    detail: str


class Refused(Exception):
    """Conditions that cannot be taken, with the first twenty reasons."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("; ".join(f"{each.pointer}: {each.detail}" for each in refusals))
        self.refusals = refusals


def parse(json: Any, catalogue: Catalogue, *, at: str = "", me: bool = True) -> Group:
    """The conditions in `json`.

    Args:
        at: the pointer to `json` itself, put before every pointer that is told.
        me: whether a person may be `"me"`; where nobody looks, as in a rule, nobody is meant by it.

    Raises:
        Refused: an unknown field, operator or value, a wrong type, groups deeper than 5, more than 50 conditions.
    """
    reading = _Reading(catalogue, me)
    group = reading.group(json, at, depth=1)
    if reading.refusals or group is None:
        raise Refused(tuple(reading.refusals[:_TOLD]))
    return group


class _Reading:
    """One pass over the JSON; goes on after a mistake, so that all are told at once."""

    def __init__(self, catalogue: Catalogue, me: bool) -> None:
        self.catalogue = catalogue
        self.me = me
        self.refusals: list[Refusal] = []
        self.seen = 0

    def refuse(self, pointer: str, code: str, detail: str) -> None:
        self.refusals.append(Refusal(pointer, code, detail))

    def group(self, json: Any, at: str, depth: int) -> Group | None:
        quantifier = _quantifier(json)
        if quantifier is None:
            self.refuse(at, "bad_group", 'A group is {"all": […]}, {"any": […]} or {"none": […]}.')
            return None
        members = json[quantifier]
        at = f"{at}/{quantifier}"
        if not isinstance(members, list):
            self.refuse(at, "bad_type", "A list of conditions and groups.")
        elif depth > DEEPEST:
            self.refuse(at, "too_deep", f"Groups are at most {DEEPEST} deep.")
        elif not members and (depth > 1 or quantifier != "all"):
            self.refuse(at, "empty", "A group has at least one member.")
        else:
            return Group(quantifier, self.members(members, at, depth))
        return None

    def members(self, members: list[Any], at: str, depth: int) -> tuple[Group | Condition, ...]:
        read: list[Group | Condition] = []
        for index, member in enumerate(members):
            one = self.member(member, f"{at}/{index}", depth)
            if self.seen > MOST_CONDITIONS:
                break
            if one is not None:
                read.append(one)
        return tuple(read)

    def member(self, json: Any, at: str, depth: int) -> Group | Condition | None:
        if isinstance(json, Mapping) and "field" in json:
            return self.condition(json, at)
        if isinstance(json, Mapping) and not any(word in json for word in QUANTIFIERS):
            self.refuse(at, "missing", "A condition has field, operator and value; a group has all, any or none.")
            return None
        # A group counts too: otherwise groups of nothing but groups would have no bound.
        self.count(at)
        return self.group(json, at, depth + 1)

    def count(self, at: str) -> None:
        self.seen += 1
        if self.seen == MOST_CONDITIONS + 1:
            self.refuse(at, "too_many", f"At most {MOST_CONDITIONS} conditions and groups.")

    def condition(self, json: Mapping[str, Any], at: str) -> Condition | None:
        self.count(at)
        for key in json.keys() - {"field", "operator", "value"}:
            self.refuse(at, "unknown_key", f"A condition has no {str(key)[:50]!r}.")
        name = json.get("field")
        operator = json["operator"] if isinstance(json.get("operator"), str) else ""
        field = self.catalogue.get(name) if isinstance(name, str) else None
        if field is None:
            self.refuse(f"{at}/field", "unknown_field", f"There is no field {str(name)[:100]!r}.")
            return None
        if operator not in field.operators:
            code = "unknown_operator" if operator else "missing"
            self.refuse(f"{at}/operator", code, f"{field.name} takes {', '.join(field.operators)}.")
            return None
        if operator in VALUELESS:
            if json.get("value") is not None:
                self.refuse(f"{at}/value", "unexpected", f"{operator} takes no value.")
            return Condition(field, operator)
        if json.get("value") is None:
            self.refuse(f"{at}/value", "missing", f"{operator} needs a value.")
            return None
        return self.checked(Condition(field, operator, json["value"]), f"{at}/value")

    def checked(self, condition: Condition, at: str) -> Condition | None:
        try:
            value = read_value(condition.field, condition.operator, condition.value, me=self.me)
        except BadValue as error:
            self.refuse(at + error.pointer, error.code, error.detail)
            return None
        return Condition(condition.field, condition.operator, value)


def _quantifier(json: Any) -> Quantifier | None:
    if not isinstance(json, Mapping) or len(json) != 1:
        return None
    return next((word for word in QUANTIFIERS if word in json), None)
