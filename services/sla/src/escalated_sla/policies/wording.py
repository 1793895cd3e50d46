"""Conditions in words, for people who ask why a policy applies. The exact form stands beside it, as JSON."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from escalated_rules import Catalogue, Condition, Group

_JOINED: Final[Mapping[str, str]] = {"all": " and ", "any": " or ", "none": " or "}
_OPERATORS: Final[Mapping[str, str]] = {
    "is": "is",
    "is_not": "is not",
    "in": "is one of",
    "not_in": "is none of",
    "contains": "contains",
    "not_contains": "does not contain",
    "starts_with": "starts with",
    "contains_any": "has any of",
    "contains_all": "has all of",
    "contains_none": "has none of",
    "between": "is between",
    "is_set": "is set",
    "is_empty": "is not set",
}


def in_words(group: Group) -> str:
    """`Priority is urgent and Tags has any of vip, press`; "" where nothing is asked."""
    members = [_member(each) for each in group.members]
    joined = _JOINED[group.quantifier].join(members)
    return f"not ({joined})" if group.quantifier == "none" else joined


def with_labels(group: Group, catalogue: Catalogue) -> Group:
    """The conditions with what fields and their options are called now; as it stood where there are none by now."""
    return replace(group, members=tuple(_labelled(each, catalogue) for each in group.members))


def _labelled(member: Group | Condition, catalogue: Catalogue) -> Group | Condition:
    if isinstance(member, Group):
        return with_labels(member, catalogue)
    return replace(member, field=catalogue.get(member.field.name) or member.field)


def _member(member: Group | Condition) -> str:
    if isinstance(member, Group):
        words = in_words(member)
        return words if member.quantifier == "none" or len(member.members) == 1 else f"({words})"
    name = member.field.label or member.field.name
    operator = _OPERATORS.get(member.operator, member.operator)
    return " ".join(each for each in (name, operator, _value(member)) if each)


def _value(condition: Condition) -> str:
    value = condition.value
    if value is None:
        return ""
    if isinstance(value, tuple):
        between = " and " if condition.operator == "between" else ", "
        return between.join(_text(condition, each) for each in value)
    return _text(condition, value)


def _text(condition: Condition, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    labels = {option.value: option.label for option in condition.field.options}
    return labels.get(value) or str(value)
