"""What is forgotten, and when."""

from datetime import timedelta

from escalated_sla.runs.retention import KEPT, next_purge, purge
from services.sla.tests.conftest import Desk
from services.sla.tests.rule_making import hear, make_rule, runs
from services.sla.tests.ticket_events import Story


async def test_a_run_is_forgotten_ninety_days_after_it_ended(desk: Desk) -> None:
    rule_id = await make_rule(desk, "workflow", ["ticket.created"])
    await hear(desk, Story().opened(desk.clock.now()))
    await desk.run_rules()
    ended = desk.clock.now()
    desk.clock.move(KEPT - timedelta(seconds=1))
    await hear(desk, Story().opened(desk.clock.now()))

    assert await _purged(desk) == 0
    desk.clock.move(timedelta(seconds=1))
    async with desk.database.reading() as reader:
        assert await next_purge(reader) == ended + KEPT == desk.clock.now()
    assert [await _purged(desk), await _purged(desk)] == [1, 0]

    # One that waits is kept, however old.
    assert [run.state for run in await runs(desk, rule_id)] == ["queued"]
    async with desk.database.reading() as reader:
        assert await next_purge(reader) is None


async def _purged(desk: Desk) -> int:
    async with desk.database.transaction() as uow:
        return await purge(uow, 10)
