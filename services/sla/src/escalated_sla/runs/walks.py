"""Arms the timers of a rule that was saved, for the tickets that there are: page after page, in the background.

Only tickets that are open, unless the rule counts from when they were solved or closed. A threshold passed before
fires nothing, unless the rule was applied to what there is: that is a walk over the tickets that were counted, and
then one over all.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Row, bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.acting import Cause
from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.due import DueWorker
from escalated_chassis.errors import Problem
from escalated_sla.clocks.edits import wait_for_events
from escalated_sla.clocks.models import tickets
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.rules.queries import RuleBook
from escalated_sla.rules.rules import Rule, anchor_of_hours
from escalated_sla.runs.arming import rearm
from escalated_sla.runs.copies import Copies, gone
from escalated_sla.runs.matching import needs_of_all
from escalated_sla.runs.models import rule_walks

_log = structlog.get_logger(__name__)

_OF_THE_DONE: Final = frozenset({"resolved_at", "closed_at"})
_FIRST: Final = UUID(int=0)

_begin = insert(rule_walks)
_begin = _begin.on_conflict_do_update(
    index_elements=["rule_id"],
    set_={name: _begin.excluded[name] for name in ("applied", "after_id", "created_at")},
)
# Which hours are open may be others by an edit, also where it moves no clock.
_begin_by_calendar = text("""
INSERT INTO escalated_rule_walks (rule_id, applied, after_id, created_at)
SELECT id, false, NULL, :now FROM escalated_rules
WHERE active AND triggers = '{}' AND conditions::text LIKE '%"business_hours_since_%' ORDER BY id
ON CONFLICT (rule_id) DO UPDATE SET after_id = CASE WHEN escalated_rule_walks.applied
    THEN escalated_rule_walks.after_id END
""")
_next_walk = select(rule_walks).order_by(rule_walks.c.created_at).limit(1).with_for_update(skip_locked=True)
_waiting = select(rule_walks.c.created_at).limit(1)
_move = update(rule_walks).where(rule_walks.c.rule_id == bindparam("rule")).values(after_id=bindparam("last"))
_over_all = update(rule_walks).where(rule_walks.c.rule_id == bindparam("rule")).values(applied=False, after_id=None)
_end = delete(rule_walks).where(rule_walks.c.rule_id == bindparam("rule"))
# Whoever is at a ticket may have begun before the rule was there: it is waited for.
_page = (
    select(tickets)
    .where(tickets.c.id > bindparam("after"))
    .order_by(tickets.c.id)
    .limit(bindparam("most"))
    .with_for_update()
)
_open_page = _page.where(tickets.c.open)


async def begin_walk(uow: UnitOfWork, rule_id: UUID, *, applied_after: UUID | None = None) -> None:
    """Has the timers of a rule armed for the tickets that there are; one that was on its way begins again.

    `applied_after`: for those with a greater id it comes for thresholds that they have passed, too.
    """
    walk = {"rule_id": rule_id, "applied": applied_after is not None, "after_id": applied_after}
    await uow.execute(_begin, walk | {"created_at": uow.now})


async def begin_walks_by_calendar(uow: UnitOfWork) -> None:
    """Has the timers of all rules that count open hours armed anew; what was to be applied still is."""
    await uow.execute(_begin_by_calendar, {"now": uow.now})


class Walks:
    """Goes on with what was begun; any number of these may run side by side."""

    def __init__(self, rules: RuleBook, policies: PolicyBook) -> None:
        self._rules, self._copies = rules, Copies(policies)

    async def work(self, uow: UnitOfWork, most: int) -> int:
        """Arms for up to `most` tickets; answers how many were looked at."""
        walk = (await uow.execute(_next_walk)).one_or_none()
        if walk is None:
            return 0
        if walk.after_id is None or walk.applied:
            await wait_for_events(uow)
        rules = await self._rules.in_force(uow.connection)
        rule = next((each for each in rules if each.id == walk.rule_id and each.about_time), None)
        page = [] if rule is None else await self._page(uow, rule, walk.after_id, most)
        if rule is not None and page:
            await self._arm_unless_broken(uow, rule, page, applied=walk.applied)
        if len(page) < most:
            await uow.execute(_over_all if walk.applied else _end, {"rule": walk.rule_id})
        else:
            await uow.execute(_move, {"rule": walk.rule_id, "last": page[-1].id})
        return len(page)

    async def _page(self, uow: UnitOfWork, rule: Rule, after: UUID | None, most: int) -> list[Row[Any]]:
        anchors = {anchor_of_hours(condition.field) for condition in rule.time_conditions}
        statement = _page if anchors & _OF_THE_DONE else _open_page
        return list((await uow.execute(statement, {"after": after or _FIRST, "most": most})).all())

    async def _arm_unless_broken(self, uow: UnitOfWork, rule: Rule, page: list[Row[Any]], *, applied: bool) -> None:
        """A page that fails is tried again ticket by ticket; one that fails alone is left out and holds up no other."""
        try:
            async with uow.connection.begin_nested():
                await self._arm(uow, rule, page, applied=applied)
        except Problem:
            raise
        except Exception:
            if len(page) > 1:
                raise
            _log.exception("ticket_not_armed", ticket_id=str(page[0].id), rule_id=str(rule.id))

    async def _arm(self, uow: UnitOfWork, rule: Rule, page: list[Row[Any]], *, applied: bool) -> None:
        left = await gone(uow.connection, [ticket.id for ticket in page if not ticket.open])
        here = [ticket for ticket in page if ticket.id not in left and not ticket.origin]
        seen = await self._copies.seen(uow.connection, here, needs_of_all([rule]))
        await rearm(uow, seen, [rule], Cause(str(uow.id)), applied=applied)


async def next_walk(connection: AsyncConnection) -> datetime | None:
    """Since when a rule waits for its walk; None: none does."""
    since: datetime | None = (await connection.execute(_waiting)).scalar_one_or_none()
    return since


def walker(database: Database, walks: Walks, clock: Clock) -> DueWorker:
    """The worker that goes on with walks."""
    return DueWorker("rule-walks", database, walks.work, next_walk, clock=clock)
