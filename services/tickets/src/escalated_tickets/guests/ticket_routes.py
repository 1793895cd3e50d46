"""/guest/tickets/…: a guest's own tickets, as a customer sees them, for whoever holds a grant."""

from fastapi import Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Files, IfMatch, Page, Reader
from escalated_tickets.attachments.incoming import WITH_FILES, with_files
from escalated_tickets.conversation.routes import conversation_page
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.schemas import MessageList
from escalated_tickets.conversation.service import Writing, write
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.guests.access import OPEN, AsGuest, Guest
from escalated_tickets.guests.schemas import GuestReply, LookupIn
from escalated_tickets.ratings.schemas import RatingIn
from escalated_tickets.ratings.service import rate
from escalated_tickets.tickets import queries, service
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.filters import read_filters
from escalated_tickets.tickets.schemas import Nothing, OneTicket, TicketList, TicketWithMessage
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import list_views, shown_ticket, version_of

routes = app.router(prefix=app.API_PREFIX + "/guest/tickets", tags=["guests"])


@routes.get("", response_model=TicketList, openapi_extra=OPEN)
async def list_guest_tickets(guest: Guest, reader: Reader, desk: TheDesk, page: Page) -> Response:
    """The tickets of the person whose address was proved, the last changed first."""
    viewer, book = viewer_of(guest), await desk.statuses.book(reader)
    filters = read_filters({}, viewer, book, desk.clock.now())
    after = decode_cursor(page.cursor, filters.sort_name) if page.cursor else []
    found = await queries.list_tickets(reader, viewer, filters, limit=page.limit, after=after)
    cursor = encode_cursor(found.next_key, filters.sort_name) if found.next_key else None
    return many(list_views(found.tickets, book), next_cursor=cursor)


@routes.post("/lookup", response_model=OneTicket, openapi_extra=OPEN)
async def look_up_guest_ticket(body: LookupIn, guest: Guest, reader: Reader, desk: TheDesk) -> Response:
    """A ticket of theirs by its reference."""
    return await _shown(guest, reader, desk, body.reference)


@routes.get("/{ticket}", response_model=OneTicket, openapi_extra=OPEN)
async def show_guest_ticket(ticket: str, guest: Guest, reader: Reader, desk: TheDesk) -> Response:
    """A ticket of theirs by id or reference."""
    return await _shown(guest, reader, desk, ticket)


async def _shown(guest: Guest, reader: Reader, desk: Desk, ticket: str) -> Response:
    seen = await queries.visible_ticket(reader, guest, ticket)
    book = await desk.statuses.book(reader)
    view = shown_ticket(seen, viewer_of(guest), book, desk.policy, desk.clock.now())
    return one(view, version=version_of(seen))


@routes.get("/{ticket}/messages", response_model=MessageList, openapi_extra=OPEN)
async def list_guest_messages(ticket: str, guest: Guest, reader: Reader, desk: TheDesk, page: Page) -> Response:
    """The conversation, oldest first, without notes. Links to files are good for ten minutes."""
    return await conversation_page(ticket, guest, reader, desk, page)


@routes.post("/{ticket}/replies", response_model=TicketWithMessage, status_code=201, openapi_extra=OPEN | WITH_FILES)
async def reply_as_guest(
    ticket: str, body: GuestReply, command: AsGuest, files: Files, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Writes to the desk; files come along in a form. A ticket done long ago gets a follow-up, which is answered."""
    uow, guest = command.uow, command.guest
    upload_ids = await with_files(uow, desk, body.attachments, files)
    writing = Writing(clean(body.body, body.format), upload_ids=upload_ids, channel="web")
    after = await write(uow, desk, viewer_of(guest), ticket, writing, if_match)
    return await changed(uow, desk, guest, after, status=201)


@routes.post("/{ticket}/close", response_model=OneTicket, openapi_extra=OPEN)
async def close_as_guest(
    ticket: str, command: AsGuest, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Closes a ticket of theirs, where customers may."""
    after = await service.close(command.uow, desk, viewer_of(command.guest), ticket, if_match)
    return await changed(command.uow, desk, command.guest, after)


@routes.post("/{ticket}/reopen", response_model=OneTicket, openapi_extra=OPEN)
async def reopen_as_guest(
    ticket: str, command: AsGuest, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Brings a ticket of theirs back, within the reopen window."""
    after = await service.reopen(command.uow, desk, viewer_of(command.guest), ticket, if_match)
    return await changed(command.uow, desk, command.guest, after)


@routes.post("/{ticket}/rate", response_model=OneTicket, openapi_extra=OPEN)
async def rate_as_guest(ticket: str, body: RatingIn, command: AsGuest, desk: TheDesk, if_match: IfMatch) -> Response:
    """Rates how a ticket of theirs was resolved, once per resolution."""
    after = await rate(command.uow, desk, viewer_of(command.guest), ticket, body.given, if_match)
    return await changed(command.uow, desk, command.guest, after)
