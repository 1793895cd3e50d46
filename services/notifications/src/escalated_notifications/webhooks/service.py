"""What can be done with webhooks, and how events become calls."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from escalated.tickets.v1 import events_pb2 as ticket_events
from sqlalchemy import Row, delete, func, insert, select, update

from escalated_chassis.access.principal import Principal
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import NewDelivery, cancel_target, intake, pause, resume
from escalated_chassis.errors import Conflict, NotFound, PreconditionFailed
from escalated_chassis.events.envelope import Event, encode
from escalated_chassis.ids import uuid7
from escalated_notifications.deliveries.models import DELIVERIES, TABLES
from escalated_notifications.webhooks.models import WEBHOOKS
from escalated_notifications.webhooks.queries import MAX_WEBHOOKS, active_webhooks, find_webhook, target_of
from escalated_notifications.webhooks.rules import hears, webhook_id_from
from escalated_notifications.webhooks.secrets import SecretBox, new_secret

NO_WEBHOOK = UUID(int=0)


@dataclass(frozen=True)
class WebhookChange:
    """What is to change; None leaves it."""

    url: str | None = None
    events: Sequence[str] | None = None
    active: bool | None = None


async def create_webhook(
    uow: UnitOfWork, owner: Principal, box: SecretBox, *, url: str, events: Sequence[str], active: bool
) -> tuple[Row[Any], str]:
    """Makes a webhook; returns it and its secret, which is not to be had again. Raises `Conflict` beyond the limit."""
    count = (await uow.execute(select(func.count()).select_from(WEBHOOKS))).scalar_one()
    if count >= MAX_WEBHOOKS:
        raise Conflict(f"There are {MAX_WEBHOOKS} webhooks already.", code="too_many_webhooks")
    webhook_id, secret = uuid7(), new_secret()
    await uow.execute(
        insert(WEBHOOKS).values(
            id=webhook_id,
            url=url,
            events=list(events),
            active=active,
            secret=box.seal(secret, str(webhook_id)),
            owner_id=str(owner.id),
            owner_email=owner.email,
            created_at=uow.now,
            updated_at=uow.now,
        )
    )
    uow.audit("webhook.created", object_type="webhook", object_id=webhook_id, object_name=url)
    return await find_webhook(uow.connection, webhook_id), secret


async def change_webhook(uow: UnitOfWork, webhook_id: UUID, change: WebhookChange, *, if_match: int | None) -> Row[Any]:
    """Changes a webhook: switched off, what waits for it waits on; switched on, any pause ends.

    Raises:
        NotFound: there is none. PreconditionFailed: it is no longer at the version `if_match`.
    """
    before = await _locked(uow, webhook_id)
    if if_match is not None and if_match != before.version:
        raise PreconditionFailed("The webhook has changed meanwhile.")
    wanted = {"url": change.url, "events": change.events, "active": change.active}
    values = {name: value for name, value in wanted.items() if value is not None}
    await uow.execute(
        update(WEBHOOKS)
        .where(WEBHOOKS.c.id == webhook_id)
        .values(**values, version=before.version + 1, updated_at=uow.now)
    )
    if change.active:
        await resume(uow, TABLES, target_of(webhook_id))
    elif change.active is False:
        await pause(uow, TABLES, target_of(webhook_id), "switched off", None)
    changes = [(name, getattr(before, name), value) for name, value in values.items()]
    uow.audit("webhook.updated", object_type="webhook", object_id=webhook_id, object_name=before.url, changes=changes)
    return await find_webhook(uow.connection, webhook_id)


async def delete_webhook(uow: UnitOfWork, webhook_id: UUID) -> None:
    """Removes a webhook; what waits for it is suppressed, what was sent stays in the log."""
    before = await _locked(uow, webhook_id)
    await uow.execute(delete(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id))
    await cancel_target(uow, DELIVERIES, target_of(webhook_id), "the webhook was deleted")
    await resume(uow, TABLES, target_of(webhook_id))
    uow.audit("webhook.deleted", object_type="webhook", object_id=webhook_id, object_name=before.url)


async def queue_calls(uow: UnitOfWork, event: Event, ordering_key: str) -> list[UUID]:
    """One call for each webhook that hears of this event: the event as it stands on the wire.

    A request of a rule or macro calls the one that it names, and no other.
    """
    if isinstance(event.data, ticket_events.WebhookRequested):
        calls = [await _requested_call(uow, event, event.data.webhook_id, ordering_key)]
    else:
        webhooks = await active_webhooks(uow.connection)
        calls = [_call_of(event, row, ordering_key) for row in webhooks if hears(row.events, event.type)]
    return await intake(uow, DELIVERIES, calls)


async def _requested_call(uow: UnitOfWork, event: Event, named: str, ordering_key: str) -> NewDelivery:
    """Where nobody can be called, the delivery says so: who asked for the call finds out what became of it."""
    webhook_id = webhook_id_from(named) or NO_WEBHOOK
    try:
        row = await find_webhook(uow.connection, webhook_id)
    except NotFound:
        gone = _call(webhook_id, "", event.id, event.type, ordering_key, _happened(event), b"")
        return replace(gone, state="suppressed", detail="there is no such webhook")
    call = _call_of(event, row, ordering_key)
    return call if row.active else replace(call, state="suppressed", detail="the webhook is switched off")


def _call_of(event: Event, webhook: Row[Any], ordering_key: str) -> NewDelivery:
    body = encode(event.data)
    return _call(webhook.id, webhook.url, event.id, event.type, ordering_key, _happened(event), body)


def _happened(event: Event) -> datetime:
    at: datetime = event.meta.occurred_at.ToDatetime(tzinfo=UTC)
    return at


async def queue_test(uow: UnitOfWork, webhook_id: UUID) -> UUID:
    """A call that says it is a test; the id of its delivery. Raises `NotFound`, `Conflict` while it is paused."""
    row = await find_webhook(uow.connection, webhook_id)
    if row.reason is not None:
        raise Conflict("The webhook is paused; switch it on first.", code="webhook_paused")
    test_id = str(uuid7())
    at = uow.now.isoformat().replace("+00:00", "Z")
    body = orjson.dumps({"meta": {"id": test_id, "type": "webhook.test", "occurred_at": at}})
    call = _call(row.id, row.url, test_id, "webhook.test", f"test:{test_id}", uow.now, body)
    (delivery_id,) = await intake(uow, DELIVERIES, [call])
    return delivery_id


async def pause_failing(uow: UnitOfWork, webhook_id: UUID, detail: str) -> Row[Any] | None:
    """A call that failed for a day pauses its target; the rest waits. The webhook, unless it was paused already."""
    try:
        row = await find_webhook(uow.connection, webhook_id)
    except NotFound:
        return None
    if row.reason is not None:
        return None
    await pause(uow, TABLES, target_of(webhook_id), f"failed for long: {detail[:500]}", None)
    return row


def _call(
    webhook_id: UUID, url: str, source_id: str, event_type: str, ordering_key: str, at: datetime, body: bytes
) -> NewDelivery:
    return NewDelivery(
        target=target_of(webhook_id),
        ordering_key=ordering_key,
        source_id=source_id,
        occurred_at=at,
        payload={"webhook_id": str(webhook_id), "body": body.decode()},
        more={
            "channel": "webhook",
            "recipient": url,
            "ticket_id": "" if ordering_key.startswith("test:") else ordering_key,
            "event_type": event_type,
            "message_id": source_id,
        },
    )


async def _locked(uow: UnitOfWork, webhook_id: UUID) -> Row[Any]:
    row = (await uow.execute(select(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id).with_for_update())).first()
    if row is None:
        raise NotFound("There is no such webhook.")
    return row
