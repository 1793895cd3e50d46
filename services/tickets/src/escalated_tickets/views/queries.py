"""Reading views: only those that somebody sees."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Text, Uuid, and_, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.views.models import views
from escalated_tickets.views.rules import SHARE, View

_c = views.c
COLUMNS: Final = tuple(_c[name] for name in View.__dataclass_fields__)
# The SQL twin of `rules.sees`.
_SEEN: Final[ColumnElement[bool]] = or_(
    and_(_c.sharing == "personal", _c.owner_id == bindparam("viewer_id", type_=Uuid)),
    and_(
        _c.sharing != "personal",
        or_(
            _c.sharing == "all",
            _c.department_id == any_(bindparam("department_ids", type_=ARRAY(Uuid))),
            bindparam("shares", type_=Boolean),
        ),
    ),
)
_LIST: Final = select(*COLUMNS).where(_SEEN).order_by(_c.position, func.lower(_c.name), _c.id)
_SOME: Final = _LIST.where(
    or_(_c.id == any_(bindparam("ids", type_=ARRAY(Uuid))), _c.slug == any_(bindparam("slugs", type_=ARRAY(Text))))
)


async def list_views(reader: AsyncConnection, viewer: Viewer) -> list[View]:
    """In their order."""
    return [view_of(row) for row in await reader.execute(_LIST, _parameters(viewer))]


async def some_views(reader: AsyncConnection, viewer: Viewer, keys: Iterable[str]) -> dict[str, View]:
    """Views by id or slug; those that are not there, or not for these eyes, are left out."""
    ids = {key: parsed for key in keys if (parsed := _uuid(key)) is not None}
    slugs = [key for key in keys if key not in ids]
    parameters = {**_parameters(viewer), "ids": list(ids.values()), "slugs": slugs}
    found = [view_of(row) for row in await reader.execute(_SOME, parameters)]
    by_id = {view.id: view for view in found}
    named = {key: by_id[each] for key, each in ids.items() if each in by_id}
    return named | {view.slug: view for view in found if view.slug is not None and view.slug in slugs}


async def visible_view(reader: AsyncConnection, viewer: Viewer, key: str) -> View:
    """Raises NotFound."""
    found = await some_views(reader, viewer, [key])
    if key not in found:
        raise NotFound("There is no such view.", code="view_not_found")
    return found[key]


def view_of(row: Any) -> View:
    return View(*row)


def _parameters(viewer: Viewer) -> dict[str, Any]:
    departments = sorted(viewer.department_ids)
    return {"viewer_id": viewer.id, "department_ids": departments, "shares": viewer.may(SHARE)}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
