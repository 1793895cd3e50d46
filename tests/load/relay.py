"""The relay: from the outbox to JetStream, reading and marking included, in order."""

import statistics
import time
from typing import Final
from uuid import UUID

import asyncpg
import nats
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events
from nats.js.api import ConsumerConfig, DeliverPolicy

from escalated_chassis.clock import SystemClock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.migrations import upgrade
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.relay import Relay
from escalated_chassis.ids import uuid7
from escalated_chassis.testing.deployment import Deployment
from escalated_chassis.testing.streams import reset_streams
from escalated_chassis.testing.waiting import eventually
from escalated_local.nats import EmbeddedNats
from escalated_tickets.settings import TicketsSettings
from tests.load import desk
from tests.load.filling import Say
from tests.load.report import Section, table
from tests.load.stand import RUN, postgres
from tests.load.words import paragraphs

EVENTS: Final = 20_000
RUNS: Final = 3
TARGETS: Final = {"always": 1_000, "10s": 5_000}
_DATABASE = "bench_relay"
_STREAM = "ESCALATED_TICKETS"
_EVENTS_PER_COMMAND = 100
_SECONDS = 120.0
_OPEN = "SELECT NOT EXISTS (SELECT FROM escalated_outbox WHERE published_at IS NULL)"
_KEEP = """
CREATE TABLE bench_events AS
SELECT event_id, subject, type, headers, body, created_at FROM escalated_outbox ORDER BY id
"""
_REFILL = """
TRUNCATE escalated_outbox;
INSERT INTO escalated_outbox (event_id, subject, type, headers, body, created_at) SELECT * FROM bench_events;
VACUUM ANALYZE escalated_outbox;
"""


async def measure(say: Say) -> Section:
    """Fills an outbox with events of tickets, and has the service's own relay publish them, again and again."""
    with postgres() as server:
        await _recreate(server.dsn())
        dsn = desk.in_database(server.dsn(), _DATABASE)
        size = await _fill(dsn)
        rates = {interval: [await _one_run(dsn, interval) for _ in range(RUNS)] for interval in TARGETS}
        await desk.drop(server.dsn(), _DATABASE)
    say("relay: done")
    return Section("relay", "Relay", _as_markdown(rates, size))


async def _recreate(dsn: str) -> None:
    await desk.drop(dsn, _DATABASE)
    server = await asyncpg.connect(dsn)
    try:
        await server.execute(f"CREATE DATABASE {_DATABASE}")
    finally:
        await server.close()
    await upgrade(desk.as_sqlalchemy(desk.in_database(dsn, _DATABASE)), desk.MIGRATIONS)


async def _fill(dsn: str) -> float:
    """Keeps the events aside for the runs; the bytes of a body, on average."""
    database = Database(desk.as_sqlalchemy(dsn), service="tickets", clock=SystemClock())
    texts = paragraphs(EVENTS)
    for _ in range(EVENTS // _EVENTS_PER_COMMAND):
        async with database.transaction() as uow:
            for _ in range(_EVENTS_PER_COMMAND):
                ticket_id = uuid7()
                audience = events_pb2.Audience(person_ids=[str(uuid7())], department_ids=[str(uuid7())])
                uow.publish(
                    _created(ticket_id, next(texts)), entity_id=ticket_id, version=1, sequence=1, audience=audience
                )
    await database.close()
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_KEEP)
        return float(await connection.fetchval("SELECT avg(octet_length(body)) FROM bench_events"))
    finally:
        await connection.close()


def _created(ticket_id: UUID, text: str) -> tickets_events.TicketCreated:
    event = tickets_events.TicketCreated()
    ticket = event.ticket
    ticket.id, ticket.reference, ticket.subject = str(ticket_id), "ESC-00042", text[:60]
    ticket.status, ticket.status_category, ticket.priority, ticket.type = "open", "new", "medium", "question"
    ticket.channel, ticket.version, ticket.sequence = "web", 1, 1
    ticket.requester.id, ticket.requester.name, ticket.requester.email = (
        str(uuid7()),
        "A Customer",
        "customer@mail.example",
    )
    ticket.created_at.GetCurrentTime()
    ticket.updated_at.GetCurrentTime()
    event.message.id, event.message.ticket_id, event.message.kind = str(uuid7()), str(ticket_id), "reply"
    event.message.author.CopyFrom(ticket.requester)
    event.message.author_kind, event.message.body_text, event.message.channel = "customer", text, "web"
    return event


async def _one_run(dsn: str, interval: str) -> float:
    """Events a second, on an empty NATS."""
    connection = await asyncpg.connect(dsn)
    try:
        for statement in filter(str.strip, _REFILL.split(";")):
            await connection.execute(statement)
        with EmbeddedNats(RUN / "nats-relay", sync_interval=interval) as server:
            await reset_streams(server.url_with_user)
            seconds = await _relay_all(dsn, server, connection)
            await _check_order(server, connection)
    finally:
        await connection.close()
    return EVENTS / seconds


async def _relay_all(dsn: str, server: EmbeddedNats, connection: asyncpg.Connection) -> float:
    """Seconds from the relay's start until the last row is marked."""
    settings = Deployment.create().settings(TicketsSettings, database_url="unused", nats_url=server.url_with_user)
    database = Database(desk.as_sqlalchemy(dsn), service="tickets", clock=SystemClock())
    events = Nats(settings)
    relay = Relay(database, events, "tickets")
    await events.start()
    await eventually(lambda: events.is_connected)
    began = time.perf_counter()
    await relay.start()
    await eventually(lambda: connection.fetchval(_OPEN), seconds=_SECONDS)
    seconds = time.perf_counter() - began
    await relay.stop()
    await events.stop()
    await database.close()
    return seconds


async def _check_order(server: EmbeddedNats, connection: asyncpg.Connection) -> None:
    """A relay that is quick and forgets or confuses events is not quick.

    Raises:
        RuntimeError: the stream does not hold what the outbox held, in its order.
    """
    wanted = [
        str(row["event_id"]) for row in await connection.fetch("SELECT event_id FROM escalated_outbox ORDER BY id")
    ]
    client = await nats.connect(server.url_with_user)
    try:
        config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
        subscription = await client.jetstream().subscribe(
            "escalated.tickets.>", stream=_STREAM, ordered_consumer=True, config=config
        )
        found = [((await subscription.next_msg(timeout=10)).headers or {})["ce-id"] for _ in wanted]
    finally:
        await client.close()
    if found != wanted:
        raise RuntimeError("the stream holds other events than the outbox, or in another order")


def _as_markdown(rates: dict[str, list[float]], size: float) -> str:
    rows = []
    for interval, measured in rates.items():
        median = statistics.median(measured)
        verdict = "ok" if median >= TARGETS[interval] else "**missed**"
        runs = " / ".join(f"{rate:,.0f}" for rate in measured)
        rows.append([f"`{interval}`", f"≥ {TARGETS[interval]:,}", f"{median:,.0f}", runs, verdict])
    return (
        f"{EVENTS:,} events of {size:,.0f} bytes wait in the outbox; one relay reads, publishes, waits for acks and "
        "marks. Afterwards the stream is read: all events are there, in their order.\n\n"
        + table(["sync_interval", "target, events a second", "median", "runs", ""], rows)
    )
