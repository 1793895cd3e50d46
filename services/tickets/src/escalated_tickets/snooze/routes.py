"""/tickets/{ticket}/snooze and /unsnooze."""

from typing import Annotated, Self

from fastapi import Response
from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from escalated_chassis.http import app
from escalated_chassis.http.dependencies import Caller, IfMatch, Uow
from escalated_chassis.http.schemas import Schema
from escalated_tickets.desk import TheDesk
from escalated_tickets.snooze import service
from escalated_tickets.snooze.rules import Preset
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.schemas import Nothing, OneTicket
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["tickets"])


class SnoozeIn(Schema):
    """Either `until` or `preset`. `zone` is where the caller's mornings are; the desk's own where it is left out."""

    until: AwareDatetime | None = None
    preset: Preset | None = None
    zone: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(
        default=None, description="An IANA time zone, e.g. Europe/Berlin"
    )

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if (self.until is None) == (self.preset is None):
            raise ValueError("give either until or preset")
        return self


@routes.post("/snooze", response_model=OneTicket)
async def snooze_ticket(
    ticket: str, body: SnoozeIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Lets the ticket sleep until then; its status stays, its clocks run on. A customer's answer wakes it."""
    until = service.Until(body.until, body.preset, body.zone)
    after = await service.snooze(uow, desk, viewer_of(caller), ticket, until, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/unsnooze", response_model=OneTicket)
async def unsnooze_ticket(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Wakes the ticket now."""
    after = await service.unsnooze(uow, desk, viewer_of(caller), ticket, if_match)
    return await changed(uow, desk, caller, after)
