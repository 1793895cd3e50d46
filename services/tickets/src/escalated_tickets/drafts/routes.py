"""/tickets/{ticket}/draft: one's own, for who works on tickets."""

from collections.abc import Iterable
from typing import Any

from fastapi import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import Forbidden, NotFound, invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import no_content, one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_tickets.attachments.queries import by_ids
from escalated_tickets.attachments.service import own_uploads
from escalated_tickets.attachments.views import upload_view
from escalated_tickets.desk import TheDesk
from escalated_tickets.drafts.schemas import DraftIn, OneDraft
from escalated_tickets.drafts.service import Draft, find_draft, forget_draft, keep_draft
from escalated_tickets.tickets.queries import SeenTicket, visible_ticket

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["conversation"])


@routes.get("/draft", response_model=OneDraft)
async def show_draft(ticket: str, caller: Caller, reader: Reader) -> Response:
    """What the caller has begun to write on the ticket; 404 where that is nothing."""
    seen = await _seen(reader, caller, ticket)
    row = await find_draft(reader, seen.state.id, caller.id)
    return one(_view(row, await by_ids(reader, row.upload_ids)), version=row.version)


@routes.put("/draft", response_model=OneDraft)
async def keep_a_draft(ticket: str, body: DraftIn, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Keeps what the caller has written so far: the last write wins, and its version counts the writes.

    Nobody is told, and nothing of the ticket changes. It is kept for thirty days, its files with it.
    """
    seen = await _seen(uow.connection, caller, ticket)
    _may_send(caller, body.kind)
    most = desk.settings.max_attachments
    if len(body.attachments) > most:
        raise invalid("/attachments", "too_many", f"A message may have {most} files at most")
    files = await own_uploads(uow, body.attachments) if body.attachments else []
    draft = Draft(body.kind, body.body, body.format, tuple(body.attachments))
    row = await keep_draft(uow, seen.state.id, caller.id, draft)
    return one(_view(row, files), version=row.version)


@routes.delete("/draft", status_code=204)
async def throw_draft_away(ticket: str, caller: Caller, uow: Uow) -> Response:
    """Throws the caller's draft away; where there is none, nothing is."""
    seen = await _seen(uow.connection, caller, ticket)
    await forget_draft(uow, seen.state.id, caller.id)
    return no_content()


async def _seen(reader: Reader, caller: Principal, ticket: str) -> SeenTicket:
    seen = await visible_ticket(reader, caller, ticket)
    if not seen.as_staff:
        raise NotFound("You have no draft on this ticket.", code="draft_not_found")
    return seen


def _may_send(caller: Principal, kind: str) -> None:
    needed = "tickets:reply" if kind == "reply" else "tickets:note"
    if not caller.may(needed):
        raise Forbidden(f"You may not write a {kind}.", extra={"permission": needed})


def _view(row: Any, files: Iterable[Any]) -> dict[str, Any]:
    return {
        "ticket_id": row.ticket_id,
        "kind": row.kind,
        "body": row.body,
        "format": row.format,
        "attachments": [upload_view(each) for each in files],
        "version": row.version,
        "updated_at": row.updated_at,
    }
