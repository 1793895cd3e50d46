"""Keeps the copy of people and departments, and the names that tickets carry, in step with identity."""

from uuid import UUID

from escalated.identity.v1 import types_pb2
from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import id_for_email, normalise_email
from escalated_tickets.events import publish_person_seen
from escalated_tickets.people.models import departments, people
from escalated_tickets.search.service import index_tickets
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.state import PersonRef

_new = insert(people)
_KEEP_PERSON = _new.on_conflict_do_update(
    index_elements=[people.c.id],
    set_={
        name: _new.excluded[name]
        for name in ("name", "email", "kind", "active", "role_ids", "department_ids", "version")
    },
    where=people.c.version < _new.excluded.version,
).returning(people.c.id)
_SEE_PERSON = insert(people).on_conflict_do_nothing().returning(people.c.id)
# Who was erased and writes again is somebody new.
_REVIVE = (
    update(people)
    .where(people.c.id == bindparam("person", type_=people.c.id.type), people.c.erased_at.is_not(None))
    .values(name=bindparam("new_name"), email=bindparam("new_email"), active=True, erased_at=None)
    .returning(people.c.id)
)
_new_department = insert(departments)
_KEEP_DEPARTMENT = _new_department.on_conflict_do_update(
    index_elements=[departments.c.id],
    set_={name: _new_department.excluded[name] for name in ("name", "slug", "active", "version")},
    where=departments.c.version < _new_department.excluded.version,
)
# Names on rows are kept by machine: they are no change of the ticket. `IS DISTINCT` spares rows that are right.
_NAME_REQUESTER = (
    update(tickets)
    .where(
        tickets.c.requester_id == bindparam("person", type_=people.c.id.type),
        (tickets.c.requester_name != bindparam("name")) | (tickets.c.requester_email != bindparam("email")),
    )
    .values(requester_name=bindparam("name"), requester_email=bindparam("email"))
    .returning(tickets.c.id)
)
_NAME_ASSIGNEE = (
    update(tickets)
    .where(
        tickets.c.assignee_id == bindparam("person", type_=people.c.id.type),
        (tickets.c.assignee_name != bindparam("name")) | (tickets.c.assignee_email != bindparam("email")),
    )
    .values(assignee_name=bindparam("name"), assignee_email=bindparam("email"))
)


async def keep_person(uow: UnitOfWork, person: types_pb2.Person) -> None:
    """Takes a person's state where it is newer than ours, and puts the names right on their tickets."""
    person_id = UUID(person.id)
    newer = await uow.execute(
        _KEEP_PERSON,
        {
            "id": person_id,
            "name": person.name,
            "email": person.email,
            "kind": person.kind,
            "active": person.active,
            "role_ids": list(person.role_ids),
            "department_ids": [UUID(each) for each in person.department_ids],
            "version": person.version,
        },
    )
    if newer.one_or_none() is not None:
        named = {"person": person_id, "name": person.name, "email": person.email}
        renamed = list((await uow.execute(_NAME_REQUESTER, named)).scalars())
        if renamed:
            await index_tickets(uow, renamed)
        if person.kind in {"admin", "agent", "light_agent"}:
            await uow.execute(_NAME_ASSIGNEE, named)


async def keep_department(uow: UnitOfWork, department: types_pb2.Department) -> None:
    """Takes a department's state where it is newer than ours."""
    await uow.execute(
        _KEEP_DEPARTMENT,
        {
            "id": UUID(department.id),
            "name": department.name,
            "slug": department.slug,
            "active": department.active,
            "version": department.version,
        },
    )


async def see_person(uow: UnitOfWork, person: PersonRef, kind: str = "guest") -> None:
    """Makes sure that a person has a row here; identity is told of one who had none."""
    seen = await uow.execute(
        _SEE_PERSON,
        {
            "id": person.id,
            "name": person.name,
            "email": person.email,
            "kind": kind,
            "active": True,
            "role_ids": [],
            "department_ids": [],
            "version": 0,
        },
    )
    if kind == "guest" and (seen.one_or_none() is not None or await _revived(uow, person)):
        publish_person_seen(uow, person)


async def _revived(uow: UnitOfWork, person: PersonRef) -> bool:
    named = {"person": person.id, "new_name": person.name, "new_email": person.email}
    return (await uow.execute(_REVIVE, named)).one_or_none() is not None


def person_for(deployment: UUID, email: str, name: str = "") -> PersonRef:
    """Whoever has an address: the id follows from it, so nobody needs to be asked."""
    address = normalise_email(email)
    return PersonRef(id_for_email(deployment, address), name.strip() or address.partition("@")[0], address)
