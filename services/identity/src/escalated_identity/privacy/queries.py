"""Reading requests and the files of exports."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.engine import Database
from escalated_identity.privacy.models import PARTS, pieces, requests

PIECES_AT_ONCE = 16
_ID = bindparam("request", type_=Uuid)
_ONE = select(requests).where(requests.c.id == _ID)
_OF_PERSON = (
    select(requests)
    .where(requests.c.person_id == bindparam("person", type_=Uuid))
    .order_by(requests.c.created_at.desc(), requests.c.id.desc())
    .limit(100)
)
_PARTS = (
    select(PARTS.deliveries)
    .where(PARTS.deliveries.c.request_id == _ID)
    .order_by(PARTS.deliveries.c.request_id, PARTS.deliveries.c.target)
)
_PIECES = (
    select(pieces.c.service, pieces.c.number, pieces.c.name, pieces.c.content)
    .where(
        pieces.c.request_id == _ID,
        tuple_(pieces.c.service, pieces.c.number) > tuple_(bindparam("service"), bindparam("number")),
    )
    .order_by(pieces.c.service, pieces.c.number)
    .limit(PIECES_AT_ONCE)
)


async def find_request(reader: AsyncConnection, request_id: UUID) -> Any | None:
    return (await reader.execute(_ONE, {"request": request_id})).one_or_none()


async def requests_of(reader: AsyncConnection, person_id: UUID) -> Sequence[Any]:
    """The newest hundred about a person, newest first."""
    return (await reader.execute(_OF_PERSON, {"person": person_id})).all()


async def parts_of(reader: AsyncConnection, request_id: UUID) -> Sequence[Any]:
    return (await reader.execute(_PARTS, {"request": request_id})).all()


async def pieces_of(database: Database, request_id: UUID) -> AsyncIterator[Any]:
    """The pieces of an export in their order, a few at a time: an export is larger than a process should hold."""
    service, number = "", 0
    while True:
        bound = {"request": request_id, "service": service, "number": number}
        async with database.reading() as reader:
            rows = (await reader.execute(_PIECES, bound)).all()
        for row in rows:
            yield row
        if len(rows) < PIECES_AT_ONCE:
            return
        service, number = rows[-1].service, rows[-1].number
