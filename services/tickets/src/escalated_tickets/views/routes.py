"""/views."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Query, Response

from escalated_chassis.errors import FieldError, Forbidden, invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import counted, many, no_content, one
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.fields.catalogue import TicketCatalogue
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.views import queries, service
from escalated_tickets.views.counting import Count, count_views
from escalated_tickets.views.listing import problems_of
from escalated_tickets.views.rules import View, may_change
from escalated_tickets.views.schemas import NewView, OneView, ViewCounts, ViewEdit, ViewList

MOST_COUNTED: Final = 50
_KEY_LENGTH: Final = 64
_PEOPLE: Final = frozenset({"requester", "assignee", "follower", "participant"})
_NOT_THERE: Final = FieldError("", "view_not_found", "There is no such view.")

routes = app.router(prefix=app.API_PREFIX, tags=["views"])


async def _viewer(caller: Caller) -> Viewer:
    """Views are for staff."""
    caller.require("tickets:read")
    if not caller.is_staff:
        raise Forbidden("Views are for staff.")
    return viewer_of(caller)


StaffViewer = Annotated[Viewer, Depends(_viewer)]


@routes.get("/views", response_model=ViewList)
async def list_views(viewer: StaffViewer, reader: Reader, desk: TheDesk) -> Response:
    """The caller's own views and those shared with them, in their order."""
    catalogue = await desk.fields.present(reader)
    return many([shown(view, viewer, catalogue) for view in await queries.list_views(reader, viewer)], next_cursor=None)


@routes.get("/views/counts", response_model=ViewCounts)
async def count_view_tickets(
    viewer: StaffViewer,
    reader: Reader,
    desk: TheDesk,
    ids: Annotated[str, Query(max_length=4_000, description="Ids or slugs, separated by commas; none: all")] = "",
) -> Response:
    """How many tickets each view has for the caller, in one statement; exact to 1,000, then "1000+"."""
    asked = list(dict.fromkeys(key.strip()[:_KEY_LENGTH] for key in ids.split(",") if key.strip()))
    if len(asked) > MOST_COUNTED:
        raise invalid("ids", "too_many", f"At most {MOST_COUNTED} views at once.")
    if asked:
        found = await queries.some_views(reader, viewer, asked)
    else:
        found = {str(view.id): view for view in (await queries.list_views(reader, viewer))[:MOST_COUNTED]}
    counts = dict(zip(found, await count_views(reader, desk, viewer, list(found.values())), strict=True))
    data = {key: _number(counts.get(key)) for key in asked or found}
    problems = {
        key: [_problem(each) for each in counts[key].problems] if key in counts else [_problem(_NOT_THERE)]
        for key in data
        if data[key] is None
    }
    return one(data, meta={"problems": problems})


def _number(count: Count | None) -> int | str | None:
    return None if count is None or count.number is None else counted(count.number)


@routes.get("/views/{view}", response_model=OneView)
async def show_view(view: str, viewer: StaffViewer, reader: Reader, desk: TheDesk) -> Response:
    """A view by id or slug."""
    found = await queries.visible_view(reader, viewer, view[:_KEY_LENGTH])
    return _answer(found, viewer, await desk.fields.present(reader))


async def _people_known(body: NewView | ViewEdit, desk: Desk) -> None:
    """People that conditions name and that are new here are asked of identity: before the transaction."""
    if body.conditions:
        await desk.people.ensure(_people_named(body.conditions))


async def _new(body: NewView, _viewer: StaffViewer, desk: TheDesk) -> dict[str, Any]:
    await _people_known(body, desk)
    return body.model_dump()


async def _edited(body: ViewEdit, _viewer: StaffViewer, desk: TheDesk) -> dict[str, Any]:
    await _people_known(body, desk)
    given = body.model_dump(exclude_unset=True)
    return {**given, "department_id": given.get("department_id")} if "sharing" in given else given


@routes.post("/views", response_model=OneView, status_code=201)
async def create_view(
    values: Annotated[dict[str, Any], Depends(_new)], viewer: StaffViewer, uow: Uow, desk: TheDesk
) -> Response:
    """Saves a view; sharing it with a department or all needs `views:share`."""
    made = await service.create_view(uow, desk, viewer, values)
    return _answer(made, viewer, await desk.fields.known(uow.connection), status=201)


@routes.patch("/views/{view}", response_model=OneView)
async def change_view(
    view: str,
    values: Annotated[dict[str, Any], Depends(_edited)],
    viewer: StaffViewer,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
) -> Response:
    """Changes what is given. Of the views that come with the desk: name, columns, sort and position."""
    changed = await service.change_view(uow, desk, viewer, view[:_KEY_LENGTH], values, if_match)
    return _answer(changed, viewer, await desk.fields.known(uow.connection))


@routes.delete("/views/{view}", status_code=204)
async def delete_view(view: str, viewer: StaffViewer, uow: Uow, if_match: IfMatch) -> Response:
    """Deletes a view; those that come with the desk stay."""
    await service.delete_view(uow, viewer, view[:_KEY_LENGTH], if_match)
    return no_content()


def _answer(view: View, viewer: Viewer, catalogue: TicketCatalogue, *, status: int = 200) -> Response:
    return one(shown(view, viewer, catalogue), status=status, version=view.version)


def shown(view: View, viewer: Viewer, catalogue: TicketCatalogue) -> dict[str, Any]:
    return {
        **{name: getattr(view, name) for name in View.__dataclass_fields__},
        "built_in": view.is_built_in,
        "can_edit": may_change(viewer, view),
        "problems": [_problem(each) for each in problems_of(view, catalogue)],
    }


def _problem(error: FieldError) -> dict[str, str]:
    return {"pointer": error.pointer, "code": error.code, "detail": error.detail}


def _people_named(json: Any, most: int = 200) -> set[UUID]:
    """Ids where conditions on people have them; whatever else is wrong is told when they are read."""
    found: set[UUID] = set()
    left = [json]
    while left and len(found) < most:
        each = left.pop()
        if isinstance(each, dict):
            left += each.values()
            if isinstance(each.get("field"), str) and each["field"] in _PEOPLE:
                found |= _ids(each.get("value"))
        elif isinstance(each, list):
            left += each
    return found


def _ids(value: Any) -> set[UUID]:
    found = set()
    for each in value if isinstance(value, list) else [value]:
        try:
            found.add(UUID(str(each)))
        except ValueError:
            continue
    return found
