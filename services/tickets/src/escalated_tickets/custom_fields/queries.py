"""Reading definitions."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.custom_fields.models import custom_fields
from escalated_tickets.custom_fields.rules import Definition, FieldBook
from escalated_tickets.tickets.models import tickets

_c = custom_fields.c
_ALL: Final = select(custom_fields).order_by(_c.position, _c.key)
_ONE: Final = select(custom_fields).where(_c.id == bindparam("id", type_=Uuid)).with_for_update()
COUNTED_TO: Final = 1_000
_HOLDING: Final = (
    select(tickets.c.id).where(tickets.c.custom_fields.has_key(bindparam("key", type_=Text))).limit(COUNTED_TO + 1)
)


async def definitions(reader: AsyncConnection) -> list[Definition]:
    """Every field, also those that are not active, in the desk's order."""
    return [definition_of(row) for row in await reader.execute(_ALL)]


async def read_fields(reader: AsyncConnection) -> FieldBook:
    return FieldBook({each.key: each for each in await definitions(reader)})


async def locked(connection: AsyncConnection, field_id: UUID) -> Definition | None:
    row = (await connection.execute(_ONE, {"id": field_id})).one_or_none()
    return None if row is None else definition_of(row)


async def count_tickets_with(connection: AsyncConnection, key: str) -> int:
    """How many tickets have a value, counted no further than `COUNTED_TO` and one."""
    rows: Sequence[Any] = (await connection.execute(_HOLDING, {"key": key})).all()
    return len(rows)


def definition_of(row: Any) -> Definition:
    return Definition(
        id=row.id,
        key=row.key,
        label=row.label,
        type=row.type,
        options=tuple((option["value"], option["label"]) for option in row.options),
        position=row.position,
        active=row.active,
        visible_to_customers=row.visible_to_customers,
        editable_by_customers=row.editable_by_customers,
        department_ids=frozenset(row.department_ids),
        ticket_types=frozenset(row.ticket_types),
        required_at=frozenset(row.required_at),
    )
