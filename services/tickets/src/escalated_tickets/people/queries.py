"""What is known of people and departments here."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_rules.evaluation import fold
from escalated_tickets.people.models import departments, people
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.visibility import STAFF_KINDS


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the copy, in the order of its columns."""

    id: UUID
    name: str
    email: str
    kind: str
    active: bool
    role_ids: list[str]
    department_ids: list[UUID]
    version: int

    @property
    def ref(self) -> PersonRef:
        return PersonRef(self.id, self.name, self.email)

    @property
    def is_staff(self) -> bool:
        """Whether they work here, now."""
        return self.active and self.kind in STAFF_KINDS

    @property
    def may_be_assigned(self) -> bool:
        return self.active and self.kind in {"admin", "agent"}


_COLUMNS = tuple(people.c[name] for name in Person.__dataclass_fields__)
_BY_IDS = select(*_COLUMNS).where(people.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
_AGENTS = (
    select(*_COLUMNS)
    .where(text("kind IN ('admin', 'agent', 'light_agent') AND active"))
    .where(people.c.kind == any_(bindparam("kinds", type_=ARRAY(Text))))
    .order_by(people.c.name, people.c.id)
    .limit(bindparam("limit"))
)
_NAMED_IN = select(*_COLUMNS).where(
    text("kind IN ('admin', 'agent', 'light_agent') AND active"),
    text("(strpos(lower(:body), '@' || lower(name)) > 0 OR strpos(lower(:body), '@' || lower(email)) > 0)"),
)
_KNOWN_DEPARTMENT = select(departments.c.id, departments.c.name, departments.c.active).where(
    departments.c.id == bindparam("id", type_=Uuid)
)
_BY_EMAIL = (
    select(people.c.id)
    .where(func.lower(people.c.email) == bindparam("email", type_=Text), people.c.active)
    .order_by(people.c.kind, people.c.id)
    .limit(1)
)
_STAFF_BY_NAME = (
    select(people.c.id)
    .where(text("kind IN ('admin', 'agent', 'light_agent') AND active"))
    .where(func.lower(people.c.name) == bindparam("name", type_=Text))
    .limit(2)
)
_DEPARTMENTS_BY_NAME = select(departments.c.id).where(
    (func.lower(departments.c.name) == bindparam("name", type_=Text))
    | (func.lower(departments.c.slug) == bindparam("name", type_=Text))
)
ASSIGNABLE = ["admin", "agent"]
_INTO = select(people.c.merged_into_id).where(people.c.id == bindparam("id_", type_=Uuid))
MOST_MERGES = 20


async def people_by_ids(reader: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """The known ones; unknown ids are left out."""
    return {row.id: Person(*row) for row in await reader.execute(_BY_IDS, {"ids": list(ids)})}


async def agents(reader: AsyncConnection, limit: int = 1_000) -> list[Person]:
    """Whom a ticket can be assigned to, by name."""
    return [Person(*row) for row in await reader.execute(_AGENTS, {"kinds": ASSIGNABLE, "limit": limit})]


async def staff_named_in(reader: AsyncConnection, body: str) -> list[Person]:
    """Active staff whose name or address stands somewhere behind an @ in a text; longer names may be meant."""
    if "@" not in body:
        return []
    return [Person(*row) for row in await reader.execute(_NAMED_IN, {"body": body})]


async def department_is_active(reader: AsyncConnection, department_id: UUID) -> bool | None:
    """None where there is no such department."""
    row = (await reader.execute(_KNOWN_DEPARTMENT, {"id": department_id})).one_or_none()
    return None if row is None else bool(row.active)


async def person_by_email(reader: AsyncConnection, email: str) -> UUID | None:
    """Whoever is known by an address, in whatever case it is written."""
    found: UUID | None = (await reader.execute(_BY_EMAIL, {"email": fold(email)})).scalar_one_or_none()
    return found


async def staff_by_name(reader: AsyncConnection, name: str) -> list[UUID]:
    """Active staff of exactly this name; at most two, so that one sees that there are several."""
    return list((await reader.execute(_STAFF_BY_NAME, {"name": fold(name)})).scalars())


async def departments_by_name(reader: AsyncConnection, name: str) -> list[UUID]:
    """By name or slug."""
    return list((await reader.execute(_DEPARTMENTS_BY_NAME, {"name": fold(name)})).scalars())


async def final_person(reader: AsyncConnection, person_id: UUID) -> UUID:
    """Who a person is by now: merged people lead on to whom they were merged into."""
    for _ in range(MOST_MERGES):
        into = (await reader.execute(_INTO, {"id_": person_id})).scalar_one_or_none()
        if into is None:
            return person_id
        person_id = into
    return person_id
