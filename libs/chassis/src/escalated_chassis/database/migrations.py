"""Migrations: one Alembic history per service, run before a rollout by `escalated-<service> migrate`.

A service keeps `migrations/env.py` (three lines that call `run_env`) and `migrations/versions/`.
"""

import asyncio
import os
from pathlib import Path

import structlog
from alembic import command, context
from alembic.config import Config
from alembic.operations import Operations
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from escalated_chassis.database.tables import NOTIFY_CHANNEL
from escalated_chassis.settings import ServiceSettings

VERSION_TABLE = "escalated_schema_version"
LOCK_WAIT_SECONDS = 60
LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 60_000

_log = structlog.get_logger(__name__)

_TAKE_LOCK = text("SELECT pg_advisory_lock(hashtext('escalated_migrations'))")
_DROP_LOCK = text("SELECT pg_advisory_unlock(hashtext('escalated_migrations'))")

_CHASSIS_TABLES_V1 = (
    """
    CREATE TABLE escalated_outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id uuid NOT NULL,
        subject text NOT NULL,
        type text NOT NULL,
        headers jsonb NOT NULL,
        body text NOT NULL,
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        parked_at timestamptz,
        error text
    )
    """,
    "CREATE INDEX escalated_outbox_open ON escalated_outbox (id) WHERE published_at IS NULL AND parked_at IS NULL",
    "CREATE INDEX escalated_outbox_parked ON escalated_outbox (id) WHERE parked_at IS NOT NULL",
    f"""
    CREATE FUNCTION escalated_wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('{NOTIFY_CHANNEL}', '');
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER escalated_outbox_wakes_relay AFTER INSERT ON escalated_outbox
    FOR EACH STATEMENT EXECUTE FUNCTION escalated_wake_relay()
    """,
    """
    CREATE TABLE escalated_inbox (
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, event_id)
    )
    """,
    "CREATE INDEX escalated_inbox_received_at ON escalated_inbox (received_at)",
    """
    CREATE TABLE escalated_idempotency_keys (
        caller text NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        status integer,
        headers jsonb,
        body bytea,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (caller, key)
    )
    """,
    "CREATE INDEX escalated_idempotency_keys_expires_at ON escalated_idempotency_keys (expires_at)",
    """
    CREATE TABLE escalated_projections (
        name text PRIMARY KEY,
        built_at timestamptz NOT NULL
    )
    """,
)


def create_chassis_tables_v1(op: Operations) -> None:
    """The chassis' tables as of its first version; what changes later is a further function, never this one."""
    for statement in _CHASSIS_TABLES_V1:
        op.execute(statement)


async def migrate(settings: ServiceSettings, migrations: Path) -> None:
    """Brings the database to the newest version, then declares streams and durables if a provisioner is configured.

    Any number of processes may call it at once: they take turns.
    """
    await upgrade(settings.database_url, migrations)
    if settings.nats_provisioner_user:
        from escalated_chassis.events.declare import declare_for

        await declare_for(settings)


async def upgrade(url: str, migrations: Path, revision: str = "head") -> None:
    """Brings the database at `url` to `revision`, in one transaction."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f"SET statement_timeout = '{LOCK_WAIT_SECONDS}s'"))
            await connection.execute(_TAKE_LOCK)
            await connection.execute(text(f"SET lock_timeout = {LOCK_TIMEOUT_MS}"))
            await connection.execute(text(f"SET statement_timeout = {STATEMENT_TIMEOUT_MS}"))
            await connection.commit()
            await connection.run_sync(_run_upgrade, migrations, revision)
            await connection.execute(_DROP_LOCK)
            await connection.commit()
    finally:
        await engine.dispose()


def alembic_config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def run_env(metadata: MetaData) -> None:
    """The whole of a service's `env.py`: uses the connection of `upgrade`, or ESCALATED_DATABASE_URL under alembic."""
    connection: Connection | None = context.config.attributes.get("connection")
    if connection is not None:
        _run_in(connection, metadata)
        return
    asyncio.run(_run_alone(metadata))


def _run_upgrade(connection: Connection, migrations: Path, revision: str) -> None:
    config = alembic_config(migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    connection.commit()
    _log.info("migrated", database=connection.engine.url.database, revision=revision)


def _run_in(connection: Connection, metadata: MetaData) -> None:
    context.configure(connection=connection, target_metadata=metadata, version_table=VERSION_TABLE)
    with context.begin_transaction():
        context.run_migrations()


async def _run_alone(metadata: MetaData) -> None:
    engine = create_async_engine(os.environ["ESCALATED_DATABASE_URL"], poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run_in, metadata)
            await connection.commit()
    finally:
        await engine.dispose()
