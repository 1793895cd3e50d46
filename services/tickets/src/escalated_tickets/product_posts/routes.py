"""POST /{prefix}/agent/tickets/… and /{prefix}/tickets/{ticket}/rate/: the API's handlers, for forms of pages too.

They answer what the API answers; to a form that a browser's page sent they answer the way to the page (303). Following
and pinning are switches here, as the product has them. Forms know no versions: whatever the ticket is at.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from escalated_chassis.http.dependencies import Caller, Uow
from escalated_chassis.http.page_posts import PagePosts, answer_page
from escalated_chassis.settings import DEFAULT_ROUTE_PREFIX
from escalated_tickets.bulk.routes import asked, change_many
from escalated_tickets.bulk.schemas import BulkIn, OneJob
from escalated_tickets.conversation.note_routes import pin_note, unpin_note
from escalated_tickets.conversation.queries import find_message
from escalated_tickets.desk import TheDesk
from escalated_tickets.macros.routes import apply_macro
from escalated_tickets.macros.schemas import MacroApplied
from escalated_tickets.product_posts.schemas import BulkPost, MacroPost, Press, RatingPost
from escalated_tickets.ratings.routes import rate_ticket
from escalated_tickets.tickets.act_routes import follow, unfollow
from escalated_tickets.tickets.queries import visible_ticket
from escalated_tickets.tickets.schemas import OneTicket, TicketWithMessage

_PRESSED: Final = Press()


async def _bulk(body: BulkPost, caller: Caller, desk: TheDesk) -> BulkIn:
    return await asked(body.as_bulk(), caller, desk)


async def post_bulk(
    body: Annotated[BulkIn, Depends(_bulk)], request: Request, caller: Caller, uow: Uow, desk: TheDesk
) -> Response:
    """One action on up to 1,000 tickets, as POST /api/v1/tickets/bulk."""
    return answer_page(request, await change_many(body, caller, uow, desk), "agent", "tickets")


async def post_follow(
    ticket: str, request: Request, caller: Caller, uow: Uow, desk: TheDesk, _body: Press = _PRESSED
) -> Response:
    """Has the caller follow the ticket, or follow it no longer."""
    seen = await visible_ticket(uow.connection, caller, ticket)
    switch = unfollow if caller.id in seen.state.follower_ids else follow
    return answer_page(request, await switch(ticket, caller, uow, desk, None), "agent", "tickets", ticket)


async def post_macro(
    ticket: str, body: MacroPost, request: Request, caller: Caller, uow: Uow, desk: TheDesk
) -> Response:
    """Applies a macro, as POST /api/v1/tickets/{ticket}/macro."""
    applied = await apply_macro(ticket, body.as_macro(), caller, uow, desk, None)
    return answer_page(request, applied, "agent", "tickets", ticket)


async def post_pin(
    ticket: str, message_id: UUID, request: Request, caller: Caller, uow: Uow, desk: TheDesk, _body: Press = _PRESSED
) -> Response:
    """Has a note stand at the top, or stand there no longer."""
    note = await find_message(uow.connection, message_id)
    switch = unpin_note if note is not None and note.pinned else pin_note
    switched = await switch(ticket, message_id, caller, uow, desk, None)
    return answer_page(request, switched, "agent", "tickets", ticket)


async def post_rating(
    ticket: str, body: RatingPost, request: Request, caller: Caller, uow: Uow, desk: TheDesk
) -> Response:
    """Rates how one's ticket was resolved, as POST /api/v1/tickets/{ticket}/rate."""
    rated = await rate_ticket(ticket, body.as_rating(), caller, uow, desk, None)
    return answer_page(request, rated, "tickets", ticket)


_POSTS: Final[tuple[tuple[str, Any, dict[str, Any]], ...]] = (
    ("/agent/tickets/bulk", post_bulk, {"response_model": OneJob, "status_code": 202}),
    ("/agent/tickets/{ticket}/follow", post_follow, {"response_model": OneTicket}),
    ("/agent/tickets/{ticket}/macro", post_macro, {"response_model": MacroApplied}),
    ("/agent/tickets/{ticket}/pin/{message_id}", post_pin, {"response_model": TicketWithMessage}),
    ("/tickets/{ticket}/rate", post_rating, {"response_model": OneTicket}),
)


def routes_below(prefix: str = DEFAULT_ROUTE_PREFIX) -> APIRouter:
    """The posts below the pages' prefix."""
    routes = PagePosts(prefix, tags=["posts of the product"])
    for path, handler, options in _POSTS:
        routes.take(path, handler, **options)
    return routes
