"""What can be done with calendars. An edit makes new versions of the policies that use it."""

from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_sla.calendars.models import calendars
from escalated_sla.calendars.rules import Calendar, calendar_to_json
from escalated_sla.policies.models import policies
from escalated_sla.policies.service import renew_policies_of

_lock = select(calendars).where(calendars.c.id == bindparam("id")).with_for_update()
_add = insert(calendars).returning(calendars)
_change = (
    update(calendars)
    .where(calendars.c.id == bindparam("this_id"))
    .values(
        name=bindparam("new_name"),
        definition=bindparam("new_definition"),
        version=calendars.c.version + 1,
        updated_at=bindparam("now"),
    )
    .returning(calendars)
)
_remove = delete(calendars).where(calendars.c.id == bindparam("id"))
_named = select(calendars.c.id).where(calendars.c.name == bindparam("name"))
_users = select(policies.c.name).where(policies.c.calendar_id == bindparam("id")).limit(1)


async def create_calendar(
    uow: UnitOfWork, *, name: str, calendar: Calendar, calendar_id: UUID | None = None
) -> Row[tuple[object, ...]]:
    """A new calendar. Raises Conflict for a name in use."""
    await _check_name(uow, name, None)
    values = {
        "id": calendar_id or uuid7(),
        "name": name,
        "definition": calendar_to_json(calendar),
        "version": 1,
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    row = (await uow.execute(_add, values)).one()
    uow.audit("calendar.created", object_type="calendar", object_id=row.id, object_name=name)
    return row


async def change_calendar(
    uow: UnitOfWork, calendar_id: UUID, *, name: str, calendar: Calendar, if_match: int | None
) -> Row[tuple[object, ...]]:
    """Replaces a calendar; open clocks that follow it are computed again in the background."""
    old = await _locked(uow, calendar_id)
    if if_match is not None and if_match != old.version:
        raise PreconditionFailed("The calendar was changed meanwhile.")
    await _check_name(uow, name, calendar_id)
    definition = calendar_to_json(calendar)
    changed = {"this_id": calendar_id, "new_name": name, "new_definition": definition, "now": uow.now}
    row = (await uow.execute(_change, changed)).one()
    await renew_policies_of(uow, calendar_id)
    changes = [("name", old.name, name), ("definition", str(old.definition), str(definition))]
    uow.audit(
        "calendar.updated",
        object_type="calendar",
        object_id=calendar_id,
        object_name=name,
        changes=[change for change in changes if change[1] != change[2]],
    )
    return row


async def delete_calendar(uow: UnitOfWork, calendar_id: UUID) -> None:
    """Removes a calendar. Raises Conflict while a policy uses it."""
    row = await _locked(uow, calendar_id)
    user = (await uow.execute(_users, {"id": calendar_id})).scalar_one_or_none()
    if user is not None:
        raise Conflict(f"The policy {user!r} follows this calendar; give it another first.", code="calendar_in_use")
    try:
        await uow.execute(_remove, {"id": calendar_id})
    except IntegrityError as error:
        raise Conflict("A policy began to follow this calendar just now.", code="calendar_in_use") from error
    uow.audit("calendar.deleted", object_type="calendar", object_id=calendar_id, object_name=row.name)


async def _locked(uow: UnitOfWork, calendar_id: UUID) -> Row[tuple[object, ...]]:
    row = (await uow.execute(_lock, {"id": calendar_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such calendar.")
    return row


async def _check_name(uow: UnitOfWork, name: str, but: UUID | None) -> None:
    taken = (await uow.execute(_named, {"name": name})).scalar_one_or_none()
    if taken is not None and taken != but:
        raise Conflict(f"A calendar is called {name!r} already.", code="name_taken")
