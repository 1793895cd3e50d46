"""Each service's migrations: from nothing to the tables that the code expects, once, safely, whoever runs them."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, event, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from escalated_chassis.database.migrations import VERSION_TABLE, alembic_config, upgrade
from escalated_chassis.testing.databases import Databases
from escalated_chassis.testing.deployment import Deployment
from escalated_identity.tables import metadata as identity_tables
from escalated_notifications.models import metadata as notifications_tables
from escalated_sla.models import metadata as sla_tables
from escalated_tickets.tables import metadata as tickets_tables

CHECKOUT = Path(__file__).parents[2]
TABLES: dict[str, MetaData] = {
    "identity": identity_tables,
    "tickets": tickets_tables,
    "sla": sla_tables,
    "notifications": notifications_tables,
}
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
"""Of which tables may use operators; migrations make those that they need."""

CATALOG = (
    """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity,
        pg_get_expr(d.adbin, d.adrelid)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    """,
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    """,
)
CHANGES_TABLES = re.compile(r"\s*(CREATE|ALTER|DROP|TRUNCATE|COMMENT|LOCK)\b", re.IGNORECASE)

# Rules of squawk that we do not follow, and why.
NOT_FOLLOWED = {
    "require-timeout-settings": "the chassis sets lock_timeout and statement_timeout on the connection, for all",
    "prefer-robust-stmts": "a migration is one transaction under an advisory lock: it is there whole or not at all",
    "prefer-text-field": "lengths are checked by the schemas; columns are text already, but for Alembic's own table",
    "require-concurrent-index-creation": "a migration is one transaction: writers wait while an index is built",
    "adding-foreign-key-constraint": "only in the first migration of a service, whose tables are empty",
    "prefer-bigint-over-smallint": "the weights of five priorities, and the order of statuses",
    "prefer-bigint-over-int": "counts and weights, which never come near two thousand million; keys are uuid or bigint",
    "ban-drop-column": "only in 0003 of sla, before the first release: the version before does not run beside it",
    "ban-drop-constraint": "only in 0003 of sla, before the first release: the version before does not run beside it",
    "ban-drop-table": "in 0003 of sla and 0020 of tickets, before the first release: no version runs beside them",
    "renaming-column": "only in 0003 of sla, before the first release: the version before does not run beside it",
    "require-concurrent-index-deletion": "a migration is one transaction: an index is dropped at its end, in a moment",
}


def folder_of(service: str) -> Path:
    return CHECKOUT / "services" / service / "migrations"


@pytest_asyncio.fixture(loop_scope="session")
async def empty_url(databases: Databases) -> AsyncIterator[str]:
    url = await databases.create()
    yield url
    await databases.drop(url)


@pytest.mark.parametrize("service", TABLES)
async def test_head_is_what_the_code_expects(service: str, empty_url: str, databases: Databases) -> None:
    # given a database that was migrated and one that the code made by itself
    await upgrade(empty_url, folder_of(service))
    migrated, expected = await catalog_of(empty_url), await tables_of_code(databases, TABLES[service])
    # then PostgreSQL describes both in the same words, partial indexes and generated columns included
    assert len(expected) > 50
    assert (sorted(migrated - expected), sorted(expected - migrated)) == ([], [])


@pytest.mark.parametrize("service", TABLES)
async def test_every_step_leads_to_the_next(service: str, empty_url: str) -> None:
    """A rollout may begin at any version that was ever released."""
    revisions = revisions_of(service)
    for revision in revisions:
        await upgrade(empty_url, folder_of(service), revision)
        assert await version_of(empty_url) == (revision, 1)


@pytest.mark.parametrize("service", TABLES)
def test_a_history_has_one_head(service: str) -> None:
    assert len(ScriptDirectory.from_config(alembic_config(folder_of(service))).get_heads()) == 1


