"""Reading rules, their versions and runs. A version never changes, so a process keeps those in force parsed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, Integer, Row, RowMapping, Uuid, bindparam, case, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_rules import Refused
from escalated_sla.rules.models import rule_versions, rules, runs
from escalated_sla.rules.rules import KINDS, Kind, Rule, read_conditions
from escalated_sla.rules.schemas import RuleAnswer, RunAnswer, VersionAnswer

RuleRow = Row[Any]

_log = structlog.get_logger(__name__)

_kind_order = case(*((rules.c.kind == kind, number) for number, kind in enumerate(KINDS)))
_in_force = (
    select(rules.c.id, rules.c.version, rules.c.kind, rules.c.position, rules.c.active_since)
    .where(rules.c.active)
    .order_by(_kind_order, rules.c.position, rules.c.id)
)
# One short text for all that is in force: hundreds of rules need not be read for each event.
_stamp = select(
    func.md5(
        func.coalesce(
            func.string_agg(
                func.concat_ws(":", rules.c.id, rules.c.version, rules.c.position, rules.c.active_since),
                aggregate_order_by(literal(","), rules.c.id),
            ),
            "",
        )
    )
).where(rules.c.active)
_contents = select(rule_versions).where(
    tuple_(rule_versions.c.rule_id, rule_versions.c.version).in_(
        select(
            func.unnest(bindparam("ids", type_=ARRAY(Uuid))),
            func.unnest(bindparam("versions", type_=ARRAY(Integer))),
        )
    )
)
_of_kind = select(rules).where(rules.c.kind == bindparam("kind"))
_listed = _of_kind.order_by(rules.c.position, rules.c.id)
_one = _of_kind.where(rules.c.id == bindparam("id"))
_content = select(rule_versions).where(
    rule_versions.c.rule_id == bindparam("id"), rule_versions.c.version == bindparam("version")
)
_versions = (
    select(*(rule_versions.c[name] for name in VersionAnswer.model_fields))
    .where(rule_versions.c.rule_id == bindparam("id"), rule_versions.c.version < bindparam("before"))
    .order_by(rule_versions.c.version.desc())
    .limit(bindparam("most"))
)
_run = runs.deliveries
_runs = (
    select(
        *(_run.c[name] for name in RunAnswer.model_fields if name != "cause"), _run.c.payload["cause"].label("carried")
    )
    .where(_run.c.rule_id == bindparam("rule"), _run.c.kind == bindparam("kind"), _run.c.id < bindparam("before"))
    .order_by(_run.c.id.desc())
    .limit(bindparam("most"))
)


class RuleBook:
    """The rules in force: one small query a transaction; their contents are kept by id and version."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, int], Rule | None] = {}
        self._stamp: str | None = None
        self._rules: Sequence[Rule] = ()

    async def in_force(self, connection: AsyncConnection) -> Sequence[Rule]:
        """In the order in which they run: workflows, automations, escalation rules, each by position."""
        stamp: str = (await connection.execute(_stamp)).scalar_one()
        if stamp != self._stamp:
            # What changed in between is told by the next stamp.
            self._rules, self._stamp = await self._read_rules(connection), stamp
        return self._rules

    async def _read_rules(self, connection: AsyncConnection) -> Sequence[Rule]:
        rows = (await connection.execute(_in_force)).all()
        known = self._known
        missing = [row for row in rows if (row.id, row.version) not in known]
        if missing:
            # Others may read at the same moment, of before or after: nobody takes away what somebody else counts on.
            known = known | await self._read(connection, missing)
            present = {(row.id, row.version) for row in rows}
            self._known = {key: rule for key, rule in known.items() if key in present}
        found = [(known.get((row.id, row.version)), row) for row in rows]
        return [
            rule
            if rule.position == row.position and rule.active_since == row.active_since
            else replace(rule, position=row.position, active_since=row.active_since)
            for rule, row in found
            if rule is not None
        ]

    async def _read(self, connection: AsyncConnection, missing: Sequence[Any]) -> dict[tuple[UUID, int], Rule | None]:
        wanted = {(row.id, row.version): row for row in missing}
        bound = {"ids": [row.id for row in missing], "versions": [row.version for row in missing]}
        contents = await connection.execute(_contents, bound)
        return {key: _rule_or_none(wanted[key], each) for each in contents if (key := (each.rule_id, each.version))}


def _rule_or_none(row: Row[Any], content: Row[Any]) -> Rule | None:
    try:
        return read_rule(row, content)
    except (Refused, ValueError, KeyError) as error:
        # One rule that cannot be read holds up no event of any ticket.
        _log.error("rule_not_readable", rule_id=str(row.id), version=row.version, error=str(error))
        return None


def read_rule(row: Row[Any], content: Row[Any]) -> Rule:
    """A rule by its row (id, kind, position, active_since) and the contents of one of its versions."""
    return Rule(
        id=row.id,
        kind=row.kind,
        version=content.version,
        name=content.name,
        position=row.position,
        active_since=row.active_since,
        triggers=tuple(content.triggers),
        conditions=read_conditions(content.conditions, content.fields),
        actions=tuple(content.actions),
    )


async def rules_of(reader: AsyncConnection, kind: Kind) -> Sequence[RuleRow]:
    """In the order in which they run."""
    return (await reader.execute(_listed, {"kind": kind})).all()


async def find_rule(reader: AsyncConnection, kind: Kind, rule_id: UUID) -> RuleRow:
    """Raises NotFound."""
    row = (await reader.execute(_one, {"kind": kind, "id": rule_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such rule.", code="rule_not_found")
    return row


async def find_version(reader: AsyncConnection, rule_id: UUID, version: int) -> Row[Any]:
    """The contents of one version. Raises NotFound."""
    row = (await reader.execute(_content, {"id": rule_id, "version": version})).one_or_none()
    if row is None:
        raise NotFound("The rule has no such version.", code="version_not_found")
    return row


async def versions_of(reader: AsyncConnection, rule_id: UUID, before: int, most: int) -> list[dict[str, Any]]:
    """The newest first."""
    found = await reader.execute(_versions, {"id": rule_id, "before": before, "most": most})
    return [dict(row) for row in found.mappings()]


async def runs_of(reader: AsyncConnection, kind: Kind, rule_id: UUID, before: UUID, most: int) -> list[dict[str, Any]]:
    """A rule's runs, also of one that is gone: the newest first, older than one id (UUIDv7 sorts by time)."""
    found = await reader.execute(_runs, {"rule": rule_id, "kind": kind, "before": before, "most": most})
    return [_run_answer(row) for row in found.mappings()]


def _run_answer(row: RowMapping) -> dict[str, Any]:
    """What the run's own doings carry as their cause has the run itself at its end: what led to it comes before."""
    carried = row["carried"]
    cause = {
        "root_event_id": carried["root"],
        "depth": carried["depth"] - 1,
        "chain": carried["chain"][:-1],
    }
    return {name: cause if name == "cause" else row[name] for name in RunAnswer.model_fields}


def present(row: RuleRow) -> dict[str, Any]:
    """A rule in the shape of `RuleAnswer`."""
    return {name: getattr(row, name) for name in RuleAnswer.model_fields}
