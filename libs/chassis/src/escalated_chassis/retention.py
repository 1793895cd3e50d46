"""Forgetting in time what the chassis keeps: the published outbox, the inbox, idempotency keys."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import TextClause

from escalated_chassis.database.engine import Database
from escalated_chassis.events import inbox, outbox
from escalated_chassis.http.idempotency import purge_idempotency_keys

BATCH = 2_000

# Both look at the oldest rows only and never scan what is still to be kept.
_PURGE_OUTBOX = text("""
WITH oldest AS MATERIALIZED (
    SELECT id, published_at FROM escalated_outbox WHERE parked_at IS NULL ORDER BY id LIMIT :batch
)
DELETE FROM escalated_outbox WHERE id IN (SELECT id FROM oldest WHERE published_at < :before)
""")
_PURGE_INBOX = text("""
DELETE FROM escalated_inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM escalated_inbox WHERE received_at < :before ORDER BY received_at LIMIT :batch
))
""")


async def purge(database: Database) -> None:
    """Deletes in batches what is older than its time."""
    now = database.clock.now()
    async with database.reading() as connection:
        await _purge(connection, _PURGE_OUTBOX, now - outbox.RETENTION)
        await _purge(connection, _PURGE_INBOX, now - inbox.RETENTION)
        await purge_idempotency_keys(connection, now)


async def _purge(connection: AsyncConnection, statement: TextClause, before: datetime) -> None:
    while (await connection.execute(statement, {"before": before, "batch": BATCH})).rowcount == BATCH:
        pass
