"""/tickets/{ticket}/links."""

from typing import Annotated

from fastapi import Query, Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.http import app
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.links.queries import links_view
from escalated_tickets.links.schemas import Kind, LinkIn, LinkList
from escalated_tickets.links.service import link_tickets, unlink_tickets
from escalated_tickets.tickets.queries import visible_ticket
from escalated_tickets.tickets.schemas import OneTicket
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import shown_ticket, version_of
from escalated_tickets.tickets.writing import Changed

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}/links", tags=["links"])


@routes.get("", response_model=LinkList)
async def list_links(ticket: str, caller: Caller, reader: Reader) -> Response:
    """Linked tickets that the caller sees too, for customers follow-ups; `kind`: what the other one is to this one."""
    seen = await visible_ticket(reader, caller, ticket)
    return many(await links_view(reader, viewer_of(caller), seen.state.id, as_staff=seen.as_staff), next_cursor=None)


@routes.post("", response_model=OneTicket, status_code=201)
async def add_link(ticket: str, body: LinkIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch) -> Response:
    """Links two tickets; both say so. Answers the first one with its links."""
    after = await link_tickets(uow, desk, viewer_of(caller), ticket, body.ticket, body.kind, if_match)
    return await _answer(uow, desk, caller, after, 201)


@routes.delete("/{other}", response_model=OneTicket)
async def remove_link(
    ticket: str,
    other: str,
    caller: Caller,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
    kind: Annotated[Kind | None, Query(description="Without it, all links between the two")] = None,
) -> Response:
    """Takes a link off both tickets."""
    after = await unlink_tickets(uow, desk, viewer_of(caller), ticket, other, kind, if_match)
    return await _answer(uow, desk, caller, after, 200)


async def _answer(uow: Uow, desk: Desk, caller: Principal, after: Changed, status: int) -> Response:
    viewer, book = viewer_of(caller), await desk.statuses.book(uow.connection)
    view = shown_ticket(after.ticket, viewer, book, desk.policy, uow.now)
    view["links"] = await links_view(uow.connection, viewer, after.state.id, as_staff=after.ticket.as_staff)
    return one(view, status=status, version=version_of(after.ticket))
