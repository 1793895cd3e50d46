"""Reading macros."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_tickets.macros.models import macros
from escalated_tickets.sharing.queries import parameters_of, seen
from escalated_tickets.tags.service import tags_by_ids
from escalated_tickets.tickets.visibility import Viewer

SHARE = "macros:share"
MOST_LISTED = 1_000

_LIST = (
    select(macros)
    .where(seen(macros))
    .order_by(macros.c.position, func.lower(macros.c.name), macros.c.id)
    .limit(MOST_LISTED)
)
_ONE = select(macros).where(macros.c.id == bindparam("id", type_=Uuid), seen(macros))
_LOCK = _ONE.with_for_update()


async def list_macros(reader: AsyncConnection, viewer: Viewer) -> list[Any]:
    """What the viewer may use, in its order, at most a thousand."""
    return list(await reader.execute(_LIST, parameters_of(viewer, SHARE)))


async def find_macro(connection: AsyncConnection, viewer: Viewer, macro_id: UUID, *, lock: bool = False) -> Any:
    """Raises NotFound for one that is not there, or not for these eyes."""
    statement = _LOCK if lock else _ONE
    row = (await connection.execute(statement, {"id": macro_id, **parameters_of(viewer, SHARE)})).one_or_none()
    if row is None:
        raise NotFound("There is no such macro.", code="macro_not_found")
    return row


async def macro_views(reader: AsyncConnection, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Macros as they are shown: their tags by the names that they have now."""
    ids = {UUID(each) for row in rows for action in row.actions for each in action.get("tag_ids", ())}
    names = {str(tag.id): tag.name for tag in (await tags_by_ids(reader, list(ids))).values()} if ids else {}
    return [_view(row, names) for row in rows]


def _view(row: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "actions": [_named(action, names) for action in row.actions],
        "shared": row.shared,
        "department_id": row.department_id,
        "owner_id": row.owner_id,
        "position": row.position,
        "usage_count": row.usage_count,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _named(action: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    ids = action.get("tag_ids")
    return action if ids is None else {**action, "tags": [names[each] for each in ids if each in names]}
