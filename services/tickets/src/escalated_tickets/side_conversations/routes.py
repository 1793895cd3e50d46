"""/tickets/{ticket}/side-conversations: for staff; to customers there is nothing here."""

from typing import Any
from uuid import UUID

from fastapi import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import NotFound
from escalated_chassis.http import app
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_tickets.attachments.queries import for_messages
from escalated_tickets.attachments.views import file_view
from escalated_tickets.conversation.rules import clean
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.side_conversations import service
from escalated_tickets.side_conversations.queries import (
    find_side_conversation,
    side_conversations_of,
    side_messages_of,
)
from escalated_tickets.side_conversations.schemas import (
    NewSideConversation,
    NewSideMessage,
    OneSideConversation,
    SideConversationList,
)
from escalated_tickets.side_conversations.views import side_conversation_view, side_message_view
from escalated_tickets.tickets.queries import SeenTicket, visible_ticket
from escalated_tickets.tickets.schemas import Nothing
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}/side-conversations", tags=["side conversations"])


@routes.get("", response_model=SideConversationList)
async def list_side_conversations(ticket: str, caller: Caller, reader: Reader) -> Response:
    """All of the ticket, the oldest first, without their lines."""
    seen = await _seen(reader, caller, ticket)
    rows = await side_conversations_of(reader, seen.state.id)
    return many([side_conversation_view(row) for row in rows], next_cursor=None)


@routes.post("", response_model=OneSideConversation, status_code=201)
async def begin_side_conversation(
    ticket: str, body: NewSideConversation, caller: Caller, uow: Uow, desk: TheDesk
) -> Response:
    """Talks beside the ticket: with colleagues, who follow the ticket from then on, or by mail with a third party."""
    opening = service.SideOpening(
        body.subject,
        body.channel,
        clean(body.body, body.format),
        tuple(body.participants),
        tuple((each.email, each.name or "") for each in body.recipients),
        tuple(body.attachments),
    )
    row = await service.open_side_conversation(uow, desk, viewer_of(caller), ticket, opening)
    return one(await _whole(uow.connection, row, caller, desk), status=201)


@routes.get("/{conversation_id}", response_model=OneSideConversation)
async def show_side_conversation(
    ticket: str, conversation_id: UUID, caller: Caller, reader: Reader, desk: TheDesk
) -> Response:
    """One with all of its lines, the oldest first."""
    seen = await _seen(reader, caller, ticket)
    row = await find_side_conversation(reader, conversation_id)
    if row is None or row.ticket_id != seen.state.id:
        raise NotFound("There is no such side conversation.", code="side_conversation_not_found")
    return one(await _whole(reader, row, caller, desk))


@routes.post("/{conversation_id}/messages", response_model=OneSideConversation, status_code=201)
async def write_in_side_conversation(
    ticket: str, conversation_id: UUID, body: NewSideMessage, caller: Caller, uow: Uow, desk: TheDesk
) -> Response:
    """Adds a line; one by mail goes out to all of its recipients."""
    cleaned, uploads = clean(body.body, body.format), tuple(body.attachments)
    row = await service.write_line(uow, desk, viewer_of(caller), ticket, conversation_id, cleaned, uploads)
    return one(await _whole(uow.connection, row, caller, desk), status=201)


@routes.post("/{conversation_id}/close", response_model=OneSideConversation)
async def close_side_conversation(
    ticket: str, conversation_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, _body: Nothing | None = None
) -> Response:
    """Nothing more is written in it; an answer by mail opens it again."""
    row = await service.set_state(uow, desk, viewer_of(caller), ticket, conversation_id, "closed")
    return one(await _whole(uow.connection, row, caller, desk))


@routes.post("/{conversation_id}/reopen", response_model=OneSideConversation)
async def reopen_side_conversation(
    ticket: str, conversation_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, _body: Nothing | None = None
) -> Response:
    """Has a closed one go on; one that is open is no failure."""
    row = await service.set_state(uow, desk, viewer_of(caller), ticket, conversation_id, "open")
    return one(await _whole(uow.connection, row, caller, desk))


async def _seen(reader: Reader, caller: Principal, ticket: str) -> SeenTicket:
    seen = await visible_ticket(reader, caller, ticket)
    if not seen.as_staff:
        raise NotFound("There is no such side conversation.", code="side_conversation_not_found")
    return seen


async def _whole(reader: Reader, row: Any, caller: Principal, desk: Desk) -> dict[str, Any]:
    lines = await side_messages_of(reader, row.id)
    files = await for_messages(reader, [line.id for line in lines])
    show = file_view(desk.settings, caller, desk.clock.now())
    return side_conversation_view(row) | {"messages": [side_message_view(line, files, show) for line in lines]}
