"""What can be done with people. One function changes the row, tells the others and writes the audit trail."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.identity.v1 import events_pb2 as identity_events
from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, PreconditionFailed, invalid
from escalated_chassis.ids import normalise_email
from escalated_identity.announcements import announce_access
from escalated_identity.audit.service import Change, record
from escalated_identity.context import Context
from escalated_identity.departments.models import department_members, departments
from escalated_identity.people import queries, rules
from escalated_identity.people.messages import person_message
from escalated_identity.people.models import Person, credentials, people, person_roles
from escalated_identity.sessions import families

_WRITABLE = ("name", "kind", "active", "locale", "email_verified")

_ADD = upsert(people).on_conflict_do_nothing().returning(people.c.id)
_LOCK = select(people.c.id).where(people.c.id == bindparam("person_id")).with_for_update()
_UPDATE = (
    update(people)
    .where(people.c.id == bindparam("this_id"))
    .values({name: bindparam(name) for name in _WRITABLE})
    .values(version=people.c.version + 1, updated_at=bindparam("now"))
)
_UPDATE_WITH_ACCESS = _UPDATE.values(access_version=people.c.access_version + 1, access_changed_at=bindparam("now"))
_REVIVE = (
    update(people)
    .where(people.c.id == bindparam("this_id"))
    .values({name: bindparam(f"new_{name}") for name in ("email", "address", "name", "version", "access_version")})
    .values(active=True, erased_at=None, updated_at=bindparam("now"), access_changed_at=bindparam("now"))
)
_DROP_ROLES = delete(person_roles).where(person_roles.c.person_id == bindparam("this_id"))
_ADD_ROLE = insert(person_roles)
_DROP_MEMBERSHIPS = delete(department_members).where(department_members.c.person_id == bindparam("this_id"))
_ADD_MEMBERSHIP = insert(department_members)
_COUNT_DEPARTMENTS = (
    select(func.count()).select_from(departments).where(departments.c.id.in_(bindparam("ids", expanding=True)))
)
_new_credential = upsert(credentials)
_SET_PASSWORD = _new_credential.on_conflict_do_update(
    index_elements=["person_id"],
    set_={"password_hash": _new_credential.excluded.password_hash, "changed_at": _new_credential.excluded.changed_at},
)
_LOCK_ADMINS = text("select pg_advisory_xact_lock(hashtext('escalated_admins'))")


@dataclass(frozen=True)
class NewPerson:
    """Somebody an administrator, a host application or a verified mail vouches for."""

    email: str
    name: str
    roles: rules.Roles
    departments: tuple[UUID, ...] = ()
    password_hash: str | None = None
    locale: str = ""
    verified: bool = True


@dataclass(frozen=True)
class PersonChange:
    """What is to change; `None` leaves it."""

    name: str | None = None
    locale: str | None = None
    active: bool | None = None
    roles: rules.Roles | None = None
    departments: tuple[UUID, ...] | None = None
    email_verified: bool | None = None


async def create_person(uow: UnitOfWork, context: Context, new: NewPerson) -> Person:
    """The person an address stands for, from now on able to sign in; a guest of that address becomes her.

    Raises `Conflict` where the address has an account.
    """
    person_id = context.owner_id(new.email)
    await _check_departments(uow, new.roles.kind, new.departments)
    await uow.execute(_LOCK, {"person_id": person_id})
    known = await queries.find(uow.connection, person_id)
    if known is not None and known.erased_at is not None:
        known = await _revive(uow, context, known, email=new.email, name=new.name)
    if known is not None and (known.kind != rules.GUEST or not known.active):
        raise Conflict("This address has an account.", code="address_taken")
    if known is None:
        person = await _insert(uow, _person(uow, person_id, new, owns_address=True), new)
        _publish_created(uow, person)
    else:
        change = PersonChange(
            name=new.name or known.name, roles=new.roles, departments=new.departments, email_verified=new.verified
        )
        person = await _write(uow, context, known, change)
    if new.password_hash is not None:
        await set_password_hash(uow, person_id, new.password_hash)
    await record(uow, "person.created", object_type="person", object_id=person_id, object_name=person.email)
    return person


async def create_claim(uow: UnitOfWork, person_id: UUID, new: NewPerson) -> Person:
    """An account whose address nobody has verified: it stands beside whoever the address belongs to."""
    person = await _insert(uow, _person(uow, person_id, new, owns_address=False), new)
    if new.password_hash is not None:
        await set_password_hash(uow, person_id, new.password_hash)
    _publish_created(uow, person)
    return person


async def see_guest(uow: UnitOfWork, context: Context, *, person_id: UUID, email: str, name: str) -> None:
    """Makes the guest that another service met, unless she is known. Twice is once, in any order."""
    if context.owner_id(email) != person_id:
        return  # a person we told that service about ourselves
    guest = NewPerson(email, name or email.split("@", maxsplit=1)[0], rules.Roles(rules.GUEST), verified=False)
    person = _person(uow, person_id, guest, owns_address=True)
    added = await uow.execute(_ADD, _row(uow, person))
    if added.one_or_none() is not None:
        _publish_created(uow, person)
        return
    known = await lock_person(uow, person_id)
    if known.erased_at is not None:
        await _revive(uow, context, known, email=email, name=guest.name)


async def _revive(uow: UnitOfWork, context: Context, tombstone: Person, *, email: str, name: str) -> Person:
    """Who was erased and comes again is a guest like any other, under the id that follows from the address."""
    values: dict[str, Any] = {
        "email": email.strip(),
        "address": normalise_email(email),
        "name": name.strip() or email.partition("@")[0],
        "version": tombstone.version + 1,
        "access_version": tombstone.access_version + 1,
    }
    await uow.execute(_REVIVE, {"this_id": tombstone.id, "now": uow.now} | {f"new_{k}": v for k, v in values.items()})
    person = replace(tombstone, **values, active=True, erased_at=None, updated_at=uow.now)
    publish_updated(uow, person, [])
    announce_access(uow, context.announcer, person.id, person.access_version)
    return person


async def change_person(
    uow: UnitOfWork, context: Context, person_id: UUID, change: PersonChange, *, if_match: int | None = None
) -> Person:
    """Changes a person; nothing happens where nothing differs.

    Raises `NotFound`, `PreconditionFailed` (her version is another) and `Conflict` (no administrator would be left).
    """
    person = await lock_person(uow, person_id)
    if if_match is not None and if_match != person.version:
        raise PreconditionFailed("The person was changed meanwhile.")
    return await _write(uow, context, person, change)


async def lock_person(uow: UnitOfWork, person_id: UUID) -> Person:
    """The person with her row locked, so that events follow in order. Raises `NotFound`."""
    await uow.execute(_LOCK, {"person_id": person_id})
    person = await queries.find(uow.connection, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


async def set_password_hash(uow: UnitOfWork, person_id: UUID, password_hash: str) -> None:
    """Gives a person a password, or another one. What it does to her sessions is the caller's."""
    row = {"person_id": person_id, "password_hash": password_hash, "changed_at": uow.now}
    await uow.execute(_SET_PASSWORD, row)


