"""Reading policies and their versions. Versions never change, so a process keeps each it has read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Row, Text, Uuid, any_, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_sla.calendars.hours import read_calendar
from escalated_sla.models import settings
from escalated_sla.policies.models import policies, policy_versions
from escalated_sla.policies.rules import PolicyVersion, calendar_or_always, read_targets, read_thresholds
from escalated_sla.policies.schemas import PolicyAnswer, VersionAnswer
from escalated_sla.recomputation.models import recomputations
from escalated_sla.rules.rules import read_conditions

PolicyRow = Row[tuple[object, ...]]
SWITCH = "sla__enabled"
"""The name of the setting that switches SLA off and on."""

# What another process switched a moment ago holds here too; this one only hears of it later.
_switched = select(cast(cast(settings.c.value, Text), Boolean)).where(settings.c.name == SWITCH).scalar_subquery()
_current = select(policies.c.current_version_id).where(
    policies.c.active, func.coalesce(_switched, bindparam("configured", type_=Boolean))
)
_versions = select(policy_versions).where(policy_versions.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
_all = select(policies).order_by(policies.c.is_default, policies.c.position, policies.c.id)
_one = select(policies).where(policies.c.id == bindparam("id"))
_of_policy = (
    select(policy_versions)
    .where(policy_versions.c.policy_id == bindparam("id"), policy_versions.c.number < bindparam("before"))
    .order_by(policy_versions.c.number.desc())
    .limit(bindparam("most"))
)
_numbered = select(policy_versions).where(
    policy_versions.c.policy_id == bindparam("id"), policy_versions.c.number == bindparam("number")
)
# Whatever moves clocks leaves them to be computed again.
_edited_at = select(func.max(recomputations.c.created_at))
_following = select(policies.c.current_version_id).where(policies.c.calendar_id == bindparam("calendar"))


class PolicyBook:
    """The policies in force, and any version a clock refers to. Where SLA is switched off none is in force.

    Attributes:
        enabled: whether it is on, as far as this process has heard.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self._configured = self.enabled = enabled
        self._known: dict[UUID, PolicyVersion] = {}

    async def in_force(self, connection: AsyncConnection) -> list[PolicyVersion]:
        """The versions of the active policies, as of this transaction."""
        ids = list((await connection.execute(_current, {"configured": self._configured})).scalars())
        return await self.versions(connection, ids)

    async def versions(self, connection: AsyncConnection, ids: Iterable[UUID]) -> list[PolicyVersion]:
        wanted = list(ids)
        missing = [each for each in wanted if each not in self._known]
        if missing:
            for row in await connection.execute(_versions, {"ids": missing}):
                self._known[row.id] = read_version(row)
        return [self._known[each] for each in wanted]

    async def edited_at(self, connection: AsyncConnection) -> datetime | None:
        """When the policies in force, or a calendar of theirs, were edited last; None where they never were."""
        at: datetime | None = (await connection.execute(_edited_at)).scalar_one()
        return at


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
        conditions=read_conditions(row.conditions, row.fields),
    )


async def all_policies(reader: AsyncConnection) -> Sequence[PolicyRow]:
    """In the order in which they are tried."""
    return (await reader.execute(_all)).all()


async def policy(reader: AsyncConnection, policy_id: UUID) -> PolicyRow | None:
    return (await reader.execute(_one, {"id": policy_id})).one_or_none()


async def find_policy(reader: AsyncConnection, policy_id: UUID) -> PolicyRow:
    """Raises NotFound."""
    row = await policy(reader, policy_id)
    if row is None:
        raise no_policy()
    return row


def no_policy() -> NotFound:
    return NotFound("There is no such policy.", code="policy_not_found")


async def versions_following(reader: AsyncConnection, calendar_id: UUID) -> set[UUID]:
    """The present versions of the policies that follow a calendar."""
    return set((await reader.execute(_following, {"calendar": calendar_id})).scalars())


async def versions_of(reader: AsyncConnection, policy_id: UUID, before: int, most: int) -> list[dict[str, Any]]:
    """What the policy was, the newest version first; also of one that is gone."""
    found = await reader.execute(_of_policy, {"id": policy_id, "before": before, "most": most})
    return [present_version(row) for row in found]


async def find_version(reader: AsyncConnection, policy_id: UUID, number: int) -> PolicyRow:
    """Raises NotFound."""
    row = (await reader.execute(_numbered, {"id": policy_id, "number": number})).one_or_none()
    if row is None:
        raise NotFound("The policy has no such version.", code="version_not_found")
    return row


def present(row: PolicyRow) -> dict[str, Any]:
    """A policy in the shape of `PolicyAnswer`."""
    return {name: getattr(row, name) for name in PolicyAnswer.model_fields if name != "recomputation_id"}


def present_version(row: PolicyRow) -> dict[str, Any]:
    """In the shape of `VersionAnswer`."""
    return {name: row.number if name == "version" else getattr(row, name) for name in VersionAnswer.model_fields}
