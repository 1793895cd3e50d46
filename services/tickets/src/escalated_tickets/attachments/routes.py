"""/uploads and /attachments."""

from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Request, Response, UploadFile
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import NotFound, Unauthenticated
from escalated_chassis.http import app
from escalated_chassis.http.answers import one
from escalated_chassis.http.dependencies import Caller, MaybeCaller, Reader, Uow
from escalated_tickets.attachments import queries
from escalated_tickets.attachments.incoming import LARGEST_BODY, take_file
from escalated_tickets.attachments.rules import INLINE_TYPES, Link, read_link
from escalated_tickets.attachments.views import link_key, upload_view
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.guests import grants
from escalated_tickets.tickets.queries import visible_ticket

CARRIES_FILES: Final = ("tickets:reply", "tickets:note", "tickets:create")

routes = app.router(prefix=app.API_PREFIX, tags=["attachments"])


class UploadOut(BaseModel):
    id: UUID
    filename: str
    content_type: str
    size: int
    url: str | None
    inline: bool


class OneUpload(BaseModel):
    data: UploadOut


@routes.post("/uploads", response_model=OneUpload, status_code=201, openapi_extra={"x-max-body": LARGEST_BODY})
async def upload_file(file: UploadFile, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Keeps a file for a day, to be attached by its id to what one may write: a message, a note or a new ticket."""
    caller.require(next(filter(caller.may, CARRIES_FILES), CARRIES_FILES[-1]))
    return one(upload_view(await take_file(uow, desk, file)), status=201)


@routes.get("/attachments/{attachment_id}", responses={200: {"content": {"application/octet-stream": {}}}})
async def download_file(
    attachment_id: UUID,
    request: Request,
    caller: MaybeCaller,
    reader: Reader,
    desk: TheDesk,
    token: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """A file's bytes, by the link that a message shows. Asked for without one, the caller must see the ticket."""
    who = await _reader_of_file(request, caller, reader, desk, attachment_id, token)
    row = await queries.find(reader, attachment_id)
    if row is None or row.ticket_id is None:
        raise NotFound("There is no such file.", code="attachment_not_found")
    seen = await visible_ticket(reader, who, row.ticket_id)
    if row.internal and not seen.as_staff:
        raise NotFound("There is no such file.", code="attachment_not_found")
    return StreamingResponse(await desk.files.read(row.id), headers=file_headers(row), media_type=row.content_type)


async def _reader_of_file(
    request: Request, caller: Principal | None, reader: Reader, desk: Desk, attachment_id: UUID, token: str
) -> Principal:
    """Whoever sent credentials, or for whom the link was signed. Raises Unauthenticated for neither."""
    link = read_link(attachment_id, token, desk.clock.now(), link_key(desk.settings)) if token else None
    if token and link is None:
        raise Unauthenticated("The link has expired; open the ticket again for a fresh one.", code="link_expired")
    if caller is not None:
        return caller
    if link is None or not link.session_id:
        raise Unauthenticated("Sign in, or use the link that the message shows.")
    if link.session_id == grants.SESSION:
        return await grants.guest_principal(reader, link.person_id)
    return await _bearer(request, link)


async def _bearer(request: Request, link: Link) -> Principal:
    authenticator: Authenticator = request.app.state.authenticator
    return await authenticator.bearer_of_link(link.person_id, link.session_id)


def file_headers(row: Any) -> dict[str, str]:
    """Safe kinds may show, in a sandbox; everything else is a download. Nothing is guessed, nothing runs."""
    how = "inline" if row.content_type in INLINE_TYPES else "attachment"
    return {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(row.filename)}",
        "Content-Length": str(row.size_bytes),
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
