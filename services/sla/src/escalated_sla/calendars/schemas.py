"""The shapes of calendars over HTTP."""

from datetime import UTC, datetime
from datetime import date as date_
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from escalated_chassis.http.schemas import Schema
from escalated_sla.calendars.rules import YEARS

MOST_INTERVALS: Final = 48
"""Of a day: more would take seconds to compile."""


def _within_years(at: datetime) -> datetime:
    # Asked before and after: what is far out of range cannot even be told in UTC.
    if at.year not in YEARS or (at := at.astimezone(UTC)).year not in YEARS:
        raise ValueError(f"give an instant between {YEARS.start} and {YEARS.stop - 1}")
    return at


Instant = Annotated[AwareDatetime, AfterValidator(_within_years)]
Seconds = Annotated[float, Field(ge=0, le=366 * 86_400 * 10)]
Hours = dict[str, Annotated[list[tuple[str, str]], Field(max_length=MOST_INTERVALS)]]


class Opening(Schema):
    """When a desk is open: `hours` by weekday (mon … sun), `date_hours` instead of them, `holidays` closed."""

    timezone: str
    hours: Hours
    date_hours: Annotated[Hours, Field(max_length=1000)] | None = None
    holidays: Annotated[list[str], Field(max_length=4000)] | None = None


HolidayNames = Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=4000)]


class CalendarBody(Opening):
    """`holiday_names` may tell what a holiday is called, by its date."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    holiday_names: HolidayNames = {}


class CalendarAnswer(Schema):
    id: UUID
    name: str
    timezone: str
    hours: Hours
    date_hours: Hours
    holidays: list[str]
    holiday_names: dict[str, str]
    version: int
    recomputation_id: UUID | None = None


class OneCalendar(Schema):
    data: CalendarAnswer


class ManyCalendars(Schema):
    data: list[CalendarAnswer]
    meta: dict[str, Any]


class Preview(Schema):
    """Either `seconds` of open time, to learn when they are over, or `end`, to learn how many there are.

    A pause whose end is null still runs.
    """

    calendar: Opening
    start: Instant
    seconds: Seconds | None = None
    end: Instant | None = None
    pauses: Annotated[list[tuple[Instant, Instant | None]], Field(max_length=1000)] = []


class Span(Schema):
    """An open time that counted, `[start, end)`."""

    start: datetime
    end: datetime
    seconds: float


class PreviewResult(Schema):
    """`due`: when the target is reached; null where a pause still runs then.

    `breach_at`: from when on it is exceeded; null where it never is.

    `stretches` are the first 500 open times that count; `more_stretches` says that there are others.
    """

    due: datetime | None = None
    breach_at: datetime | None = None
    seconds: float | None = None
    stretches: list[Span]
    more_stretches: bool


class OnePreview(Schema):
    data: PreviewResult


class ManyZones(Schema):
    """IANA names that a calendar may have."""

    data: list[str]


class HolidaySetAnswer(Schema):
    """`subdivisions` by code, with a name where one is known; `languages` of the names, its own one first."""

    country: str
    name: str
    subdivisions: dict[str, str]
    languages: list[str]


class ManyHolidaySets(Schema):
    data: list[HolidaySetAnswer]


class HolidayAnswer(Schema):
    date: date_
    name: str


class HolidaysAnswer(Schema):
    country: str
    subdivision: str | None
    years: list[int]
    language: str | None
    holidays: list[HolidayAnswer]


class OneHolidaySet(Schema):
    data: HolidaysAnswer
