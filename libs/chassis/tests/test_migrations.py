"""The chassis' tables as migrated are the tables as declared; migrations take turns."""

import asyncio
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, text
from sqlalchemy.ext.asyncio import create_async_engine

from escalated_chassis.database.migrations import VERSION_TABLE, upgrade
from escalated_chassis.database.tables import chassis_tables
from escalated_chassis.testing.databases import Databases


def differences(connection: Connection) -> list[object]:
    metadata = MetaData()
    chassis_tables(metadata)
    Table("escalated_departments", metadata)
    options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    found = compare_metadata(context, metadata)
    return [difference for difference in found if "escalated_departments" not in str(difference)]


async def test_what_is_migrated_is_what_is_declared(fresh_database_url: str) -> None:
    engine = create_async_engine(fresh_database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_migrations_started_together_take_turns(databases: Databases, migrations: Path) -> None:
    url = await databases.create()

    await asyncio.gather(*(upgrade(url, migrations) for _ in range(3)))

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        versions = (await connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))).scalars().all()
        assert versions == ["0001"]
    await engine.dispose()
    await databases.drop(url)
