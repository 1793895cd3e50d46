"""Reading tickets, facts, clocks and what is due."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.clocks.models import clocks, facts, tickets, timers
from escalated_sla.clocks.rules import Fact
from escalated_sla.policies.models import policy_versions

ClockRow = Row[tuple[object, ...]]

_facts = select(facts).where(facts.c.ticket_id == bindparam("ticket"), facts.c.sequence <= bindparam("until"))
_ticket = select(tickets).where(tickets.c.id == bindparam("ticket"))
_clocks = (
    select(clocks, policy_versions.c.policy_id, policy_versions.c.name.label("policy_name"), tickets.c.clocks_version)
    .join(policy_versions, policy_versions.c.id == clocks.c.policy_version_id)
    .join(tickets, tickets.c.id == clocks.c.ticket_id)
    .where(clocks.c.ticket_id == any_(bindparam("tickets", type_=ARRAY(Uuid))))
    .order_by(clocks.c.ticket_id, clocks.c.metric)
)
_due = (
    select(timers.c.ticket_id)
    .where(timers.c.due_at <= bindparam("now"))
    .order_by(timers.c.due_at, timers.c.ticket_id)
    .limit(bindparam("most"))
)
_count_open = select(func.count(clocks.c.ticket_id.distinct())).where(clocks.c.state.in_(["running", "paused"]))
_next_due = select(func.min(timers.c.due_at))
_known = select(tickets.c.id, tickets.c.sequence).where(tickets.c.id == any_(bindparam("tickets", type_=ARRAY(Uuid))))


async def facts_of(connection: AsyncConnection, ticket_id: UUID, until: int) -> list[Fact]:
    """A ticket's facts up to a sequence without gaps."""
    return [
        Fact(
            sequence=row.sequence,
            at=row.at,
            category=row.category,
            priority=row.priority,
            department_id=row.department_id,
            deleted=row.deleted,
            answers=row.answers,
            snapshot=row.snapshot,
            merged=row.merged,
        )
        for row in await connection.execute(_facts, {"ticket": ticket_id, "until": until})
    ]


async def ticket(connection: AsyncConnection, ticket_id: UUID) -> Row[Any] | None:
    return (await connection.execute(_ticket, {"ticket": ticket_id})).one_or_none()


async def clock_rows(connection: AsyncConnection, ticket_ids: Iterable[UUID]) -> Sequence[ClockRow]:
    """The clocks of these tickets with the names of their policies, by ticket and metric."""
    return (await connection.execute(_clocks, {"tickets": list(ticket_ids)})).all()


async def due_tickets(connection: AsyncConnection, now: datetime, most: int) -> list[UUID]:
    """Tickets on which something is due, the longest due first; at most `most` timers are looked at."""
    found = (await connection.execute(_due, {"now": now, "most": most})).scalars()
    return list(dict.fromkeys(found))


async def next_due(connection: AsyncConnection) -> datetime | None:
    due_at: datetime | None = (await connection.execute(_next_due)).scalar_one()
    return due_at


async def known_sequences(connection: AsyncConnection, ticket_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Up to which sequence nothing of a ticket is missing here."""
    rows = await connection.execute(_known, {"tickets": list(ticket_ids)})
    return {row.id: row.sequence for row in rows}


async def count_open(connection: AsyncConnection) -> int:
    """Tickets with an open clock: what an edit of a policy or calendar may move."""
    return int((await connection.execute(_count_open)).scalar_one())
