"""Durable consumers: one effect per event, whatever comes twice, fails, is deleted or goes away."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from escalated.identity.v1 import events_pb2 as identity_events
from nats.js import JetStreamContext
from prometheus_client import REGISTRY as METRICS
from sqlalchemy import text

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound, Unavailable
from escalated_chassis.events import dead_letters
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer, Retry
from escalated_chassis.events.declare import consumer_config
from escalated_chassis.events.envelope import Event, EventRegistry, encode, headers_of
from escalated_chassis.testing.servers import NatsServer, PostgresServer
from escalated_chassis.testing.waiting import eventually
from escalated_contracts.streams import Durable

STREAM = "ESCALATED_IDENTITY"
REGISTRY = EventRegistry([identity_events])
QUICK = Retry(first_seconds=0.02, longest_seconds=0.1, tries=4)
CREATED = "department.created"

COUNT_UP = text("""
INSERT INTO escalated_departments VALUES (:id, :name, 1)
ON CONFLICT (id) DO UPDATE SET changes = escalated_departments.changes + 1
""")
EFFECTS = text("SELECT name, changes FROM escalated_departments")


@dataclass
class Recorder:
    """A handler that counts in the database, and fails as often as it is told to."""

    failures: list[Exception] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)

    async def __call__(self, uow: UnitOfWork, event: Event) -> None:
        assert isinstance(event.data, identity_events.DepartmentCreated)
        name = event.data.department.name
        self.calls.append(name)
        self.actors.append(uow.acting.id)
        await uow.execute(COUNT_UP, {"id": UUID(event.entity_id), "name": name})
        if self.failures:
            raise self.failures.pop(0)


@dataclass
class Sent:
    subject: str
    headers: dict[str, str]
    body: bytes


@pytest_asyncio.fixture(loop_scope="session")
async def durable(streams: JetStreamContext) -> AsyncIterator[Durable]:
    """A durable of this test's own, for all that happens to departments."""
    made = Durable("identity", f"test-{uuid4().hex[:8]}", STREAM, ("escalated.identity.department.>",), ack_wait=2.0)
    await streams.add_consumer(STREAM, consumer_config(made))
    yield made


@pytest.fixture
def consumer(durable: Durable, database: Database, nats_component: Nats) -> Callable[..., DurableConsumer]:
    def make(handler: Recorder, **more: object) -> DurableConsumer:
        more.setdefault("retry", QUICK)
        return DurableConsumer(durable, database, nats_component, REGISTRY, {CREATED: handler}, **more)

    return make


@asynccontextmanager
async def running(*components: DurableConsumer) -> AsyncIterator[None]:
    for component in components:
        await component.start()
    try:
        yield
    finally:
        for component in components:
            await component.stop()


def event(name: str) -> Sent:
    made = identity_events.DepartmentCreated()
    made.department.name = name
    made.meta.id, made.meta.type = str(uuid4()), CREATED
    entity = str(uuid4())
    return Sent(f"escalated.identity.{CREATED}.{entity}", headers_of(made.meta, "identity", entity), encode(made))


async def send(streams: JetStreamContext, *events: Sent) -> None:
    for each in events:
        await streams.publish(each.subject, each.body, headers=each.headers)


async def effects(database: Database) -> dict[str, int]:
    async with database.reading() as connection:
        return {row.name: row.changes for row in await connection.execute(EFFECTS)}


def settled(streams: JetStreamContext, durable: Durable) -> Callable[[], object]:
    """Whether everything was delivered and answered."""

    async def check() -> bool:
        info = await streams.consumer_info(STREAM, durable.name)
        return info.num_pending == 0 and info.num_ack_pending == 0

    return check


def outcomes(durable: Durable, outcome: str) -> float | None:
    return METRICS.get_sample_value("escalated_consumer_events_total", {"consumer": durable.name, "outcome": outcome})


async def test_the_same_event_twice_takes_effect_once(consumer, durable, database, streams) -> None:
    recorder = Recorder()
    twice = event("one")

    async with running(consumer(recorder)):
        await send(streams, twice, twice)
        await eventually(settled(streams, durable))

    assert await effects(database) == {"one": 1}
    assert recorder.calls == ["one"]
    assert recorder.actors == ["identity"]
    assert (outcomes(durable, "handled"), outcomes(durable, "seen")) == (1, 1)


async def test_events_are_taken_in_the_order_of_the_stream(consumer, durable, streams) -> None:
    recorder = Recorder()
    names = [str(number) for number in range(120)]
    await send(streams, *(event(name) for name in names))

    async with running(consumer(recorder)):
        await eventually(settled(streams, durable))

    assert recorder.calls == names


async def test_a_single_event_is_taken_at_once(consumer, durable, streams) -> None:
    recorder = Recorder()

    async with running(consumer(recorder)):
        await eventually(lambda: _is_waiting(streams, durable))
        await send(streams, event("one"))
        await eventually(lambda: recorder.calls == ["one"], seconds=0.5)


async def _is_waiting(streams: JetStreamContext, durable: Durable) -> bool:
    return bool((await streams.consumer_info(STREAM, durable.name)).num_waiting)


