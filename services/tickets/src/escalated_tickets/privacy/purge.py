"""Deleted tickets, thrown away when the time to restore them is over: everything of them, in every table."""

from datetime import datetime, timedelta
from typing import Final

from escalated.tickets.v1 import events_pb2
from sqlalchemy import DateTime, Delete, Table, Uuid, any_, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.attachments.models import attachments
from escalated_tickets.attachments.service import remove_bytes
from escalated_tickets.attachments.storage import FileStore
from escalated_tickets.metadata import metadata
from escalated_tickets.outgoing.models import outgoing
from escalated_tickets.tickets.models import tickets

KEPT: Final = timedelta(days=30)
_c = tickets.c
_BEFORE = bindparam("before", type_=DateTime(timezone=True))
_IDS = bindparam("ids", type_=ARRAY(Uuid))
_OLD = _c.deleted_at <= _BEFORE
# In the order of their ids, as every command locks them; what somebody restores at this moment comes another time. One
# that was restored since this statement began is asked again once it is locked: PostgreSQL does not choose anew.
_DUE = (
    select(_c.id)
    .where(_c.id.in_(select(_c.id).where(_OLD).order_by(_c.deleted_at).limit(bindparam("limit"))), _OLD)
    .order_by(_c.id)
    .with_for_update(skip_locked=True)
)
# What was merged into one of them has nothing left of its own, and nowhere to lead.
_merged = select(_c.id).where(_c.merged_into_id == any_(_IDS)).cte("merged", recursive=True)
_merged = _merged.union(select(_c.id).where(_c.merged_into_id == _merged.c.id))
_WITH_MERGED = select(_c.id).where(_c.id.in_(select(_merged.c.id))).order_by(_c.id).with_for_update()
_COUNT = select(func.count()).select_from(tickets).where(_OLD)
_OLDEST = select(func.min(_c.deleted_at))
# Files of a reply that waits belong to no ticket yet.
_WAITING_FILES = attachments.c.ticket_id.is_(None) & attachments.c.message_id.in_(
    select(outgoing.c.id).where(outgoing.c.ticket_id == any_(_IDS))
)
_FILES = delete(attachments).where((attachments.c.ticket_id == any_(_IDS)) | _WAITING_FILES).returning(attachments.c.id)
_TICKETS = delete(tickets).where(_c.id == any_(_IDS))


def tables_of_tickets() -> list[Table]:
    """Every table with rows of tickets, those that refer to others of them first."""
    return [table for table in reversed(metadata.sorted_tables) if "ticket_id" in table.c and table is not attachments]


def _deletes() -> list[Delete]:
    return [delete(table).where(table.c.ticket_id == any_(_IDS)) for table in tables_of_tickets()]


async def purge_deleted(uow: UnitOfWork, files: FileStore, limit: int, kept: timedelta = KEPT) -> int:
    """Throws away at most `limit` tickets deleted for `kept` or longer, with all of theirs; returns how many.

    Other services hear `ticket.purged` and drop their copies.
    """
    due = list((await uow.execute(_DUE, {"before": uow.now - kept, "limit": limit})).scalars())
    if not due:
        return 0
    ids = [*due, *(await uow.execute(_WITH_MERGED, {"ids": due})).scalars()]
    gone = list((await uow.execute(_FILES, {"ids": ids})).scalars())
    for statement in (*_deletes(), _TICKETS):
        await uow.execute(statement, {"ids": ids})
    for ticket_id in ids:
        uow.publish(events_pb2.TicketPurged(ticket_id=str(ticket_id)), entity_id=ticket_id)
    remove_bytes(uow, files, gone)
    return len(due)


async def count_deleted(uow: UnitOfWork, kept: timedelta) -> int:
    return int((await uow.execute(_COUNT, {"before": uow.now - kept})).scalar_one())


async def next_purge(reader: AsyncConnection) -> datetime | None:
    """When the ticket deleted longest ago is thrown away; None where none is deleted."""
    oldest: datetime | None = (await reader.execute(_OLDEST)).scalar_one()
    return None if oldest is None else oldest + KEPT
