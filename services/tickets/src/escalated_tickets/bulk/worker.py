"""Works on jobs, batch by batch, each batch one transaction together with its outcomes.

Any number of these run side by side: tickets of a job are shared out by SKIP LOCKED. A process that dies takes back
its batch, and the next one does it again: each ticket is done once, because its outcome stands with its change.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Uuid, bindparam, select, update

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import Acting, UnitOfWork
from escalated_chassis.errors import Problem, Unavailable
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause
from escalated_tickets.bulk.models import items, jobs
from escalated_tickets.bulk.queries import open_jobs
from escalated_tickets.bulk.rules import ItemOutcome, batch_of, refused
from escalated_tickets.bulk.work import Doing, do_batch
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import people_by_ids
from escalated_tickets.tickets.visibility import Viewer

BATCH: Final = 50
MOST_JOBS: Final = 20
# Seconds between two looks for jobs of other processes; of our own we are woken.
LONGEST_REST: Final = 1.0

_JOB = items.c.job_id == bindparam("job", type_=Uuid)
_CLAIM = (
    select(items.c.ticket_id)
    .where(_JOB, items.c.outcome.is_(None))
    .order_by(items.c.ticket_id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SETTLE = (
    update(items)
    .where(items.c.job_id == bindparam("job_", type_=Uuid), items.c.ticket_id == bindparam("ticket_", type_=Uuid))
    .values(outcome=bindparam("now_outcome"), code=bindparam("now_code"), detail=bindparam("now_detail"))
)
_FINISH = (
    update(jobs)
    .where(
        jobs.c.id == bindparam("job", type_=Uuid),
        jobs.c.finished_at.is_(None),
        ~select(items.c.ticket_id).where(_JOB, items.c.outcome.is_(None)).exists(),
    )
    .values(finished_at=bindparam("at"))
)

_log = structlog.get_logger(__name__)


class BulkWorker(BackgroundTask):
    """A component. `run_once` is for tests and commands: it does all that waits."""

    def __init__(self, desk: Desk, database: Database, *, batch: int = BATCH) -> None:
        super().__init__("bulk", self._run)
        self._desk, self._database, self._batch = desk, database, batch
        self._wake = asyncio.Event()

    async def wake(self) -> None:
        """There is a new job: call it after the commit that made it."""
        self._wake.set()

    async def stop(self) -> None:
        self._wake.set()
        await super().stop()

    async def run_once(self) -> int:
        """Works until nothing is left that others do not have in hand; answers how many tickets it looked at."""
        total = 0
        while done := await self._round():
            total += done
        return total

    async def _run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            self._wake.clear()
            try:
                while not stopping.is_set() and await self._round():
                    pass
            except Unavailable as away:
                _log.warning("bulk_waits", why=away.detail)
            except Exception:
                # A job that cannot be worked on must not keep the others waiting for longer than the next look.
                _log.exception("bulk_failed")
            await pause(self._wake, LONGEST_REST)

    async def _round(self) -> int:
        """One batch of each job, so that a long one does not keep a short one waiting."""
        async with self._database.reading() as reader:
            waiting = await open_jobs(reader, MOST_JOBS)
        return sum([await self._step(job) for job in waiting])

    async def _step(self, job: Any) -> int:
        try:
            viewer = await self._viewer(job)
        except Unavailable as away:
            # What this person may do is not known now; the others' jobs go on.
            _log.warning("bulk_job_waits", job=str(job.id), why=away.detail)
            return 0
        most = batch_of(job.action, self._batch)
        try:
            return await self._do(job, viewer, most)
        except Unavailable:
            raise
        except Exception as error:
            _log.warning("bulk_batch_failed", job=str(job.id), error=f"{type(error).__name__}: {error}")
            return await self._do_singly(job, viewer, most)

    async def _do_singly(self, job: Any, viewer: Viewer | None, most: int) -> int:
        """One ticket that fails for a fault of ours takes no other with it, and the job comes to its end."""
        done = 0
        for _ in range(most):
            try:
                done += await self._do(job, viewer, 1)
            except Unavailable:
                raise
            except Problem as problem:
                done += await self._give_up_one(job, refused(problem))
            except Exception:
                _log.exception("bulk_ticket_failed", job=str(job.id))
                done += await self._give_up_one(job, ItemOutcome("refused", "internal", "This could not be done."))
        return done

    async def _do(self, job: Any, viewer: Viewer | None, most: int) -> int:
        acting = Acting("person", str(job.person_id), job.person_name)
        async with self._database.transaction(acting) as uow:
            ids = await _claim(uow, job, most)
            if viewer is None:
                outcomes = dict.fromkeys(ids, ItemOutcome("refused", "inactive", "The account is no longer active."))
            else:
                outcomes = await do_batch(Doing(uow, self._desk, viewer, job), ids)
            await _settle(uow, job, outcomes)
        return len(ids)

    async def _give_up_one(self, job: Any, outcome: ItemOutcome) -> int:
        async with self._database.transaction() as uow:
            ids = await _claim(uow, job, 1)
            await _settle(uow, job, dict.fromkeys(ids, outcome))
        return len(ids)

    async def _viewer(self, job: Any) -> Viewer | None:
        """Whoever asked, as they are now, with no more than they were allowed when they asked; None: gone.

        Raises Unavailable where it cannot be told.
        """
        async with self._database.reading() as reader:
            person = (await people_by_ids(reader, [job.person_id])).get(job.person_id)
        if person is None or not person.active:
            return None
        viewer = await self._desk.people.viewer(person)
        return replace(viewer, permissions=viewer.permissions & frozenset(job.permissions), channel=job.channel)


async def _claim(uow: UnitOfWork, job: Any, most: int) -> Sequence[UUID]:
    return (await uow.execute(_CLAIM, {"job": job.id, "limit": most})).scalars().all()


async def _settle(uow: UnitOfWork, job: Any, outcomes: dict[UUID, ItemOutcome]) -> None:
    rows = [
        {
            "job_": job.id,
            "ticket_": ticket_id,
            "now_outcome": each.outcome,
            "now_code": each.code,
            "now_detail": each.detail,
        }
        for ticket_id, each in outcomes.items()
    ]
    if rows:
        await uow.execute(_SETTLE, rows)
    await uow.execute(_FINISH, {"job": job.id, "at": uow.now})
