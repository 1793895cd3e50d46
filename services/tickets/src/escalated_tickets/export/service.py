"""The rows of an export, page by page: what is kept in memory is one page, however long the table.

The oldest ticket comes first, whatever a view is sorted by: no other order stays as it is while people work, and a
ticket that moves would be missed or come twice. Each page is asked for with the sight of that moment, so a table ends
when its reader signs out or loses the permission. It then breaks off: the connection is closed without the end that
HTTP promises, and every client says that the download failed. A table that ends properly is whole.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.access.principal import Principal
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Problem
from escalated_tickets.desk import Desk
from escalated_tickets.export.rules import BOM, lines
from escalated_tickets.tickets import queries
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.queries import TicketPage
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import View, list_views
from escalated_tickets.views.columns import Column

PERMISSION: Final = "tickets:export"
PAGE: Final = 500


class BrokenOff(Exception):
    """A table that cannot be gone on with; a problem document comes too late, its answer has begun."""


@dataclass(frozen=True)
class Export:
    """What is to be written. `who` answers the reader as of now, and raises once they may not read on."""

    filters: Filters
    columns: Sequence[Column]
    bom: bool
    who: Callable[[], Awaitable[Principal]]


async def page_of(reader: AsyncConnection, export: Export, after: Sequence[Any] = ()) -> TicketPage:
    """The first is asked for before the answer begins, so that what fails at once is an error and no broken table."""
    who = await export.who()
    who.require(PERMISSION)
    oldest_first = replace(export.filters, order=(("created_at", False),))
    return await queries.list_tickets(reader, viewer_of(who), oldest_first, limit=PAGE, after=after)


async def table(desk: Desk, database: Database, export: Export, page: TicketPage) -> AsyncIterator[bytes]:
    """The table from its first page on. No connection is held while the reader takes their time."""
    if export.bom:
        yield BOM
    yield lines([[column.label for column in export.columns]])
    while True:
        async with database.reading() as reader:
            book = await desk.statuses.book(reader)
        yield lines(_rows(list_views(page.tickets, book), export.columns))
        if page.next_key is None:
            return
        page = await _next_page(database, export, page.next_key)


async def _next_page(database: Database, export: Export, after: Sequence[Any]) -> TicketPage:
    try:
        async with database.reading() as reader:
            return await page_of(reader, export, after)
    except Problem as problem:
        raise BrokenOff(f"{problem.code}: {problem.detail}") from None


def _rows(tickets: Sequence[View], columns: Sequence[Column]) -> Iterator[list[Any]]:
    return ([column.cell(ticket) for column in columns] for ticket in tickets)
