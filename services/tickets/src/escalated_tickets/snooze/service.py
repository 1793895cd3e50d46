"""Putting a ticket to sleep and waking it by hand; the timer that wakes them stands with the other timers."""

from dataclasses import dataclass
from datetime import datetime

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.desk import Desk
from escalated_tickets.snooze import rules
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.tickets.writing import Changed, begin, save


@dataclass(frozen=True)
class Until:
    """A time, or a preset counted in a zone; none is the desk's own."""

    at: datetime | None = None
    preset: rules.Preset | None = None
    zone: str | None = None


async def snooze(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, until: Until, if_match: int | None = None
) -> Changed:
    """Lets a ticket sleep, with its status kept; one that sleeps gets the new time.

    Raises Invalid for the past, for over two years and for a zone that is none; Conflict for a ticket that is done.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.SNOOZE)
    rules.snooze(edit, time_of(until, desk, uow.now))
    return await save(uow, edit)


async def unsnooze(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    """Wakes a ticket; one that is awake stays so, and nothing is said."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.SNOOZE)
    rules.wake(edit, "person")
    return await save(uow, edit)


def time_of(until: Until, desk: Desk, now: datetime) -> datetime:
    """The instant that is meant."""
    zone = rules.zone_of(until.zone or desk.settings.time_zone)
    if until.preset is not None:
        return rules.until_of(until.preset, zone, now)
    assert until.at is not None, "a time or a preset is asked for by the shape"
    return until.at
