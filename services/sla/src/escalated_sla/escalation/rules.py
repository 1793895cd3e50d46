"""Which escalation rules a change of a clock calls for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from escalated_sla.clocks.rules import METRICS

OCCASIONS: Final = ("breach", "warning")
ACTIONS: Final = frozenset(
    {"set_priority", "assign", "unassign", "set_department", "add_tag", "add_note", "notify", "escalate"}
)
LONGEST_CHAIN: Final = 5
"""Nothing runs at this depth: rules that call for each other come to an end."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is stored; empty `metrics` or `priorities` mean any."""

    id: UUID
    version: int
    name: str
    on: str
    metrics: tuple[str, ...]
    priorities: tuple[str, ...]
    actions: tuple[dict[str, Any], ...]


def matching(rules: Sequence[Rule], on: str, metric: str, priority: str) -> list[Rule]:
    """The rules that this occasion calls for, in their order."""
    return [
        rule
        for rule in rules
        if rule.on == on
        and (not rule.metrics or metric in rule.metrics)
        and (not rule.priorities or priority in rule.priorities)
    ]


def may_run(rule_id: UUID, depth: int, chain: Sequence[str]) -> bool:
    """Not when the same root has called for this rule before, nor at the depth at which chains are cut."""
    return depth < LONGEST_CHAIN and f"rule:{rule_id}" not in chain


def known_metrics(metrics: Sequence[str]) -> bool:
    return all(metric in METRICS for metric in metrics)
