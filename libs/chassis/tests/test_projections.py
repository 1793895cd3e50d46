"""Projections are built once, by one process, and anew when asked."""

import asyncio

import pytest
from sqlalchemy import text

from escalated_chassis import projections
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Unavailable
from escalated_chassis.projections import Projection
from escalated_chassis.testing.waiting import eventually

BUILT = text("SELECT name, built_at FROM escalated_projections")


class Snapshot:
    def __init__(self, failures: int = 0) -> None:
        self.built = 0
        self.failures = failures

    async def rebuild(self) -> None:
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise Unavailable("the owner is away")
        self.built += 1


async def notes(database: Database) -> list[tuple[str, object]]:
    async with database.reading() as connection:
        return [(row.name, row.built_at) for row in await connection.execute(BUILT)]


async def test_it_is_built_once_whoever_starts(database: Database) -> None:
    snapshot = Snapshot()
    processes = [Projection("people", database, snapshot.rebuild) for _ in range(3)]

    for process in processes:
        await process.start()
    await eventually(lambda: all(process.is_built for process in processes))
    for process in processes:
        assert process.trouble() is None
        await process.stop()

    assert snapshot.built == 1
    assert await notes(database) == [("people", database.clock.now())]


async def test_while_the_owner_is_away_it_is_tried_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "FIRST_RETRY_SECONDS", 0.01)
    snapshot = Snapshot(failures=3)
    projection = Projection("people", database, snapshot.rebuild)

    await projection.start()
    await eventually(lambda: projection.is_built)
    await projection.stop()

    assert (snapshot.failures, snapshot.built) == (0, 1)


async def test_it_is_built_anew_when_asked_and_a_failure_is_told(database: Database) -> None:
    snapshot = Snapshot()
    projection = Projection("people", database, snapshot.rebuild)
    await projection.rebuild()
    await projection.rebuild()
    snapshot.failures = 1

    with pytest.raises(Unavailable, match="the owner is away"):
        await projection.rebuild()

    assert snapshot.built == 2
    await projection.rebuild()
    assert snapshot.built == 3
