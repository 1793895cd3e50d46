"""The figures of the compliance report: two statements over clocks, whatever is asked."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Row, Text, Uuid, any_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.policies.models import policies, policy_versions
from escalated_sla.reports.question import Question

_KEYS: Final = {
    "none": "NULL::text",
    "metric": "clock.metric",
    "policy": "version.policy_id",
    "priority": "clock.priority",
    "department": "clock.department_id",
    "agent": "clock.assignee_id",
}
_FILTERS: Final = {
    "metric": "clock.metric",
    "policy": "version.policy_id",
    "priority": "clock.priority",
    "department": "clock.department_id",
    "agent": "clock.assignee_id",
}
_OF_POLICY: Final = " JOIN escalated_sla_policy_versions AS version ON version.id = clock.policy_version_id"
_OF_TICKET: Final = " JOIN escalated_sla_tickets AS ticket ON ticket.id = clock.ticket_id"
# As the events' audience tells it: `tickets` has decided who sees a ticket.
_SEEN: Final = """(
    (ticket.audience->>'all_staff')::boolean
    OR ticket.audience->'person_ids' ? :viewer
    OR ticket.audience->'department_ids' ?| :departments
)"""
_ENDED: Final = """
    clock.ended_at >= :start AND clock.ended_at < :end AND clock.state IN ('met', 'breached')
"""
_OVERDUE: Final = "clock.state = 'breached' AND clock.ended_at IS NULL"
_LATE: Final = "clock.elapsed_seconds - clock.target_seconds"
_FIGURES: Final = f"""
    count(*) AS ended,
    count(*) FILTER (WHERE clock.state = 'met') AS met,
    count(*) FILTER (WHERE clock.state = 'breached') AS breached,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY {_LATE}) FILTER (WHERE clock.state = 'breached') AS late_p50_seconds,
    max({_LATE}) FILTER (WHERE clock.state = 'breached') AS late_max_seconds,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY clock.elapsed_seconds) AS elapsed,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY clock.elapsed_seconds / clock.target_seconds) AS of_target
"""
_TYPES: Final = {"metric": Text, "priority": Text}

_policy_names = select(policy_versions.c.policy_id, policy_versions.c.name).where(
    policy_versions.c.policy_id == any_(bindparam("ids", type_=ARRAY(Uuid)))
)
_policy_order = select(policies.c.id).order_by(policies.c.is_default, policies.c.position, policies.c.id)


async def ended_clocks(reader: AsyncConnection, question: Question) -> list[Row[Any]]:
    """By key, and once for all together (`whole` = 1), what ended in the period."""
    return await _run(reader, question, _FIGURES, _ENDED)


async def overdue_clocks(reader: AsyncConnection, question: Question) -> list[Row[Any]]:
    """As above, how many are breached and open."""
    return await _run(reader, question, "count(*) AS overdue", _OVERDUE)


async def policy_names(reader: AsyncConnection, policy_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What policies are called, or were called last, in the order in which they are tried; those that are gone last."""
    rows = await reader.execute(_policy_names.order_by(policy_versions.c.number), {"ids": list(policy_ids)})
    names = {row.policy_id: row.name for row in rows}
    order = [each for each in (await reader.execute(_policy_order)).scalars() if each in names]
    gone = sorted(names.keys() - set(order), key=lambda each: names[each])
    return {each: names[each] for each in (*order, *gone)}


async def _run(reader: AsyncConnection, question: Question, figures: str, which: str) -> list[Row[Any]]:
    bound: dict[str, Any] = {**question.values}
    if which == _ENDED:
        bound |= {"start": question.start, "end": question.end}
    if not question.sees_all:
        bound["viewer"] = str(question.viewer.id)
        bound["departments"] = sorted(str(each) for each in question.viewer.department_ids)
    filters = tuple((name, name in question.without) for name in question.values)
    statement = _statement(figures, which, question.by, filters, question.sees_all)
    return list(await reader.execute(statement, bound))


@lru_cache(maxsize=256)
def _statement(figures: str, which: str, by: str, filters: tuple[tuple[str, bool], ...], sees_all: bool) -> Any:
    named = {by, *(name for name, _ in filters)}
    source = "escalated_sla_clocks AS clock"
    source += (_OF_POLICY if "policy" in named else "") + ("" if sees_all else _OF_TICKET)
    where = [which, *(_filter(name, missing) for name, missing in filters), *([] if sees_all else [_SEEN])]
    key = _KEYS[by]
    grouped = "" if by == "none" else f" GROUP BY GROUPING SETS (({key}), ())"
    whole = "1" if by == "none" else f"grouping({key})"
    statement = f"SELECT {whole} AS whole, {key} AS key, {figures} FROM {source} WHERE {' AND '.join(where)}{grouped}"  # noqa: S608
    types: list[Any] = [bindparam(name, type_=ARRAY(_TYPES.get(name, Uuid))) for name, _ in filters]
    if not sees_all:
        types += [bindparam("viewer", type_=Text), bindparam("departments", type_=ARRAY(Text))]
    return text(statement).bindparams(*types)


def _filter(name: str, missing: bool) -> str:
    column = _FILTERS[name]
    return f"({column} = ANY (:{name}){f' OR {column} IS NULL' if missing else ''})"


def by_key(rows: Iterable[Row[Any]]) -> tuple[dict[Any, Mapping[str, Any]], Mapping[str, Any]]:
    """The figures by key, and those of all together."""
    keyed: dict[Any, Mapping[str, Any]] = {}
    whole: Mapping[str, Any] = {}
    for row in rows:
        figures = dict(row._mapping)
        if row.whole:
            whole = figures
        else:
            keyed[row.key] = figures
    return keyed, whole