@pytest.mark.parametrize("service", TABLES)
async def test_the_second_time_changes_nothing(service: str, empty_url: str) -> None:
    # given
    await upgrade(empty_url, folder_of(service))
    # when
    with said_to_the_database() as statements:
        await upgrade(empty_url, folder_of(service))
    # then
    changing = [each for each in statements if not re.match(r"\s*(SELECT|SET|BEGIN|COMMIT|ROLLBACK|SHOW)", each, re.I)]
    assert statements
    assert changing == []


@pytest.mark.parametrize("service", TABLES)
async def test_two_processes_take_turns(service: str, empty_url: str, deployment: Deployment) -> None:
    # when two replicas start their migration at the same moment
    values = deployment.values(service, database_url=empty_url)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ESCALATED_")},
        **{f"ESCALATED_{name.upper()}": str(value) for name, value in values.items()},
    }
    command = (sys.executable, "-m", f"escalated_{service}", "migrate")
    pipe = asyncio.subprocess.PIPE
    runs = [await asyncio.create_subprocess_exec(*command, env=environment, stdout=pipe, stderr=pipe) for _ in range(2)]
    said = await asyncio.wait_for(asyncio.gather(*(run.communicate() for run in runs)), 120)
    # then all of them succeed, and it was done once
    assert [run.returncode for run in runs] == [0, 0], said
    assert await version_of(empty_url) == (revisions_of(service)[-1], 1)


@pytest.mark.parametrize("service", TABLES)
async def test_squawk_finds_nothing(service: str, empty_url: str, tmp_path: Path) -> None:
    # given what the migrations say to the database
    with said_to_the_database() as statements:
        await upgrade(empty_url, folder_of(service))
    script = tmp_path / f"{service}.sql"
    changing = [each.strip().rstrip(";") for each in statements if CHANGES_TABLES.match(each)]
    script.write_text(";\n".join(changing) + ";\n")
    # then
    assert len(changing) > 10
    assert squawk(script) == []


async def test_squawk_is_heard(tmp_path: Path) -> None:
    """What squawk is here for is found."""
    script = tmp_path / "careless.sql"
    script.write_text("ALTER TABLE escalated_tickets ADD COLUMN weight integer NOT NULL;\n")
    assert [rule for rule, _ in squawk(script)] == ["adding-required-field"]


def squawk(script: Path) -> list[tuple[str, str]]:
    """Rule and statement of each warning."""
    program = Path(sys.executable).with_name("squawk")
    excluded = [f"--exclude={','.join(NOT_FOLLOWED)}"]
    command = [str(program), *excluded, "--assume-in-transaction", "--pg-version=18", "--reporter=json", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    lines = script.read_text().splitlines()
    return [(each["rule_name"], lines[each["line"]]) for each in json.loads(done.stdout)]


@contextmanager
def said_to_the_database() -> Iterator[list[str]]:
    """Collects every statement of this process."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def catalog_of(url: str) -> set[tuple[str, ...]]:
    """Every column with its default, every index and every constraint, as PostgreSQL itself writes them down."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        rows = [row for query in CATALOG for row in await connection.fetch(query)]
    finally:
        await connection.close()
    found = {tuple(map(str, row)) for row in rows}
    return {row for row in found if not any(VERSION_TABLE in part for part in row)}


async def tables_of_code(databases: Databases, metadata: MetaData) -> set[tuple[str, ...]]:
    """The catalog of a database whose tables were made from the code, without any migration."""
    url = await databases.create()
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        for extension in EXTENSIONS:
            await connection.execute(text(f"CREATE EXTENSION {extension}"))
        await connection.run_sync(metadata.create_all)
    await engine.dispose()
    try:
        return await catalog_of(url)
    finally:
        await databases.drop(url)


async def version_of(url: str) -> tuple[str, int]:
    """The version that the database is at, and how many rows say so."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        rows = await connection.fetch(f"SELECT version_num FROM {VERSION_TABLE}")
        return rows[0]["version_num"], len(rows)
    finally:
        await connection.close()


def revisions_of(service: str) -> list[str]:
    """The oldest first."""
    script = ScriptDirectory.from_config(alembic_config(folder_of(service)))
    return [each.revision for each in script.walk_revisions()][::-1]
