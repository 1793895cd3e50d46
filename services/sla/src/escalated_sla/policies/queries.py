"""Reading policies and their versions. Versions never change, so a process keeps each it has read."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.calendars.hours import read_calendar
from escalated_sla.policies.models import policies, policy_versions
from escalated_sla.policies.rules import PolicyVersion, calendar_or_always, read_targets, read_thresholds

PolicyRow = Row[tuple[object, ...]]

_current = select(policies.c.current_version_id).where(policies.c.active)
_versions = select(policy_versions).where(policy_versions.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
_all = select(policies).order_by(policies.c.is_default, policies.c.position, policies.c.id)
_one = select(policies).where(policies.c.id == bindparam("id"))


class PolicyBook:
    """The policies in force, and any version a clock refers to. With `enabled` false none is in force."""

    def __init__(self, *, enabled: bool = True) -> None:
        self._enabled = enabled
        self._known: dict[UUID, PolicyVersion] = {}

    async def in_force(self, connection: AsyncConnection) -> list[PolicyVersion]:
        """The versions of the active policies, as of this transaction."""
        if not self._enabled:
            return []
        ids = list((await connection.execute(_current)).scalars())
        return await self.versions(connection, ids)

    async def versions(self, connection: AsyncConnection, ids: Iterable[UUID]) -> list[PolicyVersion]:
        wanted = list(ids)
        missing = [each for each in wanted if each not in self._known]
        if missing:
            for row in await connection.execute(_versions, {"ids": missing}):
                self._known[row.id] = read_version(row)
        return [self._known[each] for each in wanted]


def read_version(row: PolicyRow) -> PolicyVersion:
    """A stored version as the rules take it."""
    return PolicyVersion(
        id=row.id,
        policy_id=row.policy_id,
        name=row.name,
        position=row.position,
        is_default=row.is_default,
        department_id=row.department_id,
        calendar=calendar_or_always(None if row.calendar is None else read_calendar(row.calendar)),
        targets=read_targets(row.targets),
        thresholds=read_thresholds(row.warnings),
    )


async def all_policies(reader: AsyncConnection) -> Sequence[PolicyRow]:
    """In the order in which they are tried."""
    return (await reader.execute(_all)).all()


async def policy(reader: AsyncConnection, policy_id: UUID) -> PolicyRow | None:
    return (await reader.execute(_one, {"id": policy_id})).one_or_none()
