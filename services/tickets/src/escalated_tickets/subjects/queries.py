"""Reading what a ticket is about."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.subjects.models import subjects
from escalated_tickets.subjects.rules import Subject

_OF_TICKET = (
    select(subjects.c.id, subjects.c.type, subjects.c.key, subjects.c.title, subjects.c.link)
    .where(subjects.c.ticket_id == bindparam("ticket_id", type_=Uuid))
    .order_by(subjects.c.created_at, subjects.c.id)
)


async def subjects_of(reader: AsyncConnection, ticket_id: UUID) -> list[Subject]:
    """In the order in which they were named; whoever asks must see the ticket."""
    return [Subject(*row) for row in await reader.execute(_OF_TICKET, {"ticket_id": ticket_id})]
