"""/canned-responses, and their rendering for a ticket."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from starlette.responses import StreamingResponse

from escalated_chassis.http import app
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, IfMatch, Page, Reader, Uow
from escalated_tickets.attachments.routes import file_headers
from escalated_tickets.attachments.views import upload_view
from escalated_tickets.canned_responses import service
from escalated_tickets.canned_responses.queries import START, find_response, list_responses, place_of, response_views
from escalated_tickets.canned_responses.schemas import (
    CannedResponseEdit,
    CannedResponseList,
    NewCannedResponse,
    OneCannedResponse,
    OneRendered,
    Render,
)
from escalated_tickets.desk import TheDesk
from escalated_tickets.tickets.queries import visible_ticket
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX, tags=["canned responses"])
STAFF = "tickets:note"
_SORT = "-usage_count,name"


@routes.get("/canned-responses", response_model=CannedResponseList)
async def list_canned_responses(
    caller: Caller,
    reader: Reader,
    page: Page,
    q: Annotated[str | None, Query(min_length=1, max_length=200, pattern=r"^[^\x00]+$")] = None,
    category: Annotated[str | None, Query(max_length=60, pattern=r"^[^\x00]*$")] = None,
) -> Response:
    """The responses that the caller may use, the most used first; `q` looks into name, category and text."""
    caller.require(STAFF)
    rows = await list_responses(
        reader, viewer_of(caller), words=q, category=category, after=_place(page.cursor), limit=page.limit + 1
    )
    shown = rows[: page.limit]
    more = len(rows) > page.limit
    cursor = encode_cursor(place_of(shown[-1]), _SORT) if more else None
    return many(await response_views(reader, shown), next_cursor=cursor)


def _place(cursor: str | None) -> tuple[int, str, UUID]:
    if cursor is None:
        return START
    used, name, after = decode_cursor(cursor, _SORT, (int, str, UUID))
    return max(min(used, 0), START[0]), name, after


@routes.get("/canned-responses/{response_id}", response_model=OneCannedResponse)
async def show_canned_response(response_id: UUID, caller: Caller, reader: Reader) -> Response:
    """One response, with its ETag."""
    caller.require(STAFF)
    row = await find_response(reader, viewer_of(caller), response_id)
    return one((await response_views(reader, [row]))[0], version=row.version)


@routes.get(
    "/canned-responses/{response_id}/files/{file_id}",
    responses={200: {"content": {"application/octet-stream": {}}}},
)
async def download_canned_file(
    response_id: UUID, file_id: UUID, caller: Caller, reader: Reader, desk: TheDesk
) -> Response:
    """The bytes of one of its files."""
    caller.require(STAFF)
    row = await service.file_of(reader, viewer_of(caller), response_id, file_id)
    return StreamingResponse(await desk.files.read(row.id), headers=file_headers(row), media_type=row.content_type)


@routes.post("/canned-responses", response_model=OneCannedResponse, status_code=201)
async def create_canned_response(body: NewCannedResponse, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Makes a response; a variable that there is not is refused with its name."""
    caller.require(STAFF)
    row = await service.create_response(uow, desk, viewer_of(caller), body.model_dump())
    return one((await response_views(uow.connection, [row]))[0], status=201, version=row.version)


@routes.patch("/canned-responses/{response_id}", response_model=OneCannedResponse)
async def change_canned_response(
    response_id: UUID, body: CannedResponseEdit, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Changes a response of one's own, or a shared one with `canned_responses:share`."""
    caller.require(STAFF)
    row = await service.change_response(uow, desk, viewer_of(caller), response_id, _given(body), if_match)
    return one((await response_views(uow.connection, [row]))[0], version=row.version)


def _given(body: CannedResponseEdit) -> dict[str, Any]:
    values = {name: value for name, value in body.model_dump().items() if value is not None}
    # A department is taken away by sharing otherwise, so it goes along with `shared`.
    return values | {"department_id": body.department_id} if body.shared is not None else values


@routes.delete("/canned-responses/{response_id}", status_code=204)
async def delete_canned_response(
    response_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Deletes a response; replies that used it keep theirs."""
    caller.require(STAFF)
    await service.delete_response(uow, desk, viewer_of(caller), response_id, if_match)
    return no_content()


@routes.post("/tickets/{ticket}/canned-responses/{response_id}/render", response_model=OneRendered)
async def render_canned_response(
    ticket: str, response_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, body: Render | None = None
) -> Response:
    """The text for this ticket, and copies of the files as uploads of the caller's, to be sent with a reply."""
    seen = await visible_ticket(uow.connection, caller, ticket)
    preview = body is not None and body.preview
    rendered = await service.render_for(uow, desk, viewer_of(caller), seen, response_id, preview=preview)
    uploads = [upload_view(row) for row in rendered.attachments]
    return one({"body": rendered.body, "format": "markdown", "attachments": uploads})
