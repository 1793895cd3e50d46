"""Files of canned responses: taken over from uploads, given out as copies.

The bytes of an upload stay where they are; its row moves here, so that no sweep of unused uploads finds it. A reply
gets a copy under an id of its own, an upload like any other.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, delete, insert, update
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import FieldError, Invalid, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.attachments.models import attachments
from escalated_tickets.attachments.service import uploader_of
from escalated_tickets.attachments.storage import FileStore
from escalated_tickets.canned_responses.models import canned_response_files as files
from escalated_tickets.canned_responses.queries import files_of

_IDS = bindparam("ids", type_=ARRAY(Uuid))
_TAKE = (
    delete(attachments)
    .where(
        attachments.c.id == any_(_IDS),
        attachments.c.uploader == bindparam("uploader"),
        attachments.c.message_id.is_(None),
    )
    .returning(attachments)
)
_KEEP = insert(files)
_ORDER = update(files).where(files.c.id == bindparam("file", type_=Uuid)).values(position=bindparam("place"))
_DROP = delete(files).where(files.c.id == any_(_IDS))
_GIVE = insert(attachments)
_KEPT = ("filename", "content_type", "size_bytes", "sha256")


async def set_files(uow: UnitOfWork, store: FileStore, response_id: UUID, ids: Sequence[UUID], most: int) -> None:
    """Has a response exactly these files, in this order: those that it had, and uploads of whoever acts.

    Raises Invalid with a pointer for more than `most`, and for an id that is neither.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > most:
        raise invalid("/attachments", "too_many", f"A response may have {most} files at most")
    had = {row.id for row in (await files_of(uow.connection, [response_id])).get(response_id, [])}
    new = await _taken(uow, [each for each in wanted if each not in had], ids)
    await drop_files(uow, store, sorted(had.difference(wanted)))
    for place, file_id in enumerate(wanted):
        if file_id in had:
            await uow.execute(_ORDER, {"file": file_id, "place": place})
        else:
            kept = {name: getattr(new[file_id], name) for name in _KEPT}
            await uow.execute(_KEEP, {"id": file_id, "canned_response_id": response_id, "position": place, **kept})


async def _taken(uow: UnitOfWork, uploads: list[UUID], named: Sequence[UUID]) -> dict[UUID, Any]:
    if not uploads:
        return {}
    rows = await uow.execute(_TAKE, {"ids": uploads, "uploader": uploader_of(uow.acting)})
    found = {row.id: row for row in rows}
    detail = "There is no such upload of yours that waits to be attached"
    missing = [
        FieldError(f"/attachments/{place}", "unknown_upload", detail)
        for place, each in enumerate(named)
        if each in uploads and each not in found
    ]
    if missing:
        raise Invalid(detail, errors=missing)
    return found


async def drop_files(uow: UnitOfWork, store: FileStore, ids: Sequence[UUID]) -> None:
    """Forgets files; their bytes go after the commit."""
    if not ids:
        return
    await uow.execute(_DROP, {"ids": list(ids)})

    async def remove_bytes() -> None:
        for file_id in ids:
            await store.remove(file_id)

    uow.after_commit(remove_bytes)


async def copies_of(uow: UnitOfWork, store: FileStore, kept: Sequence[Any]) -> list[Any]:
    """Copies of files as uploads of whoever acts, to be attached within a day."""
    given = []
    for row in kept:
        copy_id = uuid7()
        await store.copy(row.id, copy_id)
        uow.on_failure(partial(store.remove, copy_id))
        values = {name: getattr(row, name) for name in _KEPT}
        values |= {"id": copy_id, "uploader": uploader_of(uow.acting), "created_at": uow.now}
        given.append((await uow.execute(_GIVE.returning(attachments), values)).one())
    return given
