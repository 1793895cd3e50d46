"""For how many tickets a rule about time would run at once, because its threshold has passed already."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, select

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, invalid
from escalated_sla.clocks.models import tickets
from escalated_sla.rules.queries import find_version, read_rule
from escalated_sla.rules.rules import Rule, anchor_of_hours
from escalated_sla.rules.service import Saved
from escalated_sla.runs import marks
from escalated_sla.runs.arming import Seen, Wish
from escalated_sla.runs.copies import Copies, gone
from escalated_sla.runs.matching import needs_of
from escalated_sla.runs.time import plan
from escalated_sla.runs.walks import begin_walk

MOST_LOOKED_AT: Final = 20_000
_PAGE: Final = 1_000
_FIRST: Final = UUID(int=0)
_LAST: Final = UUID(int=2**128 - 1)
# Counted from, these are of tickets that are done.
_OF_DONE: Final = frozenset({"resolved_at", "closed_at"})

_newest = (
    select(tickets)
    .where(tickets.c.origin == "", tickets.c.id < bindparam("before", type_=Uuid))
    .order_by(tickets.c.id.desc())
    .limit(bindparam("most"))
)
_newest_open = _newest.where(tickets.c.open)


@dataclass(frozen=True, slots=True)
class Counted:
    """Not `exact` where there were more tickets than the newest that were looked at: those with an id after `after`."""

    count: int
    exact: bool
    looked_at: int
    after: UUID = _FIRST


async def count_existing(uow: UnitOfWork, copies: Copies, rule: Rule) -> Counted:
    """Counts as of now, by the copies of the tickets, the newest first. Changes nothing."""
    count, looked_at, oldest = 0, 0, _LAST
    async for rows in _pages(uow, rule):
        if looked_at >= MOST_LOOKED_AT:
            return Counted(count, False, looked_at, UUID(int=oldest.int - 1))
        looked_at, oldest = looked_at + len(rows), rows[-1].id
        count += await _count(uow, copies, rule, rows)
    return Counted(count, True, looked_at)


async def settle_existing(uow: UnitOfWork, copies: Copies, saved: Saved, told: int | None) -> None:
    """Has a rule about time armed for the tickets that there are.

    `told`: it runs for thresholds that have passed too, of the tickets that were counted, as was confirmed with their
    count. Raises Invalid, Conflict.
    """
    row, after = saved.row, None
    if told is not None:
        if row.triggers or not row.active:
            raise invalid("/apply_to_existing", "not_about_time", "Only rules about time that are active apply to it.")
        content = await find_version(uow.connection, row.id, row.version)
        after = await _confirm(uow, copies, read_rule(row, content), told)
    if row.active and not row.triggers and (saved.rearm or told is not None):
        await begin_walk(uow, row.id, applied_after=after)


async def _confirm(uow: UnitOfWork, copies: Copies, rule: Rule, told: int) -> UUID:
    """After which id the tickets are that were counted. Raises Conflict, with the present count, if it is another."""
    counted = await count_existing(uow, copies, rule)
    if counted.count != told:
        detail = f"The rule would run for {counted.count} tickets at once, not for {told}."
        raise Conflict(detail, code="count_changed", extra={"count": counted.count, "exact": counted.exact})
    return counted.after


async def _pages(uow: UnitOfWork, rule: Rule) -> AsyncIterator[Sequence[Row[Any]]]:
    anchors = {anchor_of_hours(condition.field) for condition in rule.time_conditions}
    statement = _newest if anchors & _OF_DONE else _newest_open
    before = _LAST
    while rows := (await uow.execute(statement, {"before": before, "most": min(_PAGE, MOST_LOOKED_AT)})).all():
        yield rows
        before = rows[-1].id


async def _count(uow: UnitOfWork, copies: Copies, rule: Rule, rows: Sequence[Row[Any]]) -> int:
    left = await gone(uow.connection, [row.id for row in rows if not row.open])
    here = [row for row in rows if row.id not in left]
    seen = await copies.seen(uow.connection, here, needs_of(rule.conditions))
    wishes = [wish for each in seen if (wish := _wish(uow, rule, each)) is not None]
    done = await marks.known(uow, [wish.mark for wish in wishes])
    return sum(wish.mark not in done for wish in wishes)


def _wish(uow: UnitOfWork, rule: Rule, seen: Seen) -> Wish | None:
    planned = plan(rule, seen.values, seen.calendar, uow.now)
    passed = planned.window is not None and planned.window.start <= uow.now
    return Wish(seen, rule, planned.window) if passed and planned.window is not None else None
