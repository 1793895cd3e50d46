"""Participants and suggested ones, with their names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.participants.models import suggested
from escalated_tickets.tickets.state import PersonRef

_c = suggested.c
_OF_TICKET = _c.ticket_id == bindparam("ticket", type_=Uuid)
_SUGGESTED = (
    select(_c.person_id, _c.name, _c.email, _c.suggested_by_id, _c.suggested_at)
    .where(_OF_TICKET)
    .order_by(_c.suggested_at, _c.person_id)
)
_ONE = _SUGGESTED.where(_c.person_id == bindparam("person", type_=Uuid))
_COUNT = select(func.count()).select_from(suggested).where(_OF_TICKET)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody whom a mail had in Cc, and who wrote it."""

    person: PersonRef
    by_id: UUID | None
    at: datetime


async def suggestions(reader: AsyncConnection, ticket_id: UUID) -> list[Suggestion]:
    return [_suggestion(row) for row in await reader.execute(_SUGGESTED, {"ticket": ticket_id})]


async def suggestion(reader: AsyncConnection, ticket_id: UUID, person_id: UUID) -> Suggestion | None:
    row = (await reader.execute(_ONE, {"ticket": ticket_id, "person": person_id})).one_or_none()
    return None if row is None else _suggestion(row)


async def count_suggestions(reader: AsyncConnection, ticket_id: UUID) -> int:
    return int((await reader.execute(_COUNT, {"ticket": ticket_id})).scalar_one())


def _suggestion(row: Any) -> Suggestion:
    return Suggestion(PersonRef(row.person_id, row.name, row.email), row.suggested_by_id, row.suggested_at)
