"""What the clocks of a ticket are: by its facts, by what is stored of them, or by time alone.

The first is the truth; the others come to the same at a fraction of the cost, and a test compares them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from escalated_sla.clocks.rules import METRICS, Clock, Fact, Key, Metric, Terms, TermsFor, assess, clocks_of
from escalated_sla.policies.rules import PolicyVersion, terms_by

OPEN = ("running", "paused")
TermsOf = Callable[[Row[Any]], TermsFor]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Versions of policies under which clocks still run, and when the last edit put others in their place."""

    versions: Mapping[UUID, PolicyVersion]
    at: datetime

    def was_over(self, clock: Clock | None) -> bool:
        """Whether a clock was met or had breached before the edit, which then does not move it.

        That may be so without anybody having got to it yet: its timer is overdue.
        """
        if clock is None or clock.terms.version_id not in self.versions:
            return False
        overdue = clock.state == "running" and clock.breach_at is not None and clock.breach_at <= self.at
        return overdue or clock.settled

    def terms_then(self, terms_for: TermsFor, overdue: Mapping[Metric, PolicyVersion]) -> TermsFor:
        """What was promised until the edit by these versions; all else, and since then, is as it is now."""

        def terms_of(fact: Fact, metric: Metric) -> Terms | None:
            version = overdue.get(metric)
            return terms_for(fact, metric) if version is None or fact.at > self.at else version.terms(fact, metric)

        return terms_of


NOTHING_REPLACED: Final = Replaced({}, datetime.max.replace(tzinfo=UTC))


def terms_in_force(policies: Sequence[PolicyVersion]) -> TermsOf:
    """What the policies in force promise to a ticket, by its row: a rule may have given it one of its own."""
    known: dict[UUID | None, TermsFor] = {}

    def of_ticket(ticket: Row[Any]) -> TermsFor:
        if ticket.policy_id not in known:
            known[ticket.policy_id] = terms_by(policies, ticket.policy_id)
        return known[ticket.policy_id]

    return of_ticket


def folded(
    facts: Iterable[Fact],
    terms_for: TermsFor,
    before: Mapping[Key, Clock],
    as_of: datetime,
    *,
    until: datetime | None,
    anew: bool,
    replaced: Replaced = NOTHING_REPLACED,
) -> dict[Key, Clock]:
    """The clocks by all that is known of the ticket; what was met, breached or cancelled keeps its terms.

    What had ended `until` then and was no clock stays none.
    """
    known, settled = list(facts), settled_terms(before)
    overdue = {key: clock for key, clock in before.items() if clock.state == "running" and replaced.was_over(clock)}
    while True:
        versions = {clock.metric: replaced.versions[clock.terms.version_id] for clock in overdue.values()}
        promised = replaced.terms_then(terms_for, versions) if versions else terms_for
        found = clocks_of(known, promised, settled, as_of, anew=anew, before=before, until=until)
        # A late fact may prove that it had not breached: then it moves with the edit like any other.
        still = {key: clock for key, clock in overdue.items() if replaced.was_over(found.get(key))}
        if len(still) == len(overdue):
            return found
        overdue = still


def settled_terms(before: Mapping[Key, Clock]) -> dict[Key, Terms]:
    """The terms of clocks that were met, breached or cancelled: they do not move."""
    return {key: clock.terms for key, clock in before.items() if clock.settled}


def renewed(
    ticket: Row[Any],
    terms_for: TermsFor,
    before: Mapping[Key, Clock],
    versions: Mapping[UUID, PolicyVersion],
    as_of: datetime,
    replaced: Replaced = NOTHING_REPLACED,
) -> dict[Key, Clock] | None:
    """The clocks under other terms, from their stored courses; None where only the facts can tell.

    That is where a metric was not promised before: its course was not kept. What a fact changed of the terms on the
    way is for the caller to know.
    """
    present = _as_fact(ticket)
    promised = {metric: terms for metric in METRICS if (terms := terms_for(present, metric)) is not None}
    if not promised.keys() <= _promised_before(present, before, versions):
        return None
    found: dict[Key, Clock] = {}
    for key, clock in before.items():
        if clock.state not in OPEN or replaced.was_over(clock):
            found[key] = clock
        elif (terms := promised.get(clock.metric)) is not None:
            moved = assess(replace(clock.course, terms=terms), as_of)
            if moved is not None:
                found[key] = moved
    return found


def passed(before: Mapping[Key, Clock], as_of: datetime) -> dict[Key, Clock]:
    """The clocks later, when nothing has happened but time: the instants at which something would are known."""
    return {key: _passed(clock, as_of) for key, clock in before.items()}


def _passed(clock: Clock, as_of: datetime) -> Clock:
    if clock.state != "running":
        return clock
    warned = frozenset(label for label, at in clock.warnings if at <= as_of)
    if clock.breach_at is not None and clock.breach_at <= as_of:
        return replace(clock, state="breached", breached_at=clock.breach_at, warned=warned)
    return clock if warned == clock.warned else replace(clock, warned=warned)


def without_course(clocks: Mapping[Key, Clock]) -> bool:
    """Whether a clock was written before whole courses were kept."""
    return any(clock.state == "running" and clock.due_at and clock.breach_at is None for clock in clocks.values())


def _as_fact(ticket: Row[Any]) -> Fact:
    fields = ticket.fields
    return Fact(ticket.sequence, ticket.known_until, fields.get("status_category", "open"), fields=fields)


def _promised_before(present: Fact, before: Mapping[Key, Clock], versions: Mapping[UUID, PolicyVersion]) -> set[Metric]:
    """The metrics whose courses were kept: of the clocks that still run, and what the policy of an open one promises.

    Where nobody waits for a next answer there is no clock of it, and no need to look for one. That an earlier round is
    there says nothing: the policy may have promised no more for a while, and then there was none of the present one.
    """
    known = {clock.metric for clock in before.values() if clock.metric == "first_response" or not clock.course.over}
    ruled = {clock.terms.version_id for clock in before.values() if clock.state in OPEN}
    return known | {metric for each in ruled for metric in METRICS if versions[each].terms(present, metric)}
