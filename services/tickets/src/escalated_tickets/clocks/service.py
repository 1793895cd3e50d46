"""Writes what `sla` tells of a ticket's clocks onto its row. Kept by machine: no version and no event; the activity
tells of warnings and breaches alone.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from escalated.sla.v1 import types_pb2
from sqlalchemy import Uuid, bindparam, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.clocks.rules import ClockState, badge_of, clock_json, kept_of
from escalated_tickets.tickets.models import tickets

_KEEP = (
    update(tickets)
    .where(
        tickets.c.id == bindparam("ticket", type_=Uuid),
        # A copy takes only what is newer.
        tickets.c.sla_version < bindparam("newer"),
    )
    .values(
        sla_version=bindparam("newer"),
        sla_state=bindparam("state"),
        sla_metric=bindparam("metric"),
        sla_next_due_at=bindparam("due"),
        sla_clocks=bindparam("clocks", type_=tickets.c.sla_clocks.type),
    )
)


async def keep_clocks(uow: UnitOfWork, ticket_id: UUID, clocks: Iterable[types_pb2.Clock], version: int) -> bool:
    """Keeps the clocks where `version` is newer than what the row holds; says whether it was."""
    states = [clock_state(each) for each in clocks]
    badge = badge_of(states)
    kept = await uow.execute(
        _KEEP,
        {
            "ticket": ticket_id,
            "newer": version,
            "state": badge.state,
            "metric": badge.metric,
            "due": badge.next_due_at,
            "clocks": [clock_json(each) for each in kept_of(states)],
        },
    )
    return kept.rowcount == 1


def clock_state(clock: types_pb2.Clock) -> ClockState:
    return ClockState(
        metric=clock.metric,
        state=clock.state,
        target_seconds=clock.target_seconds,
        started_at=_time(clock, "started_at"),
        due_at=_time(clock, "due_at"),
        met_at=_time(clock, "met_at"),
        breached_at=_time(clock, "breached_at"),
        paused=clock.paused,
        at_risk=clock.at_risk,
        policy_id=clock.policy_id,
        policy_name=clock.policy_name,
        round=clock.round or 1,
        ended_at=_time(clock, "ended_at"),
    )


def _time(clock: Any, field: str) -> datetime | None:
    at: datetime | None = getattr(clock, field).ToDatetime(UTC) if clock.HasField(field) else None
    return at
