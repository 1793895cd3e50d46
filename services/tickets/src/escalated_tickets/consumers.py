"""What is heard of other services, and which function takes it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from escalated.identity.v1 import events_pb2 as identity_events
from escalated.sla.v1 import events_pb2 as sla_events
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.consumer import Handler
from escalated_chassis.events.envelope import Event, EventRegistry
from escalated_tickets.activity.service import record_heard
from escalated_tickets.clocks.rules import told_of
from escalated_tickets.clocks.service import clock_state, keep_clocks
from escalated_tickets.people.merging import merge_people
from escalated_tickets.people.service import keep_department, keep_person
from escalated_tickets.privacy.service import bury
from escalated_tickets.reports import consuming as reports
from escalated_tickets.reports.service import rename_agent

REGISTRY: Final = EventRegistry([identity_events, sla_events, tickets_events])


async def on_person(uow: UnitOfWork, event: Event) -> None:
    await keep_person(uow, event.data.person)  # type: ignore[attr-defined]


async def on_department(uow: UnitOfWork, event: Event) -> None:
    await keep_department(uow, event.data.department)  # type: ignore[attr-defined]


async def on_person_merged(uow: UnitOfWork, event: Event) -> None:
    from_id, to_id = UUID(event.data.from_id), UUID(event.data.to_id)  # type: ignore[attr-defined]
    await merge_people(uow, from_id, to_id)
    await rename_agent(uow, from_id, to_id)


async def on_person_erased(uow: UnitOfWork, event: Event) -> None:
    await bury(uow, UUID(event.data.person_id))  # type: ignore[attr-defined]


async def on_clocks(uow: UnitOfWork, event: Event) -> None:
    """Every event of sla carries all clocks of its ticket."""
    data = event.data
    await keep_clocks(uow, UUID(data.ticket_id), data.clocks, data.clocks_version)  # type: ignore[attr-defined]


async def on_promise(uow: UnitOfWork, event: Event) -> None:
    """A warning, a breach, a breach withdrawn: told in the timeline too, whether or not newer clocks came before it."""
    await on_clocks(uow, event)
    data: Any = event.data
    told = told_of(clock_state(data.clock), data.reason, getattr(data, "threshold", ""))
    await record_heard(uow, event, UUID(data.ticket_id), told)


HANDLERS: Final[Mapping[str, Handler]] = {
    "person.created": on_person,
    "person.updated": on_person,
    "person.merged": on_person_merged,
    "person.erased": on_person_erased,
    "department.created": on_department,
    "department.updated": on_department,
    "sla.clock_changed": on_clocks,
    "sla.warning": on_promise,
    "sla.breached": on_promise,
    "sla.breach_withdrawn": on_promise,
    **reports.HANDLERS,
}
