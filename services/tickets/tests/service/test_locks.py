"""What is due is asked of the row that is locked: another worker, or a person, may be done with it just before."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from escalated_chassis.testing.waiting import eventually
from escalated_tickets.privacy import purge
from escalated_tickets.tickets import timers
from escalated_tickets.tickets.models import tickets

CASES = {
    "wake": (timers._WAKING, "snoozed_until", {}),
    "close": (timers._DUE, "auto_close_at", {"status": "resolved", "status_category": "solved", "done": True}),
    "purge": (purge._DUE, "deleted_at", {}),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_row_that_is_due_no_longer_once_it_is_locked_is_left_alone(desk: Any, case: str) -> None:
    statement, column, more = CASES[case]
    ticket = UUID((await desk.opened(await desk.person()))["id"])
    row = update(tickets).where(tickets.c.id == ticket)
    past = desk.clock.now() - timedelta(days=400)
    async with desk.database.transaction() as uow:
        await uow.execute(row.values({column: past, **more}))
    bound = {"before": past, "limit": 10}
    # Waits where the service skips: so it has begun for certain before the other commits.
    waiting = statement.with_for_update()

    async def due() -> list[UUID]:
        async with desk.database.transaction() as uow:
            return [found.id for found in (await uow.execute(waiting, bound)).all()]

    assert await due() == [ticket]
    async with desk.database.transaction() as uow:
        await uow.execute(row.values({column: None}))
        late = asyncio.create_task(due())
        await _until_somebody_waits(desk)

    assert await late == []


async def _until_somebody_waits(desk: Any) -> None:
    async def waits() -> bool:
        asked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(await desk.rows(asked))

    await eventually(waits)
