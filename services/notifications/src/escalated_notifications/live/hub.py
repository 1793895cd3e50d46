"""Every process hears every event and hands it to the streams that are open in it."""

import asyncio
from collections import Counter, OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from escalated_chassis.access.principal import Principal
from escalated_chassis.clock import Clock
from escalated_chassis.errors import TooMany, Unavailable
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.envelope import Event, EventRegistry, Stranger, Undecodable, UnknownType, encode
from escalated_notifications.live.ring import Ring
from escalated_notifications.live.views import LiveEvent, Readers, customer_view, shown, view_for
from escalated_notifications.recipients.occasions import ticket_id_of

QUEUE = 500
PER_PERSON = 12
_AUDIENCES = 20_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Shown:
    """Something for one reader; `id` is empty for what is not kept (presence)."""

    id: str
    type: str
    data: Any


@dataclass(eq=False)
class Reader:
    """One open stream. A reader who does not keep up is closed, and comes back by Last-Event-ID."""

    principal: Principal
    queue: "asyncio.Queue[Shown | None]" = field(default_factory=lambda: asyncio.Queue(QUEUE))
    closed: bool = False

    def offer(self, item: Shown) -> None:
        if self.closed:
            return
        if self.queue.qsize() >= QUEUE - 1:
            self.close()
            return
        self.queue.put_nowait(item)

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.queue.put_nowait(None)


class Hub:
    """A component: listens on NATS, keeps the ring, feeds the readers."""

    name = "live"

    def __init__(
        self, nats: Nats, registry: EventRegistry, subjects: tuple[str, ...], clock: Clock, *, limit: int = 2000
    ) -> None:
        self._nats, self._registry, self._subjects, self._clock = nats, registry, subjects, clock
        self._limit = limit
        self._readers: set[Reader] = set()
        self._subscribed_on: Client | None = None
        self._audiences: OrderedDict[str, Readers] = OrderedDict()
        self.ring = Ring()
        nats.on_connect(self._listen)

    async def start(self) -> None:
        if self._nats.is_connected and self._subscribed_on is None:
            await self._listen()

    async def stop(self) -> None:
        """Subscriptions end with the connection."""
        self.close_all()

    def trouble(self) -> str | None:
        """None also while NATS is away: streams stay open, and whoever missed something is told to look anew."""
        return None

    def close_all(self) -> None:
        for reader in list(self._readers):
            reader.close()

    def open(self, principal: Principal) -> Reader:
        """Raises `Unavailable` where this process holds as many streams as it may, `TooMany` for one person."""
        if len(self._readers) >= self._limit:
            raise Unavailable("Too many streams are open.", code="streams_full", retry_after=10)
        if Counter(reader.principal.id for reader in self._readers)[principal.id] >= PER_PERSON:
            raise TooMany(f"No more than {PER_PERSON} streams at a time.", retry_after=10)
        reader = Reader(principal)
        self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        self._readers.discard(reader)

    def since(self, principal: Principal, event_id: str) -> list[Shown] | None:
        """What somebody missed since an event; None where that is not known any more."""
        events = self.ring.after(event_id, self._clock.now())
        if events is None:
            return None
        return [item for event in events if (item := _shown_to(event, principal))]

    def take(self, event: Event) -> None:
        """Keeps an event and hands it to whoever may read it."""
        live = self._live(event)
        if not self.ring.add(live, self._clock.now()):
            return
        for reader in list(self._readers):
            item = _shown_to(live, reader.principal)
            if item:
                reader.offer(item)

    def tell(self, person_ids: frozenset[str], item: Shown) -> None:
        """Hands something passing to these people."""
        for reader in list(self._readers):
            if str(reader.principal.id) in person_ids:
                reader.offer(item)

    async def _listen(self) -> None:
        """Called when NATS is there, and there again: nobody knows what was said meanwhile, so all look anew."""
        client = self._nats.nc
        if self._subscribed_on is not None:
            self.ring = Ring()
            for reader in list(self._readers):
                reader.offer(Shown("", "reset", {}))
        if self._subscribed_on is client:
            return
        self._subscribed_on = client
        for subject in self._subjects:
            await client.subscribe(subject, cb=self._on_message)

    async def _on_message(self, message: Msg) -> None:
        try:
            event = self._registry.decode(message.subject, message.headers, message.data)
        except (Stranger, Undecodable, UnknownType) as problem:
            # The durable consumers park it; here it only must reach nobody.
            _log.warning("live.not_ours", subject=message.subject, error=str(problem))
            return
        if not event.replayed:
            self.take(event)

    def _live(self, event: Event) -> LiveEvent:
        meta, ticket_id = event.meta, ticket_id_of(event)
        staff = orjson.loads(encode(event.data))
        former = Readers.of(meta.former_audience) if meta.HasField("former_audience") else None
        return LiveEvent(
            id=event.id,
            type=event.type,
            ticket_id=ticket_id,
            staff=staff,
            customer=customer_view(event.type, staff),
            readers=self._readers_of(event, ticket_id),
            former=former,
        )

    def _readers_of(self, event: Event, ticket_id: str) -> Readers:
        """Events of sla that carry no audience have the one that the ticket had last; staff alone, at most."""
        if event.meta.HasField("audience"):
            readers = Readers.of(event.meta.audience)
            self._audiences[ticket_id] = readers
            self._audiences.move_to_end(ticket_id)
            if len(self._audiences) > _AUDIENCES:
                self._audiences.popitem(last=False)
            return readers
        known = self._audiences.get(ticket_id, Readers())
        return replace(known, staff_only=True)


def _shown_to(event: LiveEvent, principal: Principal) -> Shown | None:
    view = view_for(event, principal)
    if view is None:
        return None
    event_type, data = shown(event, view)
    return Shown(event.id, event_type, data)
