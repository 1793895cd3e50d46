"""Arms and disarms the timers of rules about time. The tickets are locked by the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, select

from escalated_chassis.acting import Cause
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_sla.calendars.rules import Calendar
from escalated_sla.clocks.models import timers
from escalated_sla.rules.rules import Rule
from escalated_sla.runs import marks
from escalated_sla.runs.calls import call, in_time, is_among, why_cut
from escalated_sla.runs.time import Plan, Window, occasion_of, plan
from escalated_sla.timers.store import RULE_PREFIX, arm, disarm

_armed = select(timers.c.ticket_id, timers.c.key, timers.c.due_at).where(
    timers.c.ticket_id == any_(bindparam("tickets", type_=ARRAY(Uuid))), timers.c.key.startswith(RULE_PREFIX)
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as conditions see it now, and the calendar that its open hours count by."""

    ticket: Row[Any]
    values: Mapping[str, Any]
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Wish:
    """A timer that is to be armed."""

    seen: Seen
    rule: Rule
    window: Window

    @property
    def passed(self) -> bool:
        """The ticket had passed the threshold before the rule was active."""
        return self.window.start < self.rule.active_since

    @property
    def mark(self) -> marks.Mark:
        return (self.seen.ticket.id, self.rule.id, *occasion_of(self.rule, self.window))

    @property
    def timer(self) -> tuple[UUID, str, datetime, int]:
        # Grows whenever something was learnt of the ticket, so that a timer claimed before does not pass for this one.
        ticket = self.seen.ticket
        return ticket.id, key_of(self.rule.id), self.window.start, ticket.sequence + ticket.clocks_version


def key_of(rule_id: UUID) -> str:
    return f"{RULE_PREFIX}{rule_id}"


async def rearm(
    uow: UnitOfWork, seen: Sequence[Seen], rules: Sequence[Rule], cause: Cause, *, applied: bool = False
) -> None:
    """Brings the timers of these tickets and rules to what is known now.

    A rule that led here by itself is not armed anew: it would run for ever. Where it was `applied` by a person to the
    tickets that there were, thresholds that they passed before count too.
    """
    if not (seen and rules):
        return
    present = await _present(uow, [each.ticket.id for each in seen])
    wishes: list[Wish] = []
    over: list[tuple[UUID, str]] = []
    for each in seen:
        for rule in rules:
            planned = plan(rule, each.values, each.calendar, uow.now)
            key = (each.ticket.id, key_of(rule.id))
            if wanted(planned, applied=applied) and planned.window is not None:
                wishes += [Wish(each, rule, planned.window)] if present.get(key) != planned.window.start else []
            elif planned.what == "disarm" and key in present:
                over.append(key)
    await disarm(uow, over)
    await _arm(uow, wishes, cause, present)


def wanted(planned: Plan, *, applied: bool) -> bool:
    return planned.what == "arm" or (applied and planned.what == "passed")


async def _arm(
    uow: UnitOfWork, wishes: Sequence[Wish], cause: Cause, present: Mapping[tuple[UUID, str], datetime]
) -> None:
    done = await marks.known(uow, [wish.mark for wish in wishes])
    spent = [(wish.seen.ticket.id, key_of(wish.rule.id)) for wish in wishes if wish.mark in done]
    await disarm(uow, [key for key in spent if key in present])
    fresh = [wish for wish in wishes if wish.mark not in done]
    await _cut(uow, [wish for wish in fresh if is_among(wish.rule.id, cause)], cause)
    armed = [wish for wish in fresh if not is_among(wish.rule.id, cause)]
    await marks.make(uow, [marks.applied(wish.mark) for wish in armed if wish.passed])
    await marks.keep_cause(uow, [wish.mark for wish in armed], cause)
    await arm(uow, [wish.timer for wish in armed])


async def _cut(uow: UnitOfWork, wishes: Sequence[Wish], cause: Cause) -> None:
    """Rules that moved, by what they did, the instant that they count from."""
    made = await marks.make(uow, [wish.mark for wish in wishes])
    cut = [wish for wish in wishes if wish.mark in made]
    await call(
        uow,
        [
            in_time(wish.seen.ticket.id, wish.rule, wish.window, cause, wish.seen.values, why_cut(wish.rule.id, cause))
            for wish in cut
        ],
    )


async def _present(uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> dict[tuple[UUID, str], datetime]:
    found = await uow.execute(_armed, {"tickets": list(ticket_ids)})
    return {(row.ticket_id, row.key): row.due_at for row in found}
