"""/tickets/{ticket}/merge and /unmerge."""

from typing import Final

from fastapi import Response

from escalated_chassis.http import app
from escalated_chassis.http.dependencies import Caller, IfMatch, Uow
from escalated_tickets.desk import TheDesk
from escalated_tickets.merges import service
from escalated_tickets.merges.schemas import MergedTicket, MergeIn
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.schemas import Nothing, OneTicket
from escalated_tickets.tickets.viewers import viewer_of

SHOWN_TO_OTHERS: Final = {
    "code": "shown_to_others",
    "detail": "The two tickets had different customers; each reads what the others wrote from now on.",
}
INTO_DONE: Final = {
    "code": "into_done",
    "detail": "The ticket that stays is done, and this one was open: reopen it if there is work left.",
}

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["merging"])


@routes.post("/merge", response_model=MergedTicket)
async def merge_ticket(
    ticket: str, body: MergeIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Merges this ticket into another one, which is answered; id, reference and mail of this one lead there."""
    merged = await service.merge(uow, desk, viewer_of(caller), ticket, body.into, if_match)
    meant = ((SHOWN_TO_OTHERS, merged.plan.shows_to_others), (INTO_DONE, merged.plan.into_done))
    warnings = [warning for warning, holds in meant if holds]
    return await changed(uow, desk, caller, merged.target, warnings=warnings)


@routes.post("/unmerge", response_model=OneTicket)
async def unmerge_ticket(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Brings a merged ticket back within 24 hours; what was written since stays with the other one."""
    after = await service.unmerge(uow, desk, viewer_of(caller), ticket, if_match)
    return await changed(uow, desk, caller, after)