def _person(uow: UnitOfWork, person_id: UUID, new: NewPerson, *, owns_address: bool) -> Person:
    return Person(
        id=person_id,
        email=new.email.strip(),
        address=normalise_email(new.email),
        owns_address=owns_address,
        email_verified=new.verified,
        name=new.name.strip(),
        kind=new.roles.kind,
        active=True,
        locale=new.locale,
        access_version=1,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
        custom_roles=new.roles.custom,
        departments=tuple(sorted(set(new.departments))),
    )


def _row(uow: UnitOfWork, person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in Person.__dataclass_fields__ if name in people.c}
    return values | {"access_changed_at": uow.now}


async def _insert(uow: UnitOfWork, person: Person, new: NewPerson) -> Person:
    if (await uow.execute(_ADD, _row(uow, person))).one_or_none() is None:
        raise Conflict("This address has an account.", code="address_taken")
    await _write_roles(uow, person.id, new.roles.custom)
    await _write_memberships(uow, person.id, person.departments)
    return person


async def _write(uow: UnitOfWork, context: Context, old: Person, change: PersonChange) -> Person:
    new = _changed(old, change)
    if new == old:
        return old
    await _check_departments(uow, new.kind, new.departments)
    if not rules.may_be(new.kind, owns_address=new.owns_address):
        raise Conflict("The address has to be verified first.", code="address_not_verified")
    await _keep_an_admin(uow, old, new)
    access_changed = _access(old) != _access(new)
    new = replace(
        new,
        version=old.version + 1,
        updated_at=uow.now,
        access_version=old.access_version + int(access_changed),
    )
    await _store(uow, old, new)
    changes = _differences(old, new)
    publish_updated(uow, new, changes)
    await record(uow, "person.updated", object_type="person", object_id=new.id, object_name=new.email, changes=changes)
    if access_changed:
        announce_access(uow, context.announcer, new.id, new.access_version)
    if old.active and not new.active:
        await families.end_all(uow, context.announcer, new.id, because="deactivated")
    return new


