"""Fills a migrated database with a bench desk, as fast as two connections can: data, then indexes, then statistics."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.load import words

SQL = Path(__file__).parent / "sql"
PARAGRAPHS, SUBJECTS = 50_000, 20_000
SESSION = {"work_mem": "256MB", "maintenance_work_mem": "1GB", "synchronous_commit": "off", "jit": "off"}
# Millions of look-ups for foreign keys that are right by the way they are made.
_UNCHECKED = {"session_replication_role": "replica"}
# Tickets per statement: enough to be worth a plan, few enough that their messages are sorted in memory.
_SLICE = 20_000
_LOADERS = 2
_FILLED = (
    "tickets",
    "messages",
    "staff_documents",
    "public_documents",
    "activities",
    "attachments",
    "report_moments",
    "ratings",
)
_DROP_SCAFFOLD = """
CREATE TABLE public.bench_desk AS SELECT * FROM bench.shape;
DROP SCHEMA bench CASCADE;
"""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much of everything there is. Departments and agents do not grow with the desk."""

    tickets: int
    departments: int = 40
    agents: int = 200

    @property
    def unsolved(self) -> int:
        """3 % of all."""
        return self.tickets * 3 // 100

    @property
    def requesters(self) -> int:
        return self.tickets // 10


async def fill(dsn: str, size: Size, say: Say) -> None:
    """Fills the database at `dsn`, which has the service's tables and no rows but those of the migrations."""
    connections = [await asyncpg.connect(dsn, server_settings=SESSION | _UNCHECKED) for _ in range(_LOADERS)]
    load = _Load(connections, size, say)
    try:
        await load.run()
    finally:
        for connection in connections:
            await connection.close()


class _Load:
    """Fills one migrated database: data first, indexes after, statistics last."""

    def __init__(self, connections: list[asyncpg.Connection], size: Size, say: Say) -> None:
        self._connections = connections
        self._first = connections[0]
        self._size = size
        self._say = say
        self._began = time.monotonic()

    async def run(self) -> None:
        await self._step("texts and people", self._people())
        indexes = await self._drop_indexes()
        await self._step("tickets", self._tickets())
        await self._analyze("tickets")
        await self._step("messages", self._by_ids("messages"))
        await self._step("indexes of messages", self._index([one for one in indexes if " escalated_messages" in one]))
        await self._step("searched words", self._by_ids("search"))
        await self._step("activity", self._by_ids("activity"))
        await self._step("figures of reports", self._by_ids("reports"))
        await self._first.execute(_sql("rest"), timeout=600)
        await self._step("other indexes", self._index([one for one in indexes if " escalated_messages" not in one]))
        await self._first.execute(_DROP_SCAFFOLD)
        await self._step("statistics", self._first.execute("VACUUM (ANALYZE)", timeout=1_800))

    async def _step(self, name: str, work: Awaitable[object]) -> None:
        await work
        self._say(f"{self._size.tickets:,} tickets: {name} ({time.monotonic() - self._began:.0f} s)")

    async def _people(self) -> None:
        await self._first.execute("CREATE SCHEMA bench")
        for table, texts in (("paragraphs", words.paragraphs(PARAGRAPHS)), ("subjects", words.subjects(SUBJECTS))):
            await self._first.execute(f"CREATE TABLE bench.{table} (n int PRIMARY KEY, body text NOT NULL)")
            records = enumerate(texts, start=1)
            await self._first.copy_records_to_table(table, schema_name="bench", columns=["n", "body"], records=records)
        await self._first.execute(self._named(_sql("people")))
        await self._first.execute("ANALYZE")

    def _named(self, sql: str) -> str:
        size = self._size
        values = {
            "tickets": size.tickets,
            "unsolved": size.unsolved,
            "departments": size.departments,
            "agents": size.agents,
            "requesters": size.requesters,
            "paragraphs": PARAGRAPHS,
            "subjects": SUBJECTS,
        }
        return re.sub(r"(?<!:):([a-z]+)", lambda found: str(values[found[1]]), sql)

    async def _drop_indexes(self) -> list[str]:
        """Those that are no keys; what makes them again."""
        rows = await self._first.fetch(
            """
            SELECT indexname, indexdef FROM pg_indexes
            WHERE schemaname = 'public' AND tablename = ANY($1)
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)
            """,
            [f"escalated_{table}" for table in _FILLED],
        )
        for row in rows:
            await self._first.execute(f"DROP INDEX {row['indexname']}")
        return [row["indexdef"].replace(" ON public.", " ON ") for row in rows]

    async def _tickets(self) -> None:
        slices = [
            (low, min(low + _SLICE, self._size.tickets + 1) - 1) for low in range(1, self._size.tickets + 1, _SLICE)
        ]
        await self._spread(_sql("tickets"), slices)

    async def _by_ids(self, name: str) -> None:
        """Ids grow with the age of tickets, so a range of them is a range in time."""
        rows = await self._first.fetch(
            f"""
            SELECT min(id::text)::uuid AS low, max(id::text)::uuid AS high
            FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / {_SLICE} AS slice FROM escalated_tickets)
            GROUP BY slice ORDER BY slice
            """
        )
        await self._spread(_sql(name), [(row["low"], row["high"]) for row in rows])

    async def _spread(self, sql: str, arguments: Sequence[Sequence[object]]) -> None:
        await self._share([(sql, *each) for each in arguments])

    async def _index(self, definitions: Sequence[str]) -> None:
        await self._share([(definition,) for definition in definitions])

    async def _share(self, statements: Sequence[Sequence[object]]) -> None:
        """Runs the statements in their order on all connections at once."""
        waiting = list(reversed(statements))

        async def work(connection: asyncpg.Connection) -> None:
            while waiting:
                statement, *arguments = waiting.pop()
                await connection.execute(statement, *arguments, timeout=1_800)

        async with asyncio.TaskGroup() as group:
            for connection in self._connections:
                group.create_task(work(connection))

    async def _analyze(self, table: str) -> None:
        await self._first.execute(f"ANALYZE escalated_{table}")


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()
