"""Making jobs: who may, on which tickets; and making the job that undoes another."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.actions.checks import check_actions
from escalated_tickets.bulk.models import items, jobs
from escalated_tickets.bulk.parsing import below_action, parse_action
from escalated_tickets.bulk.queries import done_ids, owned_job
from escalated_tickets.bulk.rules import MOST_TICKETS, UNDO, WHOLE
from escalated_tickets.desk import Desk
from escalated_tickets.macros.service import take_actions
from escalated_tickets.tickets.queries import count_tickets, list_tickets, seen_by
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.undo.rules import UNDO_JOB_WITHIN
from escalated_tickets.views.listing import filters_for

PAGE = 100

_ADD_JOB = insert(jobs).returning(jobs)
_ADD_ITEMS = insert(items)
_LOCK = select(jobs).where(jobs.c.id == bindparam("job", type_=Uuid)).with_for_update()
_UNDONE_BY = update(jobs).where(jobs.c.id == bindparam("job", type_=Uuid)).values(undone_by=bindparam("by", type_=Uuid))
# Tags are made by their names, so they need not be there yet.
_NOT_CHECKED = frozenset({"add_tag", "remove_tag"})


async def start_job(uow: UnitOfWork, desk: Desk, viewer: Viewer, given: Mapping[str, Any], ids: Sequence[UUID]) -> Any:
    """Keeps a job to be worked on by any process. What each ticket allows is decided when it is its turn.

    Raises:
        Forbidden for customers; Invalid for an action that is none, or names what is not there.
    """
    if not viewer.is_staff:
        raise Forbidden("Bulk changes are for agents.")
    action = parse_action(given)
    await _check(uow, desk, viewer, action)
    if action["type"] == "macro":
        action = await _with_actions(uow, viewer, action)
    return await _start(uow, viewer, action, ids)


async def _with_actions(uow: UnitOfWork, viewer: Viewer, action: Mapping[str, Any]) -> dict[str, Any]:
    """The macro as it is now: what becomes of it meanwhile changes nothing of the job."""
    try:
        return {**action, "actions": await take_actions(uow, viewer, UUID(action["macro_id"]))}
    except (NotFound, ValueError):
        raise invalid("/action/macro_id", "unknown", "There is no such macro.") from None


async def _check(uow: UnitOfWork, desk: Desk, viewer: Viewer, action: Mapping[str, Any]) -> None:
    """What can be known before the first ticket is looked at."""
    if action["type"] == "merge":
        try:
            await seen_by(uow.connection, viewer, action["into"])
        except NotFound:
            raise invalid("/action/into", "unknown", "There is no such ticket.") from None
    elif action["type"] not in WHOLE and action["type"] not in _NOT_CHECKED:
        try:
            await check_actions(uow.connection, desk, [action])
        except Invalid as problem:
            raise Invalid(problem.detail, errors=below_action(problem.errors)) from None


async def _start(
    uow: UnitOfWork, viewer: Viewer, action: Mapping[str, Any], ids: Sequence[UUID], undo_of: UUID | None = None
) -> Any:
    tickets = sorted(set(ids))
    row = {
        "id": uuid7(),
        "person_id": viewer.id,
        "person_name": viewer.name,
        "permissions": sorted(viewer.permissions),
        "channel": viewer.channel,
        "action": dict(action),
        "total": len(tickets),
        "undo_of": undo_of,
        "created_at": uow.now,
        "finished_at": None if tickets else uow.now,
    }
    job = (await uow.execute(_ADD_JOB, row)).one()
    if tickets:
        await uow.execute(_ADD_ITEMS, [{"job_id": job.id, "ticket_id": each} for each in tickets])
    return job


async def tickets_of(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, given: Mapping[str, str | None], view: str | None
) -> list[UUID]:
    """The tickets of a view or of a list's filters, as the viewer sees them now.

    Raises:
        Invalid: a filter that is none, or more than a thousand tickets: `count` says how many, up to 1,001.
    """
    filters = await filters_for(uow.connection, desk, viewer, given, view)
    count = await count_tickets(uow.connection, viewer, filters)
    if count > MOST_TICKETS:
        error = FieldError("/view" if view else "/filters", "too_many", f"More than {MOST_TICKETS} tickets.")
        raise Invalid("Too many tickets for one job.", errors=[error], extra={"count": count})
    found: list[UUID] = []
    after: Sequence[Any] = ()
    while True:
        page = await list_tickets(uow.connection, viewer, filters, limit=PAGE, after=after)
        found += [each.state.id for each in page.tickets]
        if page.next_key is None or len(found) >= MOST_TICKETS:
            return found[:MOST_TICKETS]
        after = page.next_key


async def undo_job(uow: UnitOfWork, viewer: Viewer, job_id: UUID) -> Any:
    """A job that takes back, ticket by ticket, what another one did; what was changed since is refused there.

    Raises:
        NotFound; Conflict where it runs still, is undone already or itself undoes, or is older than an hour.
    """
    await owned_job(uow.connection, viewer.id, job_id)
    job = (await uow.execute(_LOCK, {"job": job_id})).one()
    if job.finished_at is None:
        raise Conflict("The job is not finished.", code="job_not_finished")
    if job.undone_by is not None:
        raise Conflict("The job is undone already.", code="already_undone")
    if job.undo_of is not None:
        raise Conflict("This job undid another one.", code="nothing_to_undo")
    if uow.now > job.finished_at + UNDO_JOB_WITHIN:
        raise Conflict("A job can be undone for an hour.", code="undo_window_over")
    undoing = await _start(uow, viewer, {"type": UNDO}, await done_ids(uow.connection, job_id), job_id)
    await uow.execute(_UNDONE_BY, {"job": job_id, "by": undoing.id})
    return undoing
