"""Reading canned responses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, any_, bindparam, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_rules.evaluation import fold
from escalated_tickets.canned_responses.models import canned_response_files as files
from escalated_tickets.canned_responses.models import canned_responses as responses
from escalated_tickets.sharing.queries import parameters_of, seen
from escalated_tickets.tickets.visibility import Viewer

SHARE = "canned_responses:share"
START = (-(2**31), "", UUID(int=0))

_c = responses.c
_PLACE = (-_c.usage_count, func.lower(_c.name), _c.id)
_words = bindparam("words", type_=Text)
_LIST = (
    select(responses)
    .where(
        seen(responses),
        bindparam("category", type_=Text).is_(None) | (func.lower(_c.category) == func.lower(bindparam("category"))),
        _words.is_(None) | or_(_c.name.ilike(_words), _c.category.ilike(_words), _c.body.ilike(_words)),
        tuple_(*_PLACE)
        > tuple_(bindparam("used", type_=Integer), bindparam("name", type_=Text), bindparam("after", type_=Uuid)),
    )
    .order_by(*_PLACE)
    .limit(bindparam("limit"))
)
_ONE = select(responses).where(_c.id == bindparam("id", type_=Uuid), seen(responses))
_LOCK = _ONE.with_for_update()
_FILES = (
    select(files)
    .where(files.c.canned_response_id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(files.c.canned_response_id, files.c.position)
)


async def list_responses(
    reader: AsyncConnection,
    viewer: Viewer,
    *,
    words: str | None,
    category: str | None,
    after: tuple[int, str, UUID],
    limit: int,
) -> list[Any]:
    """What the viewer may use, the most used first."""
    parameters = {
        "words": None if words is None else f"%{_escaped(words)}%",
        "category": category,
        "used": after[0],
        "name": after[1],
        "after": after[2],
        "limit": limit,
    }
    return list(await reader.execute(_LIST, parameters | parameters_of(viewer, SHARE)))


def place_of(row: Any) -> tuple[int, str, UUID]:
    """Where a row stands in the list."""
    return (-row.usage_count, fold(row.name), row.id)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def find_response(connection: AsyncConnection, viewer: Viewer, response_id: UUID, *, lock: bool = False) -> Any:
    """Raises NotFound for one that is not there, or not for these eyes."""
    parameters = {"id": response_id, **parameters_of(viewer, SHARE)}
    row = (await connection.execute(_LOCK if lock else _ONE, parameters)).one_or_none()
    if row is None:
        raise NotFound("There is no such canned response.", code="canned_response_not_found")
    return row


async def files_of(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """The files of each response, in their order. Responses without files are left out."""
    found: dict[UUID, list[Any]] = {}
    if ids:
        for row in await connection.execute(_FILES, {"ids": list(ids)}):
            found.setdefault(row.canned_response_id, []).append(row)
    return found


async def response_views(connection: AsyncConnection, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Responses as they are shown, with their files."""
    kept = await files_of(connection, [row.id for row in rows])
    return [_view(row, kept.get(row.id, [])) for row in rows]


def _view(row: Any, kept: Sequence[Any]) -> dict[str, Any]:
    names = ("id", "name", "category", "body", "shared", "department_id", "owner_id", "usage_count", "version")
    shown = {name: getattr(row, name) for name in (*names, "created_at", "updated_at")}
    return {**shown, "attachments": [_file_view(file) for file in kept]}


def _file_view(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "filename": row.filename,
        "content_type": row.content_type,
        "size": row.size_bytes,
        "url": f"/api/v1/canned-responses/{row.canned_response_id}/files/{row.id}",
    }
