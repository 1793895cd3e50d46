"""Whether conditions hold for given values. Pure; what is absent (None, or not given) matches nothing but absence.

The opposite of an operator is true wherever the operator is not: `is_not` and `not_contains` hold for what is absent.
Texts are compared without regard to case, character by character (`fold`).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from escalated_rules.conditions import ME, NONE, Condition, Group
from escalated_rules.fields import Type
from escalated_rules.spans import anchor_of, is_about_time, span_of

Values = Mapping[str, Any]
OPPOSITE: Final = {
    "is_not": "is",
    "not_in": "in",
    "not_contains": "contains",
    "contains_none": "contains_any",
    "is_empty": "is_set",
}


def evaluate(group: Group, values: Values, *, now: datetime | None = None, me: str | None = None) -> bool:
    """Whether the conditions hold.

    Args:
        values: by the fields' names, in the forms of `fields.Type`. A field of hours elapsed is reckoned from the
            field that it counts from.
        now: needed as soon as a field of hours is among the conditions.
        me: the id of whoever looks.

    Raises:
        ValueError: a condition counts hours and no `now` was given.
    """
    each = (
        evaluate(member, values, now=now, me=me) if isinstance(member, Group) else holds(member, values, now=now, me=me)
        for member in group.members
    )
    if group.quantifier == "all":
        return all(each)
    return any(each) is (group.quantifier == "any")


def holds(condition: Condition, values: Values, *, now: datetime | None = None, me: str | None = None) -> bool:
    """Whether one condition holds; arguments as for `evaluate`."""
    opposite = OPPOSITE.get(condition.operator)
    if opposite is not None:
        return not holds(Condition(condition.field, opposite, condition.value), values, now=now, me=me)
    if is_about_time(condition):
        return _in_span(condition, values, now)
    value = values.get(condition.field.name)
    if condition.operator == "is_set":
        return _is_set(value)
    kind = condition.field.type
    return _TESTS[kind](condition, value if _fits(kind, value) else None, me)


def _fits(kind: Type, value: Any) -> bool:
    """A value of before its field became another is as good as none."""
    return isinstance(value, _HELD[kind]) and (kind is Type.BOOLEAN or not isinstance(value, bool))


def fold(text: str) -> str:
    """A text without regard to case: the simple lower-case mapping of Unicode, one character for one."""
    if text.isascii():
        return text.lower()
    return "".join(character.lower()[0] for character in text)


def _is_set(value: Any) -> bool:
    return value is not None and (not isinstance(value, str | list | tuple | set | frozenset) or len(value) > 0)


def _in_span(condition: Condition, values: Values, now: datetime | None) -> bool:
    moment: Any = values.get(anchor_of(condition))
    if not isinstance(moment, datetime):
        moment = None
    if condition.field.elapsed and now is None:
        raise ValueError(f"{condition.field.name} needs to know what time it is")
    return moment is not None and span_of(condition, now or moment).holds(moment)


def _text(condition: Condition, value: Any, _me: str | None) -> bool:
    if value is None:
        return False
    text, wanted = fold(value), fold(condition.value)
    if condition.operator == "is":
        return text == wanted
    return wanted in text if condition.operator == "contains" else text.startswith(wanted)


def _choice(condition: Condition, value: Any, _me: str | None) -> bool:
    return value is not None and (value == condition.value if condition.operator == "is" else value in condition.value)


def _person(condition: Condition, value: Any, me: str | None) -> bool:
    wanted = (condition.value,) if condition.operator == "is" else condition.value
    return NONE in wanted if value is None else value in _meant(wanted, me)


def _meant(people: tuple[str, ...], me: str | None) -> set[str | None]:
    return {me if each == ME else each for each in people} - {None}


def _boolean(condition: Condition, value: Any, _me: str | None) -> bool:
    return bool(value) is condition.value


def _ordered(condition: Condition, value: Any, _me: str | None) -> bool:
    if value is None:
        return False
    number = value.total_seconds() if isinstance(value, timedelta) else value
    if isinstance(number, date):
        number = number.isoformat()
    if condition.operator == "between":
        low, high = condition.value
        return bool(low <= number <= high)
    return _COMPARES[condition.operator](number, condition.value)


_COMPARES: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": lambda value, wanted: value < wanted,
    "<=": lambda value, wanted: value <= wanted,
    ">": lambda value, wanted: value > wanted,
    ">=": lambda value, wanted: value >= wanted,
    "is": lambda value, wanted: value == wanted,
}


def _several(condition: Condition, value: Any, me: str | None) -> bool:
    held = {each for each in value or () if isinstance(each, str)}
    wanted = set(condition.value)
    if condition.field.type is Type.PEOPLE:
        known = _meant(condition.value, me)
        # Whoever is not known is not among them.
        wanted = {each or "" for each in known} | ({""} if ME in wanted and me is None else set())
    return bool(held & wanted) if condition.operator == "contains_any" else wanted <= held


_HELD: Final[dict[Type, tuple[type, ...]]] = {
    Type.TEXT: (str,),
    Type.CHOICE: (str,),
    Type.NUMBER: (int, float),
    Type.DURATION: (int, float, timedelta),
    Type.BOOLEAN: (bool,),
    Type.DATE: (date, str),
    Type.LIST: (list, tuple, set, frozenset),
    Type.PERSON: (str,),
    Type.PEOPLE: (list, tuple, set, frozenset),
}


_TESTS: Final[dict[Type, Callable[[Condition, Any, str | None], bool]]] = {
    Type.TEXT: _text,
    Type.CHOICE: _choice,
    Type.NUMBER: _ordered,
    Type.DURATION: _ordered,
    Type.BOOLEAN: _boolean,
    Type.DATE: _ordered,
    Type.LIST: _several,
    Type.PERSON: _person,
    Type.PEOPLE: _several,
}
