"""POST /guest/tickets: asking for help without an account."""

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, EmailStr, StringConstraints

from escalated_chassis.errors import NotFound
from escalated_chassis.http import app
from escalated_chassis.http.answers import one
from escalated_chassis.http.dependencies import Uow
from escalated_chassis.http.schemas import Schema
from escalated_tickets.conversation.rules import clean
from escalated_tickets.desk import TheDesk
from escalated_tickets.people.service import person_for
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.schemas import Name, Subject
from escalated_tickets.tickets.viewers import viewer_of_person

GuestText = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]

routes = app.router(prefix=app.API_PREFIX, tags=["guests"])


class GuestTicket(Schema):
    name: Name
    email: EmailStr
    subject: Subject
    description: GuestText


class ReferenceOut(BaseModel):
    reference: str


class GuestAnswer(BaseModel):
    data: ReferenceOut


@routes.post("/guest/tickets", response_model=GuestAnswer, status_code=201)
async def open_as_guest(body: GuestTicket, uow: Uow, desk: TheDesk) -> Response:
    """Opens a ticket for an address that nobody has proved: answered is its reference, nothing else.

    The text is plain, so that what a stranger writes is never markup.
    """
    if not desk.settings.guests_open_tickets:
        raise NotFound("Guests cannot open tickets here.", code="guests_off")
    guest = person_for(desk.deployment, body.email, body.name)
    viewer = viewer_of_person(guest.id, "guest", guest.name, guest.email, frozenset(), frozenset())
    text = clean(body.description, "text", pointer="/description")
    after = await open_ticket(uow, desk, viewer, Opening(guest, body.subject, text, author=guest))
    return one({"reference": after.state.reference}, status=201)
