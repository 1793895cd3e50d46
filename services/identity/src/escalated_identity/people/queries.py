"""What can be read about people. Statements are built once; calls only bind values."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, RowMapping, Text, Uuid, bindparam, cast, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.ids import normalise_email
from escalated_contracts.permissions import STAFF_ROLES
from escalated_identity.departments.models import department_members
from escalated_identity.people.models import Person, credentials, people, person_roles

_custom_roles = func.array(
    select(person_roles.c.role_id)
    .where(person_roles.c.person_id == people.c.id)
    .order_by(person_roles.c.role_id)
    .correlate(people)
    .scalar_subquery(),
    type_=ARRAY(Uuid),
).label("custom_roles")
_departments = func.array(
    select(department_members.c.department_id)
    .where(department_members.c.person_id == people.c.id)
    .order_by(department_members.c.department_id)
    .correlate(people)
    .scalar_subquery(),
    type_=ARRAY(Uuid),
).label("departments")
PERSON = select(
    *(people.c[name] for name in Person.__dataclass_fields__ if name in people.c), _custom_roles, _departments
)

BY_IDS = PERSON.where(people.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid))))
OWNER_OF = PERSON.where(people.c.address == bindparam("address"), people.c.owns_address)
# Whoever may sign in with an address: its owner first, then the claim made last.
SIGNING_IN = (
    PERSON.add_columns(credentials.c.password_hash)
    .join(credentials, credentials.c.person_id == people.c.id)
    .where(people.c.address == bindparam("address"), people.c.active)
    .order_by(people.c.owns_address.desc(), people.c.created_at.desc())
    .limit(1)
)
CREDENTIAL = select(credentials.c.password_hash).where(credentials.c.person_id == bindparam("person_id"))
OTHER_ADMINS = select(func.count()).where(
    people.c.kind == "admin", people.c.active, people.c.id != bindparam("person_id")
)
AFTER_ID = PERSON.where(people.c.id > bindparam("after", type_=Uuid)).order_by(people.c.id).limit(bindparam("limit"))
ACCESS_CHANGED_SINCE = (
    select(people.c.id, people.c.access_version, people.c.access_changed_at)
    .where(people.c.access_changed_at >= bindparam("since"), people.c.access_version > 1)
    .order_by(people.c.access_changed_at)
)

_name = func.lower(people.c.name)
_matches = or_(people.c.name.ilike(bindparam("pattern", type_=Text)), people.c.email.ilike(bindparam("pattern")))
_staff = people.c.kind.in_(sorted(STAFF_ROLES))
_after = tuple_(_name, people.c.id) > tuple_(bindparam("after_name", type_=Text), bindparam("after_id", type_=Uuid))
LIST = (
    PERSON.add_columns(_name.label("sort_name"))
    .where(
        or_(bindparam("pattern", type_=Text).is_(None), _matches),
        or_(cast(bindparam("staff", type_=Boolean), Boolean).is_(None), _staff == bindparam("staff", type_=Boolean)),
        or_(bindparam("after_name", type_=Text).is_(None), _after),
    )
    .order_by(_name, people.c.id)
    .limit(bindparam("limit"))
)


def to_person(row: RowMapping) -> Person:
    """A row of any statement above as a person."""
    fields = {name: row[name] for name in Person.__dataclass_fields__}
    return Person(**fields | {"custom_roles": tuple(row["custom_roles"]), "departments": tuple(row["departments"])})


async def find(connection: AsyncConnection, person_id: UUID) -> Person | None:
    """The person with an id."""
    row = (await connection.execute(BY_IDS, {"ids": [person_id]})).mappings().one_or_none()
    return to_person(row) if row else None


async def find_many(connection: AsyncConnection, ids: Sequence[UUID]) -> list[Person]:
    """People by id; unknown ids are left out."""
    return [to_person(row) for row in (await connection.execute(BY_IDS, {"ids": list(ids)})).mappings()]


async def find_owner(connection: AsyncConnection, email: str) -> Person | None:
    """Whoever an address stands for; unverified claims on it do not count."""
    row = (await connection.execute(OWNER_OF, {"address": normalise_email(email)})).mappings().one_or_none()
    return to_person(row) if row else None


async def find_signing_in(connection: AsyncConnection, email: str) -> tuple[Person, str] | None:
    """The active person who signs in with an address and a password, with the hash."""
    row = (await connection.execute(SIGNING_IN, {"address": normalise_email(email)})).mappings().one_or_none()
    return (to_person(row), row["password_hash"]) if row else None


async def password_hash_of(connection: AsyncConnection, person_id: UUID) -> str | None:
    """The hash of a person's password, if she has one."""
    return (await connection.execute(CREDENTIAL, {"person_id": person_id})).scalar_one_or_none()


async def other_active_admins(connection: AsyncConnection, person_id: UUID) -> int:
    """How many administrators there are beside one."""
    return int((await connection.execute(OTHER_ADMINS, {"person_id": person_id})).scalar_one())


async def page_by_name(
    connection: AsyncConnection, *, words: str | None, staff: bool | None, after: tuple[str, UUID] | None, limit: int
) -> list[tuple[Person, str]]:
    """People by name, each with the value she was sorted by; `words` match inside name or address."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") if words else None
    bound = {
        "pattern": f"%{escaped}%" if escaped else None,
        "staff": staff,
        "after_name": after[0] if after else None,
        "after_id": after[1] if after else None,
        "limit": limit,
    }
    return [(to_person(row), row["sort_name"]) for row in (await connection.execute(LIST, bound)).mappings()]


async def page_by_id(connection: AsyncConnection, *, after: UUID, limit: int) -> list[Person]:
    """People in the order of ids, for snapshots."""
    return [to_person(row) for row in (await connection.execute(AFTER_ID, {"after": after, "limit": limit})).mappings()]


async def access_changes(connection: AsyncConnection, since: datetime) -> list[tuple[UUID, int, datetime]]:
    """Access versions raised since a time."""
    rows = await connection.execute(ACCESS_CHANGED_SINCE, {"since": since})
    return [(row.id, row.access_version, row.access_changed_at) for row in rows]
