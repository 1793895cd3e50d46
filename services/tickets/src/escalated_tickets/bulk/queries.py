"""Reading jobs: their owner's alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_tickets.bulk.models import items, jobs

_JOB = select(jobs).where(
    jobs.c.id == bindparam("job", type_=Uuid), jobs.c.person_id == bindparam("person", type_=Uuid)
)
_ITEMS = (
    select(items.c.ticket_id, items.c.outcome, items.c.code, items.c.detail)
    .where(items.c.job_id == bindparam("job", type_=Uuid))
    .order_by(items.c.ticket_id)
)
_DONE_IDS = select(items.c.ticket_id).where(items.c.job_id == bindparam("job", type_=Uuid), items.c.outcome == "done")
_OPEN = (
    select(jobs).where(jobs.c.finished_at.is_(None)).order_by(jobs.c.created_at, jobs.c.id).limit(bindparam("limit"))
)
_OLDEST = select(func.min(jobs.c.created_at))


async def owned_job(reader: AsyncConnection, person_id: UUID, job_id: UUID) -> Any:
    """Raises NotFound for a job that is not there or somebody else's."""
    row = (await reader.execute(_JOB, {"job": job_id, "person": person_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such job.", code="job_not_found")
    return row


async def done_ids(reader: AsyncConnection, job_id: UUID) -> list[UUID]:
    return list((await reader.execute(_DONE_IDS, {"job": job_id})).scalars())


async def open_jobs(reader: AsyncConnection, limit: int) -> list[Any]:
    """Jobs that are not finished, the oldest first."""
    return list(await reader.execute(_OPEN, {"limit": limit}))


async def oldest(reader: AsyncConnection) -> datetime | None:
    found: datetime | None = (await reader.execute(_OLDEST)).scalar_one()
    return found


async def job_view(reader: AsyncConnection, job: Any) -> dict[str, Any]:
    """A job with its progress and the outcome of each ticket that was looked at."""
    rows = list(await reader.execute(_ITEMS, {"job": job.id}))
    outcomes = [
        {"ticket_id": row.ticket_id, "outcome": row.outcome, "code": row.code, "detail": row.detail}
        for row in rows
        if row.outcome is not None
    ]
    counts = {name: sum(row.outcome == name for row in rows) for name in ("done", "unchanged", "refused")}
    return {
        "id": job.id,
        "state": "finished" if job.finished_at else ("running" if outcomes else "waiting"),
        "action": job.action,
        "total": job.total,
        "waiting": job.total - len(outcomes),
        **counts,
        "created_at": job.created_at,
        "finished_at": job.finished_at,
        "undo_of": job.undo_of,
        "undone_by": job.undone_by,
        "outcomes": outcomes,
    }
