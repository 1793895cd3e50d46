"""The webhooks that actions name: asked of notifications, which has them, and before any transaction is begun."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from escalated.notifications.v1 import notifications_pb2, notifications_pb2_grpc

from escalated_chassis.errors import FieldError, Invalid
from escalated_chassis.rpc.client import RpcClient
from escalated_tickets.actions.schemas import MOST_ACTIONS

_CALL: Final = "call_webhook"


class Webhooks(Protocol):
    """Says which of these webhooks there are. Raises Unavailable while it cannot."""

    async def there(self, webhook_ids: Sequence[UUID], /) -> set[UUID]: ...


class NoWebhooks:
    """Where there are no notifications there is nobody to call."""

    async def there(self, _: Sequence[UUID], /) -> set[UUID]:
        return set()


class RpcWebhooks:
    """Those of notifications, over the network."""

    def __init__(self, client: RpcClient) -> None:
        self._stub = client.stub(notifications_pb2_grpc.NotificationsStub)

    async def there(self, webhook_ids: Sequence[UUID], /) -> set[UUID]:
        request = notifications_pb2.FindWebhooksRequest(ids=[str(each) for each in webhook_ids])
        return {UUID(each) for each in (await self._stub.FindWebhooks(request)).ids}


async def unknown_webhooks(webhooks: Webhooks, actions: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """A refusal for each action that calls a webhook that there is not; what is no id is refused by its shape."""
    named = {index: found for index, each in enumerate(actions[:MOST_ACTIONS]) if (found := _named(each)) is not None}
    there = await webhooks.there(sorted(set(named.values()))) if named else set()
    return [
        FieldError(f"/actions/{index}/webhook_id", "unknown", "There is no such webhook.")
        for index, webhook_id in named.items()
        if webhook_id not in there
    ]


async def require_webhooks(webhooks: Webhooks, actions: Sequence[Mapping[str, Any]]) -> None:
    """Raises Invalid, with a pointer to each, where actions call webhooks that there are not."""
    if errors := await unknown_webhooks(webhooks, actions):
        raise Invalid("Some actions are refused; `errors` says which.", errors=errors)


def _named(action: Mapping[str, Any]) -> UUID | None:
    if action.get("type") != _CALL:
        return None
    try:
        return UUID(str(action.get("webhook_id")))
    except ValueError:
        return None
