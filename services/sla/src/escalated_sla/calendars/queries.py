"""Reading calendars."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_sla.calendars.models import calendars

CalendarRow = Row[tuple[object, ...]]

_all = select(calendars).order_by(calendars.c.name, calendars.c.id)
_one = select(calendars).where(calendars.c.id == bindparam("id"))


async def all_calendars(reader: AsyncConnection) -> Sequence[CalendarRow]:
    return (await reader.execute(_all)).all()


async def calendar(reader: AsyncConnection, calendar_id: UUID) -> CalendarRow | None:
    return (await reader.execute(_one, {"id": calendar_id})).one_or_none()


async def find_calendar(reader: AsyncConnection, calendar_id: UUID) -> CalendarRow:
    """Raises NotFound."""
    row = await calendar(reader, calendar_id)
    if row is None:
        raise no_calendar()
    return row


def no_calendar() -> NotFound:
    return NotFound("There is no such calendar.")


def read_names(row: CalendarRow) -> dict[date, str]:
    """The names of its holidays, where they have one."""
    return {date.fromisoformat(day): name for day, name in row.holiday_names.items()}


def present(row: CalendarRow) -> dict[str, Any]:
    """A calendar in the shape of `CalendarAnswer`."""
    own: dict[str, Any] = {"id": row.id, "name": row.name, "version": row.version, "holiday_names": row.holiday_names}
    return {**own, **row.definition}
