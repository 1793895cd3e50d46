"""The bench desk is one that the service could have made: what SQL fills is what the service makes of the same rows."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from escalated_chassis.clock import SystemClock
from escalated_chassis.database.engine import Database
from escalated_local.postgres import EmbeddedPostgres
from escalated_tickets.reports.rebuild import rebuild
from escalated_tickets.search.service import rebuild_after
from escalated_tickets.tickets.visibility import NOBODY
from tests.load import desk
from tests.load.filling import Size

SIZE = Size(600, departments=5, agents=20)
# Every row of a table as one text, ids in their order.
_FIGURES = """
SELECT string_agg(row::text, E'\n' ORDER BY row::text) FROM {table} AS row
"""
_DOCUMENTS = """
SELECT string_agg(staff::text || shown::text, E'\n' ORDER BY ticket_id)
FROM escalated_staff_documents AS staff JOIN escalated_public_documents AS shown USING (ticket_id)
"""


@pytest.fixture(scope="module")
async def dsn(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    place: Path = tmp_path_factory.mktemp("bench") / "postgres"
    with EmbeddedPostgres(place, durable=False, settings=desk.LOADING) as server:
        await desk.make(server.dsn(), SIZE, lambda _: None)
        yield server.dsn(desk.database_of(SIZE))


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    database = Database(desk.as_sqlalchemy(dsn), service="tickets", clock=SystemClock())
    yield database
    await database.close()


@pytest.fixture
async def connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()


async def test_figures_of_reports_are_those_that_a_rebuild_makes(
    database: Database, connection: asyncpg.Connection
) -> None:
    tables = [f"escalated_report_{name}" for name in ("tickets", "facts", "moments")]
    filled = [await connection.fetchval(_FIGURES.format(table=table)) for table in tables]

    await rebuild(database)

    assert [await connection.fetchval(_FIGURES.format(table=table)) for table in tables] == filled
    kinds = {row["kind"] for row in await connection.fetch("SELECT DISTINCT kind FROM escalated_report_moments")}
    assert kinds == {"created", "answered", "resolved", "rated"}


async def test_searched_words_are_those_that_a_reindex_makes(
    database: Database, connection: asyncpg.Connection
) -> None:
    filled = await connection.fetchval(_DOCUMENTS)

    async with database.transaction() as uow:
        made = await rebuild_after(uow, NOBODY, SIZE.tickets)

    assert len(made) == SIZE.tickets
    assert await connection.fetchval(_DOCUMENTS) == filled
