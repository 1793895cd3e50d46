"""PostgreSQL away, restarted, busy: what callers are told, and that the pool comes back by itself."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Invalid, Unavailable
from escalated_chassis.testing.databases import Databases
from escalated_chassis.testing.servers import PostgresServer
from escalated_chassis.testing.waiting import eventually

INSERT = text("INSERT INTO escalated_departments VALUES (:id, :name, 0)")
COUNT = text("SELECT count(*) FROM escalated_departments")
LOCK = text("SELECT * FROM escalated_departments WHERE id = :id FOR UPDATE")


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return int(await connection.scalar(COUNT) or 0)


async def test_while_postgres_is_away_callers_are_told_to_come_back_and_then_all_is_well(
    database: Database, postgres_server: PostgresServer
) -> None:
    async with database.transaction() as uow:
        await uow.execute(INSERT, {"id": uuid4(), "name": "kept"})
    postgres_server.kill()

    with pytest.raises(Unavailable) as reading:
        await count(database)
    with pytest.raises(Unavailable) as writing:
        async with database.transaction() as uow:
            await uow.execute(INSERT, {"id": uuid4(), "name": "lost"})
    await asyncio.to_thread(postgres_server.start)

    assert (reading.value.code, reading.value.retry_after) == ("database_unavailable", 2)
    assert (writing.value.code, writing.value.retry_after) == ("database_unavailable", 2)
    assert await count(database) == 1


async def test_a_transaction_cut_in_the_middle_leaves_nothing(
    database: Database, postgres_server: PostgresServer
) -> None:
    with pytest.raises(Unavailable):
        async with database.transaction() as uow:
            await uow.execute(INSERT, {"id": uuid4(), "name": "lost"})
            postgres_server.kill()
            await uow.execute(INSERT, {"id": uuid4(), "name": "lost too"})
    await asyncio.to_thread(postgres_server.start)

    assert await count(database) == 0


async def test_connections_closed_while_they_lay_idle_are_replaced_without_a_failed_request(database: Database) -> None:
    async with database.reading() as first, database.reading() as second:
        drivers = [(await one.get_raw_connection()).driver_connection for one in (first, second)]
    async with database.reading() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        pid = await connection.scalar(text("SELECT pg_backend_pid()"))
    await eventually(lambda: any(driver.is_closed() for driver in drivers))

    async with database.reading() as one, database.reading() as other:
        pids = {await one.scalar(text("SELECT pg_backend_pid()")), await other.scalar(text("SELECT pg_backend_pid()"))}

    assert pid in pids
    assert len(pids) == 2


async def test_a_deadlock_is_worth_another_try(database: Database) -> None:
    first, second = uuid4(), uuid4()
    async with database.transaction() as uow:
        for one in (first, second):
            await uow.execute(INSERT, {"id": one, "name": "locked"})
    both_hold_one = asyncio.Barrier(2)

    async def lock(one: object, other: object) -> None:
        async with database.transaction() as uow:
            await uow.execute(LOCK, {"id": one})
            await both_hold_one.wait()
            await uow.execute(LOCK, {"id": other})

    outcomes = await asyncio.gather(lock(first, second), lock(second, first), return_exceptions=True)

    problems = [outcome for outcome in outcomes if outcome is not None]
    assert [type(problem) for problem in problems] == [Unavailable]
    assert problems[0].code == "database_busy"


async def test_a_full_pool_answers_in_bounded_time(
    fresh_database_url: str, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("escalated_chassis.database.engine.POOL_WAIT_SECONDS", 0.05)
    database = Database(fresh_database_url, service="identity", clock=manual_clock, pool_size=1)

    async with database.reading():
        with pytest.raises(Unavailable):
            await count(database)

    await database.close()


async def test_a_character_that_cannot_be_stored_is_the_callers_mistake(database: Database) -> None:
    with pytest.raises(Invalid) as refused:
        async with database.transaction() as uow:
            await uow.execute(INSERT, {"id": uuid4(), "name": "a\x00b"})

    assert refused.value.code == "invalid_character"


async def test_sessions_speak_utc_and_give_up(database: Database) -> None:
    wanted = ("TimeZone", "statement_timeout", "idle_in_transaction_session_timeout", "application_name")
    async with database.reading() as connection:
        settings = [await connection.scalar(text(f"SHOW {name}")) for name in wanted]

    assert settings == ["UTC", "10s", "30s", "escalated-identity"]


async def test_a_wrong_password_is_no_passing_trouble(databases: Databases, manual_clock: ManualClock) -> None:
    url = await databases.create()
    scheme, _, rest = url.partition("://")
    database = Database(f"{scheme}://postgres:wrong@{rest.partition('@')[2]}", service="identity", clock=manual_clock)

    with pytest.raises(Exception, match="password authentication failed") as refused:
        await database.ping()

    assert not isinstance(refused.value, Unavailable)
    await database.close()
