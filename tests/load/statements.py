"""What requests cost PostgreSQL, by pg_stat_statements: the very statements of the service, as they were run."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

_EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_stat_statements"
_RESET = "SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = $1), 0)"
_READ = """
SELECT query, calls, shared_blks_hit AS hit, shared_blks_read AS read, total_plan_time + total_exec_time AS milliseconds
FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1)
ORDER BY shared_blks_hit + shared_blks_read DESC
"""


@dataclass(frozen=True)
class Statement:
    """One statement's share: calls, buffers found and read, milliseconds in the server for planning and execution."""

    query: str
    calls: int
    hit: int
    read: int
    milliseconds: float


@dataclass(frozen=True)
class Cost:
    """Of a number of requests, the dearest statement first."""

    requests: int
    statements: tuple[Statement, ...]

    @property
    def calls(self) -> float:
        """Statements per request."""
        return sum(each.calls for each in self.statements) / self.requests

    @property
    def buffers(self) -> float:
        """Per request, of 8 kB: found in PostgreSQL's own memory or not."""
        return sum(each.hit + each.read for each in self.statements) / self.requests

    @property
    def milliseconds(self) -> float:
        """Per request, within the server: planning, where no plan was kept, and execution."""
        return sum(each.milliseconds for each in self.statements) / self.requests


@asynccontextmanager
async def counting(dsn: str, database: str, requests: int) -> AsyncIterator[Callable[[], Cost]]:
    """Counts what a database is asked within the block; call what it gives after the block.

    `dsn` is of another database, so that our own questions do not count.
    """
    connection = await asyncpg.connect(dsn)
    found: list[Statement] = []
    try:
        await connection.execute(_EXTENSION)
        await connection.execute(_RESET.replace("$1", f"'{database}'"))
        yield lambda: Cost(requests, tuple(found))
        found += [Statement(*row) for row in await connection.fetch(_READ, database)]
    finally:
        await connection.close()
