"""What is read of webhooks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_notifications.deliveries.models import TABLES
from escalated_notifications.webhooks.models import WEBHOOKS

PREFIX = "webhook:"
MAX_WEBHOOKS = 100

_PAUSES = TABLES.pauses
_WITH_PAUSE = select(WEBHOOKS, _PAUSES.c.reason).outerjoin(
    _PAUSES, _PAUSES.c.target == func.concat(PREFIX, WEBHOOKS.c.id)
)
_ALL = _WITH_PAUSE.order_by(WEBHOOKS.c.created_at, WEBHOOKS.c.id)
_ONE = _WITH_PAUSE.where(WEBHOOKS.c.id == bindparam("id"))
_ACTIVE = select(WEBHOOKS.c.id, WEBHOOKS.c.url, WEBHOOKS.c.events).where(WEBHOOKS.c.active).order_by(WEBHOOKS.c.id)
_KNOWN = select(WEBHOOKS.c.id).where(WEBHOOKS.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))).order_by(WEBHOOKS.c.id)


def target_of(webhook_id: UUID) -> str:
    """The target of deliveries to a webhook."""
    return f"{PREFIX}{webhook_id}"


async def list_webhooks(connection: AsyncConnection) -> list[Row[Any]]:
    return list(await connection.execute(_ALL))


async def find_webhook(connection: AsyncConnection, webhook_id: UUID) -> Row[Any]:
    """Raises `NotFound`."""
    row = (await connection.execute(_ONE, {"id": webhook_id})).first()
    if row is None:
        raise NotFound("There is no such webhook.")
    return row


async def active_webhooks(connection: AsyncConnection) -> list[Row[Any]]:
    return list(await connection.execute(_ACTIVE))


async def known_webhooks(connection: AsyncConnection, webhook_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these that there are."""
    return list((await connection.execute(_KNOWN, {"ids": list(webhook_ids)})).scalars())
