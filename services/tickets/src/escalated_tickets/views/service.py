"""Making, changing and deleting views."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, FieldError, Forbidden, Invalid, PreconditionFailed, invalid
from escalated_chassis.ids import uuid7
from escalated_rules import Group, Type, dump, located
from escalated_rules.conditions import ME, NONE
from escalated_tickets.desk import Desk
from escalated_tickets.fields.conditions import read_conditions
from escalated_tickets.people.queries import department_is_active, people_by_ids
from escalated_tickets.tickets.filters import read_sort
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.views.columns import columns_of, unknown_columns
from escalated_tickets.views.models import views
from escalated_tickets.views.queries import visible_view
from escalated_tickets.views.rules import MOST_PERSONAL, MOST_SHARED, SHARE, View, may_change

_c = views.c
_ID: Final = _c.id == bindparam("id_", type_=Uuid)
_INSERT: Final = insert(views)
_UPDATE: Final = update(views).where(_ID, _c.version == bindparam("seen"))
_DELETE: Final = delete(views).where(_ID, _c.version == bindparam("seen"))
_MINE: Final = select(func.count()).where(_c.sharing == "personal", _c.owner_id == bindparam("owner_id", type_=Uuid))
_SHARED: Final = select(func.count()).where(_c.sharing != "personal")
_CHANGEABLE: Final = ("name", "sharing", "owner_id", "department_id", "conditions", "columns", "sort", "position")
# What of a view that comes with the desk is everybody's to rely on.
_FIXED: Final = frozenset({"sharing", "department_id", "conditions"})


async def create_view(uow: UnitOfWork, desk: Desk, viewer: Viewer, given: Mapping[str, Any]) -> View:
    """A new view of the viewer's, or shared with a department or all, which needs `views:share`.

    Raises:
        Invalid: with a pointer, for conditions, columns, sort or department that there are not. Forbidden: not to
        be shared by this viewer. Conflict: too many views.
    """
    draft = View(uuid7(), None, "", "personal", viewer.id, None, {}, [], "-updated_at", 0, 1)
    view = await _checked(uow, desk, viewer, draft, given)
    await _room_for(uow, view)
    row = {name: getattr(view, name) for name in View.__dataclass_fields__}
    await uow.execute(_INSERT, {**row, "created_at": uow.now, "updated_at": uow.now})
    uow.audit("view.created", object_type="view", object_id=view.id, object_name=view.name, changes=_told(None, view))
    return view


async def change_view(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, key: str, given: Mapping[str, Any], seen: int | None
) -> View:
    """Changes what is given. Raises as `create_view`, and NotFound, PreconditionFailed, Conflict for built-in ones."""
    before = await _to_change(uow, viewer, key, seen)
    fixed = sorted(_FIXED & given.keys()) if before.is_built_in else ()
    if fixed:
        raise Conflict(f"The {', '.join(fixed)} of a view that comes with the desk stay.", code="view_built_in")
    checked = await _checked(uow, desk, viewer, before, given)
    if checked == before:
        return before
    if checked.sharing != before.sharing:
        await _room_for(uow, checked)
    after = replace(checked, version=before.version + 1)
    row = {name: getattr(after, name) for name in (*_CHANGEABLE, "version")}
    _met(await uow.execute(_UPDATE, {**row, "updated_at": uow.now, "id_": before.id, "seen": before.version}))
    uow.audit(
        "view.updated", object_type="view", object_id=after.id, object_name=after.name, changes=_told(before, after)
    )
    return after


async def delete_view(uow: UnitOfWork, viewer: Viewer, key: str, seen: int | None) -> None:
    """Raises as `change_view`."""
    view = await _to_change(uow, viewer, key, seen)
    if view.is_built_in:
        raise Conflict("A view that comes with the desk stays.", code="view_built_in")
    _met(await uow.execute(_DELETE, {"id_": view.id, "seen": view.version}))
    uow.audit("view.deleted", object_type="view", object_id=view.id, object_name=view.name)


async def _to_change(uow: UnitOfWork, viewer: Viewer, key: str, seen: int | None) -> View:
    view = await visible_view(uow.connection, viewer, key)
    if not may_change(viewer, view):
        raise Forbidden("Shared views are changed by who may share them.", code="permission_missing")
    if seen is not None and seen != view.version:
        raise _changed_meanwhile()
    return view


def _met(result: Any) -> None:
    """Two who change one view at once: the later is told."""
    if result.rowcount != 1:
        raise _changed_meanwhile()


def _changed_meanwhile() -> PreconditionFailed:
    return PreconditionFailed("The view has changed meanwhile.", code="version_conflict")


async def _checked(uow: UnitOfWork, desk: Desk, viewer: Viewer, before: View, given: Mapping[str, Any]) -> View:
    catalogue = await desk.fields.present(uow.connection)
    after = replace(before, **given)
    errors: list[FieldError] = []
    if "conditions" in given:
        group = read_conditions(given["conditions"], catalogue)
        errors += await _unknown_people(uow, group)
        after = replace(after, conditions=dump(group))
    if "columns" in given:
        errors += unknown_columns(after.columns, columns_of(catalogue.vocabulary.book))
    try:
        read_sort(after.sort, "/sort")
    except Invalid as refused:
        errors += refused.errors
    if errors:
        raise Invalid("The view is refused; `errors` says why.", errors=errors)
    # Whom it was for stands, also where its department has been closed since.
    return await _shared(uow, viewer, after) if "sharing" in given else after


async def _shared(uow: UnitOfWork, viewer: Viewer, view: View) -> View:
    """The view with whom it is for put right: a shared one is nobody's own."""
    if view.sharing == "personal":
        if view.department_id is not None:
            raise invalid("/department_id", "unexpected", "A personal view is of no department.")
        return replace(view, owner_id=view.owner_id or viewer.id)
    if not viewer.may(SHARE):
        raise Forbidden("Sharing views needs views:share.", code="permission_missing")
    if (view.department_id is not None) is not (view.sharing == "department"):
        raise invalid("/department_id", "missing", "A view is shared with a department, or with all.")
    if view.department_id is not None and not await department_is_active(uow.connection, view.department_id):
        raise invalid("/department_id", "unknown", "There is no such active department.")
    return view


