"""Conditions as a list's statement takes them: a shape on which its text depends, and the values that it binds.

Two views of one shape share one statement, whatever they look for; no value ever comes into a statement's text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from escalated_rules import Condition, Group, Type, is_about_time, span_of
from escalated_rules.conditions import ME, NONE, Quantifier
from escalated_rules.evaluation import OPPOSITE, fold
from escalated_tickets.fields.catalogue import Source
from escalated_tickets.tickets.state import WEIGHT


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition without its values, which are bound as `c<number>` and `c<number>_to`, its key as `c<number>_key`.

    `column` is empty for a custom field: which one it is, is bound too.
    """

    number: int
    kind: str
    column: str
    form: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A group of such."""

    quantifier: Quantifier
    members: "tuple[Branch | Leaf, ...]"


@dataclass(frozen=True)
class Where:
    """What a list is narrowed to beside its own filters."""

    shape: Branch
    values: Mapping[str, Any] = field(default_factory=dict)


# What customers are not told of their tickets: nobody finds it out by asking, where they are the customer.
_STAFF_COLUMNS: Final = frozenset(
    {
        "",
        "updated_at",
        "snoozed_until",
        "note_count",
        "escalation_level",
        "follower_ids",
        "sla_state",
        "sla_next_due_at",
    }
)


def tells_of_staff(branch: Branch) -> bool:
    """Whether the conditions name anything that is told to staff alone; any custom field may be such."""
    return any(
        tells_of_staff(each) if isinstance(each, Branch) else each.column in _STAFF_COLUMNS for each in branch.members
    )


def where_of(group: Group, *, me: UUID, now: datetime) -> Where:
    """The group for whoever looks, at this moment."""
    planning = _Planning(me, now)
    return Where(planning.branch(group), planning.values)


_FORMS: Final = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "is": "eq", "between": "between"}
_TEXT_FORMS: Final = {"is": "same", "contains": "contains", "starts_with": "starts"}


class _Planning:
    def __init__(self, me: UUID, now: datetime) -> None:
        self.me, self.now = me, now
        self.values: dict[str, Any] = {}
        self.count = 0

    def branch(self, group: Group) -> Branch:
        members = tuple(self.branch(each) if isinstance(each, Group) else self.leaf(each) for each in group.members)
        return Branch(group.quantifier, members)

    def leaf(self, condition: Condition) -> Leaf:
        number, self.count = self.count, self.count + 1
        operator = OPPOSITE.get(condition.operator, condition.operator)
        negated = operator != condition.operator
        source: Source = condition.field.source
        custom = source.kind == "custom"
        if custom:
            self.values[f"c{number}_key"] = source.column
        kind, column = (f"custom_{source.custom}", "") if custom else (source.kind, source.column)
        positive = Condition(condition.field, operator, condition.value)
        if condition.field.type is Type.BOOLEAN:
            return Leaf(number, kind, column, "true", not condition.value)
        return Leaf(number, kind, column, self.form(positive, f"c{number}"), negated)

    def form(self, condition: Condition, name: str) -> str:
        """How the column is compared; binds what it is compared with."""
        if condition.operator == "is_set":
            return "set"
        if is_about_time(condition):
            return self.span(condition, name)
        kind = condition.field.type
        if kind is Type.TEXT:
            self.values[name] = fold(condition.value)
            return _TEXT_FORMS[condition.operator]
        if kind in (Type.NUMBER, Type.DATE, Type.DURATION):
            return self.compared(condition, name)
        return self.chosen(condition, name)

    def chosen(self, condition: Condition, name: str) -> str:
        """Of choices, lists and people."""
        wanted = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        if condition.field.type is Type.PERSON:
            found = [self.me if each == ME else UUID(each) for each in wanted if each != NONE]
        else:
            found = [self.bound(each, condition.field.source) for each in wanted]
        if condition.field.type in (Type.LIST, Type.PEOPLE):
            self.values[name] = found
            return "any_of" if condition.operator == "contains_any" else "all_of"
        if not found:
            return "null"
        self.values[name] = found
        return "among" if len(found) == len(wanted) else "among_or_null"

    def span(self, condition: Condition, name: str) -> str:
        span = span_of(condition, self.now)
        self.values.update({key: at for key, at in ((name, span.low), (f"{name}_to", span.high)) if at is not None})
        if span.low is None:
            return "until"
        return "from" if span.high is None else "within"

    def compared(self, condition: Condition, name: str) -> str:
        if condition.operator == "between":
            low, high = condition.value
            self.values[name], self.values[f"{name}_to"] = _plain(low), _plain(high)
        else:
            self.values[name] = _plain(condition.value)
        return _FORMS[condition.operator]

    def bound(self, value: str, source: Source) -> Any:
        if value == ME:
            return self.me
        if source.kind == "weight":
            return WEIGHT[value]
        return UUID(value) if source.kind in ("id", "ids") else value


def _plain(value: Any) -> Any:
    """Numbers as the database compares them: exactly."""
    return value if isinstance(value, str) else Decimal(repr(value))
