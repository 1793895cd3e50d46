"""Connections to one service's own PostgreSQL: transactions for commands, autocommitted reads for queries."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import orjson
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from escalated_chassis.clock import Clock
from escalated_chassis.database.faults import away, understood
from escalated_chassis.database.unit_of_work import SYSTEM, Acting, UnitOfWork

CONNECT_SECONDS = 5
POOL_WAIT_SECONDS = 5
STATEMENT_TIMEOUT_MS = 10_000
IDLE_IN_TRANSACTION_MS = 30_000

_PING = text("SELECT 1")


class Database:
    """A pool of connections, and a component: everything else stops before it.

    Everything it hands out speaks UTC and gives up after ten seconds per statement.
    """

    name = "database"

    def __init__(self, url: str, *, service: str, clock: Clock, pool_size: int = 8) -> None:
        self.url = url
        self.service = service
        self.clock = clock
        self._engine = _engine(url, service, pool_size)
        self._autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def engine(self) -> AsyncEngine:
        return self._engine

    @property
    def dsn(self) -> str:
        """The address as the asyncpg driver takes it."""
        return make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)

    @asynccontextmanager
    async def transaction(self, acting: Acting = SYSTEM) -> AsyncIterator[UnitOfWork]:
        """One command: commits at the end, with what it published; an exception rolls back and publishes nothing.

        Raises:
            Unavailable: PostgreSQL is away, restarting or did not answer in time. Nothing was committed, unless the
                connection was lost during the commit itself: retry with an idempotency key.
        """
        async with self._checked_out(self._engine) as connection, connection.begin():
            uow = UnitOfWork(connection, now=self.clock.now(), acting=acting, service=self.service)
            try:
                yield uow
                await uow.write_outbox()
            except BaseException:
                await uow.run_on_failure()
                raise
        await uow.run_after_commit()

    @asynccontextmanager
    async def rehearsal(self, acting: Acting = SYSTEM) -> AsyncIterator[UnitOfWork]:
        """A command tried out: all as in `transaction`, and then nothing of it stays, nor is published.

        Raises:
            Unavailable: as in `transaction`.
        """
        async with self._checked_out(self._engine) as connection:
            # Closing rolls back what was begun and not committed.
            await connection.begin()
            yield UnitOfWork(connection, now=self.clock.now(), acting=acting, service=self.service)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which every statement commits by itself: for queries, which need no BEGIN and COMMIT.

        Raises:
            Unavailable: as in `transaction`.
        """
        async with self._checked_out(self._autocommit) as connection:
            yield connection

    async def ping(self) -> None:
        """Raises Unavailable when PostgreSQL does not answer."""
        async with self.reading() as connection:
            await connection.execute(_PING)

    async def start(self) -> None:
        """Connections are opened when they are first needed."""

    async def stop(self) -> None:
        await self.close()

    def trouble(self) -> str | None:
        """The readiness probe pings instead: what is away now may be back before anybody looks."""
        return None

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def _checked_out(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        with understood():
            async with AsyncExitStack() as stack:
                try:
                    connection = await stack.enter_async_context(engine.connect())
                except OSError as error:
                    raise away() from error
                yield connection


def _engine(url: str, service: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        json_serializer=_dump_json,
        json_deserializer=orjson.loads,
        connect_args={"timeout": CONNECT_SECONDS, "server_settings": server_settings(service)},
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def server_settings(service: str) -> dict[str, str]:
    """What every session of a service is set to; JIT compilation never pays for statements this short."""
    return {
        "application_name": f"escalated-{service}",
        "timezone": "UTC",
        "jit": "off",
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
    }


def _refuse_closed(dbapi_connection: Any, *_: Any) -> None:
    """Has the pool replace a connection that the server closed while it lay idle, at no cost (a ping costs 0.5 ms)."""
    if dbapi_connection.driver_connection.is_closed():
        raise DisconnectionError("the server closed this connection")


def _dump_json(value: object) -> str:
    return orjson.dumps(value).decode()
