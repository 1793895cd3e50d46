"""Making, renaming and deleting tags, and finding those that names stand for."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.reports.service import forget_tag
from escalated_tickets.tags.models import tags
from escalated_tickets.tags.rules import clean_name, clean_names, folded
from escalated_tickets.tickets.state import TagRef

_COLOR: Final = re.compile(r"#[0-9a-f]{6}")
# Colours that new tags get in turn, by their name.
_PALETTE: Final = ("#3b82f6", "#10b981", "#f59e0b", "#ef4444", "#8b5cf6", "#ec4899", "#14b8a6", "#6b7280")

_REF = (tags.c.id, tags.c.name, tags.c.color)
_BY_NAMES = (
    select(*_REF).where(func.lower(tags.c.name) == any_(bindparam("names", type_=ARRAY(Text)))).order_by(tags.c.name)
)
_BY_IDS = select(*_REF).where(tags.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
_HOLD_BY_IDS = _BY_IDS.order_by(tags.c.id).with_for_update(read=True, key_share=True)
_words = bindparam("words", type_=Text)
_ALL = (
    select(*_REF)
    .where(_words.is_(None) | (func.strpos(func.lower(tags.c.name), _words) > 0))
    .order_by(func.lower(tags.c.name))
    .limit(bindparam("limit"))
)
_INSERT = insert(tags).on_conflict_do_nothing()
_CREATE = _INSERT.returning(tags.c.id)
_ID = tags.c.id == bindparam("id_", type_=Uuid)
_LOCK = select(*_REF).where(_ID).with_for_update()
_UPDATE = update(tags).where(_ID).values(name=bindparam("new_name"), color=bindparam("new_color"))
_DELETE = delete(tags).where(_ID)
_TAKE_OFF = text(
    "UPDATE escalated_tickets SET tag_ids = array_remove(tag_ids, CAST(:tag_id AS uuid)) "
    "WHERE tag_ids @> ARRAY[CAST(:tag_id AS uuid)]"
)


def color_for(name: str) -> str:
    return _PALETTE[sum(name.lower().encode()) % len(_PALETTE)]


def _checked_color(color: str) -> str:
    if not _COLOR.fullmatch(color.lower()):
        raise invalid("/color", "bad_color", "A colour is #rrggbb.")
    return color.lower()


async def list_tags(reader: AsyncConnection, limit: int = 1_000, words: str | None = None) -> list[TagRef]:
    """By name; with `words` those whose name has them in it, in whatever case."""
    bound = {"limit": limit, "words": None if words is None else folded(words)}
    return [TagRef(*row) for row in await reader.execute(_ALL, bound)]


async def tags_by_ids(connection: AsyncConnection, ids: Sequence[UUID], *, hold: bool = False) -> dict[UUID, TagRef]:
    """The known ones of these; unknown ids are left out. `hold`: none of them is deleted before the commit."""
    statement = _HOLD_BY_IDS if hold else _BY_IDS
    return {row.id: TagRef(*row) for row in await connection.execute(statement, {"ids": list(ids)})}


async def find_tags(connection: AsyncConnection, names: Sequence[str]) -> list[TagRef]:
    """The tags of these names, whatever their case; unknown names are left out."""
    wanted = [folded(name) for name in clean_names(names)]
    return [TagRef(*row) for row in await connection.execute(_BY_NAMES, {"names": wanted})]


def _fresh(_name: str) -> UUID:
    return uuid7()


async def make_tags(uow: UnitOfWork, names: Sequence[str], id_for: Callable[[str], UUID] = _fresh) -> list[TagRef]:
    """The tags of these names, those that are new made now; `id_for` says under which id."""
    wanted = clean_names(names)
    found = {folded(tag.name): tag for tag in await find_tags(uow.connection, wanted)}
    missing = sorted(name for name in wanted if folded(name) not in found)
    if missing:
        rows = [{"id": id_for(name), "name": name, "color": color_for(name), "created_at": uow.now} for name in missing]
        await uow.execute(_INSERT, rows)
        found = {folded(tag.name): tag for tag in await find_tags(uow.connection, wanted)}
    return [found[folded(name)] for name in wanted if folded(name) in found]


async def create_tag(uow: UnitOfWork, name: str, color: str | None) -> TagRef:
    """Raises Conflict where a tag has this name."""
    kept = clean_name(name)
    tag = TagRef(uuid7(), kept, _checked_color(color or color_for(kept)))
    row = {"id": tag.id, "name": tag.name, "color": tag.color, "created_at": uow.now}
    # Who makes the same one at this moment is waited for.
    if (await uow.execute(_CREATE, row)).one_or_none() is None:
        raise Conflict(f"There is a tag {kept!r} already.", code="tag_exists")
    uow.audit("tag.created", object_type="tag", object_id=tag.id, object_name=tag.name)
    return tag


async def change_tag(uow: UnitOfWork, tag_id: UUID, name: str | None, color: str | None) -> TagRef:
    before = await _locked(uow, tag_id)
    kept = clean_name(name) if name is not None else before.name
    after = TagRef(tag_id, kept, _checked_color(color or before.color))
    if after == before:
        return before
    try:
        await uow.execute(_UPDATE, {"id_": tag_id, "new_name": after.name, "new_color": after.color})
    except IntegrityError as error:
        raise Conflict(f"There is a tag {kept!r} already.", code="tag_exists") from error
    changes = [("name", before.name, after.name), ("color", before.color, after.color)]
    uow.audit(
        "tag.updated",
        object_type="tag",
        object_id=tag_id,
        object_name=after.name,
        changes=[change for change in changes if change[1] != change[2]],
    )
    return after


async def delete_tag(uow: UnitOfWork, tag_id: UUID) -> None:
    """Takes the tag off every ticket too; that is configuration, no change of the tickets."""
    before = await _locked(uow, tag_id)
    await uow.execute(_TAKE_OFF, {"tag_id": tag_id})
    await forget_tag(uow, tag_id)
    await uow.execute(_DELETE, {"id_": tag_id})
    uow.audit("tag.deleted", object_type="tag", object_id=tag_id, object_name=before.name)


async def _locked(uow: UnitOfWork, tag_id: UUID) -> TagRef:
    row = (await uow.execute(_LOCK, {"id_": tag_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such tag.", code="tag_not_found")
    return TagRef(row.id, row.name, row.color)
