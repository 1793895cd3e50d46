"""/macros, and /tickets/{ticket}/macro."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_tickets.actions.checks import people_named
from escalated_tickets.actions.webhooks import require_webhooks
from escalated_tickets.desk import TheDesk
from escalated_tickets.macros import service
from escalated_tickets.macros.queries import find_macro, list_macros, macro_views
from escalated_tickets.macros.schemas import ApplyMacro, MacroApplied, MacroEdit, MacroList, NewMacro, OneMacro
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX, tags=["macros"])
STAFF = "tickets:note"


@routes.get("/macros", response_model=MacroList)
async def list_all_macros(caller: Caller, reader: Reader) -> Response:
    """The macros that the caller may use, in their order: their own, their departments', everybody's."""
    caller.require(STAFF)
    rows = await list_macros(reader, viewer_of(caller))
    return many(await macro_views(reader, rows), next_cursor=None)


@routes.get("/macros/{macro_id}", response_model=OneMacro)
async def show_macro(macro_id: UUID, caller: Caller, reader: Reader) -> Response:
    """One macro, with its ETag."""
    caller.require(STAFF)
    row = await find_macro(reader, viewer_of(caller), macro_id)
    return one((await macro_views(reader, [row]))[0], version=row.version)


async def _new(body: NewMacro, caller: Caller, desk: TheDesk) -> dict[str, Any]:
    """What it names is asked of those who have it before the transaction, where it is new here."""
    caller.require(STAFF)
    await desk.people.ensure(people_named(body.actions))
    await require_webhooks(desk.webhooks, body.actions)
    return body.model_dump()


@routes.post("/macros", response_model=OneMacro, status_code=201)
async def create_macro(
    values: Annotated[dict[str, Any], Depends(_new)], caller: Caller, uow: Uow, desk: TheDesk
) -> Response:
    """Makes a macro; to share it with a department or with all needs `macros:share`."""
    row = await service.create_macro(uow, desk, viewer_of(caller), values)
    return one((await macro_views(uow.connection, [row]))[0], status=201, version=row.version)


async def _edited(body: MacroEdit, caller: Caller, desk: TheDesk) -> dict[str, Any]:
    caller.require(STAFF)
    await desk.people.ensure(people_named(body.actions or ()))
    await require_webhooks(desk.webhooks, body.actions or ())
    values = {name: value for name, value in body.model_dump().items() if value is not None}
    # A department is taken away by sharing otherwise, so it goes along with `shared`.
    return values | {"department_id": body.department_id} if body.shared is not None else values


@routes.patch("/macros/{macro_id}", response_model=OneMacro)
async def change_macro(
    macro_id: UUID,
    values: Annotated[dict[str, Any], Depends(_edited)],
    caller: Caller,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
) -> Response:
    """Changes a macro of one's own, or a shared one with `macros:share`."""
    row = await service.change_macro(uow, desk, viewer_of(caller), macro_id, values, if_match)
    return one((await macro_views(uow.connection, [row]))[0], version=row.version)


@routes.delete("/macros/{macro_id}", status_code=204)
async def delete_macro(macro_id: UUID, caller: Caller, uow: Uow, if_match: IfMatch) -> Response:
    """Deletes a macro; what it did stays done."""
    caller.require(STAFF)
    await service.delete_macro(uow, viewer_of(caller), macro_id, if_match)
    return no_content()


@routes.post("/tickets/{ticket}/macro", response_model=MacroApplied, tags=["tickets"])
async def apply_macro(
    ticket: str, body: ApplyMacro, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Does all of a macro's actions or none; a refusal says which action it is about, counted from 0."""
    after, outcomes = await service.apply_macro(uow, desk, viewer_of(caller), ticket, body.macro_id, if_match)
    said = [{"type": each.type, "outcome": each.outcome, "detail": each.detail} for each in outcomes]
    return await changed(uow, desk, caller, after, outcomes=said)
