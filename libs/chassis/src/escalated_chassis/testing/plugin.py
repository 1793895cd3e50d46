"""Pytest fixtures for every service (registered by the chassis' entry point `pytest11`).

A service's `conftest.py` says where its migrations are:

    @pytest.fixture(scope="session")
    def migrations() -> Path:
        return Path(__file__).parents[1] / "migrations"

and then asks for `database_url`, `nats_url`, `deployment`. Nothing is started that no test asks for.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from escalated_chassis.clock import ManualClock

if TYPE_CHECKING:
    from escalated_chassis.testing.databases import Databases
    from escalated_chassis.testing.deployment import Deployment
    from escalated_chassis.testing.servers import NatsServer, PostgresServer


def pytest_report_header() -> str:
    from escalated_chassis.testing.servers import describe_backend

    return f"escalated: {describe_backend()}"


@pytest.fixture(scope="session")
def migrations() -> Path:
    """Where the migrations of the service under test are: overridden in its conftest."""
    raise pytest.UsageError("define the fixture `migrations` in the service's conftest.py")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[PostgresServer]":
    """The PostgreSQL of this test process."""
    from escalated_chassis.testing.servers import postgres_server

    server = postgres_server(tmp_path_factory.mktemp("postgres"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[NatsServer]":
    """The NATS of this test process, without streams; `nats_url` has them."""
    from escalated_chassis.testing.servers import nats_server

    server = nats_server(tmp_path_factory.mktemp("nats"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def databases(postgres_server: "PostgresServer") -> "Databases":
    from escalated_chassis.testing.databases import Databases

    return Databases(postgres_server)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database_url(databases: "Databases", migrations: Path) -> AsyncIterator[str]:
    """A migrated database of this module's own."""
    url = await databases.clone(migrations)
    yield url
    await databases.drop(url)


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_database_url(databases: "Databases", migrations: Path) -> AsyncIterator[str]:
    """A migrated database of this test's own, for tests that count every row."""
    url = await databases.clone(migrations)
    yield url
    await databases.drop(url)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def nats_url(nats_server: "NatsServer") -> str:
    """NATS with the suite's streams and durables, empty at the start of each module."""
    from escalated_chassis.testing.streams import reset_streams

    await reset_streams(nats_server.url_with_user)
    return nats_server.url_with_user


@pytest.fixture
def manual_clock() -> ManualClock:
    """Stands at Monday 2026-01-05 09:00 UTC until it is moved."""
    return ManualClock(datetime(2026, 1, 5, 9, tzinfo=UTC))


@pytest.fixture(scope="session")
def deployment() -> "Deployment":
    """Keys, settings values and tokens of one deployment."""
    from escalated_chassis.testing.deployment import Deployment

    return Deployment.create()
