"""What is read of deliveries."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_chassis.http.dependencies import PageRequest
from escalated_notifications.deliveries.models import DELIVERIES
from escalated_notifications.paging import after, page_of

_SHOWN = [column for column in DELIVERIES.c if column.name not in ("payload", "content", "lease")]


@dataclass(frozen=True)
class DeliveryFilter:
    ticket_id: str | None = None
    state: str | None = None
    channel: str | None = None
    target: str | None = None


async def list_deliveries(
    connection: AsyncConnection, wanted: DeliveryFilter, page: PageRequest
) -> tuple[list[Row[Any]], str | None]:
    """The newest first."""
    statement = _filtered(wanted).order_by(DELIVERIES.c.created_at.desc(), DELIVERIES.c.id.desc())
    if page.cursor:
        statement = statement.where(tuple_(DELIVERIES.c.created_at, DELIVERIES.c.id) < tuple_(*after(page.cursor)))
    rows = (await connection.execute(statement.limit(page.limit + 1))).all()
    return page_of(rows, page.limit)


async def find_delivery(connection: AsyncConnection, delivery_id: UUID) -> Row[Any]:
    """One delivery with its content. Raises `NotFound`."""
    row = (await connection.execute(select(DELIVERIES).where(DELIVERIES.c.id == delivery_id))).first()
    if row is None:
        raise NotFound("There is no such delivery.")
    return row


def _filtered(wanted: DeliveryFilter) -> Select[Any]:
    statement = select(*_SHOWN)
    columns = {
        DELIVERIES.c.ticket_id: wanted.ticket_id,
        DELIVERIES.c.state: wanted.state,
        DELIVERIES.c.channel: wanted.channel,
        DELIVERIES.c.target: wanted.target,
    }
    for column, value in columns.items():
        if value is not None:
            statement = statement.where(column == value)
    return statement
