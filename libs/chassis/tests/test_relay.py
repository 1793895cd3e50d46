"""From the outbox to the stream: in order, each event once, whatever goes away meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import orjson
import pytest
from escalated.identity.v1 import events_pb2 as identity_events
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import APIError
from prometheus_client import REGISTRY
from sqlalchemy import text

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.events import outbox, relay
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.relay import Relay
from escalated_chassis.retention import purge
from escalated_chassis.testing.servers import NatsServer, PostgresServer
from escalated_chassis.testing.waiting import eventually

STREAM = "ESCALATED_IDENTITY"
OUTBOX_ROWS = text(
    "SELECT id, event_id, subject, CAST(headers AS text) AS headers, body FROM escalated_outbox ORDER BY id"
)


async def publish(database: Database, first: int, last: int, *, padding: int = 0) -> list[str]:
    """Events named by their numbers, ten per command; returns their ids."""
    ids: list[str] = []
    for start in range(first, last + 1, 10):
        async with database.transaction() as uow:
            for number in range(start, min(start + 10, last + 1)):
                event = identity_events.DepartmentCreated()
                event.department.name = str(number)
                event.department.email = "x" * padding
                ids.append(uow.publish(event, entity_id=uuid4(), version=number))
    return ids


async def stored(streams: JetStreamContext) -> list[int]:
    """The numbers of the events in the stream, in its order."""
    state = (await streams.stream_info(STREAM)).state
    bodies = [
        (await streams.get_msg(STREAM, number)).data or b"" for number in range(state.first_seq, state.last_seq + 1)
    ]
    return [int(orjson.loads(body)["department"]["name"]) for body in bodies]


async def count(streams: JetStreamContext) -> int:
    try:
        return (await streams.stream_info(STREAM)).state.messages
    except (NatsError, APIError):
        return -1


async def waiting_rows(database: Database) -> int:
    async with database.reading() as connection:
        return (await outbox.state(connection)).open


@asynccontextmanager
async def running(component: Relay) -> AsyncIterator[Relay]:
    await component.start()
    try:
        yield component
    finally:
        await component.stop()


@pytest.fixture
def made(database: Database, nats_component: Nats) -> Relay:
    return Relay(database, nats_component, "identity", window=50)


async def test_events_are_published_in_order_and_marked(
    database: Database, made: Relay, streams: JetStreamContext
) -> None:
    ids = await publish(database, 1, 120)

    async with running(made):
        await eventually(lambda: _is_empty(database))

    assert await stored(streams) == list(range(1, 121))
    first = await streams.get_msg(STREAM, (await streams.stream_info(STREAM)).state.first_seq)
    assert first.headers is not None
    assert first.headers["Nats-Msg-Id"] == first.headers["ce-id"] == ids[0]
    async with database.reading() as connection:
        entries = await outbox.list_rows(connection, limit=200)
    assert len(entries) == 120
    assert {entry.published_at for entry in entries} == {database.clock.now()}


async def _is_empty(database: Database) -> bool:
    return await waiting_rows(database) == 0


async def test_a_commit_wakes_the_relay(
    database: Database, made: Relay, streams: JetStreamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "POLL_SECONDS", 600.0)
    async with running(made):
        await publish(database, 1, 1)
        await eventually(lambda: _is_empty(database))
        await publish(database, 2, 2)
        await eventually(lambda: _is_empty(database))

    assert await stored(streams) == [1, 2]


async def test_a_lost_notification_only_costs_a_second(
    database: Database, made: Relay, streams: JetStreamContext
) -> None:
    async with database.reading() as connection:
        await connection.execute(text("ALTER TABLE escalated_outbox DISABLE TRIGGER USER"))

    async with running(made):
        await publish(database, 1, 1)
        await eventually(lambda: _is_empty(database), seconds=5)

    assert await stored(streams) == [1]


async def test_while_nats_is_away_commands_go_on_and_all_events_arrive_later_once_and_in_order(
    database: Database, made: Relay, streams: JetStreamContext, nats_server: NatsServer
) -> None:
    async with running(made):
        await publish(database, 1, 30)
        await eventually(lambda: _is_empty(database))
        nats_server.kill()

        await publish(database, 31, 200)
        assert await waiting_rows(database) == 170
        await asyncio.to_thread(nats_server.start)
        await eventually(lambda: _is_empty(database))

    assert await stored(streams) == list(range(1, 201))


async def test_nats_killed_in_the_middle_loses_nothing_doubles_nothing_and_keeps_the_order(
    database: Database, made: Relay, streams: JetStreamContext, nats_server: NatsServer
) -> None:
    await publish(database, 1, 1500, padding=2000)

    async with running(made):
        for share in (200, 700):
            await eventually(lambda share=share: _has(streams, share))
            nats_server.kill()
            await asyncio.to_thread(nats_server.start)
        await eventually(lambda: _is_empty(database), seconds=60)

    assert await stored(streams) == list(range(1, 1501))


async def _has(streams: JetStreamContext, number: int) -> bool:
    return await count(streams) >= number


async def test_postgres_killed_in_the_middle_loses_nothing(
    database: Database, made: Relay, streams: JetStreamContext, postgres_server: PostgresServer
) -> None:
    await publish(database, 1, 600, padding=2000)

    async with running(made):
        await eventually(lambda: _has(streams, 100))
        postgres_server.kill()
        await asyncio.to_thread(postgres_server.start)
        await eventually(lambda: _is_empty(database), seconds=30)
        assert made.trouble() is None

    assert await stored(streams) == list(range(1, 601))


async def test_what_cannot_be_published_is_parked_and_the_rest_goes_on(
    database: Database, made: Relay, streams: JetStreamContext, nats_component: Nats
) -> None:
    await publish(database, 1, 3)
    await publish(database, 4, 4, padding=nats_component.nc.max_payload)
    await publish(database, 5, 6)

    async with running(made):
        await eventually(lambda: _is_empty(database))
        await eventually(lambda: REGISTRY.get_sample_value("escalated_outbox_parked", {"service": "identity"}) == 1)

    assert await stored(streams) == [1, 2, 3, 5, 6]
    async with database.reading() as connection:
        (parked,) = await outbox.list_rows(connection, parked=True)
        assert parked.error == "nats: maximum payload exceeded"
        assert await outbox.unpark(connection, parked.id) == 1
        assert await outbox.list_rows(connection, parked=True) == []
        assert [entry.id for entry in await outbox.list_rows(connection, unpublished=True)] == [parked.id]


async def test_relays_side_by_side_publish_each_event_once(
    database: Database, nats_component: Nats, streams: JetStreamContext
) -> None:
    one, other = (Relay(database, nats_component, "identity", window=20) for _ in range(2))

    async with running(one), running(other):
        await publish(database, 1, 100)
        await eventually(lambda: _is_empty(database))
        await one.stop()
        await publish(database, 101, 150)
        await eventually(lambda: _is_empty(database))

    assert await stored(streams) == list(range(1, 151))


async def test_a_replay_publishes_again_and_says_so(
    database: Database, made: Relay, streams: JetStreamContext, manual_clock: ManualClock
) -> None:
    async with running(made):
        await publish(database, 1, 2)
        await eventually(lambda: _is_empty(database))
        manual_clock.move(timedelta(hours=1))
        since = manual_clock.now()
        await publish(database, 3, 4)
        await eventually(lambda: _is_empty(database))
        async with database.reading() as connection:
            assert await outbox.replay(connection, since=since) == 2
        await eventually(lambda: _has(streams, 6))

    assert await stored(streams) == [1, 2, 3, 4, 3, 4]
    last = await streams.get_msg(STREAM, (await streams.stream_info(STREAM)).state.last_seq)
    assert last.headers is not None
    assert last.headers["ce-replayed"] == "true"
    assert last.headers["Nats-Msg-Id"].startswith(last.headers["ce-id"] + ":")
    assert "escalated-replay" not in last.headers


async def test_published_rows_are_forgotten_after_72_hours_and_no_others(
    database: Database, made: Relay, streams: JetStreamContext, manual_clock: ManualClock
) -> None:
    async with running(made):
        await publish(database, 1, 3)
        await eventually(lambda: _is_empty(database))
    await publish(database, 4, 5)
    manual_clock.move(timedelta(hours=72))
    await purge(database)
    async with database.reading() as connection:
        kept = len(await outbox.list_rows(connection))

    manual_clock.move(timedelta(seconds=1))
    await purge(database)

    assert kept == 5
    async with database.reading() as connection:
        left = await outbox.list_rows(connection)
    assert [entry.published_at for entry in left] == [None, None]


class LossyContext:
    """JetStream over a connection that loses one message on its way, as a broken socket does."""

    def __init__(self, real: JetStreamContext, lost: str) -> None:
        self.real = real
        self.lost = lost

    async def publish_async(self, subject: str, body: bytes, headers: dict[str, str]) -> "asyncio.Future[object]":
        if subject == self.lost:
            self.lost = ""
            return asyncio.get_running_loop().create_future()
        return await self.real.publish_async(subject, body, headers=headers)


async def test_what_would_overtake_a_lost_event_is_refused_by_the_server(
    database: Database, streams: JetStreamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "ACK_SECONDS", 0.5)
    await publish(database, 1, 6)
    async with database.reading() as connection:
        rows = (await connection.execute(OUTBOX_ROWS)).mappings().all()
    lossy = LossyContext(streams, lost=rows[2]["subject"])

    cut_short = await relay.publish_window(lossy, rows)
    after_the_loss = await stored(streams)
    whole = await relay.publish_window(lossy, rows)

    assert (cut_short.acknowledged, type(cut_short.failure)) == (2, TimeoutError)
    assert after_the_loss == [1, 2]
    assert (whole.acknowledged, whole.failure) == (6, None)
    assert await stored(streams) == [1, 2, 3, 4, 5, 6]
