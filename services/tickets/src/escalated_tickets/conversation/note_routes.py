"""/tickets/{ticket}/messages/{message}: what can be done to a note that is there."""

from uuid import UUID

from fastapi import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.http import app
from escalated_chassis.http.dependencies import Caller, IfMatch, Uow
from escalated_tickets.attachments.queries import for_messages
from escalated_tickets.attachments.views import file_view
from escalated_tickets.conversation import notes
from escalated_tickets.conversation.queries import find_message
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.schemas import NoteEdit
from escalated_tickets.conversation.views import message_view
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.schemas import Nothing, OneTicket, TicketWithMessage
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.writing import Changed

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}/messages/{message_id}", tags=["conversation"])


@routes.post("/pin", response_model=TicketWithMessage)
async def pin_note(
    ticket: str,
    message_id: UUID,
    caller: Caller,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
    _body: Nothing | None = None,
) -> Response:
    """Has a note stand at the top, for everybody who works on the ticket; ten of a ticket at most."""
    after = await notes.pin(uow, desk, viewer_of(caller), ticket, message_id, pinned=True, if_match=if_match)
    return await _with_note(uow, desk, caller, after, message_id)


@routes.delete("/pin", response_model=TicketWithMessage)
async def unpin_note(
    ticket: str, message_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Has a note stand at the top no longer; one that does not is no failure."""
    after = await notes.pin(uow, desk, viewer_of(caller), ticket, message_id, pinned=False, if_match=if_match)
    return await _with_note(uow, desk, caller, after, message_id)


@routes.patch("", response_model=TicketWithMessage)
async def edit_note(
    ticket: str, message_id: UUID, body: NoteEdit, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Mends one's own note within ten minutes. What it said before is kept nowhere; that it was mended is."""
    cleaned, mentions = clean(body.body, body.format), tuple(body.mentions)
    after = await notes.mend(uow, desk, viewer_of(caller), ticket, message_id, cleaned, mentions, if_match)
    return await _with_note(uow, desk, caller, after, message_id)


@routes.delete("", response_model=OneTicket)
async def delete_note(
    ticket: str, message_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Takes away one's own note within ten minutes, with its files and its words in the search."""
    after = await notes.take_back(uow, desk, viewer_of(caller), ticket, message_id, if_match)
    return await changed(uow, desk, caller, after)


async def _with_note(uow: Uow, desk: Desk, caller: Principal, after: Changed, message_id: UUID) -> Response:
    row = await find_message(uow.connection, message_id)
    files = (await for_messages(uow.connection, [message_id])).get(message_id, ())
    view = message_view(row, files, file_view(desk.settings, caller, uow.now), as_staff=True)
    return await changed(uow, desk, caller, after, message=view)
