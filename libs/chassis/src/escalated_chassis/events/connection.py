"""The connection to NATS: made in the background, kept for ever."""

import asyncio
from collections.abc import Awaitable, Callable

import nats
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from escalated_chassis.errors import Unavailable
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause, unless_set
from escalated_chassis.settings import ServiceSettings

CONNECT_SECONDS = 5
RECONNECT_PAUSE_SECONDS = 0.5
PING_SECONDS = 10
DRAIN_SECONDS = 5
JETSTREAM_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Nats(BackgroundTask):
    """A component whose start never fails because NATS is away: who needs it asks `js` and is told `Unavailable`."""

    def __init__(self, settings: ServiceSettings) -> None:
        super().__init__("nats", self._run)
        self._settings = settings
        self._client: Client | None = None
        self._context: JetStreamContext | None = None
        self._lost = asyncio.Event()
        self._on_connect: list[Callable[[], Awaitable[None]]] = []
        self._last_words = ""

    @property
    def is_connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    @property
    def nc(self) -> Client:
        """The client, connected a moment ago.

        Raises:
            Unavailable: NATS is away.
        """
        if self._client is None or not self._client.is_connected:
            raise Unavailable("NATS is not connected", code="nats_unavailable", retry_after=2)
        return self._client

    @property
    def js(self) -> JetStreamContext:
        """As `nc`, for streams."""
        if not self.is_connected or self._context is None:
            raise Unavailable("NATS is not connected", code="nats_unavailable", retry_after=2)
        return self._context

    def on_connect(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Calls back whenever the connection is there, or there again: what was said meanwhile was missed."""
        self._on_connect.append(callback)

    async def _run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            self._lost.clear()
            try:
                client = await unless_set(stopping, self._connect())
            except (NatsError, OSError, TimeoutError) as error:
                await self._on_error(error)
                await pause(stopping, RECONNECT_PAUSE_SECONDS)
                continue
            if client is not None:
                await self._keep(client, stopping)

    async def _keep(self, client: Client, stopping: asyncio.Event) -> None:
        """Until it is closed for good (a changed password does that): nats-py reconnects by itself before."""
        self._client, self._context = client, client.jetstream(timeout=JETSTREAM_SECONDS)
        await self._on_connected()
        await unless_set(stopping, self._lost.wait())
        if stopping.is_set():
            await _close(client)
        self._client = None

    async def _connect(self) -> Client:
        settings = self._settings
        credentials = (
            {"user": settings.nats_user, "password": settings.nats_password.get_secret_value()}
            if settings.nats_user
            else {}
        )
        return await nats.connect(
            settings.nats_url,
            name=f"escalated-{settings.service}",
            inbox_prefix=f"_INBOX_{settings.service}".encode(),
            connect_timeout=CONNECT_SECONDS,
            reconnect_time_wait=RECONNECT_PAUSE_SECONDS,
            max_reconnect_attempts=-1,
            ping_interval=PING_SECONDS,
            error_cb=self._on_error,
            reconnected_cb=self._on_connected,
            closed_cb=self._on_closed,
            **credentials,
        )

    async def _on_connected(self) -> None:
        _log.info("nats_connected", service=self._settings.service)
        self._last_words = ""
        for callback in self._on_connect:
            try:
                await callback()
            except Exception:
                _log.exception("nats_on_connect_failed")

    async def _on_closed(self) -> None:
        self._lost.set()

    async def _on_error(self, error: Exception) -> None:
        """Says each trouble once, not at every try. A refused subject is heard of here and nowhere else."""
        words = f"{type(error).__name__}: {error}"
        if words != self._last_words:
            self._last_words = words
            _log.warning("nats_error", error=words)


async def _close(client: Client) -> None:
    try:
        await asyncio.wait_for(client.drain(), DRAIN_SECONDS)
    except (NatsError, OSError, TimeoutError):
        await client.close()
