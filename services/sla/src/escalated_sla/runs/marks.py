"""What rules about time have run for: once for each rule, condition, ticket and instant that it counts from."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from escalated_chassis.acting import Cause
from escalated_chassis.database.unit_of_work import UnitOfWork

Mark: TypeAlias = tuple[UUID, UUID, str, datetime]
"""Ticket, rule, condition, anchor."""

_MAKE = """
INSERT INTO escalated_rule_marks (ticket_id, rule_id, condition, anchor)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
ON CONFLICT DO NOTHING RETURNING ticket_id, rule_id, condition, anchor
"""
_KNOWN = """
SELECT ticket_id, rule_id, condition, anchor FROM escalated_rule_marks
JOIN unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) AS given (ticket_id, rule_id, condition, anchor)
    USING (ticket_id, rule_id, condition, anchor)
"""
_DROP = """
DELETE FROM escalated_rule_marks AS mark
USING unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) AS given (ticket_id, rule_id, condition, anchor)
WHERE (mark.ticket_id, mark.rule_id, mark.condition, mark.anchor)
    = (given.ticket_id, given.rule_id, given.condition, given.anchor)
"""
_CAUSES = """
SELECT ticket_id, rule_id, given.condition, anchor, mark.condition AS caused FROM escalated_rule_marks AS mark
JOIN unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) AS given (ticket_id, rule_id, condition, anchor)
    USING (ticket_id, rule_id, anchor)
WHERE starts_with(mark.condition, 'caused:')
"""
_FORGET_CAUSES = """
DELETE FROM escalated_rule_marks AS mark
USING unnest($1::uuid[], $2::uuid[]) AS given (ticket_id, rule_id)
WHERE mark.ticket_id = given.ticket_id AND mark.rule_id = given.rule_id AND starts_with(mark.condition, 'caused:')
"""
_CAUSED = "caused:"


def applied(mark: Mark) -> Mark:
    """The mark that somebody applied the rule to what there was: a threshold passed long before counts this once."""
    ticket_id, rule_id, condition, anchor = mark
    return ticket_id, rule_id, f"applied:{condition}", anchor


async def make(uow: UnitOfWork, marks: Iterable[Mark]) -> set[Mark]:
    """Sets marks; answers those that were not set before."""
    return await _run(uow, _MAKE, list(dict.fromkeys(marks)))


async def known(uow: UnitOfWork, marks: Iterable[Mark]) -> set[Mark]:
    """Those of these marks that are set."""
    return await _run(uow, _KNOWN, list(dict.fromkeys(marks)))


async def drop(uow: UnitOfWork, marks: Iterable[Mark]) -> None:
    rows = list(marks)
    if rows:
        await uow.connection.exec_driver_sql(_DROP, _columns(rows))


async def keep_cause(uow: UnitOfWork, marks: Iterable[Mark], cause: Cause) -> None:
    """Notes that rules led to what is waited for, instead of what was noted before for these rules and tickets."""
    rows = list(dict.fromkeys(marks))
    if not (rows and cause.chain):
        return
    await uow.connection.exec_driver_sql(_FORGET_CAUSES, _columns(rows)[:2])
    told = _CAUSED + orjson.dumps((cause.root_event_id, cause.depth, cause.chain)).decode()
    await _run(uow, _MAKE, [(ticket_id, rule_id, told, anchor) for ticket_id, rule_id, _, anchor in rows])


async def causes(uow: UnitOfWork, marks: Iterable[Mark]) -> dict[Mark, Cause]:
    """What led to these, where rules did."""
    rows = list(marks)
    if not rows:
        return {}
    found = {}
    for row in await uow.connection.exec_driver_sql(_CAUSES, _columns(rows)):
        root, depth, chain = orjson.loads(row.caused.removeprefix(_CAUSED))
        found[row.ticket_id, row.rule_id, row.condition, row.anchor] = Cause(root, depth, tuple(chain))
    return found


async def _run(uow: UnitOfWork, statement: str, rows: Sequence[Mark]) -> set[Mark]:
    if not rows:
        return set()
    found = await uow.connection.exec_driver_sql(statement, _columns(rows))
    return {(row.ticket_id, row.rule_id, row.condition, row.anchor) for row in found}


def _columns(rows: Sequence[Mark]) -> tuple[list[Any], ...]:
    return tuple(list(column) for column in zip(*rows, strict=True))
