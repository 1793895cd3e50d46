"""Reading tickets, facts and clocks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_rules import fields_named
from escalated_sla.clocks.models import clocks, tickets
from escalated_sla.clocks.rules import Fact
from escalated_sla.fields.values import LASTING
from escalated_sla.policies.models import policy_versions
from escalated_sla.policies.rules import PolicyVersion

ClockRow = Row[tuple[object, ...]]

# Of a ticket, the facts up to a sequence of its own.
_FACTS = """
SELECT fact.ticket_id, fact.sequence, fact.at, fact.category, fact.fields::text, fact.deleted, fact.answers, fact.asks,
    fact.snapshot, fact.merged, fact.unasked, fact.source_id, fact.waits_since,
    fact.restored
FROM unnest($1::uuid[], $2::integer[]) AS wanted (ticket_id, until)
JOIN escalated_sla_facts AS fact ON fact.ticket_id = wanted.ticket_id AND fact.sequence <= wanted.until
"""
_MIXED = """
SELECT ticket_id FROM escalated_sla_facts WHERE ticket_id = ANY ($1::uuid[])
GROUP BY ticket_id HAVING count(*) > 1 AND count(DISTINCT fields - $2::text[]) > 1
"""
_TOLD_ALL = """
SELECT count(*) = max(snapshot.sequence) FROM escalated_sla_facts AS fact
JOIN (SELECT min(sequence) AS sequence FROM escalated_sla_facts WHERE ticket_id = $1 AND snapshot) AS snapshot
    ON fact.sequence <= snapshot.sequence
WHERE fact.ticket_id = $1 AND NOT fact.snapshot
"""
_ticket = select(tickets).where(tickets.c.id == bindparam("ticket"))
_by_reference = select(tickets.c.id).where(tickets.c.reference == bindparam("reference"), tickets.c.origin == "")
_clocks = (
    select(clocks, policy_versions.c.policy_id, policy_versions.c.name.label("policy_name"), tickets.c.clocks_version)
    .join(policy_versions, policy_versions.c.id == clocks.c.policy_version_id)
    .join(tickets, tickets.c.id == clocks.c.ticket_id)
    .where(clocks.c.ticket_id == any_(bindparam("tickets", type_=ARRAY(Uuid))))
    .order_by(clocks.c.ticket_id, clocks.c.metric, clocks.c.round)
)
_open = (
    select(tickets)
    .where(tickets.c.open, tickets.c.id > bindparam("after"))
    .order_by(tickets.c.id)
    .limit(bindparam("most"))
)
_count_open = select(func.count()).where(tickets.c.open)


async def facts_of(connection: AsyncConnection, until: Mapping[UUID, int]) -> dict[UUID, list[Fact]]:
    """The facts of tickets, of each up to a sequence without gaps."""
    found: dict[UUID, list[Fact]] = {ticket_id: [] for ticket_id in until}
    rows = await connection.exec_driver_sql(_FACTS, (list(until), list(until.values())))
    for row in rows:
        ticket_id, fact = _read_fact(*tuple[Any, ...](row))
        found[ticket_id].append(fact)
    return found


def _read_fact(
    ticket_id: UUID, sequence: int, at: datetime, category: str, fields: str, *more: Any
) -> tuple[UUID, Fact]:
    deleted, answers, asks, snapshot, merged, unasked, source_id, waits_since, restored = more
    fact = Fact(
        sequence=sequence,
        at=at,
        category=category,
        fields=orjson.loads(fields),
        deleted=deleted,
        answers=answers,
        asks=asks,
        snapshot=snapshot,
        merged=merged,
        unasked=unasked,
        source_id=source_id,
        waits_since=waits_since,
        restored=restored,
    )
    return ticket_id, fact


async def told_all(connection: AsyncConnection, ticket_id: UUID) -> bool:
    """Whether every event that the ticket's snapshot stands for is known by itself; no, where there is no snapshot."""
    return bool((await connection.exec_driver_sql(_TOLD_ALL, (ticket_id,))).scalar_one())


async def mixed_tickets(
    connection: AsyncConnection, ticket_ids: Sequence[UUID], policies: Iterable[PolicyVersion]
) -> set[UUID]:
    """Those of these tickets that were not always what they are, as far as these policies ask."""
    asked = {"priority", "department", *(name for policy in policies for name in fields_named(policy.conditions))}
    idle = sorted(LASTING - asked)
    return {row[0] for row in await connection.exec_driver_sql(_MIXED, (list(ticket_ids), idle))}


async def ticket(connection: AsyncConnection, ticket_id: UUID) -> Row[Any] | None:
    return (await connection.execute(_ticket, {"ticket": ticket_id})).one_or_none()


async def id_of(connection: AsyncConnection, ticket: str) -> UUID | None:
    """A ticket's id, by the id itself or the reference; None for a reference that this service does not know."""
    try:
        return UUID(ticket)
    except ValueError:
        return (await connection.execute(_by_reference, {"reference": ticket})).scalar_one_or_none()


async def reference_of(connection: AsyncConnection, ticket_id: UUID) -> str | None:
    """What a ticket is called; None for one that this service does not know."""
    row = await ticket(connection, ticket_id)
    return None if row is None else str(row.reference)


async def clock_rows(connection: AsyncConnection, ticket_ids: Iterable[UUID]) -> Sequence[ClockRow]:
    """The clocks of these tickets with the names of their policies, by ticket and metric."""
    return (await connection.execute(_clocks, {"tickets": list(ticket_ids)})).all()


async def open_tickets(connection: AsyncConnection, after: UUID, most: int) -> Sequence[Row[Any]]:
    """The next open tickets by id."""
    return (await connection.execute(_open, {"after": after, "most": most})).all()


async def count_open(connection: AsyncConnection) -> int:
    """Open tickets: those that an edit of a policy or calendar may move."""
    return int((await connection.execute(_count_open)).scalar_one())
