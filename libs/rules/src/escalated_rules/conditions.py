"""Conditions that were checked: a tree of groups, values in the form in which they are compared and kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from escalated_rules.fields import VALUELESS, Field

Quantifier = Literal["all", "any", "none"]
QUANTIFIERS: Final[tuple[Quantifier, ...]] = ("all", "any", "none")

# What stands for a person instead of an id: whoever looks, and nobody.
ME: Final = "me"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Condition:
    """`value` is JSON with lists as tuples, checked and put in order (ids lower case, labels turned into values)."""

    field: Field
    operator: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """All, any or none of the members hold. An empty `all` at the top asks for nothing: everything matches."""

    quantifier: Quantifier
    members: "tuple[Group | Condition, ...]" = ()


def walk(group: Group) -> Iterator[Condition]:
    """Every condition in the tree."""
    for member in group.members:
        if isinstance(member, Group):
            yield from walk(member)
        else:
            yield member


def located(group: Group, at: str = "") -> "Iterator[tuple[str, Condition]]":
    """Every condition with the JSON pointer to it, for who checks more of a value than the grammar can."""
    for index, member in enumerate(group.members):
        place = f"{at}/{group.quantifier}/{index}"
        if isinstance(member, Group):
            yield from located(member, place)
        else:
            yield place, member


def fields_named(group: Group) -> frozenset[str]:
    """The fields that decide; with a field of hours, the field whose instant they count from."""
    named = set()
    for condition in walk(group):
        named.add(condition.field.name)
        if condition.field.elapsed:
            named.add(condition.field.elapsed.of)
    return frozenset(named)


def dump(group: Group) -> dict[str, Any]:
    """The tree as JSON again; `parse` of it gives the same tree."""
    return {group.quantifier: [dump(each) if isinstance(each, Group) else _plain(each) for each in group.members]}


def _plain(condition: Condition) -> dict[str, Any]:
    plain: dict[str, Any] = {"field": condition.field.name, "operator": condition.operator}
    if condition.operator not in VALUELESS:
        value = condition.value
        plain["value"] = list(value) if isinstance(value, tuple) else value
    return plain
