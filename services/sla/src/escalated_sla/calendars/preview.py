"""Trying a calendar before it is saved."""

from datetime import datetime, timedelta
from typing import Any

from escalated_chassis.errors import Invalid, invalid
from escalated_sla.calendars.rules import Calendar, CalendarError, Pause, due, open_elapsed, parse_calendar
from escalated_sla.calendars.schemas import Opening, Preview


def opening_of(body: Opening, today: datetime, base: str = "") -> Calendar:
    """The calendar that a body describes; `base` is where in the request it stands. Raises Invalid with a pointer."""
    fields = set(Opening.model_fields)
    try:
        return parse_calendar(body.model_dump(mode="json", include=fields, exclude_none=True), today.date())
    except CalendarError as error:
        raise invalid(f"{base}{error.pointer}", "calendar", str(error)) from error


def preview(body: Preview) -> dict[str, Any]:
    """`{"due"}` or `{"seconds"}`. Raises Invalid where the question is neither or both, or cannot be answered."""
    calendar = opening_of(body.calendar, body.start, "/calendar")
    if (body.seconds is None) == (body.end is None):
        raise invalid("/seconds", "one_of", "Give either seconds or end.")
    try:
        pauses = [Pause(start, end) for start, end in body.pauses]
        if body.end is not None:
            return {"seconds": open_elapsed(calendar, body.start, body.end, pauses).total_seconds()}
        return {"due": _due(calendar, body.start, timedelta(seconds=body.seconds or 0), pauses)}
    except ValueError as error:
        raise invalid("/start", "out_of_range", str(error)) from error


def _due(calendar: Calendar, start: datetime, target: timedelta, pauses: list[Pause]) -> datetime:
    found = due(calendar, start, target, pauses)
    if found is None:
        raise Invalid("That is more than ten years away.", code="beyond_horizon")
    return found
