"""Throws away what nobody can need any more: used refresh tokens, old sessions, counters, links, used SSO tokens."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, Table, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_identity.sessions.models import attempts, mailed_links, refresh_tokens, sessions
from escalated_identity.sso.models import sso_used_tokens

# A used refresh token is remembered for so long: one that comes later is refused, but ends no family.
USED_TOKENS_KEPT = timedelta(days=7)
SESSIONS_KEPT = timedelta(days=30)
_GRACE = timedelta(hours=1)

_WHAT: Sequence[tuple[Table, Column[datetime], timedelta]] = (
    (refresh_tokens, refresh_tokens.c.used_at, USED_TOKENS_KEPT),
    (sessions, sessions.c.expires_at, SESSIONS_KEPT),
    (attempts, attempts.c.ends_at, _GRACE),
    (mailed_links, mailed_links.c.expires_at, _GRACE),
    (sso_used_tokens, sso_used_tokens.c.expires_at, _GRACE),
)
_BATCHES = [
    delete(table).where(
        table.primary_key.columns[0].in_(
            select(table.primary_key.columns[0])
            .where(column < bindparam("before", type_=DateTime(timezone=True)))
            .limit(bindparam("most"))
        ),
        column < bindparam("before", type_=DateTime(timezone=True)),
    )
    for table, column, _ in _WHAT
]
_NEXT = select(func.least(*(select(func.min(column)).scalar_subquery() + kept for _, column, kept in _WHAT)))


async def purge(uow: UnitOfWork, most: int) -> int:
    """Deletes at most `most` rows of each kind; answers the largest number of one kind."""
    deleted = 0
    for statement, (_, _, kept) in zip(_BATCHES, _WHAT, strict=True):
        result = await uow.execute(statement, {"before": uow.now - kept, "most": most})
        deleted = max(deleted, result.rowcount)
    return deleted


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the next row may go."""
    due: datetime | None = (await connection.execute(_NEXT)).scalar_one()
    return due
