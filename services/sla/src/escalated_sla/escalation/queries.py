"""Reading rules and their runs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.escalation.models import rules, runs
from escalated_sla.escalation.rules import Rule
from escalated_sla.escalation.schemas import RuleAnswer, RunAnswer

RuleRow = Row[tuple[object, ...]]

_all = select(rules).order_by(rules.c.position, rules.c.id)
_active = _all.where(rules.c.active)
_one = select(rules).where(rules.c.id == bindparam("id"))
_run = runs.deliveries
_waiting = select(func.count()).where(_run.c.state.in_(["queued", "sending"]))
_runs = (
    select(*(_run.c[name] for name in RunAnswer.model_fields))
    .where(_run.c.rule_id == bindparam("rule"), _run.c.id < bindparam("before"))
    .order_by(_run.c.id.desc())
    .limit(bindparam("most"))
)


async def all_rules(reader: AsyncConnection) -> Sequence[RuleRow]:
    return (await reader.execute(_all)).all()


async def rule(reader: AsyncConnection, rule_id: UUID) -> RuleRow | None:
    return (await reader.execute(_one, {"id": rule_id})).one_or_none()


async def active_rules(connection: AsyncConnection) -> list[Rule]:
    """The rules in force, in their order."""
    return [
        Rule(row.id, row.version, row.name, row.on, tuple(row.metrics), tuple(row.priorities), tuple(row.actions))
        for row in await connection.execute(_active)
    ]


async def runs_of(reader: AsyncConnection, rule_id: UUID, before: UUID, most: int) -> list[dict[str, Any]]:
    """A rule's runs, the newest first, older than one id (UUIDv7 sorts by time)."""
    found = await reader.execute(_runs, {"rule": rule_id, "before": before, "most": most})
    return [dict(row) for row in found.mappings()]


def present(row: RuleRow) -> dict[str, Any]:
    """A rule in the shape of `RuleAnswer`."""
    return {name: getattr(row, name) for name in RuleAnswer.model_fields}


async def count_waiting(reader: AsyncConnection) -> int:
    """Runs that are not done yet."""
    return int((await reader.execute(_waiting)).scalar_one())
