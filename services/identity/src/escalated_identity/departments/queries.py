"""What can be read about departments."""

from uuid import UUID

from sqlalchemy import RowMapping, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_identity.departments.models import Department, department_members, departments
from escalated_identity.people.models import Person, people
from escalated_identity.people.queries import PERSON, to_person

_columns = [departments.c[name] for name in Department.__dataclass_fields__]
_members = (
    select(func.count())
    .select_from(department_members)
    .where(department_members.c.department_id == departments.c.id)
    .correlate(departments)
    .scalar_subquery()
    .label("member_count")
)
ALL = select(*_columns, _members).order_by(func.lower(departments.c.name), departments.c.id)
BY_ID = ALL.where(departments.c.id == bindparam("department_id"))
BY_IDS = select(departments.c.id, departments.c.name).where(departments.c.id.in_(bindparam("ids", expanding=True)))
MEMBERS = (
    PERSON.join(department_members, department_members.c.person_id == people.c.id)
    .where(department_members.c.department_id == bindparam("department_id"))
    .order_by(func.lower(people.c.name), people.c.id)
    .limit(1000)
)


def to_department(row: RowMapping) -> Department:
    """A row as a department."""
    return Department(**{name: row[name] for name in Department.__dataclass_fields__})


async def all_with_counts(connection: AsyncConnection) -> list[tuple[Department, int]]:
    """Every department by name, with how many are in it. There are tens of them: not paged."""
    return [(to_department(row), row["member_count"]) for row in (await connection.execute(ALL)).mappings()]


async def find(connection: AsyncConnection, department_id: UUID) -> tuple[Department, int] | None:
    """A department with how many are in it."""
    row = (await connection.execute(BY_ID, {"department_id": department_id})).mappings().one_or_none()
    return (to_department(row), row["member_count"]) if row else None


async def members(connection: AsyncConnection, department_id: UUID) -> list[Person]:
    """The first thousand people of a department, by name."""
    return [to_person(row) for row in (await connection.execute(MEMBERS, {"department_id": department_id})).mappings()]


async def names(connection: AsyncConnection, ids: tuple[UUID, ...]) -> list[tuple[UUID, str]]:
    """Names of departments by id."""
    if not ids:
        return []
    return [(row["id"], row["name"]) for row in (await connection.execute(BY_IDS, {"ids": list(ids)})).mappings()]
