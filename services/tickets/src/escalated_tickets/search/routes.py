"""GET /search."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel

from escalated_chassis.errors import invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, Page, Reader
from escalated_tickets.desk import TheDesk
from escalated_tickets.search.queries import RANKED, search_tickets
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import TicketOut
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import ticket_view

routes = app.router(prefix=app.API_PREFIX, tags=["search"])


class Marks(BaseModel):
    """HTML, escaped but for <mark>."""

    subject: str
    text: str | None


class FoundTicket(TicketOut):
    marks: Marks


class FoundTickets(BaseModel):
    data: list[FoundTicket]
    meta: ListMeta


@routes.get("/search", response_model=FoundTickets)
async def search(
    q: Annotated[str, Query(min_length=1, max_length=400, pattern=r"^[^\x00]*$")],
    caller: Caller,
    reader: Reader,
    desk: TheDesk,
    page: Page,
) -> Response:
    """Tickets by words, best first: `"exact words"`, `-without`, `or`. Of very many matches the newest are ranked."""
    caller.require("tickets:read")
    offset = _offset(page.cursor)
    found = await search_tickets(reader, viewer_of(caller), q, limit=page.limit + 1, offset=offset)
    book = await desk.statuses.book(reader)
    views = [{**ticket_view(seen, book), "marks": marks} for seen, marks in found[: page.limit]]
    following = offset + page.limit
    more = len(found) > page.limit and following < RANKED
    return many(views, next_cursor=encode_cursor([following], "search") if more else None)


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    values = decode_cursor(cursor, "search")
    if len(values) != 1 or not isinstance(values[0], int) or not 0 <= values[0] <= RANKED:
        raise invalid("cursor", "bad_cursor", "This is not a cursor that was given out here.")
    return values[0]
