"""Trying a calendar before it is saved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from escalated_chassis.errors import Invalid, invalid
from escalated_sla.calendars.rules import (
    HORIZON,
    Calendar,
    CalendarError,
    Pause,
    breach_at,
    due,
    open_elapsed,
    open_stretches,
    parse_calendar,
)
from escalated_sla.calendars.schemas import Opening, Preview

MOST_STRETCHES: Final = 500


def opening_of(body: Opening, since: datetime, base: str = "") -> Calendar:
    """The calendar that a body describes; `base` is where in the request it stands.

    Raises Invalid with a pointer, also for one that never opens within ten years of `since`.
    """
    fields = set(Opening.model_fields)
    try:
        return parse_calendar(body.model_dump(mode="json", include=fields, exclude_none=True), since)
    except CalendarError as error:
        raise invalid(f"{base}{error.pointer}", "calendar", str(error)) from error


def preview(body: Preview) -> dict[str, Any]:
    """The answer in the shape of `PreviewResult`. Takes a second for the worst of calendars: not for the event loop.

    Raises Invalid where the question is neither for seconds nor for an end, or both, or cannot be answered.
    """
    calendar = opening_of(body.calendar, body.start, "/calendar")
    if (body.seconds is None) == (body.end is None):
        raise invalid("/seconds", "one_of", "Give either seconds or end.")
    pauses = [_pause(index, start, end) for index, (start, end) in enumerate(body.pauses)]
    if body.end is not None:
        seconds = open_elapsed(calendar, body.start, body.end, pauses).total_seconds()
        return {"seconds": seconds, **_stretches(calendar, body.start, body.end, pauses)}
    return _due(calendar, body.start, timedelta(seconds=body.seconds or 0), pauses)


def _pause(index: int, start: datetime, end: datetime | None) -> Pause:
    try:
        return Pause(start, end)
    except ValueError as error:
        raise invalid(f"/pauses/{index}", "out_of_range", str(error)) from error


def _due(calendar: Calendar, start: datetime, target: timedelta, pauses: Sequence[Pause]) -> dict[str, Any]:
    found = due(calendar, start, target, pauses)
    running = [pause.start for pause in pauses if pause.end is None and pause.start < start + HORIZON]
    if found is None and not running:
        raise Invalid("That is more than ten years away.", code="beyond_horizon")
    breaks = breach_at(calendar, start, target, pauses)
    return {"due": found, "breach_at": breaks, **_stretches(calendar, start, found or min(running), pauses)}


def _stretches(calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Pause]) -> dict[str, Any]:
    found = open_stretches(calendar, start, end, pauses)
    told = [{"start": it.start, "end": it.end, "seconds": it.length.total_seconds()} for it in found[:MOST_STRETCHES]]
    return {"stretches": told, "more_stretches": len(found) > MOST_STRETCHES}
