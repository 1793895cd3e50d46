"""What can be read about roles."""

from uuid import UUID

from sqlalchemy import RowMapping, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_identity.people.models import person_roles
from escalated_identity.roles.models import Role, roles

ALL = select(*(roles.c[name] for name in Role.__dataclass_fields__)).order_by(roles.c.slug)
BY_ID = ALL.where(roles.c.id == bindparam("role_id"))
HOLDERS = select(func.count()).select_from(person_roles).where(person_roles.c.role_id == bindparam("role_id"))


def to_role(row: RowMapping) -> Role:
    """A row as a role."""
    values = dict(row)
    return Role(**values | {"permissions": tuple(values["permissions"])})


async def all_custom(connection: AsyncConnection) -> list[Role]:
    """Every custom role, by slug."""
    return [to_role(row) for row in (await connection.execute(ALL)).mappings()]


async def find(connection: AsyncConnection, role_id: UUID) -> Role | None:
    """The custom role with an id."""
    row = (await connection.execute(BY_ID, {"role_id": role_id})).mappings().one_or_none()
    return to_role(row) if row else None


async def holders(connection: AsyncConnection, role_id: UUID) -> int:
    """How many people hold a role."""
    return int((await connection.execute(HOLDERS, {"role_id": role_id})).scalar_one())


async def permissions_by_id(connection: AsyncConnection) -> dict[str, frozenset[str]]:
    """What each custom role allows, by its id as people carry it."""
    return {str(role.id): frozenset(role.permissions) for role in await all_custom(connection)}


async def ids_by_name(connection: AsyncConnection) -> dict[str, UUID]:
    """Custom roles by slug and by id in text: callers may use either."""
    found = await all_custom(connection)
    return {role.slug: role.id for role in found} | {str(role.id): role.id for role in found}
