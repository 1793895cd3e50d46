"""Projections: copies of another service's data, built from its snapshot once and kept fresh by its events.

The events that come while a snapshot is read are taken as always: rows carry the owner's counter, and the newer wins.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy import text

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Unavailable
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 30.0
TURN_SECONDS = 1.0

_LOCK = text("SELECT pg_try_advisory_lock(hashtext('escalated_projection'), hashtext(:name))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtext('escalated_projection'), hashtext(:name))")
_BUILT = text("SELECT 1 FROM escalated_projections WHERE name = :name")
_NOTE = text("""
INSERT INTO escalated_projections (name, built_at) VALUES (:name, :now)
ON CONFLICT (name) DO UPDATE SET built_at = excluded.built_at
""")

_log = structlog.get_logger(__name__)


class Projection(BackgroundTask):
    """A component that builds the projection when it never was, and does nothing afterwards.

    Args:
        rebuild: reads the owner's snapshot page by page and writes each page in a transaction of its own, so that it
            may be cut off and begun anew.
    """

    def __init__(self, name: str, database: Database, rebuild: Callable[[], Awaitable[object]]) -> None:
        super().__init__(name, self._run)
        self._database = database
        self._rebuild = rebuild
        self._built = False

    @property
    def is_built(self) -> bool:
        """Whether this process knows it to be built."""
        return self._built

    def trouble(self) -> str | None:
        """Not being built yet is none: what is missing is fetched one by one meanwhile."""
        return None if self._built else super().trouble()

    async def rebuild(self) -> None:
        """Builds it now, whether or not it was built; for `escalated projections rebuild`. Waits for its turn.

        Raises:
            Unavailable: the owner or the database is away.
        """
        never = asyncio.Event()
        while not await self._build(anew=True):
            await pause(never, TURN_SECONDS)

    async def _run(self, stopping: asyncio.Event) -> None:
        delay = FIRST_RETRY_SECONDS
        while not self._built and not stopping.is_set():
            try:
                if not await self._build(anew=False):
                    await pause(stopping, TURN_SECONDS)
            except Exception as error:
                expected = isinstance(error, Unavailable)
                _log.warning("projection_not_built", projection=self.name, exc_info=None if expected else error)
                await pause(stopping, delay)
                delay = min(delay * 2, LONGEST_RETRY_SECONDS)

    async def _build(self, *, anew: bool) -> bool:
        """False when another process is at it. The lock belongs to the connection, so it ends with this process."""
        async with self._database.reading() as connection:
            if not await connection.scalar(_LOCK, {"name": self.name}):
                return False
            try:
                if anew or not await connection.scalar(_BUILT, {"name": self.name}):
                    await self._rebuild()
                    await connection.execute(_NOTE, {"name": self.name, "now": self._database.clock.now()})
                    _log.info("projection_built", projection=self.name)
            finally:
                await connection.execute(_UNLOCK, {"name": self.name})
        self._built = True
        return True
