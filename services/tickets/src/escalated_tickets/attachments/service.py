"""Uploading a file, giving it to a message, and removing what was never given to one."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import Acting, UnitOfWork
from escalated_chassis.errors import FieldError, Invalid, UnsupportedMedia, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.attachments.models import attachments
from escalated_tickets.attachments.queries import AttachmentRow
from escalated_tickets.attachments.rules import NameLies, clean_name, identify
from escalated_tickets.attachments.storage import FileStore, Stored
from escalated_tickets.drafts.models import drafts

UNUSED_AFTER = timedelta(days=1)

_unused_of = (
    select(attachments)
    .where(
        attachments.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))),
        attachments.c.uploader == bindparam("uploader"),
        attachments.c.message_id.is_(None),
    )
    .order_by(attachments.c.id)
    .with_for_update()
)
_give = (
    update(attachments)
    .where(attachments.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .values(ticket_id=bindparam("ticket"), message_id=bindparam("message"), internal=bindparam("is_internal"))
)
# An upload that a draft names stays while the draft does.
_in_a_draft = exists().where(drafts.c.upload_ids.contains(array([attachments.c.id])))
_stale = (
    delete(attachments)
    .where(
        attachments.c.id.in_(
            select(attachments.c.id)
            .where(attachments.c.message_id.is_(None), attachments.c.created_at <= bindparam("before"), ~_in_a_draft)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True)
        )
    )
    .returning(attachments.c.id)
)
_oldest_unused = select(func.min(attachments.c.created_at)).where(attachments.c.message_id.is_(None), ~_in_a_draft)
_release = (
    update(attachments)
    .where(attachments.c.message_id == bindparam("message"))
    .values(message_id=None, ticket_id=None, internal=False, created_at=bindparam("now"))
)
_remove = delete(attachments).where(attachments.c.message_id == bindparam("message")).returning(attachments.c.id)


@dataclass(frozen=True)
class NewFile:
    """A file as it arrives: its name is not trusted, its bytes are read once."""

    filename: str
    content: AsyncIterator[bytes]
    content_id: str = ""


async def store_file(files: FileStore, file: NewFile, limit: int) -> tuple[UUID, str, Stored, str]:
    """Streams a file into the store: id, clean name, what was written, media type.

    Raises TooLarge over `limit` bytes, Invalid for an empty file, UnsupportedMedia where its name lies.
    """
    file_id, name = uuid7(), clean_name(file.filename)
    stored = await files.write(file_id, file.content, limit)
    try:
        if not stored.size_bytes:
            raise invalid("/file", "empty", f"{name!r} is empty")
        kind = identify(stored.head, name)
    except (NameLies, Invalid) as refused:
        await files.remove(file_id)
        if isinstance(refused, NameLies):
            raise UnsupportedMedia(str(refused), code="content_mismatch") from refused
        raise
    return file_id, name, stored, kind.content_type


async def upload(uow: UnitOfWork, files: FileStore, file: NewFile, limit: int) -> AttachmentRow:
    """Keeps a file for whoever acts, to be attached within a day. Errors as `store_file`.

    The bytes are written before the row: it never points to nothing. They go where the command is refused after all.
    """
    file_id, name, stored, content_type = await store_file(files, file, limit)
    uow.on_failure(partial(files.remove, file_id))
    values = {
        "id": file_id,
        "uploader": uploader_of(uow.acting),
        "filename": name,
        "content_type": content_type,
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
        "content_id": file.content_id,
        "created_at": uow.now,
    }
    return (await uow.execute(insert(attachments).values(values).returning(attachments))).one()


async def attach(
    uow: UnitOfWork,
    upload_ids: Sequence[UUID],
    *,
    uploader: str = "",
    ticket_id: UUID | None,
    message_id: UUID,
    internal: bool,
    most: int,
) -> list[AttachmentRow]:
    """Gives uploads to a message, in the order named; they are those of `uploader`, else of whoever acts.

    Without a ticket they are kept for a message to come: nobody sees them, and nobody else may attach them.

    Raises Invalid with a pointer for more than `most`, and for one that is unknown, already attached, or was
    uploaded by somebody else.
    """
    if len(upload_ids) > most:
        raise invalid("/attachments", "too_many", f"A message may have {most} files at most")
    if not upload_ids:
        return []
    rows = await uow.execute(_unused_of, {"ids": list(upload_ids), "uploader": uploader or uploader_of(uow.acting)})
    found = _in_order(upload_ids, list(rows))
    given = {"ids": list(upload_ids), "ticket": ticket_id, "message": message_id, "is_internal": internal}
    await uow.execute(_give, given)
    return found


def _in_order(upload_ids: Sequence[UUID], rows: Sequence[AttachmentRow]) -> list[AttachmentRow]:
    found = {row.id: row for row in rows}
    missing = [index for index, upload_id in enumerate(upload_ids) if upload_id not in found]
    if missing:
        detail = "There is no such upload of yours that waits to be attached"
        raise Invalid(detail, errors=[FieldError(f"/attachments/{i}", "unknown_upload", detail) for i in missing])
    return [found[upload_id] for upload_id in dict.fromkeys(upload_ids)]


async def release(uow: UnitOfWork, message_id: UUID) -> None:
    """Takes files back from a message that is not written after all; their day to be attached begins anew."""
    await uow.execute(_release, {"message": message_id, "now": uow.now})


async def remove_files(uow: UnitOfWork, files: FileStore, message_id: UUID) -> None:
    """Removes the files of a message that is taken away: rows now, bytes after the commit."""
    gone = (await uow.execute(_remove, {"message": message_id})).scalars().all()
    remove_bytes(uow, files, gone)


def remove_bytes(uow: UnitOfWork, files: FileStore, gone: Sequence[UUID]) -> None:
    """After the commit: the worst that a crash leaves is bytes without a row, never a row without its bytes."""

    async def remove() -> None:
        for file_id in gone:
            await files.remove(file_id)

    uow.after_commit(remove)


async def own_uploads(uow: UnitOfWork, upload_ids: Sequence[UUID]) -> list[AttachmentRow]:
    """Uploads of whoever acts that wait to be attached, held until the end of this transaction.

    Raises Invalid with a pointer for one that is unknown, attached, or somebody else's.
    """
    rows = await uow.execute(_unused_of, {"ids": list(upload_ids), "uploader": uploader_of(uow.acting)})
    return _in_order(upload_ids, list(rows))


async def remove_unused(uow: UnitOfWork, files: FileStore, limit: int) -> int:
    """Removes up to `limit` uploads that nobody attached within a day; answers how many.

    The rows go in this transaction, the bytes after its commit: the worst that a crash leaves is bytes without a row.
    """
    gone = (await uow.execute(_stale, {"before": uow.now - UNUSED_AFTER, "most": limit})).scalars().all()
    remove_bytes(uow, files, gone)
    return len(gone)


async def next_unused(reader: AsyncConnection) -> datetime | None:
    """When the oldest upload that waits becomes removable; None where none waits."""
    oldest = (await reader.execute(_oldest_unused)).scalar_one()
    return None if oldest is None else oldest + UNUSED_AFTER


def uploader_of(acting: Acting) -> str:
    """Names whoever uploads: nobody else may attach what they did."""
    return f"{acting.kind}:{acting.id}"
