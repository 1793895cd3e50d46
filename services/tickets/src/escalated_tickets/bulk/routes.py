"""/tickets/bulk and /bulk-jobs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from escalated_chassis.errors import Forbidden, Invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_tickets.actions.checks import people_named
from escalated_tickets.actions.webhooks import unknown_webhooks
from escalated_tickets.bulk import service
from escalated_tickets.bulk.parsing import below_action
from escalated_tickets.bulk.queries import job_view, owned_job
from escalated_tickets.bulk.schemas import BulkIn, OneJob
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.tickets.schemas import Nothing, TicketFilters
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX, tags=["bulk"])


async def asked(body: BulkIn, caller: Caller, desk: TheDesk) -> BulkIn:
    """Whom and what the action names is asked of those who have it, before the transaction."""
    caller.require("tickets:read")
    if not caller.is_staff:
        raise Forbidden("Bulk changes are for agents.")
    await desk.people.ensure(people_named([body.action]))
    if errors := await unknown_webhooks(desk.webhooks, [body.action]):
        raise Invalid(errors[0].detail, errors=below_action(errors))
    return body


@routes.post("/tickets/bulk", response_model=OneJob, status_code=202)
async def change_many(body: Annotated[BulkIn, Depends(asked)], caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Does one action to up to 1,000 tickets: answers a job at once, which tells its progress and each outcome."""
    viewer = viewer_of(caller)
    ids = body.ids
    if ids is None:
        filters = body.filters or TicketFilters()
        ids = await service.tickets_of(uow, desk, viewer, filters.filters(), body.view or filters.view)
    job = await service.start_job(uow, desk, viewer, body.action, ids)
    return await _started(uow, desk, job)


@routes.get("/bulk-jobs/{job_id}", response_model=OneJob)
async def show_job(job_id: UUID, caller: Caller, reader: Reader) -> Response:
    """A job of the caller's with its progress."""
    caller.require("tickets:read")
    return one(await job_view(reader, await owned_job(reader, caller.id, job_id)))


@routes.post("/bulk-jobs/{job_id}/undo", response_model=OneJob, status_code=202)
async def undo_bulk_job(
    job_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, _body: Nothing | None = None
) -> Response:
    """Takes back what a job of the caller's did, within an hour, by a job of its own."""
    caller.require("tickets:read")
    return await _started(uow, desk, await service.undo_job(uow, viewer_of(caller), job_id))


async def _started(uow: Uow, desk: Desk, job: Any) -> Response:
    uow.after_commit(desk.wake_bulk)
    return one(await job_view(uow.connection, job), status=202)
