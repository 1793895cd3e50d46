"""A rule as it runs: what it listens to, what it asks for, what it does. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal
from uuid import UUID

import orjson

from escalated_rules import Catalogue, Condition, Field, Group, Type, describe, described, dump, parse, walk

Kind = Literal["workflow", "automation", "escalation"]
KINDS: Final[tuple[Kind, ...]] = ("workflow", "automation", "escalation")
"""In the order in which they run where an event calls for several."""

BUSINESS_ANCHORS: Final[Mapping[str, str]] = {
    "business_hours_since_created": "created_at",
    "business_hours_since_updated": "updated_at",
    "business_hours_since_status_change": "status_changed_at",
    "business_hours_since_customer_reply": "last_customer_message_at",
    "business_hours_since_agent_reply": "last_agent_message_at",
    "business_hours_since_last_message": "last_message_at",
}
"""Fields whose hours are open time by the calendar of the ticket's policy, and the instants that they count from."""

LONGEST_CHAIN: Final = 5
"""Nothing runs at this depth: rules that call for each other come to an end."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule in force. Without triggers it is about time alone.

    What happened before `active_since` does not concern it, unless it was saved to apply to what there is.
    """

    id: UUID
    kind: Kind
    version: int
    name: str
    position: int
    active_since: datetime
    triggers: tuple[str, ...]
    conditions: Group
    actions: tuple[dict[str, Any], ...]

    @property
    def about_time(self) -> bool:
        return not self.triggers

    @property
    def time_conditions(self) -> tuple[Condition, ...]:
        """The conditions whose truth changes by itself; they stand in the top-level `all`."""
        return time_conditions(self.conditions)


def anchor_of_hours(field: Field) -> str | None:
    """The instant that a field of hours counts from or to, by the wall or by a calendar; None: it counts none."""
    return field.elapsed.of if field.elapsed else BUSINESS_ANCHORS.get(field.name)


def time_conditions(group: Group) -> tuple[Condition, ...]:
    """The conditions on hours in the group itself."""
    return tuple(each for each in group.members if isinstance(each, Condition) and anchor_of_hours(each.field))


def digest_of(group: Group) -> str:
    """Names the conditions on hours: a rule about time runs once for each, ticket and instant that it counts from."""
    told = sorted(orjson.dumps(each) for each in dump(Group("all", time_conditions(group)))["all"])
    return sha256(b"\n".join(told)).hexdigest()[:32]


def may_run(rule_id: UUID, depth: int, chain: Sequence[str]) -> bool:
    """Not when the same root has called for this rule before, nor at the depth at which chains are cut."""
    return depth < LONGEST_CHAIN and f"rule:{rule_id}" not in chain


def fields_to_keep(group: Group, catalogue: Catalogue) -> list[dict[str, Any]]:
    """The described fields by which stored conditions are read again, without asking anybody.

    What they were checked against is left out: an option that vanishes later matches nothing, and is no mistake.
    """
    names = {condition.field.name for condition in walk(group)}
    names |= {condition.field.elapsed.of for condition in walk(group) if condition.field.elapsed}
    return [describe(_opened(catalogue.fields[name])) for name in sorted(names)]


def read_conditions(conditions: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]) -> Group:
    """Stored conditions with the fields that were stored beside them. Raises Refused for what is damaged."""
    return parse(conditions, Catalogue.of(described(each) for each in fields), me=False)


def _opened(field: Field) -> Field:
    closed = field.type in (Type.CHOICE, Type.LIST)
    return replace(field, options=(), open=closed, source=None)
