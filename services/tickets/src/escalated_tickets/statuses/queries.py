"""Reads the status book; kept for 30 s, because it is asked at every request and changes once a year."""

import time
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.statuses.models import statuses, transitions
from escalated_tickets.statuses.rules import Status, StatusBook, book_of

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


async def read_book(reader: AsyncConnection) -> StatusBook:
    found = [Status(*row) for row in await reader.execute(_STATUSES)]
    pairs = [(row.before, row.after) for row in await reader.execute(_TRANSITIONS)]
    return book_of(found, pairs)


@dataclass
class Statuses:
    """The status book of this process, read anew when it is older than `KEPT_SECONDS`."""

    _book: StatusBook | None = None
    _read_at: float = field(default=0.0)

    async def book(self, reader: AsyncConnection) -> StatusBook:
        now = time.monotonic()
        if self._book is None or now - self._read_at > KEPT_SECONDS:
            self._book, self._read_at = await read_book(reader), now
        return self._book
