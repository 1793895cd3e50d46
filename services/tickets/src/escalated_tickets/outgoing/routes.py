"""/tickets/{ticket}/outgoing: replies that wait. They are written by POST …/replies with `send_after`."""

from uuid import UUID

from fastapi import Response

from escalated_chassis.errors import NotFound
from escalated_chassis.http import app
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_tickets.attachments.queries import by_ids
from escalated_tickets.desk import TheDesk
from escalated_tickets.outgoing.queries import outgoing_of
from escalated_tickets.outgoing.schemas import OneOutgoing, OutgoingList
from escalated_tickets.outgoing.service import take_back
from escalated_tickets.outgoing.views import outgoing_view
from escalated_tickets.tickets.queries import visible_ticket
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["conversation"])


@routes.get("/outgoing", response_model=OutgoingList)
async def list_outgoing(ticket: str, caller: Caller, reader: Reader) -> Response:
    """Replies that wait for their time, and those that could not be sent; the next first. For staff."""
    seen = await visible_ticket(reader, caller, ticket)
    if not seen.as_staff:
        raise NotFound("There is no such reply waiting.", code="outgoing_not_found")
    rows = await outgoing_of(reader, seen.state.id)
    files = {row.id: row for row in await by_ids(reader, [each for row in rows for each in row.upload_ids])}
    views = [outgoing_view(row, [files[each] for each in row.upload_ids if each in files]) for row in rows]
    return many(views, next_cursor=None)


@routes.delete("/outgoing/{outgoing_id}", response_model=OneOutgoing)
async def take_reply_back(ticket: str, outgoing_id: UUID, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Undoes the sending while it waits; the answer is its text, to write on in. 409 once it is out."""
    row = await take_back(uow, viewer_of(caller), desk, ticket, outgoing_id)
    files = await by_ids(uow.connection, row.upload_ids)
    return one(outgoing_view(row, files, state="taken_back"))
