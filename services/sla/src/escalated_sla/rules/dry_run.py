"""A rule tried out: what it would find and do on tickets as they are now. Nothing is changed.

On one ticket: every condition with what was found, when a rule about time would run, and what each action would do, as
`tickets` rehearses it. On up to 1,000: which match, and what each action would do to those. Only tickets that whoever
asks may see.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeAlias
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import tickets_pb2, types_pb2
from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, select

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import NotFound
from escalated_chassis.ids import uuid7
from escalated_rules import Condition, Group, evaluate, holds, is_about_time, located
from escalated_rules.spans import anchor_of
from escalated_sla.clocks.models import tickets
from escalated_sla.fields.catalogue import OF_EVENTS
from escalated_sla.neighbours import MOST_REHEARSED
from escalated_sla.rules.actions import OWN, delay_of, for_tickets
from escalated_sla.rules.rules import Rule
from escalated_sla.rules.schemas import MOST_TRIED, Trial
from escalated_sla.runs.arming import Seen
from escalated_sla.runs.copies import Copies
from escalated_sla.runs.matching import needs_of, plain
from escalated_sla.runs.time import business_values, window_of

_given = (
    select(tickets)
    .where(tickets.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))), tickets.c.origin == "")
    .order_by(tickets.c.id.desc())
)
_newest = (
    select(tickets).where(tickets.c.open, tickets.c.origin == "").order_by(tickets.c.id.desc()).limit(bindparam("most"))
)
_NO_TICKET: Final = "There is no such ticket."
_REHEARSED_BY: Final = "dry run"

Outcome: TypeAlias = dict[str, str]
"""What would become of one action: `done`, `unchanged` or `refused`, with a word of detail."""


class Rehearses(Protocol):
    """`tickets`: says who sees what, and tries actions out. Raises Problem; Unavailable while it is away."""

    async def list_seen(self, person_id: UUID, ticket_ids: Sequence[UUID]) -> set[UUID]: ...
    async def rehearse(self, request: tickets_pb2.RehearseRequest) -> Sequence[tickets_pb2.Rehearsal]: ...


@dataclass(frozen=True, slots=True)
class Trials:
    """What trying asks. It holds no connection while it asks `tickets`."""

    database: Database
    copies: Copies
    tickets: Rehearses

    async def run(self, rule: Rule, trial: Trial, person_id: UUID, now: datetime) -> dict[str, Any]:
        """The answer, in the shape of `Trying`. Raises NotFound, Unavailable."""
        rows = await self._tickets(trial, person_id)
        if trial.ticket_id is not None and not rows:
            raise NotFound(_NO_TICKET, code="ticket_not_found")
        async with self.database.reading() as reader:
            seen = await self.copies.seen(reader, rows, needs_of(rule.conditions))
        found = [_look(rule, each, trial.event, now, detailed=trial.ticket_id is not None) for each in seen]
        actions: list[dict[str, Any]] = [dict(each) for each in rule.actions]
        if trial.ticket_id is not None:
            outcomes = (await self._rehearse(rule, [trial.ticket_id]))[trial.ticket_id]
            actions = [{"action": each} | outcome for each, outcome in zip(actions, outcomes, strict=True)]
        else:
            matching = [each["id"] for each in found if each["matched"]]
            found = _with_outcomes(found, rule, await self._rehearse(rule, matching))
        return {
            "tickets": found,
            "looked_at": len(found),
            "matched": sum(each["matched"] for each in found),
            "actions": actions,
        }

    async def _tickets(self, trial: Trial, person_id: UUID) -> list[Row[Any]]:
        """The copies of the tickets that are asked for and that the person may see, the newest first."""
        ids = [trial.ticket_id] if trial.ticket_id is not None else trial.ticket_ids
        async with self.database.reading() as reader:
            if ids is not None:
                rows = (await reader.execute(_given, {"ids": ids})).all()
            else:
                rows = (await reader.execute(_newest, {"most": trial.sample or MOST_TRIED})).all()
        if not rows:
            return []
        visible = await self.tickets.list_seen(person_id, [row.id for row in rows])
        return [row for row in rows if row.id in visible]

    async def _rehearse(self, rule: Rule, ticket_ids: Sequence[UUID]) -> dict[UUID, list[Outcome]]:
        """What each action would do to these tickets as they are now, one after the other; some hundred at a call."""
        messages = for_tickets(rule.actions)
        if not messages:
            return {each: _outcomes(rule.actions, tickets_pb2.Rehearsal()) for each in ticket_ids}
        found = {}
        for first in range(0, len(ticket_ids), MOST_REHEARSED):
            batch = ticket_ids[first : first + MOST_REHEARSED]
            for each in await self.tickets.rehearse(_request(rule, batch, messages)):
                found[UUID(each.ticket_id)] = _outcomes(rule.actions, each)
        return found


def _request(
    rule: Rule, ticket_ids: Sequence[UUID], actions: Sequence[types_pb2.Action]
) -> tickets_pb2.RehearseRequest:
    actor = events_pb2.Actor(kind="rule", id=str(rule.id), name=rule.name or _REHEARSED_BY)
    cause = events_pb2.Cause(root_event_id=str(uuid7()), depth=1, chain=[f"rule:{rule.id}"])
    acting = types_pb2.Acting(actor=actor, cause=cause)
    return tickets_pb2.RehearseRequest(acting=acting, ticket_ids=[str(each) for each in ticket_ids], actions=actions)


def _with_outcomes(
    found: list[dict[str, Any]], rule: Rule, rehearsed: Mapping[UUID, Sequence[Outcome]]
) -> list[dict[str, Any]]:
    """With those that match, what would be done; the actions themselves are said once for all."""
    kinds = [{"type": action["type"]} for action in rule.actions]
    told = {
        ticket_id: [kind | outcome for kind, outcome in zip(kinds, outcomes, strict=True)]
        for ticket_id, outcomes in rehearsed.items()
    }
    return [each | {"outcomes": told[each["id"]]} if each["id"] in told else each for each in found]


def _outcomes(actions: Sequence[Mapping[str, Any]], rehearsal: tickets_pb2.Rehearsal) -> list[Outcome]:
    """One for every action; all or nothing, so that a refusal is one of all that go to `tickets`."""
    left = iter(rehearsal.outcomes)
    return [_outcome(action, rehearsal.refusal, left) for action in actions]


def _outcome(action: Mapping[str, Any], refusal: str, left: Iterator[types_pb2.ActionOutcome]) -> Outcome:
    if action["type"] in OWN:
        return {"outcome": "done", "detail": _own(action)}
    if refusal:
        return {"outcome": "refused", "detail": refusal}
    told = next(left)
    return {"outcome": told.outcome, "detail": told.detail}


def _own(action: Mapping[str, Any]) -> str:
    if action["type"] == "delay":
        return f"What follows is done {delay_of(action)} later, if the conditions still hold then."
    return "No rule behind this one runs for the same occasion." if action["type"] == "stop" else ""


def _look(rule: Rule, seen: Seen, event: Mapping[str, Any], now: datetime, *, detailed: bool) -> dict[str, Any]:
    needs = needs_of(rule.conditions)
    values = {**seen.values, **business_values(needs.business, seen.values, seen.calendar, now), **event}
    found: dict[str, Any] = {
        "id": seen.ticket.id,
        "reference": seen.ticket.reference,
        "matched": evaluate(rule.conditions, values, now=now),
    }
    if rule.about_time:
        window = window_of(rule, seen.values, seen.calendar)
        found["runs_at"] = None if window is None else max(window.start, now)
        found["passed"] = window is not None and window.start < now
    if detailed:
        found["conditions"] = _conditions(rule.conditions, values, now)
    return found


def _conditions(group: Group, values: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    return [_condition(pointer, each, values, now) for pointer, each in located(group, "/conditions")]


def _condition(pointer: str, condition: Condition, values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """One condition with what was found: of hours, how many there are."""
    name = condition.field.name
    return {
        "pointer": pointer,
        "field": name,
        "operator": condition.operator,
        "wanted": condition.value,
        "found": plain(_hours(condition, values, now) if condition.field.elapsed else values.get(name)),
        "held": holds(condition, values, now=now),
        "of_event": name in OF_EVENTS,
    }


def _hours(condition: Condition, values: Mapping[str, Any], now: datetime) -> float | None:
    anchor: datetime | None = values.get(anchor_of(condition)) if is_about_time(condition) else None
    if anchor is None:
        return None
    hours = (now - anchor).total_seconds() / 3600
    ahead = condition.field.elapsed is not None and condition.field.elapsed.ahead
    return round(-hours if ahead else hours, 4)
