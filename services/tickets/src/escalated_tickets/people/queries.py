"""What is known of people and departments here."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.people.models import departments, people
from escalated_tickets.tickets.state import PersonRef


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
_KNOWN_DEPARTMENT = select(departments.c.id, departments.c.name, departments.c.active).where(
    departments.c.id == bindparam("id", type_=Uuid)
)
ASSIGNABLE = ["admin", "agent"]


async def people_by_ids(reader: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """The known ones; unknown ids are left out."""
    return {row.id: Person(*row) for row in await reader.execute(_BY_IDS, {"ids": list(ids)})}


async def agents(reader: AsyncConnection, limit: int = 1_000) -> list[Person]:
    """Whom a ticket can be assigned to, by name."""
    return [Person(*row) for row in await reader.execute(_AGENTS, {"kinds": ASSIGNABLE, "limit": limit})]


async def department_is_active(reader: AsyncConnection, department_id: UUID) -> bool | None:
    """None where there is no such department."""
    row = (await reader.execute(_KNOWN_DEPARTMENT, {"id": department_id})).one_or_none()
    return None if row is None else bool(row.active)
