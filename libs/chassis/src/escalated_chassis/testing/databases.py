"""Databases for tests: migrated once per service into a template, cloned from it in tens of milliseconds."""

from itertools import count
from pathlib import Path

import asyncpg

from escalated_chassis.database.migrations import upgrade
from escalated_chassis.testing.servers import PostgresServer

SCHEME = "postgresql+asyncpg"


class Databases:
    """The databases of one test run on one server."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._templates: dict[Path, str] = {}
        self._numbers = count(1)

    async def clone(self, migrations: Path) -> str:
        """The URL of a new database with the tables that `migrations` makes, and no rows but theirs."""
        template = self._templates.get(migrations) or await self._make_template(migrations)
        name = f"test_{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    async def create(self) -> str:
        """The URL of an empty database."""
        name = f"test_{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Drops a database made here, whoever is still connected to it."""
        await self._run(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def url(self, name: str) -> str:
        return self._server.dsn(name, scheme=SCHEME)

    async def _make_template(self, migrations: Path) -> str:
        name = f"template_{next(self._numbers)}"
        await self._run(f"CREATE DATABASE {name}")
        await upgrade(self.url(name), migrations)
        self._templates[migrations] = name
        return name

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self._server.dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()
