"""Broadcasts: word to every process that listens right now, kept by nobody. For revocations, caches, live streams.

Subjects are `escalated.broadcast.<context>.<what>.<id>`; the payload is a JSON object.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from escalated_chassis.errors import Unavailable
from escalated_chassis.events.connection import Nats

PREFIX = "escalated.broadcast."

Listener = Callable[[str, Mapping[str, Any]], Awaitable[None]]

_log = structlog.get_logger(__name__)


class Broadcasts:
    """A component: subscribes when NATS is there, and again when a new connection had to be made."""

    name = "broadcasts"

    def __init__(self, nats: Nats) -> None:
        self._nats = nats
        self._listeners: list[tuple[str, Listener]] = []
        self._subscribed_on: Client | None = None
        nats.on_connect(self._subscribe_all)

    async def start(self) -> None:
        if self._nats.is_connected:
            await self._subscribe_all()

    async def stop(self) -> None:
        """Subscriptions end with the connection."""

    def trouble(self) -> str | None:
        return None

    async def publish(self, subject: str, payload: Mapping[str, Any]) -> None:
        """Tells whoever listens. While NATS is away nobody hears it: what must be known is asked for besides.

        Raises:
            ValueError: not a subject of broadcasts.
        """
        if not subject.startswith(PREFIX):
            raise ValueError(f"{subject} is no broadcast")
        try:
            await self._nats.nc.publish(subject, orjson.dumps(payload))
        except (Unavailable, NatsError, OSError) as error:
            _log.warning("broadcast_lost", subject=subject, error=str(error))

    def subscribe(self, subject: str, callback: Listener) -> None:
        """Has `callback(subject, payload)` called for each broadcast; `subject` may hold wildcards. Before `start`."""
        self._listeners.append((subject, callback))

    async def _subscribe_all(self) -> None:
        client = self._nats.nc
        if self._subscribed_on is client:
            return
        self._subscribed_on = client
        for subject, callback in self._listeners:
            await client.subscribe(subject, cb=_guarded(callback))


def _guarded(callback: Listener) -> Callable[[Msg], Awaitable[None]]:
    async def call(message: Msg) -> None:
        try:
            payload = orjson.loads(message.data)
            if not isinstance(payload, dict):
                raise ValueError("not a JSON object")
            await callback(message.subject, payload)
        except Exception:
            _log.exception("broadcast_not_taken", subject=message.subject)

    return call
