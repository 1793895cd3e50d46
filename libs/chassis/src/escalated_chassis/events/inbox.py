"""The inbox: which events a durable consumer has taken effect of, kept 30 days."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

RETENTION = timedelta(days=30)

_TAKE = text("""
INSERT INTO escalated_inbox (consumer, event_id) VALUES (:consumer, :event_id) ON CONFLICT DO NOTHING
""")


async def take(connection: AsyncConnection, consumer: str, event_id: UUID) -> bool:
    """Notes the event in this transaction; False when it was noted before. Waits for another that notes it just now."""
    result = await connection.execute(_TAKE, {"consumer": consumer, "event_id": event_id})
    return bool(result.rowcount)
