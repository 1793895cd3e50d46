"""Ratings: given by requesters, read by staff. No GET rates anything: programs that look at links do no harm."""

from typing import Any

from fastapi import Request, Response

from escalated_chassis.acting import Acting
from escalated_chassis.errors import Forbidden
from escalated_chassis.http import app
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_chassis.http.transaction import exchange_of
from escalated_tickets.desk import TheDesk
from escalated_tickets.guests import grants
from escalated_tickets.guests.access import OPEN
from escalated_tickets.guests.rules import RATING
from escalated_tickets.ratings.queries import ratings_of
from escalated_tickets.ratings.schemas import InvitedRating, RatingIn, RatingList, Thanks
from escalated_tickets.ratings.service import rate, rate_by_invitation
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.queries import visible_ticket
from escalated_tickets.tickets.schemas import OneTicket
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX, tags=["ratings"])


@routes.post("/tickets/{ticket}/rate", response_model=OneTicket)
async def rate_ticket(
    ticket: str, body: RatingIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Rates how one's ticket was resolved: once per resolution, by the requester alone, while it is done."""
    after = await rate(uow, desk, viewer_of(caller), ticket, body.given, if_match)
    return await changed(uow, desk, caller, after)


@routes.get("/tickets/{ticket}/ratings", response_model=RatingList)
async def list_ratings(ticket: str, caller: Caller, reader: Reader) -> Response:
    """Every rating that the ticket got, oldest first; for staff."""
    seen = await visible_ticket(reader, caller, ticket)
    if not seen.as_staff:
        raise Forbidden("Ratings are read by staff.")
    return many([_view(row) for row in await ratings_of(reader, seen.state.id)], next_cursor=None)


@routes.post("/guest/ratings", response_model=Thanks, status_code=201, openapi_extra=OPEN)
async def rate_by_link(body: InvitedRating, request: Request, desk: TheDesk) -> Response:
    """Rates by the link that was mailed with the resolution, without signing in."""
    grant = grants.read(desk, body.grant, RATING)
    who = str(grant.person_id)
    uow = await exchange_of(request).begin(request, Acting("guest", who), f"guest:{who}")
    after = await rate_by_invitation(uow, desk, grant, body.given)
    return one({"reference": after.state.reference, "score": body.score}, status=201)


def _view(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "score": row.score,
        "comment": row.comment,
        "person": {"id": str(row.person_id), "name": row.person_name or ""},
        "assignee_id": row.assignee_id,
        "resolved_at": row.resolution_at,
        "created_at": row.created_at,
    }
