"""Clocks over HTTP: the explanation of one ticket's."""

from uuid import UUID

from starlette.responses import Response

from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_sla.clocks.explain import explain_ticket
from escalated_sla.clocks.schemas import OneTicketClocks
from escalated_sla.context import TheContext

routes = router(prefix=API_PREFIX, tags=["clocks"])


@routes.get("/clocks/{ticket_id}", response_model=OneTicketClocks)
async def explain_clocks(caller: Caller, context: TheContext, reader: Reader, ticket_id: UUID) -> Response:
    """Why each clock of a ticket is due when it is. Needs sla:read, and to see the ticket."""
    caller.require("sla:read")
    if caller.id not in await context.sight.who_may_see(ticket_id, [caller.id]):
        raise NotFound("There is no such ticket.")
    explained = await explain_ticket(reader, context.book, ticket_id, context.clock.now())
    if explained is None:
        raise NotFound("There is no such ticket.")
    return one(explained)
