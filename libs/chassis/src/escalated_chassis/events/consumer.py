"""Durable consumers: each event takes effect once in our database, whichever process is given it, and however often."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.errors import APIError
from prometheus_client import Counter, Gauge

from escalated_chassis.database.engine import Database
from escalated_chassis.database.faults import is_database_away
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Unavailable
from escalated_chassis.events import dead_letters, inbox
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.dead_letters import DeadLetter
from escalated_chassis.events.envelope import Event, EventRegistry, Stranger, Undecodable, UnknownType
from escalated_chassis.events.pull import ConsumerMissing, ConsumerSilent, Pull, pulling
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause, unless_set
from escalated_chassis.telemetry.tracing import span
from escalated_contracts.streams import Durable

Handler = Callable[[UnitOfWork, Event], Awaitable[None]]
Before = Callable[[Event], Awaitable[None]]

REBIND_SECONDS = 0.5
DATABASE_PAUSE_SECONDS = 1.0

EVENTS = Counter(
    "escalated_consumer_events",
    "Events given to a durable consumer, by what became of them: "
    "handled, seen (before), ignored (no handler), unknown (type), retried, dead",
    ("consumer", "outcome"),
)
PENDING = Gauge("escalated_consumer_pending", "Events that wait for a durable consumer", ("consumer",))

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Retry:
    """How a handler that failed is tried again: after 1, 2, 4 … seconds, and at the tenth failure no more.

    What is `Unavailable` is never given up: it waits for a neighbour, not for a mended handler.
    """

    first_seconds: float = 1.0
    longest_seconds: float = 60.0
    tries: int = 10

    def after(self, deliveries: int) -> float:
        return min(self.first_seconds * 2.0 ** min(deliveries - 1, 30), self.longest_seconds)


class DurableConsumer(BackgroundTask):
    """A component that takes one durable's events, one after the other; run it in as many processes as you like.

    Args:
        handlers: event type → what takes its effect, in one transaction with the inbox. Other types are acknowledged.
        before: runs ahead of the handler and outside of its transaction, for calls to other services.
    """

    def __init__(
        self,
        durable: Durable,
        database: Database,
        nats: Nats,
        registry: EventRegistry,
        handlers: Mapping[str, Handler],
        *,
        before: Before | None = None,
        retry: Retry | None = None,
    ) -> None:
        super().__init__(durable.name, self._run)
        self.durable = durable
        self._database = database
        self._nats = nats
        self._registry = registry
        self.handlers = handlers
        self._before = before
        self._retry = retry or Retry()
        self._stop_asked = asyncio.Event()
        self._missing: str | None = None

    def trouble(self) -> str | None:
        return self._missing or super().trouble()

    async def take(self, event: Event) -> bool:
        """Has the event take effect; False when it had before. What the handler raises has undone everything."""
        handler = self.handlers.get(event.type)
        if handler is None:
            return False
        with span(f"{event.type} process", parent=event.headers, consumer=self.name):
            if self._before is not None:
                await self._before(event)
            async with self._database.transaction(event.acting(self.durable.service)) as uow:
                new = await inbox.take(uow.connection, self.name, UUID(event.id))
                if new:
                    await handler(uow, event)
        return new

    async def replay(self, letter: DeadLetter) -> bool:
        """Takes a dead letter's event now and drops the letter; False when the event had taken effect already.

        Raises:
            Stranger, Undecodable, UnknownType: it is as unreadable as before. Otherwise what the handler raises.
        """
        event = self._registry.decode(letter.subject, letter.headers, letter.body, letter.stream_sequence)
        new = await self.take(event)
        await dead_letters.drop(self._nats.js, letter.sequence)
        return new

    async def _run(self, stopping: asyncio.Event) -> None:
        self._stop_asked = stopping
        while not stopping.is_set():
            try:
                async with pulling(self._nats.nc, self.durable.stream, self.name) as pull:
                    self._missing = None
                    await self._pull(pull, stopping)
            except ConsumerMissing as error:
                self._say_missing(str(error))
            except (ConsumerSilent, Unavailable, NatsError, APIError, OSError, TimeoutError) as error:
                _log.info("consumer_binds_again", consumer=self.name, reason=f"{type(error).__name__}: {error}")
            await pause(stopping, REBIND_SECONDS)

    def _say_missing(self, why: str) -> None:
        if self._missing is None:
            _log.error("durable_missing", consumer=self.name, error=why)
        self._missing = why

    async def _pull(self, pull: Pull, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            messages = await unless_set(stopping, pull.next_batch())
            if not messages:
                PENDING.labels(self.name).set(0)
                continue
            PENDING.labels(self.name).set(messages[-1].metadata.num_pending)
            async with self._held(messages):
                for message in messages:
                    await self._answer(message)

    @asynccontextmanager
    async def _held(self, messages: Sequence[Msg]) -> AsyncIterator[None]:
        """Tells the server that we are still at it, so that the end of a slow batch is not given to others too."""

        async def tell() -> None:
            while True:
                await asyncio.sleep(self.durable.ack_wait / 3)
                for message in messages:
                    if not message.is_acked:
                        await message.in_progress()

        telling = asyncio.ensure_future(tell())
        try:
            yield
        finally:
            telling.cancel()
            await asyncio.wait({telling})

    async def _answer(self, message: Msg) -> None:
        """Everything that can become of one message. An answer that gets lost makes it come again, no more."""
        try:
            if self._stop_asked.is_set():
                await message.nak()
            else:
                await self._answer_after(message)
        except (NatsError, APIError, OSError, Unavailable) as error:
            _log.info("answer_lost", consumer=self.name, subject=message.subject, error=str(error))

    async def _answer_after(self, message: Msg) -> None:
        try:
            outcome = await self._outcome_of(message)
        except (Stranger, Undecodable) as error:
            await self._bury(message, type(error).__name__.lower(), str(error))
        except Exception as error:
            await self._put_off(message, error)
        else:
            await message.ack()
            EVENTS.labels(self.name, outcome).inc()

    async def _outcome_of(self, message: Msg) -> str:
        place = message.metadata.sequence.stream
        try:
            event = self._registry.decode(message.subject, message.headers, message.data, place)
        except UnknownType as error:
            _log.info("event_type_unknown", consumer=self.name, type=str(error))
            return "unknown"
        return await self._take_when_possible(event)

    async def _take_when_possible(self, event: Event) -> str:
        """Waits in place while PostgreSQL is away: an event less to hand round, and no try is counted."""
        if event.type not in self.handlers:
            return "ignored"
        while True:
            try:
                return "handled" if await self.take(event) else "seen"
            except Unavailable as error:
                if not is_database_away(error) or await pause(self._stop_asked, DATABASE_PAUSE_SECONDS):
                    raise

    async def _put_off(self, message: Msg, error: Exception) -> None:
        deliveries = message.metadata.num_delivered
        waits = isinstance(error, Unavailable)
        if deliveries >= self._retry.tries and not waits:
            _log.error("event_given_up", consumer=self.name, subject=message.subject, exc_info=error)
            await self._bury(message, "failed", f"{type(error).__name__}: {error}")
            return
        delay = self._retry.after(deliveries)
        told = {"error": str(error)} if waits else {"exc_info": error}
        _log.warning("event_put_off", consumer=self.name, subject=message.subject, seconds=delay, **told)
        await message.nak(delay=delay)
        EVENTS.labels(self.name, "retried").inc()

    async def _bury(self, message: Msg, reason: str, error: str) -> None:
        await dead_letters.bury(
            self._nats.js, message, service=self.durable.service, consumer=self.name, reason=reason, error=error
        )
        await message.term()
        EVENTS.labels(self.name, "dead").inc()
        _log.error("dead_letter", consumer=self.name, subject=message.subject, reason=reason, error=error)
