"""GET /tickets/export.csv."""

from typing import Annotated

import structlog
from fastapi import Query, Request
from pydantic import Field
from starlette.responses import StreamingResponse
from starlette.types import Send

from escalated_chassis.access.authenticator import ACCESS_COOKIE, Authenticator
from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import Invalid, Unauthenticated
from escalated_chassis.http import app
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.export.service import PERMISSION, BrokenOff, Export, page_of, table
from escalated_tickets.tickets.schemas import TicketFilters
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.views.columns import Column, columns_of, unknown_columns
from escalated_tickets.views.listing import broken, filters_for
from escalated_tickets.views.queries import visible_view
from escalated_tickets.views.schemas import DEFAULT_COLUMNS

_log = structlog.get_logger(__name__)
routes = app.router(prefix=app.API_PREFIX, tags=["tickets"])


class Table(StreamingResponse):
    """An answer that may break off: it then returns unfinished, at which the server cuts the connection."""

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        except BrokenOff as broken:
            _log.warning("export_broken_off", reason=str(broken))


class ExportParameters(TicketFilters, extra="forbid"):
    """The filters of the list, and how the table is to look."""

    columns: str | None = Field(
        default=None, max_length=4_000, description="Names separated by commas; else the view's"
    )
    bom: bool = Field(default=False, description="Begin with a byte order mark, by which Excel knows UTF-8")


@routes.get(
    "/tickets/export.csv",
    response_class=Table,
    responses={200: {"content": {"text/csv": {}}, "description": "The table, streamed; the oldest ticket first"}},
)
async def export_tickets(
    parameters: Annotated[ExportParameters, Query()], request: Request, caller: Caller, reader: Reader, desk: TheDesk
) -> Table:
    """What the list shows, as CSV: all pages. A table that breaks off ends without HTTP's end: the download fails."""
    caller.require("tickets:read")
    caller.require(PERMISSION)
    filters = await filters_for(reader, desk, viewer_of(caller), parameters.filters(), parameters.view)
    columns = await _columns(parameters, caller, reader, desk)
    authenticator: Authenticator = request.app.state.authenticator
    export = Export(filters, columns, parameters.bom, lambda: _now(authenticator, request, caller))
    database = request.app.state.database
    page = await page_of(reader, export)
    name = f"tickets-{desk.clock.now():%Y-%m-%d}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Table(table(desk, database, export, page), media_type="text/csv; charset=utf-8", headers=headers)


async def _columns(parameters: ExportParameters, caller: Principal, reader: Reader, desk: Desk) -> list[Column]:
    known = columns_of((await desk.fields.present(reader)).vocabulary.book)
    if parameters.columns is not None:
        names = [name.strip() for name in parameters.columns.split(",")]
        errors = unknown_columns(names, known, at="columns")
        if errors:
            raise Invalid("Some columns are refused; `errors` says which.", errors=errors)
        return [known[name] for name in names]
    if parameters.view is None:
        return [known[name] for name in DEFAULT_COLUMNS]
    view = await visible_view(reader, viewer_of(caller), parameters.view)
    vanished = unknown_columns(view.columns, known)
    if vanished:
        raise broken(view, vanished)
    return [known[name] for name in view.columns]


async def _now(authenticator: Authenticator, request: Request, caller: Principal) -> Principal:
    """The reader as they are now; a token that has merely grown old goes on, until it is revoked."""
    bearer = request.headers.get("authorization", "").partition(" ")[2].strip()
    try:
        return await authenticator.verify(bearer or request.cookies.get(ACCESS_COOKIE, ""))
    except Unauthenticated as error:
        if error.code != "token_expired" or caller.token_id:
            raise
    authenticator.revocations.check(caller.id, caller.session_id, caller.access_version)
    return caller
