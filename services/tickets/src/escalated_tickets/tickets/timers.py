"""What tickets do by themselves: resolved ones are closed after a while, sleeping ones wake. Only where they live."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Select, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.desk import Desk
from escalated_tickets.snooze.rules import wake
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import state_of
from escalated_tickets.tickets.viewers import SERVICE
from escalated_tickets.tickets.visibility import Relation
from escalated_tickets.tickets.writing import save

_c = tickets.c
_HERE = _c.deleted_at.is_(None) & _c.origin.is_(None) & (_c.status_category == "solved")
_BEFORE = bindparam("before", type_=DateTime(timezone=True))


def _locked(due: ColumnElement[bool], at: ColumnElement[Any]) -> Select[tuple[object, ...]]:
    """The longest due, locked in the order of their ids; what somebody else holds comes again.

    Whether a row is due is asked of the row that is locked too: one that another worker was done with since this
    statement began is the row as it is now, and PostgreSQL does not choose anew.
    """
    chosen = select(_c.id).where(due).order_by(at).limit(bindparam("limit"))
    return select(*STATE).where(_c.id.in_(chosen), due).order_by(_c.id).with_for_update(skip_locked=True)


_DUE = _locked((_c.auto_close_at <= _BEFORE) & _HERE, _c.auto_close_at)
# Only those that may be closed from where they are: what may not would be found again and again.
_LONG_RESOLVED = (_c.resolved_at <= _BEFORE) & _HERE & (_c.status == any_(bindparam("statuses", type_=ARRAY(Text))))
_RESOLVED = _locked(_LONG_RESOLVED, _c.resolved_at)
_ASLEEP = _c.deleted_at.is_(None) & _c.origin.is_(None)
_WAKING = _locked((_c.snoozed_until <= _BEFORE) & _ASLEEP, _c.snoozed_until)
_COUNT_WAKING = select(func.count()).select_from(tickets).where(_c.snoozed_until <= _BEFORE, _ASLEEP)
_NEXT_WAKING = (
    select(_c.snoozed_until).where(_c.snoozed_until.is_not(None), _ASLEEP).order_by(_c.snoozed_until).limit(1)
)
_COUNT_RESOLVED = select(func.count()).select_from(tickets).where(_LONG_RESOLVED)
_NEXT_DUE = select(_c.auto_close_at).where(_c.auto_close_at.is_not(None), _HERE).order_by(_c.auto_close_at).limit(1)


async def close_due(uow: UnitOfWork, desk: Desk, limit: int) -> int:
    """Closes at most `limit` tickets whose time has come; like any other close: event, activity, mail.

    None while the desk closes nothing by itself, also where one was resolved when it still did.
    """
    if not desk.policy.auto_close_after:
        return 0
    return await _close_all(uow, desk, (await uow.execute(_DUE, {"before": uow.now, "limit": limit})).all())


async def close_resolved(uow: UnitOfWork, desk: Desk, *, days: int, limit: int) -> int:
    """Closes at most `limit` tickets resolved `days` (of 24 hours) ago or longer, where they may be closed."""
    bound = await _resolved_before(uow, desk, days)
    return await _close_all(uow, desk, (await uow.execute(_RESOLVED, {**bound, "limit": limit})).all())


async def count_resolved(uow: UnitOfWork, desk: Desk, *, days: int) -> int:
    """How many `close_resolved` would close, were there no limit."""
    return int((await uow.execute(_COUNT_RESOLVED, await _resolved_before(uow, desk, days))).scalar_one())


async def _resolved_before(uow: UnitOfWork, desk: Desk, days: int) -> dict[str, Any]:
    book = await desk.statuses.book(uow.connection)
    closed = book.default("closed")
    may = [] if closed is None else [slug for slug in book.statuses if book.allows(slug, closed)]
    return {"before": uow.now - timedelta(days=days), "statuses": may}


async def next_close(reader: AsyncConnection, desk: Desk) -> datetime | None:
    if not desk.policy.auto_close_after:
        return None
    due: datetime | None = (await reader.execute(_NEXT_DUE)).scalar_one_or_none()
    return due


async def _close_all(uow: UnitOfWork, desk: Desk, rows: Sequence[object]) -> int:
    book = await desk.statuses.book(uow.connection)
    closed = book.default("closed")
    for row in rows:
        edit = Edit(state_of(row), SERVICE, Relation.STAFF, book, desk.policy, uow.now)
        if not effects.move_status_if_allowed(edit, closed):
            # Nobody may close it from here: it is asked no more.
            edit.state = effects.disarm(edit.state)
        await save(uow, edit)
    return len(rows)


async def wake_due(uow: UnitOfWork, desk: Desk, limit: int) -> int:
    """Wakes at most `limit` tickets whose time has come, each once: whoever gets the row clears its time."""
    rows = (await uow.execute(_WAKING, {"before": uow.now, "limit": limit})).all()
    book = await desk.statuses.book(uow.connection)
    for row in rows:
        edit = Edit(state_of(row), SERVICE, Relation.STAFF, book, desk.policy, uow.now)
        wake(edit, "time")
        await save(uow, edit)
    return len(rows)


async def count_waking(uow: UnitOfWork) -> int:
    return int((await uow.execute(_COUNT_WAKING, {"before": uow.now})).scalar_one())


async def next_waking(reader: AsyncConnection) -> datetime | None:
    due: datetime | None = (await reader.execute(_NEXT_WAKING)).scalar_one_or_none()
    return due