async def test_a_handler_that_fails_leaves_nothing_and_is_tried_again(consumer, durable, database, streams) -> None:
    recorder = Recorder(failures=[RuntimeError("first"), RuntimeError("second")])

    async with running(consumer(recorder)):
        await send(streams, event("one"))
        await eventually(settled(streams, durable))

    assert recorder.calls == ["one", "one", "one"]
    assert await effects(database) == {"one": 1}
    assert outcomes(durable, "retried") == 2


@pytest.mark.parametrize(("deliveries", "seconds"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (5_000, 60)])
def test_the_pauses_grow_to_a_minute(deliveries: int, seconds: float) -> None:
    assert Retry().after(deliveries) == seconds


async def test_a_poison_event_becomes_a_dead_letter_and_holds_up_nobody(consumer, durable, database, streams) -> None:
    recorder = Recorder(failures=[ValueError("no such\r\ncolour")] * 4)
    poison = event("poison")

    async with running(consumer(recorder)):
        await send(streams, poison)
        await eventually(lambda: _letters(streams, durable))
        await send(streams, event("good"))
        await eventually(settled(streams, durable))

    (letter,) = await dead_letters.list_letters(streams, "identity", consumer=durable.name)
    assert (letter.consumer, letter.reason, letter.deliveries) == (durable.name, "failed", 4)
    assert letter.error == "ValueError: no such colour"
    assert (letter.subject, letter.stream, letter.type) == (poison.subject, STREAM, CREATED)
    assert dict(letter.headers) == poison.headers
    assert letter.body == poison.body
    assert await effects(database) == {"good": 1}
    assert outcomes(durable, "dead") == 1


async def _letters(streams: JetStreamContext, durable: Durable) -> bool:
    return bool(await dead_letters.list_letters(streams, "identity", consumer=durable.name))


async def test_a_dead_letter_is_replayed_once_mended(consumer, durable, database, streams) -> None:
    recorder = Recorder(failures=[ValueError("bug")] * 4)
    mended = consumer(recorder)
    async with running(mended):
        await send(streams, event("poison"))
        await eventually(lambda: _letters(streams, durable))
    (letter,) = await dead_letters.list_letters(streams, "identity", consumer=durable.name)

    assert await mended.replay(letter) is True

    assert await effects(database) == {"poison": 1}
    assert not await _letters(streams, durable)
    with pytest.raises(NotFound):
        await dead_letters.get_letter(streams, letter.sequence)


async def test_a_dead_letter_can_be_dropped_and_others_stay(consumer, durable, streams) -> None:
    recorder = Recorder(failures=[ValueError("bug")] * 8)
    async with running(consumer(recorder)):
        await send(streams, event("a"), event("b"))
        await eventually(lambda: _number_of_letters(streams, durable, 2))
    first, second = await dead_letters.list_letters(streams, "identity")

    await dead_letters.drop(streams, first.sequence)

    assert [each.sequence for each in await dead_letters.list_letters(streams, "identity")] == [second.sequence]
    assert (await dead_letters.get_letter(streams, second.sequence)).body == second.body


async def _number_of_letters(streams: JetStreamContext, durable: Durable, number: int) -> bool:
    return len(await dead_letters.list_letters(streams, "identity", consumer=durable.name)) == number


async def test_a_strangers_message_is_set_aside_without_reaching_a_handler(
    consumer, durable, database, streams
) -> None:
    recorder = Recorder()
    genuine = event("forged")
    forged = Sent(genuine.subject, {**genuine.headers, "ce-source": "/elsewhere"}, genuine.body)

    async with running(consumer(recorder)):
        await send(streams, forged, Sent(genuine.subject, {}, b'{"type":"pub_ack"}'))
        await eventually(settled(streams, durable))

    letters = await dead_letters.list_letters(streams, "identity", consumer=durable.name)
    assert [(letter.reason, letter.error, letter.deliveries) for letter in letters] == [
        ("stranger", "ce-source does not fit the subject", 1),
        ("stranger", "ce-specversion does not fit the subject", 1),
    ]
    assert recorder.calls == []
    assert await effects(database) == {}


async def test_a_body_that_does_not_parse_is_dead_at_the_first_try(consumer, durable, streams) -> None:
    broken = event("broken")
    broken.body = b"{"

    async with running(consumer(Recorder())):
        await send(streams, broken)
        await eventually(settled(streams, durable))

    (letter,) = await dead_letters.list_letters(streams, "identity", consumer=durable.name)
    assert (letter.reason, letter.deliveries, letter.body) == ("undecodable", 1, b"{")


async def test_an_unknown_type_and_one_without_a_handler_are_acknowledged_and_counted(
    consumer, durable, streams
) -> None:
    unknown, updated = event("x"), event("y")
    for each, kind in ((unknown, "department.painted"), (updated, "department.updated")):
        each.subject = each.subject.replace(CREATED, kind)
        each.headers["ce-type"] = kind
        each.body = each.body.replace(CREATED.encode(), kind.encode())

    async with running(consumer(Recorder())):
        await send(streams, unknown, updated)
        await eventually(settled(streams, durable))

    assert (outcomes(durable, "unknown"), outcomes(durable, "ignored")) == (1, 1)
    assert not await _letters(streams, durable)


