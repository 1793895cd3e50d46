"""Why a clock says what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_rules import Catalogue, dump
from escalated_sla.calendars.rules import calendar_to_json, open_elapsed, open_stretches
from escalated_sla.clocks.announce import newest
from escalated_sla.clocks.queries import ticket
from escalated_sla.clocks.rules import METRICS, Clock, Interruption
from escalated_sla.clocks.store import all_clocks
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.policies.rules import PolicyVersion
from escalated_sla.policies.wording import in_words, with_labels

MOST_STRETCHES: Final = 500
MOST_EARLIER: Final = 100
_NO_LABELS: Final = Catalogue.of(())


async def explain_ticket(
    reader: AsyncConnection, book: PolicyBook, ticket_id: UUID, now: datetime, catalogue: Catalogue = _NO_LABELS
) -> dict[str, Any] | None:
    """The clocks of a ticket in the shape of `TicketClocks`; None where this service knows no such ticket.

    `catalogue`: what fields and their options are called, where somebody can say.

    They are as they were when they were written; only what was elapsed runs until now.
    """
    row = await ticket(reader, ticket_id)
    if row is None:
        return None
    clocks = (await all_clocks(reader, book, [ticket_id]))[ticket_id]
    present = sorted(newest(clocks), key=lambda clock: METRICS.index(clock.metric))
    earlier = sorted(
        (clock for clock in clocks.values() if clock not in present), key=lambda clock: clock.course.started_at
    )
    policies = [
        replace(each, conditions=with_labels(each.conditions, catalogue))
        for each in await book.versions(reader, [clock.terms.version_id for clock in present])
    ]
    return {
        "ticket_id": ticket_id,
        "reference": row.reference,
        "as_of": now,
        "clocks": [
            explain(clock, policy, now, given=row.policy_id == policy.policy_id)
            for clock, policy in zip(present, policies, strict=True)
        ],
        "earlier": [_earlier(clock) for clock in earlier[-MOST_EARLIER:]],
    }


def explain(clock: Clock, policy: PolicyVersion, now: datetime, *, given: bool = False) -> dict[str, Any]:
    """A clock in the shape of `ClockExplained`, with at most 500 stretches, the latest.

    `given`: a rule put the ticket under this policy.
    """
    terms, course = clock.terms, clock.course
    until = clock.ended_at or now
    elapsed = course.elapsed(until)
    stretches = open_stretches(terms.calendar, course.started_at, until, course.pauses)
    return {
        "metric": clock.metric,
        "round": course.round,
        "state": clock.state,
        "paused": clock.state == "paused",
        "at_risk": clock.at_risk,
        "started_at": course.started_at,
        "target_seconds": terms.target.total_seconds(),
        "elapsed_seconds": elapsed.total_seconds(),
        "remaining_seconds": max(timedelta(), terms.target - elapsed).total_seconds(),
        "late_seconds": max(timedelta(), elapsed - terms.target).total_seconds(),
        "due_at": clock.due_at,
        "breach_at": clock.breach_at,
        "met_at": course.met_at,
        "breached_at": clock.breached_at,
        "ended_at": clock.ended_at,
        "policy": _policy(policy, given=given),
        "calendar": calendar_to_json(terms.calendar),
        "stretches": [
            {"start": it.start, "end": it.end, "seconds": it.length.total_seconds()}
            for it in stretches[-MOST_STRETCHES:]
        ],
        "stretches_left_out": max(0, len(stretches) - MOST_STRETCHES),
        "pauses": [_pause(clock, it, until) for it in course.interruptions],
        "warnings": [{"threshold": label, "at": at, "passed": label in clock.warned} for label, at in clock.warnings],
    }


def _pause(clock: Clock, pause: Interruption, until: datetime) -> dict[str, Any]:
    """With the open time that fell into it: only that was taken out."""
    end = pause.end or until
    return {
        "start": pause.start,
        "end": pause.end,
        "cause": pause.cause,
        "seconds": open_elapsed(clock.terms.calendar, pause.start, end).total_seconds(),
    }


def _earlier(clock: Clock) -> Mapping[str, Any]:
    return {
        "metric": clock.metric,
        "round": clock.course.round,
        "state": clock.state,
        "started_at": clock.course.started_at,
        "target_seconds": clock.terms.target.total_seconds(),
        "elapsed_seconds": None if clock.elapsed is None else clock.elapsed.total_seconds(),
        "due_at": clock.due_at,
        "met_at": clock.course.met_at,
        "breached_at": clock.breached_at,
        "ended_at": clock.ended_at,
    }


def _policy(policy: PolicyVersion, *, given: bool) -> dict[str, Any]:
    return {
        "id": policy.policy_id,
        "version_id": policy.id,
        "name": policy.name,
        "position": policy.position,
        "is_default": policy.is_default,
        "department_id": policy.department_id,
        "conditions": dump(policy.conditions),
        "conditions_in_words": in_words(policy.conditions),
        "given_by_rule": given,
        "why": why(policy, given=given),
    }


def why(policy: PolicyVersion, *, given: bool = False) -> str:
    """In a sentence, why a ticket is under this policy."""
    if given:
        return "A rule gave it this policy."
    reasons = _reasons(policy)
    if policy.is_default:
        return f"It is the default, and no other policy applies{_as_well(reasons)}."
    if not reasons:
        return "It is the first policy in order that applies, and it applies to every ticket."
    return f"It is the first policy in order that applies: {' and '.join(reasons)}."


def _reasons(policy: PolicyVersion) -> Sequence[str]:
    department = ["the ticket is in its department"] if policy.department_id is not None else []
    conditions = [in_words(policy.conditions)] if policy.conditions.members else []
    return [*department, *conditions]


def _as_well(reasons: Sequence[str]) -> str:
    return f"; {' and '.join(reasons)}" if reasons else ""
