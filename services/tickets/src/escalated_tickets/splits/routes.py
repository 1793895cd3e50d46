"""/tickets/{ticket}/split."""

from fastapi import Response

from escalated_chassis.http import app
from escalated_chassis.http.dependencies import Caller, IfMatch, Uow
from escalated_tickets.desk import TheDesk
from escalated_tickets.splits import service
from escalated_tickets.splits.schemas import SplitIn, SplitTicket
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["merging"])


@routes.post("/split", response_model=SplitTicket, status_code=201)
async def split_ticket(
    ticket: str, body: SplitIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Makes a new ticket of some messages, which is answered. Its first message is the first public one of them."""
    new, left = await service.split(uow, desk, viewer_of(caller), ticket, body.message_ids, body.subject, if_match)
    source = {"id": left.state.id, "reference": left.state.reference, "version": left.state.version}
    return await changed(uow, desk, caller, new, status=201, split_from=source)
