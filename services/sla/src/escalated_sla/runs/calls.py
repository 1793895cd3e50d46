"""Queues runs: a row for each rule and occasion, once, also for those that were cut."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from escalated_chassis.acting import Cause
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import NewDelivery, intake
from escalated_rules import fields_named
from escalated_sla.rules.models import runs
from escalated_sla.rules.rules import LONGEST_CHAIN, Rule
from escalated_sla.runs.matching import Called, plain, what_matched
from escalated_sla.runs.occasions import Occasion
from escalated_sla.runs.time import Window, occasion_of

TARGET: Final = "tickets"
MOST_AT_ONCE: Final = 500

# In the order of their ids, so that two who count the same rules never wait for one another.
_COUNT_LOOPS = text("""
WITH cut AS (
    SELECT rule_id, count(*) AS loops FROM escalated_rule_runs WHERE id = ANY (:runs) GROUP BY rule_id
), locked AS (
    SELECT rule.id, cut.loops FROM escalated_rules AS rule JOIN cut ON cut.rule_id = rule.id
    ORDER BY rule.id FOR UPDATE OF rule
)
UPDATE escalated_rules AS rule SET loops = rule.loops + locked.loops, last_loop_at = :now
FROM locked WHERE rule.id = locked.id
""")


@dataclass(frozen=True, slots=True)
class Call:
    """A rule that is called for on a ticket. `key` names the occasion; `cut` says why it may not run."""

    ticket_id: UUID
    rule: Rule
    key: str
    cause: Cause
    matched: Mapping[str, Any]
    # What conditions named of the occasion, for when they are asked again after a delay.
    occasion: Mapping[str, Any]
    cut: str = ""


def on_occasion(ticket_id: UUID, called: Called, occasion: Occasion, values: Mapping[str, Any]) -> Call:
    """What an event, or the change of a clock, calls for."""
    rule = called.rule
    named = fields_named(rule.conditions)
    kept = {name: plain(value) for name, value in occasion.values.items() if name in named}
    cut = why_cut(rule.id, occasion.cause) if called.cut else ""
    return Call(ticket_id, rule, occasion.key, occasion.cause, what_matched(rule, occasion, values), kept, cut)


def in_time(
    ticket_id: UUID, rule: Rule, window: Window, cause: Cause, values: Mapping[str, Any], cut: str = ""
) -> Call:
    """What the time calls for."""
    condition, anchor = occasion_of(rule, window)
    key = f"time:{condition}:{anchor.isoformat()}"
    matched = what_matched(rule, Occasion("time", key, window.start, {}, cause), values)
    return Call(ticket_id, rule, key, cause, matched | {"anchor": anchor.isoformat()}, {}, cut)


def why_cut(rule_id: UUID, cause: Cause) -> str:
    if is_among(rule_id, cause):
        return "This rule led to what would call for it: it was cut here, instead of going round in circles."
    return f"Rules called for one another {cause.depth} times: nothing runs at depth {LONGEST_CHAIN}."


async def call(uow: UnitOfWork, calls: Sequence[Call]) -> int:
    """Queues a run for each that was not called for before; answers how many. Cut ones are kept, and counted."""
    queued = await _take(uow, [each for each in calls if not each.cut])
    if cut := await _take(uow, [each for each in calls if each.cut]):
        await uow.execute(_COUNT_LOOPS, {"runs": cut, "now": uow.now})
    return len(queued)


async def _take(uow: UnitOfWork, calls: Sequence[Call]) -> list[UUID]:
    ids: list[UUID] = []
    for first in range(0, len(calls), MOST_AT_ONCE):
        batch = [_delivery(uow.now, each) for each in calls[first : first + MOST_AT_ONCE]]
        ids += await intake(uow, runs.deliveries, batch)
    return ids


def _delivery(now: datetime, call: Call) -> NewDelivery:
    rule = call.rule
    return NewDelivery(
        target=TARGET,
        ordering_key=str(call.ticket_id),
        source_id=f"{rule.id}:{call.ticket_id}:{call.key}",
        occurred_at=now,
        payload={
            "rule": rule.name,
            "actions": list(rule.actions),
            "first": 0,
            "occasion": dict(call.occasion),
            "cause": _next_cause(rule.id, call.cause),
        },
        state="suppressed" if call.cut else "queued",
        detail=call.cut,
        more={
            "kind": rule.kind,
            "rule_id": rule.id,
            "rule_version": rule.version,
            "ticket_id": call.ticket_id,
            "matched": dict(call.matched),
        },
    )


def _next_cause(rule_id: UUID, cause: Cause) -> dict[str, Any]:
    return {
        "root": cause.root_event_id,
        "depth": cause.depth + 1,
        "chain": [*cause.chain, f"rule:{rule_id}"],
    }


def is_among(rule_id: UUID, cause: Cause) -> bool:
    """Whether a rule is among those that led here."""
    return f"rule:{rule_id}" in cause.chain
