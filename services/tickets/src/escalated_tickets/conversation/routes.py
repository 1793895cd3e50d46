"""/tickets/{ticket}/replies, /messages and /timeline."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from fastapi import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, Files, IfMatch, Page, PageRequest, Reader, Uow
from escalated_tickets.activity.queries import activity_after, activity_view
from escalated_tickets.attachments.incoming import WITH_FILES, with_files
from escalated_tickets.attachments.queries import by_ids, for_messages
from escalated_tickets.attachments.views import file_view
from escalated_tickets.conversation.queries import messages_after
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.schemas import MessageList, NewReply, Timeline
from escalated_tickets.conversation.service import Writing, write
from escalated_tickets.conversation.views import message_view
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.outgoing.rules import send_at_of
from escalated_tickets.outgoing.schemas import TicketWithOutgoing
from escalated_tickets.outgoing.service import Delayed, delay
from escalated_tickets.outgoing.views import outgoing_view
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.queries import visible_ticket
from escalated_tickets.tickets.schemas import TicketWithMessage
from escalated_tickets.tickets.viewers import viewer_of

BEGINNING: Final = (datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["conversation"])


@routes.post(
    "/replies",
    response_model=TicketWithMessage,
    status_code=201,
    openapi_extra=WITH_FILES,
    responses={202: {"model": TicketWithOutgoing, "description": "It waits for its time"}},
)
async def reply(
    ticket: str, body: NewReply, caller: Caller, files: Files, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Writes to the customer, or with `internal` a note among agents; `status` is what the ticket becomes by it.

    A customer's reply to a ticket that was done long ago opens a new one, and that is answered. With `send_after` the
    reply waits, and 202 answers it as `outgoing`.
    """
    _refuse_agents_fields(body, caller)
    viewer = viewer_of(caller)
    writing = Writing(
        clean(body.body, body.format),
        internal=body.internal,
        status=body.status,
        upload_ids=await with_files(uow, desk, body.attachments, files),
        channel=viewer.channel,
        calls=body.internal,
        mentions=tuple(body.mentions),
    )
    send_at = None if body.send_after is None else send_at_of(body.send_after, uow.now)
    if send_at is not None:
        reply_later = Delayed(writing, body.body, body.format, send_at)
        unchanged, row = await delay(uow, desk, viewer, ticket, reply_later, if_match)
        waiting = outgoing_view(row, await by_ids(uow.connection, row.upload_ids))
        return await changed(uow, desk, caller, unchanged, status=202, outgoing=waiting)
    after = await write(uow, desk, viewer, ticket, writing, if_match)
    return await changed(uow, desk, caller, after, status=201)


def _refuse_agents_fields(body: NewReply, caller: Principal) -> None:
    if body.internal and body.status is not None:
        raise invalid("/status", "not_with_note", "A note changes no status.")
    if body.internal and body.send_after is not None:
        raise invalid("/send_after", "not_with_note", "A note is there at once.")
    if body.mentions and not body.internal:
        raise invalid("/mentions", "not_with_reply", "People are called in notes.")
    if caller.is_staff:
        return
    for name in ("internal", "status", "send_after", "mentions"):
        if name in body.model_fields_set:
            raise invalid(f"/{name}", "read_only", "This is for agents.")


@routes.get("/messages", response_model=MessageList)
async def list_messages(
    ticket: str, caller: Caller, reader: Reader, desk: TheDesk, page: Page, pinned: bool = False
) -> Response:
    """The conversation, oldest first; notes for staff only, and with `pinned` only those at the top."""
    return await conversation_page(ticket, caller, reader, desk, page, pinned=pinned)


async def conversation_page(
    ticket: str, caller: Principal, reader: Reader, desk: Desk, page: PageRequest, *, pinned: bool = False
) -> Response:
    """A page of a conversation as somebody sees it: whoever signed in, or a guest."""
    seen = await visible_ticket(reader, caller, ticket)
    at, after_id = _place(page.cursor, "messages")
    rows = await messages_after(
        reader, seen.state.id, notes=seen.as_staff, at=at, after_id=after_id, limit=page.limit + 1, pinned=pinned
    )
    shown = rows[: page.limit]
    views = await _message_views(shown, caller, reader, desk, as_staff=seen.as_staff)
    more = len(rows) > page.limit
    return many(views, next_cursor=encode_cursor((shown[-1].created_at, shown[-1].id), "messages") if more else None)


@routes.get("/timeline", response_model=Timeline)
async def show_timeline(ticket: str, caller: Caller, reader: Reader, desk: TheDesk, page: Page) -> Response:
    """Messages and changes together, oldest first."""
    seen = await visible_ticket(reader, caller, ticket)
    at, after_id = _place(page.cursor, "timeline")
    ticket_id, as_staff, limit = seen.state.id, seen.as_staff, page.limit + 1
    written = await messages_after(reader, ticket_id, notes=as_staff, at=at, after_id=after_id, limit=limit)
    done = await activity_after(reader, ticket_id, as_staff=as_staff, at=at, after_id=after_id, limit=limit)
    entries = sorted((*written, *done), key=lambda row: (row.created_at, row.id))
    shown = entries[: page.limit]
    messages = [row for row in shown if "body_html" in row._fields]
    views = await _message_views(messages, caller, reader, desk, as_staff=as_staff)
    by_id = {view["id"]: view for view in views}
    last = shown[-1] if len(entries) > page.limit else None
    cursor = encode_cursor((last.created_at, last.id), "timeline") if last else None
    return many([_entry(row, by_id, as_staff=as_staff) for row in shown], next_cursor=cursor)


def _entry(row: Any, messages: dict[UUID, dict[str, Any]], *, as_staff: bool) -> dict[str, Any]:
    message = messages.get(row.id)
    if message is not None:
        return {"kind": "message", "at": row.created_at, "message": message}
    return {"kind": "activity", "at": row.created_at, "activity": activity_view(row, as_staff=as_staff)}


async def _message_views(
    rows: list[Any], caller: Principal, reader: Reader, desk: Desk, *, as_staff: bool
) -> list[dict[str, Any]]:
    files = await for_messages(reader, [row.id for row in rows]) if rows else {}
    show = file_view(desk.settings, caller, desk.clock.now())
    return [message_view(row, files.get(row.id, ()), show, as_staff=as_staff) for row in rows]


def _place(cursor: str | None, of: str) -> tuple[datetime, UUID]:
    if cursor is None:
        return BEGINNING
    values = decode_cursor(cursor, of)
    if len(values) != 2 or not isinstance(values[0], datetime) or not isinstance(values[1], UUID):
        raise invalid("cursor", "bad_cursor", "This is not a cursor that was given out here.")
    return values[0], values[1]
