"""/tickets/{ticket}/undo."""

from fastapi import Response

from escalated_chassis.http import app
from escalated_chassis.http.dependencies import Caller, IfMatch, Uow
from escalated_tickets.desk import TheDesk
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.schemas import Nothing, OneTicket
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.undo import service

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["undo"])


@routes.post("/undo", response_model=OneTicket)
async def undo_change(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Takes back the caller's last change of status, priority, assignment, tags, department, snooze, or the last
    delete or merge, within ten minutes; 409 with `changed` where somebody changed the same since.
    """
    after = await service.undo(uow, desk, viewer_of(caller), ticket, if_match)
    return await changed(uow, desk, caller, after)
