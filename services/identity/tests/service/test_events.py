"""What identity hears and says over a real NATS."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import nats
import orjson
import pytest_asyncio
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events
from google.protobuf.message import Message
from sqlalchemy import text

from escalated_chassis.acting import Acting
from escalated_chassis.database.engine import Database
from escalated_chassis.events.broadcasts import Broadcasts
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.relay import Relay
from escalated_chassis.ids import id_for_email
from escalated_chassis.testing.waiting import eventually
from escalated_identity.app import consumers
from escalated_identity.people import rules, service
from escalated_identity.sessions.service import sign_out

Neighbour = Any


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bus(desk: Any, nats_url: str) -> AsyncIterator[Nats]:
    """NATS with identity's consumers on it."""
    connection = Nats(desk.context.settings.model_copy(update={"nats_url": nats_url}))
    running = [connection, *consumers(desk.context, connection)]
    for part in running:
        await part.start()
    await eventually(lambda: connection.is_connected)
    yield connection
    for part in reversed(running):
        await part.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tickets(databases: Any, migrations: Any, bus: Nats, desk: Any) -> AsyncIterator[Database]:
    """A database with an outbox whose relay publishes as tickets."""
    url = await databases.clone(migrations)
    database = Database(url, service="tickets", clock=desk.clock)
    relay = Relay(database, bus, "tickets")
    await relay.start()
    yield database
    await relay.stop()
    await database.close()
    await databases.drop(url)


async def _publish(tickets: Database, event: Message, entity_id: str, *, acting: Acting | None = None) -> str:
    async with tickets.transaction(acting or Acting(kind="service", id="tickets")) as uow:
        return uow.publish(event, entity_id=entity_id)


def _seen(desk: Any, email: str, name: str) -> tickets_events.PersonSeen:
    event = tickets_events.PersonSeen()
    event.person.id = str(id_for_email(desk.context.settings.deployment_id, email))
    event.person.email, event.person.name = email, name
    return event


async def test_somebody_whom_tickets_met_becomes_a_guest_once(desk: Any, tickets: Database) -> None:
    # when the same person is seen twice
    event = _seen(desk, "Walk-In@example.com", "Wally")
    for _ in range(2):
        await _publish(tickets, event, event.person.id)
    await _taken(desk, "identity-people-seen", 2)
    # then
    (person,) = await desk.rows("select * from escalated_people where address = 'walk-in@example.com'")
    assert (str(person.id), person.kind, person.name, person.owns_address) == (event.person.id, "guest", "Wally", True)
    (created,) = await desk.published("person.created", event.person.id)
    assert created["person"]["email"] == "Walk-In@example.com"
    assert created["meta"]["actor"]["kind"] == "service"


async def test_an_account_is_not_overwritten_by_a_guest(desk: Any, tickets: Database) -> None:
    agent = await desk.person("agent", name="Alex")
    before = await _count(desk, "identity-people-seen")
    event = _seen(desk, agent.email, "Impostor")
    await _publish(tickets, event, event.person.id)
    await _taken(desk, "identity-people-seen", before + 1)
    (row,) = await desk.rows("select name, kind from escalated_people where id = :id", id=agent.id)
    assert (row.name, row.kind) == ("Alex", "agent")


async def test_other_services_changes_are_kept_in_the_audit_trail(desk: Any, tickets: Database) -> None:
    # given
    tag = str(uuid4())
    event = events_pb2.AuditRecorded(action="tag.renamed", object_type="tag", object_id=tag, object_name="urgent")
    event.changes.add(field="name", before="asap", after="urgent")
    # when
    await _publish(tickets, event, tag, acting=Acting(kind="person", id=str(uuid4()), name="Ada"))
    await _taken(desk, "identity-audit-tickets", 1)
    # then
    admin = await desk.as_new("admin")
    answer = await desk.http.get("/api/v1/audit", params={"object_id": tag}, headers=admin)
    (entry,) = answer.json()["data"]
    assert (entry["service"], entry["action"], entry["actor"]["name"]) == ("tickets", "tag.renamed", "Ada")
    assert (entry["before"], entry["after"]) == ({"name": "asap"}, {"name": "urgent"})


async def test_our_events_reach_the_stream(desk: Any, bus: Nats) -> None:
    # given
    relay = Relay(desk.database, bus, "identity")
    await relay.start()
    # when
    person = await desk.person("agent")
    # then
    subject = f"escalated.identity.person.created.{person.id}"

    async def there() -> bool:
        try:
            message = await bus.js.get_last_msg("ESCALATED_IDENTITY", subject)
        except nats.js.errors.NotFoundError:
            return False
        return bool(orjson.loads(message.data or b"")["person"]["id"] == str(person.id))

    await eventually(there)
    await relay.stop()


async def test_changed_access_and_ended_sessions_are_broadcast_after_the_commit(
    desk: Any, bus: Nats, nats_url: str
) -> None:
    # given somebody who listens
    heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
    listening = await nats.connect(nats_url)

    async def hear(message: Any) -> None:
        await heard.put((message.subject, orjson.loads(message.data)))

    await listening.subscribe("escalated.broadcast.identity.>", cb=hear)
    await listening.flush()
    context = replace(desk.context, announcer=Broadcasts(bus))
    person = await desk.person("agent")
    token = (await desk.log_in(person.email)).json()["data"]["refresh_token"]
    # when
    async with desk.database.transaction() as uow:
        change = service.PersonChange(roles=rules.Roles("light_agent"))
        await service.change_person(uow, context, person.id, change)
    async with desk.database.transaction() as uow:
        await sign_out(uow, context, refresh_token=token)
    # then
    first, second = [await asyncio.wait_for(heard.get(), 10) for _ in range(2)]
    assert first == (f"escalated.broadcast.identity.access.{person.id}", {"access_version": 2})
    (session,) = await desk.rows("select id from escalated_sessions where person_id = :id", id=person.id)
    assert second[0] == f"escalated.broadcast.identity.session_ended.{session.id}"
    await listening.close()


async def _count(desk: Any, consumer: str) -> int:
    async with desk.database.reading() as connection:
        found = await connection.execute(
            text("select count(*) from escalated_inbox where consumer = :consumer"), {"consumer": consumer}
        )
        return int(found.scalar_one())


async def _taken(desk: Any, consumer: str, events: int) -> None:
    async def all_taken() -> bool:
        return await _count(desk, consumer) >= events

    await eventually(all_taken)
