"""/guest/tickets and /guest/verification: asking for help without an account, and proving one's address."""

from typing import Any

from fastapi import Request, Response

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import NotFound, Unauthenticated
from escalated_chassis.http import app
from escalated_chassis.http.answers import no_content, one
from escalated_chassis.http.dependencies import GUEST as NOBODY_KNOWN
from escalated_chassis.http.dependencies import Uow
from escalated_tickets.conversation.rules import clean
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.guests import grants, rules
from escalated_tickets.guests.access import OPEN
from escalated_tickets.guests.opening import NewRequest, open_for
from escalated_tickets.guests.schemas import CodeIn, GrantAnswer, GuestAnswer, GuestTicket, VerificationIn
from escalated_tickets.guests.service import Asked, Proof, send_code, try_code
from escalated_tickets.people.service import person_for

routes = app.router(prefix=app.API_PREFIX, tags=["guests"])


@routes.post("/guest/tickets", response_model=GuestAnswer, status_code=201, openapi_extra=OPEN)
async def open_as_guest(body: GuestTicket, uow: Uow, desk: TheDesk) -> Response:
    """Opens a ticket for an address that nobody has proved: answered is its reference, nothing else.

    The text is plain, so that what a stranger writes is never markup.
    """
    if not desk.settings.guests_open_tickets:
        raise NotFound("Guests cannot open tickets here.", code="guests_off")
    guest = person_for(desk.deployment, body.email, body.name)
    text = clean(body.description, "text", pointer="/description")
    after = await open_for(uow, desk, NewRequest(guest, body.subject, text, body.channel))
    return one({"reference": after.state.reference}, status=201)


@routes.post("/guest/verification", status_code=204, openapi_extra=OPEN)
async def ask_for_code(body: VerificationIn, request: Request, uow: Uow, desk: TheDesk) -> Response:
    """Mails a code of eight digits, good for ten minutes, to an address that we know. 204 for any address."""
    await send_code(uow, desk, Asked(body.email, _client(request)))
    return no_content()


@routes.post("/guest/verification/confirm", response_model=GrantAnswer, openapi_extra={**OPEN, "x-secret": True})
async def confirm_code(body: CodeIn, request: Request, desk: TheDesk) -> Response:
    """Gives a grant of 24 hours for a code, once. A code may be tried five times."""
    database: Database = request.app.state.database
    async with database.transaction(NOBODY_KNOWN) as uow:
        proof, person_id = await try_code(uow, desk, Asked(body.email, _client(request)), body.code)
        if proof is Proof.RIGHT:
            guest = await grants.guest_principal(uow.connection, person_id)
    # The try is counted above, also where it was wrong: an exception inside would take it back.
    if proof is Proof.WRONG:
        raise Unauthenticated("The code is wrong, or no longer good; ask for a new one.", code="code_wrong")
    return one(_granted(desk, guest.id) | {"name": guest.name, "email": guest.email})


def _granted(desk: Desk, person_id: Any) -> dict[str, Any]:
    token, grant = grants.issue(desk, None, person_id, rules.GUEST, rules.GRANT_LIVES)
    return {"grant": token, "expires_at": grant.expires_at}


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
