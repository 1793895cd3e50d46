"""Throws away what was told and handled long ago; what failed or waits stays until somebody decides."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import bindparam, delete, select

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Unavailable
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.pauses import pause
from escalated_notifications.deliveries.models import DELIVERIES
from escalated_notifications.mail_in.models import MAILS

EVERY_SECONDS = 3600.0
BATCH = 1_000
_DONE = ("sent", "suppressed", "uncertain")
_BATCHES = [
    delete(table).where(
        table.c.id.in_(
            select(table.c.id)
            .where(table.c.created_at < bindparam("before"), table.c.state.in_(_DONE))
            .order_by(table.c.created_at)
            .limit(BATCH)
        )
    )
    for table in (DELIVERIES, MAILS)
]

_log = structlog.get_logger(__name__)


async def purge(database: Database, keep: timedelta) -> int:
    """Deletes, in batches of their own transactions, what ended and is older; returns how many rows."""
    total = 0
    for statement in _BATCHES:
        deleted = BATCH
        while deleted == BATCH:
            async with database.transaction() as uow:
                deleted = (await uow.execute(statement, {"before": uow.now - keep})).rowcount
            total += deleted
    return total


def housekeeping(database: Database, keep: timedelta) -> BackgroundTask:
    """A component that purges every hour."""

    async def run(stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                await purge(database, keep)
            except Unavailable as problem:
                _log.info("housekeeping_put_off", error=problem.detail)
            await pause(stopping, EVERY_SECONDS)

    return BackgroundTask("housekeeping", run)
