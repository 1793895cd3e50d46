"""Why a clock says what it says."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.calendars.rules import calendar_to_json, open_elapsed, open_stretches
from escalated_sla.clocks.queries import clock_rows, facts_of, ticket
from escalated_sla.clocks.rules import Clock, clocks_of
from escalated_sla.clocks.service import settled_terms
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.policies.rules import PolicyVersion, terms_by

MOST_STRETCHES = 500


async def explain_ticket(
    reader: AsyncConnection, book: PolicyBook, ticket_id: UUID, now: datetime
) -> dict[str, Any] | None:
    """The clocks of a ticket in the shape of `TicketClocks`; None where this service knows no such ticket.

    They are folded anew from the facts, as they were when they were written; only what was elapsed runs until now.
    """
    row = await ticket(reader, ticket_id)
    if row is None:
        return None
    before = {each.metric: each for each in await clock_rows(reader, [ticket_id])}
    settled = await settled_terms(book, reader, before)
    in_force = await book.in_force(reader)
    known = await facts_of(reader, ticket_id, row.sequence)
    found = clocks_of(known, terms_by(in_force), settled, row.known_until)
    versions = await book.versions(reader, [clock.terms.version_id for clock in found.values()])
    explained = [explain(clock, policy, now) for clock, policy in zip(found.values(), versions, strict=True)]
    return {"ticket_id": ticket_id, "reference": row.reference, "as_of": now, "clocks": explained}


def explain(clock: Clock, policy: PolicyVersion, now: datetime) -> dict[str, Any]:
    """A clock in the shape of `ClockExplained`, with at most 500 stretches, the latest."""
    terms, course = clock.terms, clock.course
    until = course.met_at or now
    elapsed = open_elapsed(terms.calendar, course.started_at, until, course.pauses)
    stretches = open_stretches(terms.calendar, course.started_at, until, course.pauses)[-MOST_STRETCHES:]
    return {
        "metric": clock.metric,
        "state": clock.state,
        "paused": clock.state == "paused",
        "started_at": course.started_at,
        "target_seconds": terms.target.total_seconds(),
        "elapsed_seconds": elapsed.total_seconds(),
        "remaining_seconds": max(timedelta(), terms.target - elapsed).total_seconds(),
        "due_at": clock.due_at,
        "breach_at": clock.breach_at,
        "met_at": course.met_at,
        "breached_at": clock.breached_at,
        "policy": _policy(policy),
        "calendar": calendar_to_json(terms.calendar),
        "stretches": [{"start": it.start, "end": it.end, "seconds": it.length.total_seconds()} for it in stretches],
        "pauses": [{"start": it.start, "end": it.end, "cause": it.cause} for it in course.interruptions],
        "warnings": [{"threshold": label, "at": at, "passed": label in clock.warned} for label, at in clock.warnings],
    }


def _policy(policy: PolicyVersion) -> dict[str, Any]:
    return {
        "id": policy.policy_id,
        "version_id": policy.id,
        "name": policy.name,
        "is_default": policy.is_default,
        "department_id": policy.department_id,
        "why": _why(policy),
    }


def _why(policy: PolicyVersion) -> str:
    if policy.department_id is not None:
        return "It is the first policy in order, and the ticket is in its department."
    if policy.is_default:
        return "It is the default, and no other policy applies."
    return "It is the first policy in order that applies to every department."
