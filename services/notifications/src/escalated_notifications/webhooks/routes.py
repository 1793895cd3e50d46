"""Webhooks over HTTP."""

from uuid import UUID

from starlette.responses import Response

from escalated_chassis.errors import invalid
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, IfMatch, Page, Reader, Uow
from escalated_chassis.outgoing import OutgoingError, OutgoingHttp
from escalated_notifications.context import TheContext
from escalated_notifications.deliveries.queries import DeliveryFilter, find_delivery, list_deliveries
from escalated_notifications.deliveries.schemas import ManyDeliveries, OneDelivery, delivery_answer
from escalated_notifications.webhooks import queries, service
from escalated_notifications.webhooks.schemas import (
    ManyWebhooks,
    NewWebhook,
    OneWebhook,
    WebhookPatch,
    webhook_answer,
)

routes = router(prefix=API_PREFIX, tags=["webhooks"])


@routes.get("/webhooks", response_model=ManyWebhooks)
async def list_webhooks(caller: Caller, reader: Reader) -> Response:
    """All webhooks, the oldest first. Needs webhooks:manage."""
    caller.require("webhooks:manage")
    return many([webhook_answer(row) for row in await queries.list_webhooks(reader)], next_cursor=None)


@routes.post("/webhooks", status_code=201, response_model=OneWebhook, openapi_extra={"x-secret": True})
async def create_webhook(caller: Caller, uow: Uow, context: TheContext, body: NewWebhook) -> Response:
    """Makes a webhook. The answer has the secret, once. Needs webhooks:manage."""
    caller.require("webhooks:manage")
    await _check_url(context.outgoing, body.url)
    row, secret = await service.create_webhook(
        uow, caller, context.secrets, url=body.url, events=body.events, active=body.active
    )
    return one({**webhook_answer(row), "secret": secret}, status=201, version=row.version)


@routes.get("/webhooks/{webhook_id}", response_model=OneWebhook)
async def get_webhook(caller: Caller, reader: Reader, webhook_id: UUID) -> Response:
    """One webhook. Needs webhooks:manage."""
    caller.require("webhooks:manage")
    row = await queries.find_webhook(reader, webhook_id)
    return one(webhook_answer(row), version=row.version)


@routes.patch("/webhooks/{webhook_id}", response_model=OneWebhook)
async def change_webhook(
    caller: Caller, uow: Uow, context: TheContext, webhook_id: UUID, body: WebhookPatch, if_match: IfMatch
) -> Response:
    """Changes a webhook; `active: true` ends a pause. Needs webhooks:manage."""
    caller.require("webhooks:manage")
    if body.url:
        await _check_url(context.outgoing, body.url)
    row = await service.change_webhook(uow, webhook_id, service.WebhookChange(**body.model_dump()), if_match=if_match)
    uow.after_commit(context.wake)
    return one(webhook_answer(row), version=row.version)


@routes.delete("/webhooks/{webhook_id}", status_code=204)
async def delete_webhook(caller: Caller, uow: Uow, webhook_id: UUID) -> Response:
    """Removes a webhook. Needs webhooks:manage."""
    caller.require("webhooks:manage")
    await service.delete_webhook(uow, webhook_id)
    return no_content()


@routes.post("/webhooks/{webhook_id}/test", response_model=OneDelivery)
async def send_test_call(caller: Caller, uow: Uow, context: TheContext, webhook_id: UUID) -> Response:
    """Calls the webhook with an event `webhook.test`. The delivery says what came of it. Needs webhooks:manage."""
    caller.require("webhooks:manage")
    delivery_id = await service.queue_test(uow, webhook_id)
    uow.after_commit(context.wake)
    return one(delivery_answer(await find_delivery(uow.connection, delivery_id)))


@routes.get("/webhooks/{webhook_id}/deliveries", response_model=ManyDeliveries)
async def list_calls(caller: Caller, reader: Reader, page: Page, webhook_id: UUID) -> Response:
    """What was sent to a webhook, the newest first. Needs webhooks:manage."""
    caller.require("webhooks:manage")
    await queries.find_webhook(reader, webhook_id)
    wanted = DeliveryFilter(target=queries.target_of(webhook_id))
    rows, next_cursor = await list_deliveries(reader, wanted, page)
    return many([delivery_answer(row) for row in rows], next_cursor=next_cursor)


async def _check_url(outgoing: OutgoingHttp, url: str) -> None:
    """A target that would never be called is refused when it is typed in; one that is only away may be kept."""
    try:
        await outgoing.check(url)
    except OutgoingError as problem:
        if not problem.passing:
            raise invalid("/url", "not_allowed", str(problem)) from problem
