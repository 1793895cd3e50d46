"""What follows when messages move from one ticket to another: counters, stamps, the opening."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.conversation.models import messages
from escalated_tickets.tickets.rules import SNIPPET_LENGTH, snippet_of
from escalated_tickets.tickets.state import TicketState

_c = messages.c
_OF_TICKET = _c.ticket_id == bindparam("ticket", type_=Uuid)
_REPLY = _c.kind == "reply"
_TALLY = select(
    func.count().filter(_REPLY).label("replies"),
    func.count().filter(_c.kind == "note").label("notes"),
    func.max(_c.created_at).filter(_REPLY).label("last"),
    func.max(_c.created_at).filter(_REPLY, _c.author_kind == "customer").label("last_customer"),
    func.max(_c.created_at).filter(_REPLY, _c.author_kind == "agent").label("last_agent"),
).where(_OF_TICKET)
_LAST_TEXT = (
    select(func.left(_c.body_text, SNIPPET_LENGTH * 4))
    .where(_OF_TICKET, _REPLY)
    .order_by(_c.created_at.desc(), _c.id.desc())
    .limit(1)
)
_FIRST = select(_c.id).where(_OF_TICKET, _REPLY).order_by(_c.created_at, _c.id).limit(1)
_OPENS = update(messages).where(_OF_TICKET).values(opening=_c.id == bindparam("first", type_=Uuid))
_HAS_OPENING = select(_c.id).where(_OF_TICKET, _c.opening).limit(1)


async def tally(reader: AsyncConnection, ticket: TicketState) -> dict[str, Any]:
    """What the ticket's row says of its messages, counted anew. The first public one is the opening: no reply."""
    counted = (await reader.execute(_TALLY, {"ticket": ticket.id})).one()
    last_text = (await reader.execute(_LAST_TEXT, {"ticket": ticket.id})).scalar_one_or_none()
    return {
        "reply_count": max(counted.replies - 1, 0),
        "note_count": counted.notes,
        "last_message_at": counted.last or ticket.last_message_at,
        "last_customer_message_at": counted.last_customer,
        "last_agent_message_at": counted.last_agent,
        "snippet": snippet_of(last_text or ""),
    }


async def first_public(reader: AsyncConnection, ticket_id: UUID) -> UUID | None:
    return (await reader.execute(_FIRST, {"ticket": ticket_id})).scalar_one_or_none()


async def open_with(uow: UnitOfWork, ticket_id: UUID, first: UUID) -> None:
    """Makes one message the opening of its ticket, and no other."""
    await uow.execute(_OPENS, {"ticket": ticket_id, "first": first})


async def open_with_first(uow: UnitOfWork, ticket_id: UUID) -> None:
    """A ticket whose opening went elsewhere begins with what is its first public message now."""
    if (await uow.execute(_HAS_OPENING, {"ticket": ticket_id})).first() is None:
        first = await first_public(uow.connection, ticket_id)
        if first is not None:
            await open_with(uow, ticket_id, first)
