"""Which policy applies to a ticket, and what a policy may say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from escalated_rules import Group, evaluate
from escalated_sla.calendars.rules import HORIZON, Calendar, always_open, due, open_elapsed
from escalated_sla.clocks.rules import METRICS, Fact, Metric, Terms, TermsFor, Threshold

PRIORITIES: Final = ("low", "medium", "high", "urgent", "critical")
LONGEST_TARGET: Final = timedelta(days=365)
ANYTHING: Final = Group("all")
"""Conditions that every ticket meets."""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of a policy, never changed again: clocks refer to it.

    `department_id` limits it to one department; None is any. `conditions` limit it further, to what they ask of the
    fields of a fact. `targets` are by priority and metric.
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
    conditions: Group = ANYTHING

    def applies_to(self, fields: Mapping[str, Any]) -> bool:
        """Whether a ticket with these values falls under it, those before it left aside."""
        if self.department_id is not None and str(self.department_id) != fields.get("department"):
            return False
        return evaluate(self.conditions, fields)

    def terms(self, fact: Fact, metric: Metric) -> Terms | None:
        """What it promises for a ticket of this priority; None where it promises nothing."""
        target = self.targets.get(fact.priority, {}).get(metric)
        return None if target is None else Terms(self.id, self.calendar, target, self.thresholds)


def choose(
    policies: Iterable[PolicyVersion], fields: Mapping[str, Any], policy_id: UUID | None = None
) -> PolicyVersion | None:
    """The policy that a rule gave the ticket (`policy_id`), as long as it is in force; else the first that applies.

    They are tried by position; one marked as default comes after all others. `fields` are those of a fact.
    """
    return _first(in_order(policies), fields, policy_id)


def in_order(policies: Iterable[PolicyVersion]) -> list[PolicyVersion]:
    return sorted(policies, key=lambda policy: (policy.is_default, policy.position, policy.policy_id))


def terms_by(policies: Iterable[PolicyVersion], policy_id: UUID | None = None) -> TermsFor:
    """The terms that these policies promise, for every fact and metric; `policy_id` as for `choose`."""
    ordered = in_order(policies)
    last: tuple[Mapping[str, Any], PolicyVersion | None] | None = None

    def terms_for(fact: Fact, metric: Metric) -> Terms | None:
        # Most events leave the fields as they were, and every metric asks.
        nonlocal last
        if last is None or last[0] != fact.fields:
            last = fact.fields, _first(ordered, fact.fields, policy_id)
        return None if last[1] is None else last[1].terms(fact, metric)

    return terms_for


def _first(ordered: Sequence[PolicyVersion], fields: Mapping[str, Any], policy_id: UUID | None) -> PolicyVersion | None:
    given = next((policy for policy in ordered if policy.policy_id == policy_id), None)
    return given or next((policy for policy in ordered if policy.applies_to(fields)), None)


def read_targets(stored: Mapping[str, Mapping[str, float | None]]) -> dict[str, dict[Metric, timedelta]]:
    """Seconds by priority and metric, as they are stored, to lengths of time."""
    return {
        priority: {metric: timedelta(seconds=seconds) for metric in METRICS if (seconds := by.get(metric)) is not None}
        for priority, by in stored.items()
    }


def unreachable(
    targets: Mapping[str, Mapping[Metric, timedelta]], calendar: Calendar, since: datetime
) -> list[tuple[str, Metric]]:
    """The targets, by priority and metric, for which a calendar has not enough open time in ten years from then on.

    A clock under such a target would be due at no time, and never breached.
    """
    longest = max((target for by in targets.values() for target in by.values()), default=timedelta())
    if due(calendar, since, longest) is not None:
        return []
    there = open_elapsed(calendar, since, since + HORIZON)
    return [(priority, metric) for priority, by in targets.items() for metric, target in by.items() if target > there]


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
