"""Calls webhooks: signed by Standard Webhooks, to public addresses only."""

import time
from uuid import UUID

from standardwebhooks.webhooks import Webhook

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import Delivery, Outcome
from escalated_chassis.errors import NotFound
from escalated_chassis.outgoing import OutgoingError, OutgoingHttp
from escalated_notifications.webhooks.queries import find_webhook
from escalated_notifications.webhooks.rules import verdict
from escalated_notifications.webhooks.secrets import SecretBox

ANSWER_SHOWN = 500


class WebhookSender:
    """The `send` of webhook deliveries."""

    def __init__(self, database: Database, outgoing: OutgoingHttp, box: SecretBox, clock: Clock) -> None:
        self._database, self._outgoing, self._box, self._clock = database, outgoing, box, clock

    async def send(self, delivery: Delivery) -> Outcome:
        """One call. The id stays the same at every try, so that a target can tell a repetition."""
        if not delivery.payload:
            return Outcome("refused", "erased: there is nothing left to send")
        webhook_id = UUID(delivery.payload["webhook_id"])
        try:
            async with self._database.reading() as connection:
                webhook = await find_webhook(connection, webhook_id)
        except NotFound:
            return Outcome("suppressed", "the webhook was deleted")
        body: str = delivery.payload["body"]
        headers = self._headers(self._box.open(webhook.secret, str(webhook.id)), delivery.source_id, body)
        return await self._call(webhook.url, headers, body)

    def _headers(self, secret: str, message_id: str, body: str) -> dict[str, str]:
        now = self._clock.now()
        return {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(msg_id=message_id, timestamp=now, data=body),
        }

    async def _call(self, url: str, headers: dict[str, str], body: str) -> Outcome:
        begun = time.perf_counter()
        try:
            response = await self._outgoing.request("POST", url, headers=headers, content=body.encode())
        except OutgoingError as problem:
            return Outcome("again" if problem.passing else "refused", str(problem), _timed(begun))
        head = response.content[:ANSWER_SHOWN].decode("utf-8", "replace").replace("\x00", "")
        facts = {**_timed(begun), "status": response.status, "answer": head}
        return Outcome(verdict(response.status), f"HTTP {response.status}", facts)


def _timed(begun: float) -> dict[str, int]:
    return {"milliseconds": round((time.perf_counter() - begun) * 1000)}
