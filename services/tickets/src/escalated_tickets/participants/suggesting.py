"""Keeps whom a mail had in Cc, so that an agent may approve them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.participants.models import suggested
from escalated_tickets.participants.queries import count_suggestions
from escalated_tickets.participants.rules import worth_suggesting
from escalated_tickets.people.queries import people_by_ids
from escalated_tickets.tickets.state import PersonRef, TicketState
from escalated_tickets.tickets.visibility import STAFF_KINDS

_SUGGEST = insert(suggested).on_conflict_do_nothing()


async def suggest(uow: UnitOfWork, ticket: TicketState, copied: Iterable[PersonRef], by_id: UUID) -> None:
    """Keeps whom a mail had in Cc for an agent to approve. They learn nothing, and nobody learns of them but staff."""
    people = list(copied)
    if not people:
        return
    known = await people_by_ids(uow.connection, [each.id for each in people])
    staff = [each.id for each in known.values() if each.kind in STAFF_KINDS]
    already = await count_suggestions(uow.connection, ticket.id)
    rows = [
        {
            "ticket_id": ticket.id,
            "person_id": each.id,
            "name": known[each.id].name if each.id in known else each.name,
            "email": each.email,
            "suggested_by_id": by_id,
            "suggested_at": uow.now,
        }
        for each in worth_suggesting(people, ticket, [*staff, by_id], already)
    ]
    if rows:
        await uow.execute(_SUGGEST, rows)
