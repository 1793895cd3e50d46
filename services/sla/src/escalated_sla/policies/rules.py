"""Which policy applies to a ticket, and what a policy may say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from escalated_sla.calendars.rules import Calendar, always_open
from escalated_sla.clocks.rules import METRICS, Fact, Metric, Terms, TermsFor, Threshold

PRIORITIES: Final = ("low", "medium", "high", "urgent", "critical")
LONGEST_TARGET: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of a policy, never changed again: clocks refer to it.

    `department_id` limits it to one department; None is any. `targets` are by priority and metric.
    """

    id: UUID
    policy_id: UUID
    name: str
    position: int
    is_default: bool
    department_id: UUID | None
    calendar: Calendar
    targets: Mapping[str, Mapping[Metric, timedelta]]
    thresholds: tuple[Threshold, ...]

    def applies_to(self, fact: Fact) -> bool:
        return self.department_id is None or self.department_id == fact.department_id

    def terms(self, fact: Fact, metric: Metric) -> Terms | None:
        """What it promises for a ticket of this priority; None where it promises nothing."""
        target = self.targets.get(fact.priority, {}).get(metric)
        return None if target is None else Terms(self.id, self.calendar, target, self.thresholds)


def choose(policies: Sequence[PolicyVersion], fact: Fact) -> PolicyVersion | None:
    """The first policy by position that applies; one marked as default comes after all others."""
    return next((policy for policy in in_order(policies) if policy.applies_to(fact)), None)


def in_order(policies: Iterable[PolicyVersion]) -> list[PolicyVersion]:
    return sorted(policies, key=lambda policy: (policy.is_default, policy.position, policy.policy_id))


def terms_by(policies: Sequence[PolicyVersion]) -> TermsFor:
    """The terms that today's policies promise, for every fact and metric."""
    ordered = in_order(policies)

    def terms_for(fact: Fact, metric: Metric) -> Terms | None:
        chosen = next((policy for policy in ordered if policy.applies_to(fact)), None)
        return None if chosen is None else chosen.terms(fact, metric)

    return terms_for


def read_targets(stored: Mapping[str, Mapping[str, float | None]]) -> dict[str, dict[Metric, timedelta]]:
    """Seconds by priority and metric, as they are stored, to lengths of time."""
    return {
        priority: {metric: timedelta(seconds=seconds) for metric in METRICS if (seconds := by.get(metric)) is not None}
        for priority, by in stored.items()
    }


def read_thresholds(stored: Iterable[Mapping[str, Any]]) -> tuple[Threshold, ...]:
    """`{"percent": 80}` or `{"before_seconds": 1800}`, as they are stored."""
    return tuple(
        Threshold(percent=int(each["percent"]))
        if each.get("percent") is not None
        else Threshold(before=timedelta(seconds=each["before_seconds"]))
        for each in stored
    )


def calendar_or_always(calendar: Calendar | None) -> Calendar:
    """A policy without a calendar counts every second."""
    return calendar or always_open()
