"""GET /search."""

import html
from typing import Annotated, Any, Final

from fastapi import Query, Response
from pydantic import BaseModel

from escalated_chassis.errors import invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, Page, PageRequest, Reader
from escalated_tickets.desk import TheDesk
from escalated_tickets.search.queries import RANKED, search_tickets
from escalated_tickets.search.rules import LENGTH
from escalated_tickets.search.understanding import Understood, understand
from escalated_tickets.statuses.rules import StatusBook
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.queries import list_tickets
from escalated_tickets.tickets.schemas import TicketOut
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import ticket_view
from escalated_tickets.tickets.visibility import Viewer

routes = app.router(prefix=app.API_PREFIX, tags=["search"])
_SORT: Final = "search"


class Marks(BaseModel):
    """HTML, escaped but for <mark>."""

    subject: str
    text: str | None


class FoundTicket(TicketOut):
    marks: Marks


class HintOut(BaseModel):
    """What looked like a token and was searched as words."""

    token: str
    detail: str


class FoundTickets(BaseModel):
    data: list[FoundTicket]
    meta: ListMeta
    hints: list[HintOut]


@routes.get("/search", response_model=FoundTickets)
async def search(
    q: Annotated[str, Query(min_length=1, max_length=LENGTH, pattern=r"^[^\x00]*$")],
    caller: Caller,
    reader: Reader,
    desk: TheDesk,
    page: Page,
) -> Response:
    """Tickets by words and tokens: `status:open assignee:me "exact words" -without or`. See docs/search.md.

    The best first; of very many matches the newest are ranked. Tokens alone list, what changed last first. `hints`
    name what looked like a token and is none.
    """
    caller.require("tickets:read")
    viewer, book = viewer_of(caller), await desk.statuses.book(reader)
    understood = await understand(reader, viewer, q, book, desk.clock.now())
    answer = _ranked if understood.words else _listed
    return await answer(reader, viewer, understood, page, book)


async def _ranked(
    reader: Reader, viewer: Viewer, understood: Understood, page: PageRequest, book: StatusBook
) -> Response:
    offset = _offset(page.cursor)
    found = await search_tickets(
        reader, viewer, understood.words, understood.filters, limit=page.limit + 1, offset=offset
    )
    views = [{**ticket_view(each.ticket, book), "marks": each.marks} for each in found[: page.limit]]
    following = offset + page.limit
    more = len(found) > page.limit and following < RANKED
    return _found(views, understood, encode_cursor([following], _SORT) if more else None)


async def _listed(
    reader: Reader, viewer: Viewer, understood: Understood, page: PageRequest, book: StatusBook
) -> Response:
    filters = understood.filters
    after = decode_cursor(page.cursor, filters.sort_name) if page.cursor else []
    found = await list_tickets(reader, viewer, filters, limit=page.limit, after=after)
    views: list[dict[str, Any]] = [ticket_view(each, book) for each in found.tickets]
    for view in views:
        view["marks"] = {"subject": html.escape(view["subject"]), "text": None}
    return _found(views, understood, encode_cursor(found.next_key, filters.sort_name) if found.next_key else None)


def _found(views: list[dict[str, Any]], understood: Understood, next_cursor: str | None) -> Response:
    hints = [{"token": each.token, "detail": each.detail} for each in understood.hints]
    return many(views, next_cursor=next_cursor, hints=hints)


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    values = decode_cursor(cursor, _SORT)
    if len(values) != 1 or not isinstance(values[0], int) or not 0 <= values[0] <= RANKED:
        raise invalid("cursor", "bad_cursor", "This is not a cursor that was given out here.")
    return values[0]
