"""Holidays over HTTP: public ones to choose from, and a calendar's own as iCalendar files."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Path, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from escalated_chassis.errors import FieldError, Invalid, TooLarge, UnsupportedMedia, invalid
from escalated_chassis.http.answers import one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_sla.calendars import queries, service
from escalated_sla.calendars.holiday_sets import holiday_sets, holidays_of, read_years
from escalated_sla.calendars.hours import CalendarError, read_calendar
from escalated_sla.calendars.ical import LARGEST, BadFile, read_holidays, write_holidays
from escalated_sla.calendars.schemas import ManyHolidaySets, OneCalendar, OneHolidaySet
from escalated_sla.context import TheContext
from escalated_sla.policies import impact
from escalated_sla.policies.schemas import OneImpact

CALENDAR = "text/calendar"
_FORM = "multipart/form-data"
_TEXT = {"schema": {"type": "string"}}
_FILE = {"schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}}
_SENT: dict[str, Any] = {
    "x-max-body": LARGEST + 10_000,
    "requestBody": {"required": True, "content": {CALENDAR: _TEXT, _FORM: _FILE}},
}
Mode = Annotated[Literal["add", "replace"], Query(description="add to the holidays, or replace them")]

routes = router(prefix=API_PREFIX, tags=["calendars"])


@routes.get("/holiday-sets", response_model=ManyHolidaySets)
async def list_holiday_sets(caller: Caller) -> Response:
    """Countries whose public holidays are known, with their parts and languages. Needs sla:read."""
    caller.require("sla:read")
    return one(
        [
            {
                "country": each.country,
                "name": each.name,
                "subdivisions": {code: each.names.get(code, code) for code in each.subdivisions},
                "languages": each.languages,
            }
            for each in holiday_sets()
        ]
    )


@routes.get("/holiday-sets/{country}", response_model=OneHolidaySet)
async def get_holiday_set(
    caller: Caller,
    context: TheContext,
    country: Annotated[str, Path(max_length=2, description="ISO 3166-1 alpha-2")],
    subdivision: Annotated[str | None, Query(max_length=40)] = None,
    years: Annotated[str | None, Query(max_length=80, description="2026,2027; else this year and the next")] = None,
    language: Annotated[str | None, Query(max_length=10, description="Of the names; else the country's own")] = None,
) -> Response:
    """The public holidays of a country, or of a part of it, by date. Needs sla:read."""
    caller.require("sla:read")
    numbers = read_years(years, context.clock.now().year)
    found = holidays_of(country, subdivision, numbers, language)
    return one(
        {
            "country": country.upper(),
            "subdivision": subdivision,
            "years": numbers,
            "language": language,
            "holidays": [{"date": day, "name": name} for day, name in found.items()],
        }
    )


@routes.post("/calendars/{calendar_id}/holidays/import", response_model=OneCalendar, openapi_extra=_SENT)
async def import_holidays(
    caller: Caller, uow: Uow, calendar_id: UUID, request: Request, if_match: IfMatch, mode: Mode = "add"
) -> Response:
    """Takes the all-day events of an iCalendar file for holidays; yearly ones through ten years. Needs sla:manage.

    A file with anything wrong changes nothing; the problem says which event it is (`/event/12`).
    """
    caller.require("sla:manage")
    async with _refusing():
        found = await _read(request, uow.now)
        row, recomputation = await service.import_holidays(
            uow, calendar_id, found, replace=mode == "replace", if_match=if_match
        )
    return one(queries.present(row) | {"recomputation_id": recomputation}, version=row.version)


@routes.post("/calendars/{calendar_id}/holidays/import/preview", response_model=OneImpact, openapi_extra=_SENT)
async def preview_import(
    caller: Caller, context: TheContext, reader: Reader, calendar_id: UUID, request: Request, mode: Mode = "add"
) -> Response:
    """How many open tickets the import of a file would move; nothing is changed. Needs sla:manage."""
    caller.require("sla:manage")
    row, now = await queries.find_calendar(reader, calendar_id), context.clock.now()
    async with _refusing():
        calendar, _ = service.with_holidays(row, await _read(request, now), now, replace=mode == "replace")
    after = await impact.with_calendar(reader, context.book, calendar_id, calendar, now)
    return one(await impact.impact_of(reader, context.book, after, now, anew=context.switches.anew))


@routes.get(
    "/calendars/{calendar_id}/holidays.ics",
    responses={200: {"content": {CALENDAR: _TEXT}, "description": "An all-day event for each holiday"}},
    response_class=Response,
)
async def export_holidays(caller: Caller, context: TheContext, reader: Reader, calendar_id: UUID) -> Response:
    """The holidays of a calendar as an iCalendar file; importing it gives the same. Needs sla:read."""
    caller.require("sla:read")
    row = await queries.find_calendar(reader, calendar_id)
    names = queries.read_names(row)
    holidays = {day: names.get(day, "") for day in read_calendar(row.definition).holidays}
    content = write_holidays(holidays, calendar=row.name, now=context.clock.now())
    headers = {"content-disposition": 'attachment; filename="holidays.ics"'}
    return Response(content, 200, headers, f"{CALENDAR}; charset=utf-8")


@asynccontextmanager
async def _refusing() -> AsyncIterator[None]:
    """What cannot be taken from a file, as a problem."""
    try:
        yield
    except BadFile as error:
        detail = f"{str(error).removesuffix('.')}."
        where = FieldError(f"/event/{error.event}" if error.event else "/file", "ical", detail)
        raise Invalid(detail, code="bad_calendar_file", errors=[where], extra={"event": error.event}) from error
    except CalendarError as error:
        raise invalid(error.pointer, "calendar", str(error)) from error


async def _read(request: Request, now: datetime) -> dict[date, str]:
    return await asyncio.to_thread(read_holidays, await _content(request), now.date())


async def _content(request: Request) -> bytes:
    """The file, as the body itself or as the field `file` of a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == CALENDAR:
        content = await request.body()
    elif kind == _FORM:
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise invalid("/file", "missing", "Send the file as the field file.")
            content = await file.read(LARGEST + 1)
    else:
        raise UnsupportedMedia(f"Send the file as {CALENDAR}, or as the field file of a {_FORM}.")
    if len(content) > LARGEST:
        raise TooLarge(f"At most {LARGEST} bytes.")
    return content
