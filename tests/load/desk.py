"""The bench desk: tickets as a desk of that size would have them, made once and kept as a database.

What it is made by (the service's migrations, the SQL and the words here, its size) is hashed into the database's name:
it is made again when one of them changes. What a run writes is taken away again.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import asyncpg

from escalated_chassis.database.migrations import upgrade
from tests.load import filling, words
from tests.load.filling import SESSION, SQL, Say, Size

CHECKOUT = Path(__file__).parents[2]
MIGRATIONS = CHECKOUT / "services" / "tickets" / "migrations"
# For a server that only loads: nothing of it is worth surviving a crash.
LOADING = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
}
_OPENED = "SELECT id FROM escalated_tickets WHERE created_at > (SELECT last_day FROM bench_desk)"
_COUNT_OPENED = f"SELECT count(*) FROM ({_OPENED}) AS opened"
_TIDY = (
    *(
        f"DELETE FROM escalated_{table} WHERE ticket_id IN ({_OPENED})"
        for table in ("messages", "staff_documents", "public_documents", "activities")
    ),
    f"DELETE FROM escalated_tickets WHERE id IN ({_OPENED})",
    "TRUNCATE escalated_outbox, escalated_idempotency_keys",
    # Dead entries at the young end of an index would be walked over by every list.
    *(
        f"VACUUM (INDEX_CLEANUP ON, ANALYZE) escalated_{table}"
        for table in ("tickets", "messages", "staff_documents", "public_documents", "activities")
    ),
)


def database_of(size: Size) -> str:
    """The name that the desk's database has, now that everything is as it is."""
    return f"bench_{size.tickets}_{_fingerprint()}"


@cache
def _fingerprint() -> str:
    """Of all that a desk is made by. Read once: a run does not change its mind when somebody edits."""
    digest = hashlib.sha256()
    sources = [Path(filling.__file__), Path(words.__file__), *sorted(SQL.glob("*.sql"))]
    for path in [*sorted((MIGRATIONS / "versions").glob("*.py")), *sources]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


async def missing(dsn: str, sizes: Sequence[Size]) -> list[Size]:
    """Those that have no finished database yet."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("SELECT datname FROM pg_database")
    finally:
        await connection.close()
    known = {row["datname"] for row in rows}
    return [size for size in sizes if database_of(size) not in known]


async def make(dsn: str, size: Size, say: Say) -> None:
    """Makes the desk on the server at `dsn` (its superuser's), in place of older ones of this size."""
    server = await asyncpg.connect(dsn)
    try:
        await _drop_older(server, size)
        draft = f"{database_of(size)}_draft"
        await server.execute(f"DROP DATABASE IF EXISTS {draft} WITH (FORCE)")
        await server.execute(f"CREATE DATABASE {draft}")
        await upgrade(as_sqlalchemy(in_database(dsn, draft)), MIGRATIONS)
        await filling.fill(in_database(dsn, draft), size, say)
        await server.execute(f"ALTER DATABASE {draft} RENAME TO {database_of(size)}")
        await server.execute("CHECKPOINT")
    finally:
        await server.close()


async def tidy(dsn: str, size: Size) -> None:
    """Takes away what a run opened, so that the next one finds the desk as it was made.

    A fresh copy for every run would be simpler, and cost half a minute and its size in disk again.
    """
    connection = await asyncpg.connect(in_database(dsn, database_of(size)), server_settings=SESSION)
    try:
        opened = await connection.fetchval(_COUNT_OPENED)
        if opened:
            for statement in _TIDY:
                await connection.execute(statement, timeout=600)
            await connection.execute(f"SELECT setval('escalated_ticket_numbers', {size.tickets})")
            await connection.execute("CHECKPOINT", timeout=600)
    finally:
        await connection.close()


async def drop(dsn: str, name: str) -> None:
    """Drops a database, whoever is connected to it."""
    server = await asyncpg.connect(dsn)
    try:
        await server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await server.close()


async def _drop_older(server: asyncpg.Connection, size: Size) -> None:
    pattern = rf"^bench_{size.tickets}_[0-9a-f]{{12}}(_draft)?$"
    for row in await server.fetch("SELECT datname FROM pg_database WHERE datname ~ $1", pattern):
        await server.execute(f"DROP DATABASE {row['datname']} WITH (FORCE)")


def in_database(dsn: str, database: str) -> str:
    return f"{dsn.rpartition('/')[0]}/{database}"


def as_sqlalchemy(dsn: str) -> str:
    return dsn.replace("postgresql://", "postgresql+asyncpg://", 1)
