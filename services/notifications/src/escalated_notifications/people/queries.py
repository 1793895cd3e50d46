"""What is read of the directory's copy."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Text

from escalated_chassis.ids import normalise_email
from escalated_notifications.people.models import PEOPLE
from escalated_notifications.recipients.rules import STAFF_KINDS, Person

_BY_IDS = select(PEOPLE).where(PEOPLE.c.id == any_(bindparam("ids", type_=ARRAY(Text))))
_BY_EMAIL = select(PEOPLE).where(func.lower(PEOPLE.c.email) == bindparam("email"), PEOPLE.c.active)
_STAFF_OF = (
    select(PEOPLE)
    .where(PEOPLE.c.department_ids.contains(bindparam("departments", type_=ARRAY(Text))))
    .where(PEOPLE.c.active, PEOPLE.c.kind.in_(sorted(STAFF_KINDS)))
    .order_by(PEOPLE.c.id)
)


async def people_by_ids(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, Person]:
    """Those of them that the copy knows."""
    wanted = sorted({each for each in ids if each})
    if not wanted:
        return {}
    rows = await connection.execute(_BY_IDS, {"ids": wanted})
    return {row.id: person_of(row) for row in rows}


async def person_by_email(connection: AsyncConnection, email: str) -> Person | None:
    """Whoever has an address; staff first, should two have it."""
    rows = (await connection.execute(_BY_EMAIL, {"email": normalise_email(email)})).all()
    found = sorted((person_of(row) for row in rows), key=lambda person: not person.is_staff)
    return found[0] if found else None


async def staff_of(connection: AsyncConnection, department_id: str) -> Sequence[Person]:
    """The active staff of a department; none where there is no department."""
    if not department_id:
        return ()
    rows = await connection.execute(_STAFF_OF, {"departments": [department_id]})
    return [person_of(row) for row in rows]


def person_of(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        kind=row.kind,
        active=row.active,
        locale=row.locale,
        department_ids=frozenset(row.department_ids),
    )
