"""/tickets/{ticket}/participants and /followers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_tickets.desk import TheDesk
from escalated_tickets.participants import service
from escalated_tickets.participants.queries import suggestions
from escalated_tickets.participants.schemas import FollowerIn, ParticipantIn, ParticipantList
from escalated_tickets.participants.service import Followed, Named
from escalated_tickets.people.service import person_for
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.queries import visible_ticket
from escalated_tickets.tickets.schemas import Nothing, OneTicket
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.visibility import STAFF_KINDS

routes = app.router(prefix=f"{app.API_PREFIX}/tickets/{{ticket}}", tags=["participants"])
NOBODY: Named = Named(None, None, "")


@routes.get("/participants", response_model=ParticipantList)
async def list_participants(ticket: str, caller: Caller, reader: Reader) -> Response:
    """People in Cc; for staff also those whom mails suggest."""
    seen = await visible_ticket(reader, caller, ticket)
    views: list[dict[str, Any]] = [
        {"id": each.id, "name": each.name, "email": each.email, "state": "participant"}
        for each in seen.names.participants
    ]
    for each in await suggestions(reader, seen.state.id) if seen.as_staff else ():
        who = {"id": each.person.id, "name": each.person.name, "email": each.person.email, "state": "suggested"}
        views.append({**who, "suggested_by_id": each.by_id, "suggested_at": each.at})
    return many(views, next_cursor=None)


async def _named(body: ParticipantIn, caller: Caller, desk: TheDesk) -> Named:
    """Whom the body names; asked of identity before the transaction where the person is new here."""
    if not caller.may("tickets:edit"):
        return NOBODY
    if body.email is not None:
        ref = person_for(desk.deployment, body.email, body.name or "")
        return Named(ref, (await desk.people.ensure([ref.id])).get(ref.id), "/email")
    assert body.person_id is not None
    known = (await desk.people.ensure([body.person_id])).get(body.person_id)
    return Named(known.ref if known else None, known, "/person_id")


@routes.post("/participants", response_model=OneTicket)
async def add_participant(
    ticket: str,
    named: Annotated[Named, Depends(_named)],
    caller: Caller,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
) -> Response:
    """Puts somebody into Cc, by id or by address: they read the public conversation and reply to it."""
    after = await service.add(uow, desk, viewer_of(caller), ticket, named, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/participants/{participant_id}/approve", response_model=OneTicket)
async def approve_participant(
    ticket: str,
    participant_id: UUID,
    caller: Caller,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
    _body: Nothing | None = None,
) -> Response:
    """Makes a participant of somebody whom a mail had in Cc."""
    after = await service.approve(uow, desk, viewer_of(caller), ticket, participant_id, if_match)
    return await changed(uow, desk, caller, after)


@routes.delete("/participants/{participant_id}", response_model=OneTicket)
async def remove_participant(
    ticket: str, participant_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Takes somebody out of Cc, or turns a suggestion down."""
    after = await service.remove(uow, desk, viewer_of(caller), ticket, participant_id, if_match)
    return await changed(uow, desk, caller, after)


async def _followed(body: FollowerIn, caller: Caller, desk: TheDesk) -> Followed:
    """Who is to follow, with what their roles permit now; asked before the transaction."""
    known = None
    if caller.may("tickets:follow"):
        known = (await desk.people.ensure([body.person_id])).get(body.person_id)
    if known is None or not known.active or known.kind not in STAFF_KINDS:
        return Followed(None)
    return Followed(await desk.people.viewer(known))


@routes.post("/followers", response_model=OneTicket)
async def add_follower(
    ticket: str,
    followed: Annotated[Followed, Depends(_followed)],
    caller: Caller,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
) -> Response:
    """Has somebody of the staff follow. Who cannot see the ticket needs somebody who may share it."""
    after = await service.bring_in(uow, desk, viewer_of(caller), ticket, followed, if_match)
    return await changed(uow, desk, caller, after)


@routes.delete("/followers/{follower_id}", response_model=OneTicket)
async def remove_follower(
    ticket: str, follower_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Has somebody follow no more."""
    after = await service.let_go(uow, desk, viewer_of(caller), ticket, follower_id, if_match)
    return await changed(uow, desk, caller, after)