async def _room_for(uow: UnitOfWork, view: View) -> None:
    if view.sharing == "personal":
        many, most = await uow.execute(_MINE, {"owner_id": view.owner_id}), MOST_PERSONAL
    else:
        many, most = await uow.execute(_SHARED), MOST_SHARED
    if many.scalar_one() >= most:
        raise Conflict(f"There are {most} such views already.", code="too_many_views")


def people_in(group: Group) -> dict[str, UUID]:
    """The people whom conditions name, by the place."""
    named = {}
    for place, condition in located(group, "/conditions"):
        if condition.field.type not in (Type.PERSON, Type.PEOPLE) or condition.value is None:
            continue
        if isinstance(condition.value, tuple):
            named.update({f"{place}/value/{index}": each for index, each in enumerate(condition.value)})
        else:
            named[f"{place}/value"] = condition.value
    return {place: UUID(each) for place, each in named.items() if each not in (ME, NONE)}


async def _unknown_people(uow: UnitOfWork, group: Group) -> list[FieldError]:
    named = people_in(group)
    known = await people_by_ids(uow.connection, set(named.values())) if named else {}
    return [
        FieldError(place, "unknown", "There is no such person.") for place, each in named.items() if each not in known
    ]


@dataclass(frozen=True, slots=True)
class _Nothing:
    name = sharing = department_id = conditions = columns = sort = position = None


def _told(before: View | None, after: View) -> list[tuple[str, Any, Any]]:
    names = ("name", "sharing", "department_id", "conditions", "columns", "sort", "position")
    pairs = [(name, getattr(before or _Nothing, name), getattr(after, name)) for name in names]
    return [(name, _plain(old), _plain(new)) for name, old, new in pairs if old != new]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
