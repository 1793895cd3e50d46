"""Forgetting runs ninety days after they ended.

Nothing runs again for it: rules about time have their marks, and an event or a breach of that age is told no more.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.due import DueWorker
from escalated_sla.rules.models import runs

KEPT: Final = timedelta(days=90)

_run = runs.deliveries.c
_PURGE = delete(runs.deliveries).where(
    _run.id.in_(
        select(_run.id)
        .where(_run.finished_at <= bindparam("before"))
        .order_by(_run.finished_at)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )
)
_FIRST = select(func.min(_run.finished_at))


def forgetting(database: Database, clock: Clock) -> DueWorker:
    """The worker that forgets them; any number may run side by side."""
    return DueWorker("old-rule-runs", database, purge, next_purge, clock=clock)


async def purge(uow: UnitOfWork, limit: int) -> int:
    """Forgets up to `limit` runs; answers how many."""
    return (await uow.execute(_PURGE, {"before": uow.now - KEPT, "limit": limit})).rowcount


async def next_purge(reader: AsyncConnection) -> datetime | None:
    first: datetime | None = (await reader.execute(_FIRST)).scalar_one()
    return None if first is None else first + KEPT
