"""Forgetting jobs after thirty days."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.bulk.models import jobs
from escalated_tickets.bulk.queries import oldest

KEPT: Final = timedelta(days=30)

_PURGE = delete(jobs).where(
    jobs.c.id.in_(
        select(jobs.c.id)
        .where(jobs.c.created_at <= bindparam("before"))
        .order_by(jobs.c.created_at)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )
)


async def purge(uow: UnitOfWork, limit: int) -> int:
    return (await uow.execute(_PURGE, {"before": uow.now - KEPT, "limit": limit})).rowcount


async def next_purge(reader: AsyncConnection) -> datetime | None:
    first = await oldest(reader)
    return None if first is None else first + KEPT
