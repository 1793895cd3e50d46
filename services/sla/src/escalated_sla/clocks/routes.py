"""Clocks over HTTP: the explanation of one ticket's."""

from starlette.responses import Response

from escalated_chassis.errors import NotFound, Problem
from escalated_chassis.http.answers import one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_rules import Catalogue
from escalated_sla.clocks.explain import explain_ticket
from escalated_sla.clocks.queries import id_of, reference_of
from escalated_sla.clocks.schemas import OneTicketClocks
from escalated_sla.context import Context, TheContext

routes = router(prefix=API_PREFIX, tags=["clocks"])


@routes.get("/clocks/{ticket_id}", response_model=OneTicketClocks)
async def explain_clocks(caller: Caller, context: TheContext, reader: Reader, ticket_id: str) -> Response:
    """Why each clock of a ticket, by id or reference, is due when it is. Needs sla:read, and to see the ticket.

    Of one that was merged, the clocks of its target, with `merged_from`.
    """
    caller.require("sla:read")
    asked = await id_of(reader, ticket_id)
    seen = None if asked is None else await context.sight.seen_by(caller.id, asked)
    if asked is None or seen is None:
        raise NotFound("There is no such ticket.")
    explained = await explain_ticket(reader, context.book, seen, context.clock.now(), await _catalogue(context))
    if explained is None:
        raise NotFound("There is no such ticket.")
    return one(explained if seen == asked else explained | {"merged_from": await reference_of(reader, asked)})


async def _catalogue(context: Context) -> Catalogue:
    """What tags and departments are called. While `tickets` is away, their ids have to do."""
    try:
        return (await context.fields.known()).of_tickets
    except Problem:
        return Catalogue.of(())
