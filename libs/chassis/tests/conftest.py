"""The chassis is tested as the service `identity`, with its departments: any owner of events would do."""

from collections.abc import AsyncIterator
from pathlib import Path

import nats
import pytest
import pytest_asyncio
from nats.js import JetStreamContext

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.events.connection import Nats
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment
from escalated_chassis.testing.waiting import eventually


class IdentitySettings(ServiceSettings):
    service = "identity"


@pytest.fixture(scope="session")
def migrations() -> Path:
    return Path(__file__).parent / "migrations"


@pytest_asyncio.fixture(loop_scope="session")
async def database(fresh_database_url: str, manual_clock: ManualClock) -> AsyncIterator[Database]:
    """A database of this test's own, seen by the service identity."""
    opened = Database(fresh_database_url, service="identity", clock=manual_clock)
    yield opened
    await opened.close()


@pytest.fixture
def identity_settings(nats_url: str, deployment: Deployment) -> IdentitySettings:
    """For what needs NATS and no database."""
    return deployment.settings(IdentitySettings, database_url="unused", nats_url=nats_url)


@pytest_asyncio.fixture(loop_scope="session")
async def nats_component(identity_settings: IdentitySettings) -> AsyncIterator[Nats]:
    """A connected component."""
    component = Nats(identity_settings)
    await component.start()
    await eventually(lambda: component.is_connected)
    yield component
    await component.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def streams(nats_url: str) -> AsyncIterator[JetStreamContext]:
    """An administrator's view of JetStream; the streams are emptied first."""
    client = await nats.connect(nats_url, max_reconnect_attempts=-1, reconnect_time_wait=0.1)
    context = client.jetstream()
    for stream in await context.streams_info():
        await context.purge_stream(stream.config.name or "")
    yield context
    await client.close()
