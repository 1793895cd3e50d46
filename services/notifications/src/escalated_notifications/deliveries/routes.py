"""Deliveries over HTTP: what was sent to whom, with every try."""

from uuid import UUID

from starlette.responses import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, Page, Reader, Uow
from escalated_notifications.context import Context, TheContext
from escalated_notifications.deliveries.queries import DeliveryFilter, find_delivery, list_deliveries
from escalated_notifications.deliveries.schemas import (
    Channel,
    DeliveryState,
    ManyDeliveries,
    OneDelivery,
    delivery_answer,
    whole_delivery,
)
from escalated_notifications.deliveries.service import retry_delivery

routes = router(prefix=API_PREFIX, tags=["deliveries"])


@routes.get("/deliveries", response_model=ManyDeliveries)
async def list_all_deliveries(
    caller: Caller,
    reader: Reader,
    page: Page,
    context: TheContext,
    ticket: str | None = None,
    state: DeliveryState | None = None,
    channel: Channel | None = None,
) -> Response:
    """The newest first. Who may not manage deliveries names a ticket that they may see, and gets its mails."""
    caller.require("deliveries:read")
    ticket_id = await _ticket_in_sight(caller, context, ticket)
    rows, next_cursor = await list_deliveries(reader, DeliveryFilter(ticket_id, state, channel), page)
    return many([delivery_answer(row) for row in rows], next_cursor=next_cursor)


@routes.get("/deliveries/{delivery_id}", response_model=OneDelivery)
async def get_delivery(caller: Caller, reader: Reader, context: TheContext, delivery_id: UUID) -> Response:
    """One delivery, with the mail as it went."""
    caller.require("deliveries:read")
    row = await find_delivery(reader, delivery_id)
    if not caller.may("deliveries:manage"):
        if not row.ticket_id:
            raise NotFound("There is no such delivery.")
        await context.sight.staffs(row.ticket_id, caller.id)
    return one(whole_delivery(row))


@routes.post("/deliveries/{delivery_id}/retry", response_model=OneDelivery)
async def retry_one_delivery(caller: Caller, uow: Uow, context: TheContext, delivery_id: UUID) -> Response:
    """Sends it again, at once. Needs deliveries:manage."""
    caller.require("deliveries:manage")
    row = await retry_delivery(uow, delivery_id)
    uow.after_commit(context.wake)
    return one(whole_delivery(row))


async def _ticket_in_sight(caller: Principal, context: Context, ticket: str | None) -> str | None:
    if ticket is not None:
        return await context.sight.staffs(ticket, caller.id)
    caller.require("deliveries:manage")
    return None
