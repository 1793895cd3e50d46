"""Reading what is known of files."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.attachments.models import attachments

AttachmentRow = Row[tuple[object, ...]]

_one = select(attachments).where(attachments.c.id == bindparam("id"))
_several = (
    select(attachments).where(attachments.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))).order_by(attachments.c.id)
)
_of_messages = (
    select(attachments)
    .where(attachments.c.message_id == any_(bindparam("message_ids", type_=ARRAY(Uuid))))
    .order_by(attachments.c.message_id, attachments.c.id)
)


async def find(reader: AsyncConnection, attachment_id: UUID) -> AttachmentRow | None:
    """One file's row; None where there is none."""
    return (await reader.execute(_one, {"id": attachment_id})).one_or_none()


async def by_ids(reader: AsyncConnection, ids: Sequence[UUID]) -> list[AttachmentRow]:
    """The files with these ids that are still there."""
    return list(await reader.execute(_several, {"ids": list(ids)})) if ids else []


async def for_messages(reader: AsyncConnection, message_ids: Sequence[UUID]) -> dict[UUID, list[AttachmentRow]]:
    """The files of each message, in the order they were uploaded. Messages without files are left out."""
    found: dict[UUID, list[AttachmentRow]] = {}
    for row in await reader.execute(_of_messages, {"message_ids": list(message_ids)}):
        found.setdefault(row.message_id, []).append(row)
    return found
