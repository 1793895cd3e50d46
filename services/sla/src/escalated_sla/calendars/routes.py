"""Calendars over HTTP."""

import asyncio
from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from escalated_chassis.errors import invalid
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_sla.calendars import queries, service
from escalated_sla.calendars.hours import zone_names
from escalated_sla.calendars.preview import opening_of, preview
from escalated_sla.calendars.schemas import (
    CalendarBody,
    ManyCalendars,
    ManyZones,
    OneCalendar,
    OnePreview,
    Preview,
)
from escalated_sla.context import TheContext
from escalated_sla.policies import impact
from escalated_sla.policies.schemas import OneImpact

routes = router(prefix=API_PREFIX, tags=["calendars"])


@routes.get("/calendars", response_model=ManyCalendars)
async def list_calendars(caller: Caller, reader: Reader) -> Response:
    """Calendars by name. Needs sla:read."""
    caller.require("sla:read")
    return many([queries.present(row) for row in await queries.all_calendars(reader)], next_cursor=None)


@routes.get("/calendars/zones", response_model=ManyZones)
async def list_zones(caller: Caller) -> Response:
    """The IANA time zones that a calendar may be in. Needs sla:read."""
    caller.require("sla:read")
    return one(sorted(zone_names()))


@routes.post("/calendars", status_code=201, response_model=OneCalendar)
async def create_calendar(caller: Caller, uow: Uow, body: CalendarBody) -> Response:
    """Adds a calendar. Needs sla:manage."""
    caller.require("sla:manage")
    opening = opening_of(body, uow.now)
    row = await service.create_calendar(uow, name=body.name, calendar=opening, names=names_of(body))
    return one(queries.present(row), status=201, version=row.version)


@routes.post("/calendars/preview", response_model=OnePreview)
async def preview_calendar(caller: Caller, body: Preview) -> Response:
    """When open time is over, or how much there is, by a calendar that need not be saved. Needs sla:read."""
    caller.require("sla:read")
    return one(await asyncio.to_thread(preview, body))


@routes.post("/calendars/{calendar_id}/preview-edit", response_model=OneImpact)
async def preview_calendar_edit(
    caller: Caller, context: TheContext, reader: Reader, calendar_id: UUID, body: CalendarBody
) -> Response:
    """How many open tickets an edit of the calendar would move, before it is saved. Needs sla:manage.

    Exact up to 20,000 open tickets, beyond that a lower bound.
    """
    caller.require("sla:manage")
    await queries.find_calendar(reader, calendar_id)
    now = context.clock.now()
    names_of(body)
    after = await impact.with_calendar(reader, context.book, calendar_id, opening_of(body, now), now)
    return one(await impact.impact_of(reader, context.book, after, now, anew=context.switches.anew))


@routes.get("/calendars/{calendar_id}", response_model=OneCalendar)
async def get_calendar(caller: Caller, reader: Reader, calendar_id: UUID, request: Request) -> Response:
    """A calendar. Needs sla:read."""
    caller.require("sla:read")
    row = await queries.find_calendar(reader, calendar_id)
    return one(queries.present(row), version=row.version, request=request)


@routes.put("/calendars/{calendar_id}", response_model=OneCalendar)
async def change_calendar(
    caller: Caller, uow: Uow, calendar_id: UUID, body: CalendarBody, if_match: IfMatch
) -> Response:
    """Replaces a calendar; open clocks that follow it are recomputed in the background. Needs sla:manage.

    `recomputation_id` leads to the progress at /sla-recomputations; null where no clock can move.
    """
    caller.require("sla:manage")
    opening = opening_of(body, uow.now)
    row, recomputation = await service.change_calendar(
        uow, calendar_id, name=body.name, calendar=opening, names=names_of(body), if_match=if_match
    )
    return one(queries.present(row) | {"recomputation_id": recomputation}, version=row.version)


@routes.delete("/calendars/{calendar_id}", status_code=204)
async def delete_calendar(caller: Caller, uow: Uow, calendar_id: UUID, if_match: IfMatch) -> Response:
    """Removes a calendar that no policy follows. Needs sla:manage."""
    caller.require("sla:manage")
    await service.delete_calendar(uow, calendar_id, if_match)
    return no_content()


def names_of(body: CalendarBody) -> dict[date, str]:
    """The names of holidays in a body. Raises Invalid for one that is of no holiday of it."""
    for day in body.holiday_names.keys() - set(body.holidays or ()):
        raise invalid(f"/holiday_names/{day[:40]}", "no_holiday", "That is none of the holidays.")
    return {date.fromisoformat(day): name for day, name in body.holiday_names.items()}
