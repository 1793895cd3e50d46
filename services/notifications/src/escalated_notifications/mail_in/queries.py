"""What is read of mail that came in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_chassis.http.dependencies import PageRequest
from escalated_chassis.ids import normalise_email
from escalated_notifications.mail_in.models import MAILS, RAW
from escalated_notifications.paging import after, page_of

_ONE = select(MAILS).where(MAILS.c.id == bindparam("id"))
_CONTENT = select(RAW.c.content).where(RAW.c.mail_id == bindparam("id"))
_RECENT = (
    select(func.count())
    .select_from(MAILS)
    .where(MAILS.c.sender == bindparam("sender"), MAILS.c.created_at > bindparam("since"))
    .where(MAILS.c.created_at <= bindparam("until"))
)
_ORIGINAL = (
    select(MAILS.c.message_id)
    .where(MAILS.c.message_id != "")
    .where(
        (MAILS.c.ticket_id == bindparam("ticket"))
        # Its ticket is so new that the mail itself does not know it yet. One mail of a sender is handled at a time.
        | ((MAILS.c.ticket_id == "") & (MAILS.c.state == "sending") & (MAILS.c.sender == bindparam("sender")))
    )
    .order_by(MAILS.c.ticket_id.desc(), MAILS.c.created_at)
    .limit(1)
)


async def find_mail(connection: AsyncConnection, mail_id: UUID) -> Row[Any]:
    """Raises `NotFound`."""
    row = (await connection.execute(_ONE, {"id": mail_id})).first()
    if row is None:
        raise NotFound("There is no such mail.")
    return row


async def raw_of(connection: AsyncConnection, mail_id: UUID) -> bytes:
    """The mail as it came. Raises `NotFound`."""
    content: bytes | None = (await connection.execute(_CONTENT, {"id": mail_id})).scalar()
    if content is None:
        raise NotFound("There is no such mail.")
    return content


async def original_message_id(connection: AsyncConnection, ticket_id: str, sender: str) -> str:
    """The Message-ID of the mail by which `sender` opened a ticket; empty where there is none."""
    parameters = {"ticket": ticket_id, "sender": normalise_email(sender)}
    return (await connection.execute(_ORIGINAL, parameters)).scalar() or ""


async def mails_from(connection: AsyncConnection, sender: str, since: datetime, until: datetime) -> int:
    """How many mails an address sent in (since, until]."""
    parameters = {"sender": sender, "since": since, "until": until}
    count: int = (await connection.execute(_RECENT, parameters)).scalar_one()
    return count


async def list_mails(
    connection: AsyncConnection, page: PageRequest, state: str | None
) -> tuple[list[Row[Any]], str | None]:
    """The newest first."""
    statement = select(MAILS).order_by(MAILS.c.created_at.desc(), MAILS.c.id.desc())
    if state:
        statement = statement.where(MAILS.c.state == state)
    if page.cursor:
        statement = statement.where(tuple_(MAILS.c.created_at, MAILS.c.id) < tuple_(*after(page.cursor)))
    rows = (await connection.execute(statement.limit(page.limit + 1))).all()
    return page_of(rows, page.limit)
