"""What can be done with departments and their members."""

from dataclasses import dataclass, replace
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.identity.v1 import events_pb2 as identity_events
from escalated.identity.v1 import types_pb2
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_identity.audit.service import record
from escalated_identity.context import Context
from escalated_identity.departments import queries
from escalated_identity.departments.models import Department, departments
from escalated_identity.departments.rules import check_slug, slug_of
from escalated_identity.people import service as people
from escalated_identity.people.models import Person

_ADD = insert(departments).on_conflict_do_nothing(index_elements=["slug"]).returning(departments.c.id)
_LOCK = select(departments.c.id).where(departments.c.id == bindparam("department_id")).with_for_update()
_UPDATE = (
    update(departments)
    .where(departments.c.id == bindparam("this_id"))
    .values({name: bindparam(f"new_{name}") for name in ("name", "slug", "email", "active")})
    .values(version=departments.c.version + 1, updated_at=bindparam("now"))
)
_SLUG_TAKEN = select(departments.c.id).where(
    departments.c.slug == bindparam("slug"), departments.c.id != bindparam("department_id")
)


@dataclass(frozen=True)
class DepartmentChange:
    """What is to change; `None` leaves it."""

    name: str | None = None
    slug: str | None = None
    email: str | None = None
    active: bool | None = None


def department_message(department: Department) -> types_pb2.Department:
    """The department as other services know it."""
    return types_pb2.Department(
        id=str(department.id),
        name=department.name,
        slug=department.slug,
        email=department.email,
        active=department.active,
        version=department.version,
    )


async def create_department(
    uow: UnitOfWork, *, name: str, slug: str | None = None, email: str = "", department_id: UUID | None = None
) -> Department:
    """A new department. Raises `Conflict` for a slug in use."""
    chosen = check_slug(slug) if slug else slug_of(name)
    department = Department(department_id or uuid7(), chosen, name.strip(), email, True, 1, uow.now, uow.now)
    values = {field: getattr(department, field) for field in Department.__dataclass_fields__}
    if (await uow.execute(_ADD, values)).one_or_none() is None:
        raise Conflict("A department has this slug.", code="slug_taken")
    event = identity_events.DepartmentCreated(department=department_message(department))
    uow.publish(event, entity_id=department.id, version=1)
    await record(
        uow, "department.created", object_type="department", object_id=department.id, object_name=department.name
    )
    return department


async def change_department(
    uow: UnitOfWork, department_id: UUID, change: DepartmentChange, *, if_match: int | None = None
) -> Department:
    """Changes a department. An inactive one takes no new tickets and keeps those it has."""
    old = await _locked(uow, department_id)
    if if_match is not None and if_match != old.version:
        raise PreconditionFailed("The department was changed meanwhile.")
    given = {
        field: value for field in DepartmentChange.__dataclass_fields__ if (value := getattr(change, field)) is not None
    }
    new = replace(old, **given)
    if new == old:
        return old
    await _check_slug_free(uow, new)
    new = replace(new, version=old.version + 1, updated_at=uow.now)
    bound = {f"new_{field}": getattr(new, field) for field in ("name", "slug", "email", "active")}
    await uow.execute(_UPDATE, bound | {"this_id": department_id, "now": uow.now})
    await _announce(uow, old, new)
    return new


async def add_member(uow: UnitOfWork, context: Context, department_id: UUID, person_id: UUID) -> Person:
    """Puts somebody of the staff into a department; once is enough."""
    person = await people.lock_person(uow, person_id)
    await _existing(uow, department_id)
    change = people.PersonChange(departments=(*person.departments, department_id))
    return await people.change_person(uow, context, person_id, change)


async def remove_member(uow: UnitOfWork, context: Context, department_id: UUID, person_id: UUID) -> Person:
    """Takes somebody out of a department. Raises `NotFound` where she is not in it."""
    person = await people.lock_person(uow, person_id)
    if department_id not in person.departments:
        raise NotFound("She is not in this department.")
    rest = tuple(one for one in person.departments if one != department_id)
    return await people.change_person(uow, context, person_id, people.PersonChange(departments=rest))


async def _locked(uow: UnitOfWork, department_id: UUID) -> Department:
    await uow.execute(_LOCK, {"department_id": department_id})
    return await _existing(uow, department_id)


async def _existing(uow: UnitOfWork, department_id: UUID) -> Department:
    found = await queries.find(uow.connection, department_id)
    if found is None:
        raise NotFound("There is no such department.")
    return found[0]


async def _check_slug_free(uow: UnitOfWork, department: Department) -> None:
    check_slug(department.slug)
    taken = await uow.execute(_SLUG_TAKEN, {"slug": department.slug, "department_id": department.id})
    if taken.one_or_none() is not None:
        raise Conflict("A department has this slug.", code="slug_taken")


async def _announce(uow: UnitOfWork, old: Department, new: Department) -> None:
    pairs = [
        (field, str(getattr(old, field)), str(getattr(new, field))) for field in ("name", "slug", "email", "active")
    ]
    changes = [(field, before, after) for field, before, after in pairs if before != after]
    event = identity_events.DepartmentUpdated(department=department_message(new))
    event.changes.extend(events_pb2.Change(field=field, before=before, after=after) for field, before, after in changes)
    uow.publish(event, entity_id=new.id, version=new.version)
    await record(
        uow, "department.updated", object_type="department", object_id=new.id, object_name=new.name, changes=changes
    )
