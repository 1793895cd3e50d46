"""What is read for whoever signs in, and about sessions that are over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_identity.departments import queries as department_queries
from escalated_identity.people import rules
from escalated_identity.people.models import Person
from escalated_identity.roles import queries as role_queries
from escalated_identity.sessions.models import sessions
from escalated_identity.sessions.schemas import me_answer

ENDED_SINCE = (
    select(sessions.c.id, sessions.c.ended_at)
    .where(sessions.c.ended_at >= bindparam("since"))
    .order_by(sessions.c.ended_at)
    .limit(10_000)
)
# An access token lives ten minutes: sessions that ended longer ago have none about.
LOOK_BACK = timedelta(minutes=15)


async def me(connection: AsyncConnection, person: Person) -> dict[str, Any]:
    """A person with what she may do and where she is, by names."""
    roles = await role_queries.all_custom(connection)
    custom = {str(role.id): frozenset(role.permissions) for role in roles}
    permissions = rules.permissions_of(rules.role_ids(person.kind, person.custom_roles), custom)
    departments = await department_queries.names(connection, person.departments)
    return me_answer(person, permissions, departments, {str(role.id): role.slug for role in roles})


async def ended_since(connection: AsyncConnection, since: datetime) -> list[tuple[UUID, datetime]]:
    """Sessions that ended since a time."""
    return [(row.id, row.ended_at) for row in await connection.execute(ENDED_SINCE, {"since": since})]
