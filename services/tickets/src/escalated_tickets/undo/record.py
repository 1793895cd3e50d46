"""Notes changes that can be taken back, in the transaction that makes them; and forgets them after a day."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import uuid7
from escalated_tickets.tickets.visibility import Relation
from escalated_tickets.undo.models import undoable
from escalated_tickets.undo.rules import KEPT, MERGE, Kept, differences

if TYPE_CHECKING:
    from escalated_tickets.tickets.edit import Edit

_INSERT = insert(undoable)
_PURGE = delete(undoable).where(
    undoable.c.id.in_(
        select(undoable.c.id)
        .where(undoable.c.created_at <= bindparam("before"))
        .order_by(undoable.c.created_at)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )
)
_OLDEST = select(func.min(undoable.c.created_at))
# What puts back is not put back itself; a merge is noted as a whole.
_NOT: Final = frozenset({"ticket.restored", "ticket.merged"})


async def note_change(uow: UnitOfWork, edit: "Edit") -> None:
    """Notes what a person of the staff changed on a ticket.

    A message is not taken back, nor is what came with one: that is noted as a change of nothing, so that it and not
    the one before it is the last.
    """
    await note_changes(uow, (edit,))


async def note_changes(uow: UnitOfWork, edits: Iterable["Edit"]) -> None:
    """As `note_change`, of many at once."""
    rows = [row for edit in edits if (row := _undoable_change(uow, edit)) is not None]
    if rows:
        await uow.execute(_INSERT, rows)


def _undoable_change(uow: UnitOfWork, edit: "Edit") -> dict[str, Any] | None:
    by_staff = uow.acting.kind == "person" and edit.relation is Relation.STAFF
    if not by_staff or any(happening.kind in _NOT for happening in edit.happenings):
        return None
    before, after = differences(edit.before, edit.state)
    if not before:
        return None
    return _row(uow, edit, {}, {}) if edit.messages else _row(uow, edit, before, after)


async def note_merge(uow: UnitOfWork, target: "Edit", source_id: UUID) -> None:
    """Notes a merge at the ticket that stays: there it is undone."""
    if uow.acting.kind == "person":
        noted = {MERGE: {"source_id": str(source_id)}}
        await uow.execute(_INSERT, _row(uow, target, noted, noted))


def _row(uow: UnitOfWork, edit: "Edit", before: Kept, after: Kept) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "ticket_id": edit.state.id,
        "person_id": edit.viewer.id,
        "job_id": edit.job_id,
        "before": before,
        "after": after,
        "created_at": uow.now,
    }


async def purge(uow: UnitOfWork, limit: int) -> int:
    return (await uow.execute(_PURGE, {"before": uow.now - KEPT, "limit": limit})).rowcount


async def next_purge(reader: AsyncConnection) -> datetime | None:
    oldest = (await reader.execute(_OLDEST)).scalar_one()
    return None if oldest is None else oldest + KEPT
