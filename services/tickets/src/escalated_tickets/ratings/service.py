"""Rating a resolution: by the requester signed in, with a guest's grant, or by the link that was mailed."""

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, Unauthenticated
from escalated_chassis.ids import uuid7
from escalated_tickets.desk import Desk
from escalated_tickets.guests import grants
from escalated_tickets.guests.rules import INVITATION_LIVES, RATING, Grant
from escalated_tickets.ratings.models import ratings
from escalated_tickets.ratings.rules import Given, check_ratable, rate_ticket, resolution_of
from escalated_tickets.tickets.queries import find_ticket
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.tickets.writing import Changed, begin, save

_INSERT = insert(ratings)


async def rate(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str | UUID,
    given: Given,
    if_match: int | None = None,
    about: str | None = None,
) -> Changed:
    """Rates the present resolution, once; with `about`, only if it is that very one.

    Raises:
        NotFound, PreconditionFailed; Forbidden for all but the requester; Conflict where it is not done or was rated.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.RATE)
    if about not in (None, _stamp(edit.before)):
        raise Conflict("The ticket was reopened or merged since the invitation.", code="resolution_over")
    resolution = check_ratable(edit.before, viewer.id)
    rate_ticket(edit, given)
    row = {
        "id": uuid7(),
        "ticket_id": edit.before.id,
        "person_id": viewer.id,
        "score": given.score,
        "comment": given.comment,
        "resolution_at": resolution,
        "assignee_id": edit.before.assignee_id,
        "created_at": uow.now,
    }
    await uow.execute(_INSERT, row)
    return await save(uow, edit)


async def rate_by_invitation(uow: UnitOfWork, desk: Desk, grant: Grant, given: Given) -> Changed:
    """Rates the very resolution that the mailed link was about.

    Raises Conflict where the ticket was reopened or merged since, or rated; Unauthenticated where the person is gone.
    """
    guest = await grants.guest_principal(uow.connection, grant.person_id)
    if grant.ticket_id is None:
        raise Unauthenticated("The grant is for something else.", code="grant_invalid")
    return await rate(uow, desk, viewer_of(guest), grant.ticket_id, given, about=grant.about)


def invitation(desk: Desk, ticket: TicketState, person_id: UUID) -> tuple[str, Grant]:
    """A grant to rate the present resolution. Raises Conflict or Forbidden where there is nothing to rate."""
    if ticket.deleted_at is not None:
        raise NotFound("There is no such ticket.", code="ticket_not_found")
    check_ratable(ticket, person_id)
    return grants.issue(desk, ticket.id, person_id, RATING, INVITATION_LIVES, about=_stamp(ticket))


async def issue_invitation(reader: AsyncConnection, desk: Desk, ticket_id: UUID, person_id: UUID) -> tuple[str, Grant]:
    """For the mail that tells of a resolution. Raises as `invitation`, and NotFound for a person who may not rate."""
    found = await find_ticket(reader, ticket_id)
    if found is None:
        raise NotFound("There is no such ticket.", code="ticket_not_found")
    if await grants.proven_person(reader, person_id) is None:
        raise NotFound("There is nobody to invite.", code="person_not_found")
    return invitation(desk, found[0], person_id)


def _stamp(ticket: TicketState) -> str:
    """Names a resolution in a grant: microseconds since 1970, nothing where there is none."""
    at = resolution_of(ticket)
    return "" if at is None else str(int(at.timestamp() * 1_000_000))
