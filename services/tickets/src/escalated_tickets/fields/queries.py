"""Reads what the catalogue is made of; kept for 30 s, because lists of views ask for it and it changes seldom."""

import time
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.fields.catalogue import TicketCatalogue, Vocabulary, catalogue_of
from escalated_tickets.people.models import departments
from escalated_tickets.statuses.queries import read_book
from escalated_tickets.tags.service import list_tags

KEPT_SECONDS = 30.0
MOST_TAGS = 10_000

_DEPARTMENTS = select(departments.c.id, departments.c.name).order_by(func.lower(departments.c.name), departments.c.id)


async def read_catalogue(reader: AsyncConnection) -> TicketCatalogue:
    """As the desk is now: three or four small tables."""
    return catalogue_of(
        Vocabulary(
            book=await read_book(reader),
            departments=[(row.id, row.name) for row in await reader.execute(_DEPARTMENTS)],
            tags=await list_tags(reader, limit=MOST_TAGS),
        )
    )


@dataclass
class Fields:
    """The catalogue of this process, read anew when it is older than `KEPT_SECONDS`."""

    _catalogue: TicketCatalogue | None = None
    _read_at: float = field(default=0.0)

    async def known(self, reader: AsyncConnection) -> TicketCatalogue:
        """May be a little old: who refuses something by it asks `present` first."""
        if self._catalogue is None or time.monotonic() - self._read_at > KEPT_SECONDS:
            return await self.present(reader)
        return self._catalogue

    async def present(self, reader: AsyncConnection) -> TicketCatalogue:
        self._catalogue, self._read_at = await read_catalogue(reader), time.monotonic()
        return self._catalogue

    async def forget(self) -> None:
        """For `after_commit` of who changed it: this process reads it anew, others within `KEPT_SECONDS`."""
        self._catalogue = None