def _changed(old: Person, change: PersonChange) -> Person:
    given = {
        name: value
        for name in ("name", "locale", "active", "email_verified")
        if (value := getattr(change, name)) is not None
    }
    if change.roles is not None:
        given |= {"kind": change.roles.kind, "custom_roles": change.roles.custom}
    if change.departments is not None:
        given["departments"] = tuple(sorted(set(change.departments)))
    return replace(old, **given)


def _access(person: Person) -> tuple[Any, ...]:
    return person.kind, person.active, person.custom_roles, person.departments


async def _store(uow: UnitOfWork, old: Person, new: Person) -> None:
    bound: dict[str, Any] = {"this_id": new.id, "now": uow.now}
    bound |= {name: getattr(new, name) for name in _WRITABLE}
    await uow.execute(_UPDATE if new.access_version == old.access_version else _UPDATE_WITH_ACCESS, bound)
    if old.custom_roles != new.custom_roles:
        await uow.execute(_DROP_ROLES, {"this_id": new.id})
        await _write_roles(uow, new.id, new.custom_roles)
    if old.departments != new.departments:
        await uow.execute(_DROP_MEMBERSHIPS, {"this_id": new.id})
        await _write_memberships(uow, new.id, new.departments)


async def _write_roles(uow: UnitOfWork, person_id: UUID, role_ids: tuple[UUID, ...]) -> None:
    if role_ids:
        await uow.execute(_ADD_ROLE, [{"person_id": person_id, "role_id": role_id} for role_id in role_ids])


async def _write_memberships(uow: UnitOfWork, person_id: UUID, ids: tuple[UUID, ...]) -> None:
    if ids:
        rows = [{"person_id": person_id, "department_id": one, "joined_at": uow.now} for one in ids]
        await uow.execute(_ADD_MEMBERSHIP, rows)


async def _check_departments(uow: UnitOfWork, kind: str, ids: tuple[UUID, ...]) -> None:
    rules.check_departments(kind, ids)
    if not ids:
        return
    known = (await uow.execute(_COUNT_DEPARTMENTS, {"ids": list(set(ids))})).scalar_one()
    if known != len(set(ids)):
        raise invalid("/departments", "unknown_department", "There is no such department.")


async def keep_an_admin(uow: UnitOfWork, leaving: Person) -> None:
    """Raises Conflict where the desk would be without an administrator after somebody has left."""
    await _keep_an_admin(uow, leaving, replace(leaving, active=False))


async def _keep_an_admin(uow: UnitOfWork, old: Person, new: Person) -> None:
    """Two administrators who depose each other at the same moment wait here for one another."""
    stays = new.kind == rules.ADMIN and new.active
    if old.kind != rules.ADMIN or not old.active or stays:
        return
    await uow.execute(_LOCK_ADMINS)
    others = await queries.other_active_admins(uow.connection, old.id)
    if rules.is_last_admin(old.kind, stays=stays, other_admins=others):
        raise Conflict("The last administrator stays.", code="last_admin")


def _differences(old: Person, new: Person) -> list[Change]:
    shown: dict[str, Callable[[Person], str]] = {
        "name": lambda p: p.name,
        "locale": lambda p: p.locale,
        "active": lambda p: str(p.active).lower(),
        "email_verified": lambda p: str(p.email_verified).lower(),
        "roles": lambda p: ",".join(rules.role_ids(p.kind, p.custom_roles)),
        "departments": lambda p: ",".join(str(one) for one in p.departments),
    }
    return [(name, of(old), of(new)) for name, of in shown.items() if of(old) != of(new)]


def _publish_created(uow: UnitOfWork, person: Person) -> None:
    event = identity_events.PersonCreated(person=person_message(person))
    uow.publish(event, entity_id=person.id, version=person.version)


def publish_updated(uow: UnitOfWork, person: Person, changes: list[Change]) -> None:
    """Tells the other services how a person is now."""
    event = identity_events.PersonUpdated(person=person_message(person))
    event.changes.extend(events_pb2.Change(field=f, before=b, after=a) for f, b, a in changes)
    uow.publish(event, entity_id=person.id, version=person.version)


def publish_merged(uow: UnitOfWork, merged: Person, into: Person) -> None:
    """Tells that what belonged to one person belongs to another from now on."""
    event = identity_events.PersonMerged(from_id=str(merged.id), to_id=str(into.id))
    uow.publish(event, entity_id=merged.id, version=merged.version)
