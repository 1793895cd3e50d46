"""Reads the status book; kept for 30 s, because it is asked at every request and changes once a year."""

import time
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import Conflict
from escalated_tickets.custom_fields.queries import read_fields
from escalated_tickets.statuses.models import statuses, transitions
from escalated_tickets.statuses.rules import BUILT_IN, Status, StatusBook, book_of

KEPT_SECONDS = 30.0

_STATUSES = select(
    statuses.c.slug,
    statuses.c.label,
    statuses.c.category,
    statuses.c.color,
    statuses.c.position,
    statuses.c.default_of_category,
)
_TRANSITIONS = select(transitions.c.before, transitions.c.after)

_HOLD = select(statuses.c.category).where(statuses.c.slug == bindparam("slug")).with_for_update(read=True)


async def hold(connection: AsyncConnection, slug: str, category: str) -> None:
    """Keeps a status from being deleted, or put into another category, while a ticket enters it.

    A book may be half a minute old; the built-in ones need no look. Raises Conflict where the book was wrong.
    """
    if slug in BUILT_IN:
        return
    row = (await connection.execute(_HOLD, {"slug": slug})).one_or_none()
    if row is None or row.category != category:
        raise Conflict(f"The status {slug!r} has just been changed; try again in a moment.", code="status_changed")


async def read_book(reader: AsyncConnection) -> StatusBook:
    found = [Status(*row) for row in await reader.execute(_STATUSES)]
    pairs = [(row.before, row.after) for row in await reader.execute(_TRANSITIONS)]
    return book_of(found, pairs, await read_fields(reader))


@dataclass
class Statuses:
    """The status book of this process, read anew when it is older than `KEPT_SECONDS`."""

    _book: StatusBook | None = None
    _read_at: float = field(default=0.0)
    _forgotten: int = field(default=0)

    async def book(self, reader: AsyncConnection) -> StatusBook:
        now = time.monotonic()
        if self._book is not None and now - self._read_at <= KEPT_SECONDS:
            return self._book
        forgotten = self._forgotten
        book = await read_book(reader)
        # What was read while somebody changed it may be what it was before.
        if forgotten == self._forgotten:
            self._book, self._read_at = book, now
        return book

    async def forget(self) -> None:
        """For `after_commit` of who changed it: this process reads it anew, others within `KEPT_SECONDS`."""
        self._book = None
        self._forgotten += 1
