"""GET /statuses."""

from typing import Any

from fastapi import Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_tickets.desk import TheDesk
from escalated_tickets.statuses.rules import StatusBook
from escalated_tickets.statuses.schemas import StatusList

routes = app.router(prefix=app.API_PREFIX, tags=["statuses"])


def present(book: StatusBook) -> list[dict[str, Any]]:
    return [
        {
            "slug": status.slug,
            "label": status.label,
            "category": status.category,
            "color": status.color,
            "order": status.position,
            "transitions": book.allowed_from(status.slug),
        }
        for status in book.statuses.values()
    ]


@routes.get("/statuses", response_model=StatusList)
async def list_statuses(caller: Caller, reader: Reader, desk: TheDesk) -> Response:
    """Every status in the desk's order, with the ones that may follow it."""
    caller.require("tickets:read")
    return many(present(await desk.statuses.book(reader)), next_cursor=None)
