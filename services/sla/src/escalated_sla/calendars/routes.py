"""Calendars over HTTP."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_sla.calendars import queries, service
from escalated_sla.calendars.preview import opening_of, preview
from escalated_sla.calendars.schemas import CalendarBody, ManyCalendars, OneCalendar, OnePreview, Preview
from escalated_sla.clocks.queries import count_open

routes = router(prefix=API_PREFIX, tags=["calendars"])


@routes.get("/calendars", response_model=ManyCalendars)
async def list_calendars(caller: Caller, reader: Reader) -> Response:
    """Calendars by name. Needs sla:read."""
    caller.require("sla:read")
    return many([queries.present(row) for row in await queries.all_calendars(reader)], next_cursor=None)


@routes.post("/calendars", status_code=201, response_model=OneCalendar)
async def create_calendar(caller: Caller, uow: Uow, body: CalendarBody) -> Response:
    """Adds a calendar. Needs sla:manage."""
    caller.require("sla:manage")
    row = await service.create_calendar(uow, name=body.name, calendar=opening_of(body, uow.now))
    return one(queries.present(row), status=201, version=row.version)


@routes.post("/calendars/preview", response_model=OnePreview)
async def preview_calendar(caller: Caller, body: Preview) -> Response:
    """When open time is over, or how much there is, by a calendar that need not be saved. Needs sla:read."""
    caller.require("sla:read")
    return one(preview(body))


@routes.get("/calendars/{calendar_id}", response_model=OneCalendar)
async def get_calendar(caller: Caller, reader: Reader, calendar_id: UUID, request: Request) -> Response:
    """A calendar. Needs sla:read."""
    caller.require("sla:read")
    row = await queries.calendar(reader, calendar_id)
    if row is None:
        raise NotFound("There is no such calendar.")
    return one(queries.present(row), version=row.version, request=request)


@routes.put("/calendars/{calendar_id}", response_model=OneCalendar)
async def change_calendar(
    caller: Caller, uow: Uow, calendar_id: UUID, body: CalendarBody, if_match: IfMatch
) -> Response:
    """Replaces a calendar; answers how many tickets with open clocks are computed again. Needs sla:manage."""
    caller.require("sla:manage")
    opening = opening_of(body, uow.now)
    row = await service.change_calendar(uow, calendar_id, name=body.name, calendar=opening, if_match=if_match)
    answer = queries.present(row) | {"open_tickets": await count_open(uow.connection)}
    return one(answer, version=row.version)


@routes.delete("/calendars/{calendar_id}", status_code=204)
async def delete_calendar(caller: Caller, uow: Uow, calendar_id: UUID) -> Response:
    """Removes a calendar that no policy follows. Needs sla:manage."""
    caller.require("sla:manage")
    await service.delete_calendar(uow, calendar_id)
    return no_content()
