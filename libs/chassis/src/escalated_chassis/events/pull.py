"""Pulling from a JetStream durable, message by message or in batches.

nats-py's own `fetch` holds back a single message until its time is over when a batch was asked for, and swallows the
server's word that the consumer was deleted; here both are seen at once.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

BATCH = 50
NO_WAIT_SECONDS = 5.0
LINGER_SECONDS = 30.0
HEARTBEAT_SECONDS = 2.0

_NANOSECONDS = 1_000_000_000
_HEARTBEAT = "100"
_ENDED = frozenset({"404", "408"})


class ConsumerMissing(Exception):
    """The durable does not exist, or no longer."""


class ConsumerSilent(Exception):
    """The server stopped talking: the connection was lost, or the pull with it."""


class Pull:
    """Made by `pulling`. One request at a time."""

    def __init__(self, client: Client, subscription: Subscription, inbox: str, stream: str, durable: str) -> None:
        self._client = client
        self._subscription = subscription
        self._inbox = inbox
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._requests = 0

    async def next_batch(self) -> list[Msg]:
        """What is there now, at most fifty messages; if nothing is, the next one that comes within half a minute.

        Raises:
            ConsumerMissing, ConsumerSilent: bind again.
        """
        there = await self._request({"batch": BATCH, "no_wait": True}, BATCH, NO_WAIT_SECONDS)
        if there:
            return there
        lingering = {
            "batch": 1,
            "expires": int(LINGER_SECONDS * _NANOSECONDS),
            "idle_heartbeat": int(HEARTBEAT_SECONDS * _NANOSECONDS),
        }
        return await self._request(lingering, 1, 2.5 * HEARTBEAT_SECONDS)

    async def _request(self, request: Mapping[str, object], most: int, silence: float) -> list[Msg]:
        self._requests += 1
        reply = f"{self._inbox}.{self._requests}"
        await self._client.publish(self._subject, orjson.dumps(request), reply)
        messages: list[Msg] = []
        while len(messages) < most:
            message = await self._next(silence, messages)
            if message is None:
                return messages
            status = _status_of(message)
            if status is None:
                messages.append(message)
            elif message.subject == reply and status != _HEARTBEAT and _ends(status, message):
                return messages
        return messages

    async def _next(self, silence: float, messages: list[Msg]) -> Msg | None:
        try:
            return await self._subscription.next_msg(silence)
        except (NatsError, TimeoutError) as error:
            if messages:
                return None
            raise ConsumerSilent(str(error)) from error


@asynccontextmanager
async def pulling(client: Client, stream: str, durable: str) -> AsyncIterator[Pull]:
    """Binds to a durable that exists.

    Raises:
        ConsumerMissing: it does not.
    """
    try:
        await client.jetstream().consumer_info(stream, durable)
    except NotFoundError as error:
        raise ConsumerMissing(f"the durable {durable} of {stream} does not exist: run migrate") from error
    inbox = client.new_inbox()
    subscription = await client.subscribe(f"{inbox}.*")
    try:
        yield Pull(client, subscription, inbox, stream, durable)
    finally:
        await _unsubscribe(subscription)


def _ends(status: str, message: Msg) -> bool:
    if status in _ENDED:
        return True
    description = (message.headers or {}).get("Description", "")
    if status == "503" or "Consumer Deleted" in description:
        raise ConsumerMissing(description or "nobody answers for this durable")
    raise ConsumerSilent(f"{status} {description}")


def _status_of(message: Msg) -> str | None:
    """The status of a word from the server; None for an event (whose headers may say whatever they like)."""
    if message.reply or not message.headers:
        return None
    return message.headers.get("Status")


async def _unsubscribe(subscription: Subscription) -> None:
    """Tells the server that nobody waits here: what it would have sent goes to another process."""
    try:
        await asyncio.wait_for(subscription.unsubscribe(), 1)
    except (NatsError, TimeoutError):
        return
