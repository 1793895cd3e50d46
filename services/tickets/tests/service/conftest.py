"""What tests of reports share: the consumer, given by hand what stands in the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.envelope import Event
from escalated_contracts.streams import durables_of
from escalated_tickets import consumers
from escalated_tickets.reports.facts import HEARD

_EVENTS = text("SELECT id, subject, headers, body FROM escalated_outbox WHERE id > :after ORDER BY id")
_TABLES = "escalated_report_tickets, escalated_report_facts, escalated_report_moments, escalated_report_builds"
_MOMENTS = """
SELECT ticket_id, kind, at, seconds, score, reopened, open, agent_id, assignee_id, department_id, channel, priority,
       type, tag_ids, follower_ids
FROM escalated_report_moments ORDER BY ticket_id, at, kind, seconds
"""


@dataclass
class Hearing:
    """The durable of reports or another, as each process of the service has one."""

    desk: Any
    last: int = 0
    events: list[Event] = field(default_factory=list)

    def consumer(self, name: str = "tickets-reports") -> DurableConsumer:
        durable = next(each for each in durables_of("tickets") if each.name == name)
        nats: Any = None  # nothing is pulled here
        return DurableConsumer(durable, self.desk.database, nats, consumers.REGISTRY, consumers.HANDLERS)

    async def published(self) -> list[Event]:
        """The events that have come since this was asked last, as the durable would be given them."""
        async with self.desk.database.reading() as reader:
            rows = (await reader.execute(_EVENTS, {"after": self.last})).all()
        self.last = max((row.id for row in rows), default=self.last)
        decoded = [consumers.REGISTRY.decode(row.subject, row.headers, row.body.encode()) for row in rows]
        return [event for event in decoded if event.type in HEARD]

    async def all_of_it(self) -> None:
        """Hears what has happened since the last time, in its order."""
        await self.take(await self.published())

    async def take(self, events: Sequence[Event]) -> None:
        consumer = self.consumer()
        for event in events:
            await consumer.take(event)

    async def forget(self) -> None:
        """As if nothing had been heard yet."""
        async with self.desk.database.transaction() as uow:
            await uow.execute(text(f"TRUNCATE {_TABLES}"))
            await uow.execute(text("DELETE FROM escalated_inbox WHERE consumer = 'tickets-reports'"))
        self.last = 0

    async def moments(self) -> list[Any]:
        return [tuple(row) for row in await self.desk.rows(_MOMENTS)]


@pytest.fixture(scope="module")
def hearing(desk: Any) -> Hearing:
    return Hearing(desk)
