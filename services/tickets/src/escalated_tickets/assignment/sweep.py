"""Tickets that wait because nobody could take them: tried again, oldest first, one per transaction.

Agents who become available or are given room open their departments' gates at once (`configuring.py`); room that
is made by tickets being done is found within `RETRY_DEPARTMENT`.
"""

from datetime import datetime

from sqlalchemy import DateTime, Uuid, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.assignment.models import turns, waiting
from escalated_tickets.assignment.service import assign_by_department
from escalated_tickets.desk import Desk
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import state_of
from escalated_tickets.tickets.viewers import SERVICE
from escalated_tickets.tickets.visibility import Relation
from escalated_tickets.tickets.writing import save

_TRY_AT = func.greatest(waiting.c.try_at, func.coalesce(turns.c.sweep_at, waiting.c.try_at))
_WITH_TURN = waiting.join(turns, turns.c.department_id == waiting.c.department_id)
_DUE = (
    select(*STATE)
    .select_from(_WITH_TURN.join(tickets, tickets.c.id == waiting.c.ticket_id))
    .where(bindparam("now", type_=DateTime(timezone=True)) >= _TRY_AT)
    .order_by(waiting.c.since, waiting.c.ticket_id)
    .limit(bindparam("limit"))
    # Nobody is waited for, so the order of the locks is free: a department whose turn is held is left alone, or two
    # workers would overtake each other on its way.
    .with_for_update(of=(tickets, turns), skip_locked=True)
)
_NEXT = select(func.min(_TRY_AT)).select_from(_WITH_TURN)
_WAIT_NO_MORE = delete(waiting).where(waiting.c.ticket_id == bindparam("ticket", type_=Uuid))


async def assign_waiting(uow: UnitOfWork, desk: Desk, limit: int) -> int:
    """Tries the oldest waiting tickets; run with a limit of one, so that nobody holds two agents at once."""
    rows = (await uow.execute(_DUE, {"now": uow.now, "limit": limit})).all()
    book = await desk.statuses.book(uow.connection)
    for row in rows:
        edit = Edit(state_of(row), SERVICE, Relation.STAFF, book, desk.policy, uow.now)
        reason = await assign_by_department(uow, edit)
        state = edit.state
        if not reason or state.assignee_id is not None or state.done or state.deleted_at is not None:
            await uow.execute(_WAIT_NO_MORE, {"ticket": state.id})
        await save(uow, edit)
    return len(rows)


async def next_try(reader: AsyncConnection) -> datetime | None:
    due: datetime | None = (await reader.execute(_NEXT)).scalar_one_or_none()
    return due
