"""What is read of mail that came in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import PageRequest
from escalated_notifications.mail_in.models import MAILS, RAW

_SORT = "-received_at"
_ONE = select(MAILS).where(MAILS.c.id == bindparam("id"))
_CONTENT = select(RAW.c.content).where(RAW.c.mail_id == bindparam("id"))
_RECENT = (
    select(func.count())
    .select_from(MAILS)
    .where(MAILS.c.sender == bindparam("sender"), MAILS.c.created_at > bindparam("since"))
    .where(MAILS.c.created_at <= bindparam("until"))
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
        after = decode_cursor(page.cursor, _SORT)
        statement = statement.where(tuple_(MAILS.c.created_at, MAILS.c.id) < tuple_(*after))
    rows = list((await connection.execute(statement.limit(page.limit + 1))).all())
    if len(rows) <= page.limit:
        return rows, None
    last = rows[page.limit - 1]
    return rows[: page.limit], encode_cursor([last.created_at, last.id], _SORT)
