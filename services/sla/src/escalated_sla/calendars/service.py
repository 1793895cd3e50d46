"""What can be done with calendars. An edit makes new versions of the policies that use it."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_sla.calendars.hours import read_calendar
from escalated_sla.calendars.ical import MOST_HOLIDAYS
from escalated_sla.calendars.models import calendars
from escalated_sla.calendars.queries import CalendarRow, no_calendar, read_names
from escalated_sla.calendars.rules import Calendar, CalendarError, calendar_to_json, parse_calendar
from escalated_sla.policies.models import policies
from escalated_sla.policies.service import renew_policies_of
from escalated_sla.recomputation.service import begin

NO_NAMES: Final[Mapping[date, str]] = MappingProxyType({})

_lock = select(calendars).where(calendars.c.id == bindparam("id")).with_for_update()
_add = insert(calendars).returning(calendars)
_change = (
    update(calendars)
    .where(calendars.c.id == bindparam("this_id"))
    .values(
        name=bindparam("new_name"),
        definition=bindparam("new_definition"),
        holiday_names=bindparam("new_names"),
        version=calendars.c.version + 1,
        updated_at=bindparam("now"),
    )
    .returning(calendars)
)
_remove = delete(calendars).where(calendars.c.id == bindparam("id"))
_named = select(calendars.c.id).where(calendars.c.name == bindparam("name"))
_users = select(policies.c.name).where(policies.c.calendar_id == bindparam("id")).limit(1)


async def create_calendar(
    uow: UnitOfWork,
    *,
    name: str,
    calendar: Calendar,
    names: Mapping[date, str] = NO_NAMES,
    calendar_id: UUID | None = None,
) -> CalendarRow:
    """A new calendar; `names` are those of its holidays. Raises Conflict for a name in use."""
    await _check_name(uow, name, None)
    values = {
        "id": calendar_id or uuid7(),
        "name": name,
        "definition": calendar_to_json(calendar),
        "holiday_names": _names(calendar, names),
        "version": 1,
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    row = await _stored(uow, _add, values)
    uow.audit("calendar.created", object_type="calendar", object_id=row.id, object_name=name)
    return row


async def change_calendar(
    uow: UnitOfWork,
    calendar_id: UUID,
    *,
    name: str,
    calendar: Calendar,
    names: Mapping[date, str] = NO_NAMES,
    if_match: int | None,
) -> tuple[CalendarRow, UUID | None]:
    """Replaces a calendar; open clocks that follow it are computed again in the background.

    Answers the calendar and that recomputation: None where no hours changed, or no policy follows it.
    """
    old = await _locked(uow, calendar_id, if_match)
    await _check_name(uow, name, calendar_id)
    return await _change_to(uow, old, name, calendar, names)


async def import_holidays(
    uow: UnitOfWork, calendar_id: UUID, holidays: Mapping[date, str], *, replace: bool, if_match: int | None
) -> tuple[CalendarRow, UUID | None]:
    """Adds holidays to a calendar, or puts them in the place of those it has. Answers as `change_calendar`.

    Raises CalendarError where the calendar would have too many, or never open again.
    """
    old = await _locked(uow, calendar_id, if_match)
    calendar, names = with_holidays(old, holidays, uow.now, replace=replace)
    return await _change_to(uow, old, old.name, calendar, names)


def with_holidays(
    row: CalendarRow, holidays: Mapping[date, str], now: datetime, *, replace: bool
) -> tuple[Calendar, Mapping[date, str]]:
    """The calendar with these holidays beside its own or in their place, and the names of all. Raises CalendarError."""
    known = {} if replace else dict.fromkeys(read_calendar(row.definition).holidays, "") | read_names(row)
    merged = {day: holidays.get(day) or known.get(day, "") for day in known.keys() | holidays.keys()}
    if len(merged) > MOST_HOLIDAYS:
        raise CalendarError("/holidays", f"a calendar has at most {MOST_HOLIDAYS} holidays")
    definition = {**row.definition, "holidays": [day.isoformat() for day in sorted(merged)]}
    return parse_calendar(definition, now), merged


async def _change_to(
    uow: UnitOfWork, old: CalendarRow, name: str, calendar: Calendar, names: Mapping[date, str]
) -> tuple[CalendarRow, UUID | None]:
    definition, named = calendar_to_json(calendar), _names(calendar, names)
    changed = {"this_id": old.id, "new_name": name, "new_definition": definition, "new_names": named, "now": uow.now}
    row = await _stored(uow, _change, changed)
    renewed = definition != old.definition and await renew_policies_of(uow, old.id, calendar)
    recomputation = await begin(uow, "calendar.updated", old.id, name) if renewed else None
    changes = [
        ("name", old.name, name),
        ("definition", str(old.definition), str(definition)),
        ("holiday_names", str(old.holiday_names), str(named)),
    ]
    uow.audit(
        "calendar.updated",
        object_type="calendar",
        object_id=old.id,
        object_name=name,
        changes=[change for change in changes if change[1] != change[2]],
    )
    return row, recomputation


async def delete_calendar(uow: UnitOfWork, calendar_id: UUID, if_match: int | None = None) -> None:
    """Removes a calendar. Raises Conflict while a policy uses it."""
    row = await _locked(uow, calendar_id, if_match)
    user = (await uow.execute(_users, {"id": calendar_id})).scalar_one_or_none()
    if user is not None:
        raise Conflict(f"The policy {user!r} follows this calendar; give it another first.", code="calendar_in_use")
    try:
        await uow.execute(_remove, {"id": calendar_id})
    except IntegrityError as error:
        raise Conflict("A policy began to follow this calendar just now.", code="calendar_in_use") from error
    uow.audit("calendar.deleted", object_type="calendar", object_id=calendar_id, object_name=row.name)


async def _locked(uow: UnitOfWork, calendar_id: UUID, if_match: int | None) -> CalendarRow:
    row = (await uow.execute(_lock, {"id": calendar_id})).one_or_none()
    if row is None:
        raise no_calendar()
    if if_match is not None and if_match != row.version:
        raise PreconditionFailed("The calendar was changed meanwhile.")
    return row


def _names(calendar: Calendar, names: Mapping[date, str]) -> dict[str, str]:
    """What is stored of the names: those of holidays that the calendar has."""
    return {day.isoformat(): names[day] for day in sorted(calendar.holidays) if names.get(day)}


async def _stored(uow: UnitOfWork, statement: Any, values: Mapping[str, Any]) -> CalendarRow:
    try:
        row: CalendarRow = (await uow.execute(statement, values)).one()
    except IntegrityError as error:
        raise _name_taken(values.get("name") or values["new_name"]) from error
    return row


async def _check_name(uow: UnitOfWork, name: str, but: UUID | None) -> None:
    taken = (await uow.execute(_named, {"name": name})).scalar_one_or_none()
    if taken is not None and taken != but:
        raise _name_taken(name)


def _name_taken(name: str) -> Conflict:
    return Conflict(f"A calendar is called {name!r} already.", code="name_taken")
