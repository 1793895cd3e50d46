"""Keeping a draft, and forgetting it: when it was sent, when it is thrown away, when nobody came back to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound
from escalated_tickets.drafts.models import drafts

KEPT: Final = timedelta(days=30)

_c = drafts.c
_MINE = (_c.ticket_id == bindparam("ticket", type_=Uuid)) & (_c.person_id == bindparam("person", type_=Uuid))
_FIND = select(drafts).where(_MINE)
_new = insert(drafts)
# The last write wins; its version says that there was another.
_KEEP = _new.on_conflict_do_update(
    index_elements=[_c.ticket_id, _c.person_id],
    set_={
        **{name: _new.excluded[name] for name in ("kind", "body", "format", "upload_ids", "updated_at")},
        "version": _c.version + 1,
    },
).returning(drafts)
_FORGET = delete(drafts).where(_MINE)
_FORGET_KIND = delete(drafts).where(_MINE, _c.kind == bindparam("what"))
_OLD = (
    select(_c.ticket_id, _c.person_id)
    .where(_c.updated_at <= bindparam("before"))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_PURGE = delete(drafts).where(tuple_(_c.ticket_id, _c.person_id).in_(_OLD))
_OLDEST = select(func.min(_c.updated_at))


@dataclass(frozen=True)
class Draft:
    """What somebody has written so far, as they wrote it: nothing is cleaned before it is sent."""

    kind: str
    body: str
    format: str
    upload_ids: tuple[UUID, ...] = ()


async def keep_draft(uow: UnitOfWork, ticket_id: UUID, person_id: UUID, draft: Draft) -> Any:
    """Keeps it in place of the one before; answers its row."""
    row = {
        "ticket_id": ticket_id,
        "person_id": person_id,
        "kind": draft.kind,
        "body": draft.body.replace("\x00", ""),
        "format": draft.format,
        "upload_ids": list(draft.upload_ids),
        "version": 1,
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    return (await uow.execute(_KEEP, row)).one()


async def find_draft(reader: AsyncConnection, ticket_id: UUID, person_id: UUID) -> Any:
    """Raises NotFound where there is none."""
    row = (await reader.execute(_FIND, {"ticket": ticket_id, "person": person_id})).one_or_none()
    if row is None:
        raise NotFound("You have no draft on this ticket.", code="draft_not_found")
    return row


async def forget_draft(uow: UnitOfWork, ticket_id: UUID, person_id: UUID, kind: str | None = None) -> None:
    """Throws it away; with `kind` only where it is one of these. None is no failure."""
    mine = {"ticket": ticket_id, "person": person_id}
    if kind is None:
        await uow.execute(_FORGET, mine)
    else:
        await uow.execute(_FORGET_KIND, {**mine, "what": kind})


async def purge_drafts(uow: UnitOfWork, limit: int) -> int:
    """Throws away at most `limit` drafts that nobody touched for thirty days."""
    return (await uow.execute(_PURGE, {"before": uow.now - KEPT, "limit": limit})).rowcount


async def next_purge(reader: AsyncConnection) -> datetime | None:
    oldest = (await reader.execute(_OLDEST)).scalar_one()
    return None if oldest is None else oldest + KEPT
