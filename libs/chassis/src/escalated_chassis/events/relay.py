"""The relay: publishes the outbox to JetStream in the order of its ids, each event at least once.

One relay per service works at a time (an advisory lock), whatever the number of processes. It is woken by the
outbox's NOTIFY and looks every second besides. A window of events is published without waiting for each ack; every
message but the first names its predecessor (`Nats-Expected-Last-Msg-Id`), so that the server itself refuses what
would overtake an event that was lost with a connection. Events published twice fall to the server's duplicate window,
or else to the consumers' inbox.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
import structlog
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError
from nats.js import JetStreamContext
from nats.js.errors import APIError
from prometheus_client import Counter, Gauge

from escalated_chassis.database.engine import Database, server_settings
from escalated_chassis.database.faults import is_driver_away
from escalated_chassis.database.tables import NOTIFY_CHANNEL
from escalated_chassis.errors import Unavailable
from escalated_chassis.events import outbox
from escalated_chassis.events.connection import Nats
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause
from escalated_chassis.retention import purge

WINDOW = 500
ACK_SECONDS = 5.0
POLL_SECONDS = 1.0
RETRY_SECONDS = 0.5
MEASURE_SECONDS = 5.0
PURGE_SECONDS = 60.0
CONNECT_SECONDS = 5.0
STATEMENT_SECONDS = 10.0

MESSAGE_ID = "Nats-Msg-Id"
EXPECTED_LAST = "Nats-Expected-Last-Msg-Id"
_WRONG_LAST_ID = 10070
_TOO_BIG_FOR_STREAM = 10054

PUBLISHED = Counter("escalated_outbox_published", "Events that the relay published", ("service",))
LAG = Gauge("escalated_outbox_lag_seconds", "Age of the oldest event that waits for the relay", ("service",))
OPEN = Gauge("escalated_outbox_open", "Events that wait for the relay", ("service",))
PARKED = Gauge("escalated_outbox_parked", "Events that cannot be published and were set aside", ("service",))

_TRY_LOCK = "SELECT pg_try_advisory_lock(hashtext('escalated_relay'))"
_NEXT = """
SELECT id, event_id, subject, headers, body FROM escalated_outbox
WHERE published_at IS NULL AND parked_at IS NULL ORDER BY id LIMIT $1
"""
_MARK = "UPDATE escalated_outbox SET published_at = $2 WHERE id = ANY($1::bigint[])"
_PARK = "UPDATE escalated_outbox SET parked_at = $2, error = $3 WHERE id = $1"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Window:
    """How far the rows of one window came: `acknowledged` from the first on; then, if any, why the next one did not."""

    acknowledged: int
    failure: Exception | None = None


class Relay(BackgroundTask):
    """A component; one per process is enough, and all of them but one wait for their turn."""

    def __init__(self, database: Database, nats: Nats, service: str, *, window: int = WINDOW) -> None:
        super().__init__("relay", self._run)
        self._database = database
        self._nats = nats
        self._service = service
        self._window = window
        self._wake = asyncio.Event()
        self._measure_at = self._purge_at = 0.0

    async def stop(self) -> None:
        self._wake.set()
        await super().stop()

    async def _run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                async with self._connection() as connection:
                    await self._take_turns(connection, stopping)
            except Exception as error:
                _say("relay_lost_database" if is_driver_away(error) else "relay_failed", error)
            await pause(stopping, RETRY_SECONDS)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """A connection of its own: it listens, and it holds the lock, which PostgreSQL drops with the connection."""
        connection = await asyncpg.connect(
            self._database.dsn,
            timeout=CONNECT_SECONDS,
            command_timeout=STATEMENT_SECONDS,
            server_settings=server_settings(self._service),
        )
        try:
            yield connection
        finally:
            await _close(connection)

    async def _take_turns(self, connection: Any, stopping: asyncio.Event) -> None:
        while not await connection.fetchval(_TRY_LOCK):
            if await pause(stopping, POLL_SECONDS):
                return
        await connection.add_listener(NOTIFY_CHANNEL, lambda *_: self._wake.set())
        _log.info("relay_leads", service=self._service)
        while not stopping.is_set():
            self._wake.clear()
            if await self._publish_all(connection, stopping):
                await pause(self._wake, POLL_SECONDS)
            else:
                await pause(stopping, RETRY_SECONDS)

    async def _publish_all(self, connection: Any, stopping: asyncio.Event) -> bool:
        """Window after window until nothing waits; False when it has to be tried again after a pause."""
        while not stopping.is_set():
            await self._keep_house()
            rows = await connection.fetch(_NEXT, self._window)
            if not rows:
                return True
            try:
                outcome = await publish_window(self._nats.js, rows)
            except Unavailable:
                return False
            await self._record(connection, rows, outcome)
            if outcome.failure is not None and not await self._overcome(connection, rows, outcome):
                return False
            if outcome.failure is None and len(rows) < self._window:
                return True
        return True

    async def _record(self, connection: Any, rows: Sequence[Any], outcome: Window) -> None:
        if outcome.acknowledged:
            done = [row["id"] for row in rows[: outcome.acknowledged]]
            await connection.execute(_MARK, done, self._database.clock.now())
            PUBLISHED.labels(self._service).inc(len(done))

    async def _overcome(self, connection: Any, rows: Sequence[Any], outcome: Window) -> bool:
        """Parks the row that failed if it can never be published; True when going on at once makes sense."""
        failure, row = outcome.failure, rows[outcome.acknowledged]
        if _is_hopeless(failure):
            await connection.execute(_PARK, row["id"], self._database.clock.now(), str(failure))
            _log.error("outbox_row_parked", id=row["id"], subject=row["subject"], error=str(failure))
            self._measure_at = 0.0
            return True
        if isinstance(failure, APIError) and failure.err_code == _WRONG_LAST_ID:
            return outcome.acknowledged > 0
        _say("relay_not_acknowledged", failure, subject=row["subject"])
        return False

    async def _keep_house(self) -> None:
        """Measures and purges now and then; never a reason to stop relaying."""
        now = time.monotonic()
        try:
            if now >= self._measure_at:
                self._measure_at = now + MEASURE_SECONDS
                await self._measure()
            if now >= self._purge_at:
                self._purge_at = now + PURGE_SECONDS
                await purge(self._database)
        except Unavailable as error:
            _say("relay_housekeeping_failed", error)

    async def _measure(self) -> None:
        async with self._database.reading() as connection:
            state = await outbox.state(connection)
        age = (self._database.clock.now() - state.oldest).total_seconds() if state.oldest else 0.0
        LAG.labels(self._service).set(max(age, 0.0))
        OPEN.labels(self._service).set(state.open)
        PARKED.labels(self._service).set(state.parked)


async def publish_window(js: JetStreamContext, rows: Sequence[Any]) -> Window:
    """Publishes rows in order and waits for their acks, together at most five seconds.

    Raises:
        Unavailable: NATS went away before the first.
    """
    acks, failure = await _send(js, rows)
    if acks:
        await asyncio.wait(acks, timeout=ACK_SECONDS)
    for place, ack in enumerate(acks):
        error = _failure_of(ack)
        if error is not None:
            _abandon(acks[place:])
            return Window(place, error)
    return Window(len(acks), failure)


async def _send(js: JetStreamContext, rows: Sequence[Any]) -> tuple[list[asyncio.Future[Any]], Exception | None]:
    """The futures of what was sent, up to the first row that could not be."""
    acks: list[asyncio.Future[Any]] = []
    previous = ""
    for row in rows:
        headers = orjson.loads(row["headers"])
        identity = _message_id(row, headers)
        headers[MESSAGE_ID] = identity
        if previous:
            headers[EXPECTED_LAST] = previous
        try:
            acks.append(await js.publish_async(row["subject"], row["body"].encode(), headers=headers))
        except (NatsError, OSError) as error:
            return acks, error
        previous = identity
    return acks, None


def _message_id(row: Any, headers: dict[str, str]) -> str:
    """The event's id; a replay has to pass the server's duplicate window."""
    replay = headers.pop(outbox.REPLAY_ATTEMPT, None)
    return f"{row['event_id']}:{replay}" if replay else str(row["event_id"])


def _failure_of(ack: "asyncio.Future[Any]") -> Exception | None:
    if not ack.done():
        return TimeoutError("NATS sent no ack in time")
    error = ack.exception()
    return error if error is None or isinstance(error, Exception) else RuntimeError(repr(error))


def _abandon(acks: "Sequence[asyncio.Future[Any]]") -> None:
    """Futures of a connection that was lost never end by themselves; errors of the others are not news."""
    for ack in acks:
        if not ack.cancel() and not ack.cancelled():
            ack.exception()


def _is_hopeless(failure: Exception | None) -> bool:
    if isinstance(failure, APIError):
        return failure.err_code == _TOO_BIG_FOR_STREAM
    return isinstance(failure, MaxPayloadError)


def _say(event: str, error: Exception | None, **more: object) -> None:
    _log.warning(event, error=f"{type(error).__name__}: {error}", **more)


async def _close(connection: Any) -> None:
    try:
        await connection.close(timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection.terminate()
