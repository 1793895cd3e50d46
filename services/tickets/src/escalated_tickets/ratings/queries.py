"""Reading ratings."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.people.models import people
from escalated_tickets.ratings.models import ratings

_OF_TICKET = (
    select(ratings, people.c.name.label("person_name"))
    .outerjoin(people, people.c.id == ratings.c.person_id)
    .where(ratings.c.ticket_id == bindparam("ticket_id", type_=Uuid))
    .order_by(ratings.c.created_at, ratings.c.id)
    .limit(200)
)


async def ratings_of(reader: AsyncConnection, ticket_id: UUID) -> list[Any]:
    """All that were given to a ticket, oldest first."""
    return list(await reader.execute(_OF_TICKET, {"ticket_id": ticket_id}))
