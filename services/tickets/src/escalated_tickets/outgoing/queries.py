"""Reading replies that wait."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.outgoing.models import outgoing
from escalated_tickets.tickets.models import tickets

_c = outgoing.c
MOST_SHOWN: Final = 200
# In the words of the partial indexes: with parameters in them, the planner could not tell that they fit.
WAITING: Final = _c.state == literal_column("'waiting'")
DONE: Final = _c.state.in_([literal_column("'sent'"), literal_column("'taken_back'")])
_TICKET = bindparam("ticket", type_=Uuid)
# Those of a ticket that was merged into it wait there, and are shown here.
BELONGS: Final = (_c.ticket_id == _TICKET) | _c.ticket_id.in_(
    select(tickets.c.id).where(tickets.c.merged_into_id == _TICKET)
)
_OF_TICKET = (
    select(outgoing).where(BELONGS, _c.state.in_(("waiting", "failed"))).order_by(_c.send_at, _c.id).limit(MOST_SHOWN)
)
_WAITING = (
    select(func.count())
    .select_from(outgoing)
    .where(
        _c.ticket_id == bindparam("ticket", type_=Uuid),
        _c.author_id == bindparam("author", type_=Uuid),
        WAITING,
    )
)
_ONE = select(outgoing).where(_c.id == bindparam("id", type_=Uuid))
_DUE = select(_c.id).where(WAITING, _c.send_at <= bindparam("now")).order_by(_c.send_at, _c.id)
_NEXT = select(func.min(_c.send_at)).where(WAITING)


async def outgoing_of(reader: AsyncConnection, ticket_id: UUID) -> list[Any]:
    """What waits on a ticket, and what could not be sent, in the order of its time."""
    return list(await reader.execute(_OF_TICKET, {"ticket": ticket_id}))


async def count_waiting(reader: AsyncConnection, ticket_id: UUID, author_id: UUID) -> int:
    return int((await reader.execute(_WAITING, {"ticket": ticket_id, "author": author_id})).scalar_one())


async def find_outgoing(reader: AsyncConnection, outgoing_id: UUID) -> Any | None:
    return (await reader.execute(_ONE, {"id": outgoing_id})).one_or_none()


async def due_ids(reader: AsyncConnection, now: datetime, limit: int) -> list[UUID]:
    """Replies whose time has come, the oldest first."""
    return list((await reader.execute(_DUE.limit(limit), {"now": now})).scalars())


async def next_send(reader: AsyncConnection) -> datetime | None:
    found: datetime | None = (await reader.execute(_NEXT)).scalar_one()
    return found
