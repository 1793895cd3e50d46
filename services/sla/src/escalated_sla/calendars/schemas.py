"""The shapes of calendars over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from escalated_chassis.http.schemas import Schema

Seconds = Annotated[float, Field(ge=0, le=366 * 86_400 * 10)]
Hours = dict[str, list[tuple[str, str]]]


class Opening(Schema):
    """When a desk is open: `hours` by weekday (mon … sun), `date_hours` instead of them, `holidays` closed."""

    timezone: str
    hours: Hours
    date_hours: Annotated[Hours, Field(max_length=1000)] | None = None
    holidays: Annotated[list[str], Field(max_length=4000)] | None = None


class CalendarBody(Opening):
    name: Annotated[str, Field(min_length=1, max_length=120)]


class CalendarAnswer(Schema):
    id: UUID
    name: str
    timezone: str
    hours: Hours
    date_hours: Hours
    holidays: list[str]
    version: int
    open_tickets: int | None = None


class OneCalendar(Schema):
    data: CalendarAnswer


class ManyCalendars(Schema):
    data: list[CalendarAnswer]
    meta: dict[str, Any]


class Preview(Schema):
    """Either `seconds` of open time, to learn when they are over, or `end`, to learn how many there are."""

    calendar: Opening
    start: AwareDatetime
    seconds: Seconds | None = None
    end: AwareDatetime | None = None
    pauses: Annotated[list[tuple[AwareDatetime, AwareDatetime]], Field(max_length=1000)] = []


class PreviewResult(Schema):
    due: datetime | None = None
    seconds: float | None = None


class OnePreview(Schema):
    data: PreviewResult
