"""What the chassis does on NATS is allowed to the suite's own users, and no more is needed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from escalated.identity.v1 import events_pb2 as identity_events

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events import dead_letters, outbox
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer, Retry
from escalated_chassis.events.declare import declare_for
from escalated_chassis.events.envelope import Event, EventRegistry
from escalated_chassis.events.relay import Relay
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.databases import Databases
from escalated_chassis.testing.deployment import Deployment
from escalated_chassis.testing.waiting import eventually
from escalated_contracts.streams import durables_of
from escalated_local.nats import EmbeddedNats
from escalated_local.nats_accounts import USERS, accounts_config

PASSWORDS = {name: f"{name}-secret" for name in USERS}
DIRECTORY = next(durable for durable in durables_of("tickets") if durable.stream == "ESCALATED_IDENTITY")


class IdentitySettings(ServiceSettings):
    service = "identity"


class TicketsSettings(ServiceSettings):
    service = "tickets"


@pytest.fixture(scope="module")
def guarded_nats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedNats]:
    """The suite's NATS as `make up` runs it, with accounts and allow-lists."""
    place = tmp_path_factory.mktemp("guarded")
    with EmbeddedNats(place / "nats", config=accounts_config(PASSWORDS)) as server:
        yield server


@pytest.fixture
def settings_of(guarded_nats: EmbeddedNats, deployment: Deployment):
    def make(settings_class: type[ServiceSettings]) -> ServiceSettings:
        service = settings_class.service
        return deployment.settings(
            settings_class,
            database_url="unused",
            nats_url=guarded_nats.url,
            nats_user=service,
            nats_password=PASSWORDS[service],
            nats_provisioner_user="provisioner",
            nats_provisioner_password=PASSWORDS["provisioner"],
        )

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def tickets_database(
    databases: Databases, migrations: Path, manual_clock: ManualClock
) -> AsyncIterator[Database]:
    url = await databases.clone(migrations)
    opened = Database(url, service="tickets", clock=manual_clock)
    yield opened
    await opened.close()
    await databases.drop(url)


async def test_from_one_service_to_another_with_a_dead_letter_replayed(
    database: Database, tickets_database: Database, settings_of
) -> None:
    for settings_class in (TicketsSettings, IdentitySettings):
        await declare_for(settings_of(settings_class))
    identity, tickets = Nats(settings_of(IdentitySettings)), Nats(settings_of(TicketsSettings))
    taken: list[str] = []
    broken = True

    async def handle(uow: UnitOfWork, event: Event) -> None:
        if broken:
            raise RuntimeError("not mended yet")
        taken.append(event.id)

    consumer = DurableConsumer(
        DIRECTORY,
        tickets_database,
        tickets,
        EventRegistry([identity_events]),
        {"department.created": handle},
        retry=Retry(first_seconds=0.02, longest_seconds=0.02, tries=2),
    )
    components = (identity, tickets, Relay(database, identity, "identity"), consumer)

    for component in components:
        await component.start()
    async with database.transaction() as uow:
        event_id = uow.publish(identity_events.DepartmentCreated(), entity_id=uuid4())
    await eventually(lambda: tickets.is_connected)
    await eventually(lambda: _letters(tickets))
    (letter,) = await dead_letters.list_letters(tickets.js, "tickets")
    broken = False
    replayed = await consumer.replay(letter)
    left = await dead_letters.list_letters(tickets.js, "tickets")
    for component in reversed(components):
        await component.stop()

    assert (letter.reason, letter.deliveries, letter.consumer) == ("failed", 2, DIRECTORY.name)
    assert replayed is True
    assert taken == [event_id]
    assert left == []
    async with database.reading() as connection:
        assert (await outbox.state(connection)).open == 0


async def _letters(nats: Nats) -> bool:
    return bool(await dead_letters.list_letters(nats.js, "tickets"))