async def test_what_runs_before_may_call_others_and_its_failure_passes(consumer, durable, database, streams) -> None:
    seen: list[str] = []

    async def before(taken: Event) -> None:
        seen.append(taken.id)
        if len(seen) < 6:
            raise Unavailable("a neighbour is away")

    fetched = event("one")

    async with running(consumer(Recorder(), before=before)):
        await send(streams, fetched)
        await eventually(settled(streams, durable))

    assert seen == [fetched.headers["ce-id"]] * 6
    assert await effects(database) == {"one": 1}


async def test_two_processes_share_the_work_and_nothing_is_done_twice(
    consumer, durable, database, streams, nats_component
) -> None:
    at_work = asyncio.Barrier(2)
    met: list[str] = []

    class Meeting(Recorder):
        async def __call__(self, uow: UnitOfWork, taken: Event) -> None:
            if not met:
                await at_work.wait()
                met.append(taken.id)
            await super().__call__(uow, taken)

    one, other = Meeting(), Meeting()
    await send(streams, *(event(str(number)) for number in range(60)))

    async with running(consumer(one), consumer(other)):
        await eventually(settled(streams, durable))

    assert await effects(database) == {str(number): 1 for number in range(60)}
    assert Counter(one.calls + other.calls) == Counter(str(number) for number in range(60))
    assert one.calls
    assert other.calls


async def test_a_deleted_durable_is_trouble_until_it_is_there_again(consumer, durable, database, streams) -> None:
    made = consumer(Recorder())

    async with running(made):
        await eventually(lambda: made.trouble() is None)
        await eventually(lambda: _is_waiting(streams, durable))
        await streams.delete_consumer(STREAM, durable.name)
        missing = f"the durable {durable.name} of {STREAM} does not exist: run migrate"
        await eventually(lambda: made.trouble() == missing)

        await streams.add_consumer(STREAM, consumer_config(durable))
        await send(streams, event("after"))
        await eventually(settled(streams, durable))
        assert made.trouble() is None

    assert await effects(database) == {"after": 1}


async def test_nats_killed_and_back_every_event_takes_effect_once(
    consumer, durable, database, streams, nats_server: NatsServer
) -> None:
    await send(streams, *(event(str(number)) for number in range(300)))
    recorder = Recorder()

    async with running(consumer(recorder)):
        await eventually(lambda: len(recorder.calls) >= 60)
        nats_server.kill()
        await asyncio.to_thread(nats_server.start)
        await eventually(lambda: _effects_of(database, 300), seconds=40)

    assert await effects(database) == {str(number): 1 for number in range(300)}


async def _effects_of(database: Database, number: int) -> bool:
    return len(await effects(database)) == number


async def test_postgres_killed_and_back_no_event_is_given_up(
    consumer, durable, database, streams, postgres_server: PostgresServer
) -> None:
    await send(streams, *(event(str(number)) for number in range(200)))
    recorder = Recorder()

    async with running(consumer(recorder, retry=Retry(first_seconds=0.01, longest_seconds=0.01, tries=1))):
        await eventually(lambda: len(recorder.calls) >= 40)
        postgres_server.kill()
        await asyncio.to_thread(postgres_server.start)
        await eventually(settled(streams, durable), seconds=30)

    assert await effects(database) == {str(number): 1 for number in range(200)}
    assert not await _letters(streams, durable)


async def test_stopping_finishes_what_is_in_hand_and_gives_back_the_rest(consumer, durable, database, streams) -> None:
    in_hand, go_on = asyncio.Event(), asyncio.Event()

    class Slow(Recorder):
        async def __call__(self, uow: UnitOfWork, taken: Event) -> None:
            in_hand.set()
            await go_on.wait()
            await super().__call__(uow, taken)

    await send(streams, *(event(str(number)) for number in range(5)))
    slow, next_one = consumer(Slow()), consumer(Recorder())
    await slow.start()
    await in_hand.wait()

    stopping = asyncio.ensure_future(slow.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping

    assert await effects(database) == {"0": 1}
    async with running(next_one):
        await eventually(settled(streams, durable), seconds=1.5)
    assert await effects(database) == {str(number): 1 for number in range(5)}


async def test_a_slow_batch_is_not_given_to_others_too(consumer, durable, database, streams) -> None:
    slow_calls: list[str] = []

    class Slow(Recorder):
        async def __call__(self, uow: UnitOfWork, taken: Event) -> None:
            slow_calls.append(taken.id)
            await asyncio.sleep(0.9)  # four of them outlast the two seconds of ack_wait
            await super().__call__(uow, taken)

    await send(streams, *(event(str(number)) for number in range(4)))
    other = Recorder()

    async with running(consumer(Slow())):
        await eventually(lambda: len(slow_calls) == 1)
        async with running(consumer(other)):
            await eventually(settled(streams, durable))

    assert len(slow_calls) == 4
    assert other.calls == []
