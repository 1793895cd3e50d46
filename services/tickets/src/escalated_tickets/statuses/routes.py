"""/statuses."""

from typing import Annotated, Any

from fastapi import Path, Query, Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_tickets.desk import TheDesk
from escalated_tickets.statuses import service
from escalated_tickets.statuses.changes import slug_of
from escalated_tickets.statuses.rules import Status, StatusBook
from escalated_tickets.statuses.schemas import NewStatus, OneStatus, StatusEdit, StatusList, Transitions
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX, tags=["statuses"])
MANAGE = "statuses:manage"
SlugInPath = Annotated[str, Path(max_length=50, pattern=r"^[a-z][a-z0-9_]*$")]
SlugInQuery = Annotated[str | None, Query(max_length=50, pattern=r"^[a-z][a-z0-9_]*$")]


def present(book: StatusBook) -> list[dict[str, Any]]:
    return [view(book, status) for status in book.statuses.values()]


def view(book: StatusBook, status: Status) -> dict[str, Any]:
    return {
        "slug": status.slug,
        "label": status.label,
        "category": status.category,
        "color": status.color,
        "order": status.position,
        "default": status.default_of_category,
        "built_in": status.built_in,
        "transitions": book.allowed_from(status.slug),
    }


@routes.get("/statuses", response_model=StatusList)
async def list_statuses(caller: Caller, reader: Reader, desk: TheDesk) -> Response:
    """Every status in the desk's order, with the ones that may follow it."""
    caller.require("tickets:read")
    return many(present(await desk.statuses.book(reader)), next_cursor=None)


@routes.post("/statuses", response_model=OneStatus, status_code=201)
async def create_status(body: NewStatus, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Adds a status of the desk's own; other processes know it within half a minute."""
    caller.require(MANAGE)
    slug = body.slug or slug_of(body.label)
    status = Status(slug, body.label, body.category, body.color.lower(), body.order, body.default)
    book = await service.create_status(uow, desk, status, list(body.transitions), list(body.reachable_from))
    return one(view(book, book.statuses[slug]), status=201)


@routes.patch("/statuses/{slug}", response_model=OneStatus)
async def change_status(slug: SlugInPath, body: StatusEdit, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Renames, recolours or reorders a status, or makes it the default of its category."""
    caller.require(MANAGE)
    book = await service.change_status(uow, desk, slug, _columns(body))
    return one(view(book, book.statuses[slug]))


def _columns(body: StatusEdit) -> dict[str, Any]:
    named = {"order": "position", "default": "default_of_category"}
    values = {named.get(name, name): value for name, value in body.model_dump().items() if value is not None}
    return values | ({"color": values["color"].lower()} if "color" in values else {})


@routes.put("/statuses/{slug}/transitions", response_model=OneStatus)
async def set_transitions(slug: SlugInPath, body: Transitions, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Has exactly these statuses follow it. Rules, macros, mail and the API obey the same table."""
    caller.require(MANAGE)
    book = await service.set_transitions(uow, desk, slug, list(body.transitions))
    return one(view(book, book.statuses[slug]))


@routes.delete("/statuses/{slug}", status_code=204)
async def delete_status(
    slug: SlugInPath, caller: Caller, uow: Uow, desk: TheDesk, replace_with: SlugInQuery = None
) -> Response:
    """Deletes a status of the desk's own; 409 with `count` where tickets are in it and `replace_with` is not given."""
    caller.require(MANAGE)
    await service.delete_status(uow, desk, viewer_of(caller), slug, replace_with)
    return no_content()
