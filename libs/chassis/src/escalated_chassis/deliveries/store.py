"""What can be done with deliveries besides sending them: take in, retry, pause."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries.tables import DeliveryTables, NewDelivery
from escalated_chassis.ids import uuid7


async def intake(uow: UnitOfWork, table: Table, deliveries: Sequence[NewDelivery]) -> list[UUID]:
    """Takes deliveries in; returns the ids of those that were new. The rest had been taken in before."""
    if not deliveries:
        return []
    result = await uow.execute(_insertion(table), [_row(uow, delivery) for delivery in deliveries])
    return [row.id for row in result]


@lru_cache
def _insertion(table: Table) -> ReturningInsert[Any]:
    """Given rows as parameters it is compiled once; with the rows in it, that costs more than the rest together."""
    return insert(table).on_conflict_do_nothing(constraint=f"{table.name}_once").returning(table.c.id)


def _row(uow: UnitOfWork, delivery: NewDelivery) -> dict[str, object]:
    return {
        "id": uuid7(),
        "target": delivery.target,
        "ordering_key": delivery.ordering_key,
        "source_id": delivery.source_id,
        "occurred_at": delivery.occurred_at,
        "state": delivery.state,
        "due_at": uow.now,
        "payload": dict(delivery.payload),
        "detail": delivery.detail,
        "created_at": uow.now,
        "finished_at": None if delivery.state == "queued" else uow.now,
        **delivery.more,
    }


async def retry(uow: UnitOfWork, table: Table, delivery_id: UUID) -> bool:
    """Queues a delivery again, whatever became of it, unless it is being sent now. False: nothing to retry."""
    statement = (
        update(table)
        .where(table.c.id == delivery_id, table.c.state != "sending")
        .values(state="queued", due_at=uow.now, failures=0, finished_at=None)
    )
    return bool((await uow.execute(statement)).rowcount)


async def retry_failed(uow: UnitOfWork, table: Table, target: str, since: datetime) -> int:
    """Queues all parked deliveries of a target again; returns how many."""
    statement = (
        update(table)
        .where(table.c.target == target, table.c.state == "failed", table.c.created_at >= since)
        .values(state="queued", due_at=uow.now, failures=0, finished_at=None)
    )
    return (await uow.execute(statement)).rowcount


async def cancel_target(uow: UnitOfWork, table: Table, target: str, detail: str) -> int:
    """Suppresses what still waits for a target that is gone; returns how many."""
    statement = (
        update(table)
        .where(table.c.target == target, table.c.state == "queued")
        .values(state="suppressed", detail=detail, finished_at=uow.now)
    )
    return (await uow.execute(statement)).rowcount


async def pause(uow: UnitOfWork, tables: DeliveryTables, target: str, reason: str, until: datetime | None) -> None:
    """Sends nothing to a target until then, or until `resume` where `until` is None. Deliveries wait."""
    values = {"target": target, "reason": reason, "paused_at": uow.now, "until": until}
    statement = insert(tables.pauses).values(values)
    await uow.execute(statement.on_conflict_do_update(index_elements=["target"], set_=values))


async def resume(uow: UnitOfWork, tables: DeliveryTables, target: str) -> None:
    """Ends a pause; what waited is due at once."""
    await uow.execute(delete(tables.pauses).where(tables.pauses.c.target == target))
    table = tables.deliveries
    waiting = update(table).where(table.c.target == target, table.c.state == "queued", table.c.due_at > uow.now)
    await uow.execute(waiting.values(due_at=uow.now))


def claimable(tables: DeliveryTables) -> Select[Any]:
    """The oldest open row of each (target, key) that is due and not paused, locked past other workers."""
    row, older, paused = tables.deliveries, tables.deliveries.alias("older"), tables.pauses
    is_open = row.c.state.in_(["queued", "sending"])
    before = (older.c.occurred_at < row.c.occurred_at) | (
        (older.c.occurred_at == row.c.occurred_at) & (older.c.number < row.c.number)
    )
    held_back = (
        select(older.c.id)
        .where(older.c.target == row.c.target, older.c.ordering_key == row.c.ordering_key)
        .where(older.c.state.in_(["queued", "sending"]), before)
        .exists()
    )
    at_rest = (
        select(paused.c.target)
        .where(paused.c.target == row.c.target)
        .where(paused.c.until.is_(None) | (paused.c.until > bindparam("now")))
        .exists()
    )
    return (
        select(row)
        .where(is_open, row.c.due_at <= bindparam("now"), ~held_back, ~at_rest)
        .order_by(row.c.due_at)
        .limit(bindparam("free"))
        .with_for_update(of=row, skip_locked=True)
    )
