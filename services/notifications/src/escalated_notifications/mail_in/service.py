"""Keeps mail that came in, before anything is done with it, and has it tried again."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, insert, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import NewDelivery, intake, retry
from escalated_chassis.errors import Conflict
from escalated_notifications.mail_in.models import MAILS, RAW
from escalated_notifications.mail_in.parse import peek
from escalated_notifications.mail_in.queries import find_mail

TARGET = "mail-in"

_NOTE_TICKET = update(MAILS).where(MAILS.c.id == bindparam("row_id")).values(ticket_id=bindparam("ticket"))
_NOTE_UPLOADS = update(MAILS).where(MAILS.c.id == bindparam("row_id")).values(upload_ids=bindparam("uploads"))


async def keep(uow: UnitOfWork, raw: bytes, *, envelope_from: str, recipients: list[str]) -> UUID | None:
    """Keeps a mail as it came. None where the same was kept before: same Message-ID, same bytes."""
    headers = peek(raw)
    digest = hashlib.sha256(raw).hexdigest()
    sender = headers.sender or envelope_from.lower()
    mail = NewDelivery(
        target=TARGET,
        ordering_key=sender,
        source_id=f"{headers.message_id}:{digest}",
        occurred_at=uow.now,
        payload={"envelope_from": envelope_from, "recipients": recipients[:100]},
        more={
            "message_id": headers.message_id,
            "sender": sender,
            "subject": headers.subject,
            "size_bytes": len(raw),
        },
    )
    kept = await intake(uow, MAILS, [mail])
    if not kept:
        return None
    await uow.execute(insert(RAW).values(mail_id=kept[0], content=raw))
    return kept[0]


async def retry_mail(uow: UnitOfWork, mail_id: UUID) -> Row[Any]:
    """Has a mail handled again, loops or not: an operator looked at it. Raises `NotFound`, `Conflict`."""
    row = await find_mail(uow.connection, mail_id)
    if row.state == "sent":
        raise Conflict("This mail is on a ticket already.", code="mail_handled")
    if not await retry(uow, MAILS, mail_id):
        raise Conflict("It is being handled at this moment.", code="mail_in_progress")
    await uow.execute(update(MAILS).where(MAILS.c.id == mail_id).values(forced=True))
    uow.audit("inbound_mail.retried", object_type="inbound_mail", object_id=mail_id, object_name=row.sender)
    return await find_mail(uow.connection, mail_id)


async def note_ticket(uow: UnitOfWork, mail_id: UUID, ticket_id: str) -> None:
    """Writes down where a mail went."""
    await uow.execute(_NOTE_TICKET, {"row_id": mail_id, "ticket": ticket_id})


async def note_uploads(uow: UnitOfWork, mail_id: UUID, ids: Sequence[str], refused: Sequence[str]) -> None:
    """Writes down which files were uploaded and which refused: a second try attaches the same."""
    await uow.execute(_NOTE_UPLOADS, {"row_id": mail_id, "uploads": {"ids": list(ids), "refused": list(refused)}})
