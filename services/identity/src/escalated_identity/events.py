"""What identity publishes and consumes.

Published: person.created, person.updated, person.merged, person.erased, department.created, department.updated,
audit.recorded.
Consumed: person.seen of tickets (a guest becomes known), audit.recorded of every service (the trail is kept here).
"""

from uuid import UUID

from escalated.events.v1 import events_pb2 as shared_events
from escalated.identity.v1 import events_pb2 as identity_events
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.consumer import Handler
from escalated_chassis.events.envelope import Event, EventRegistry
from escalated_identity.audit.service import keep_foreign
from escalated_identity.context import Context
from escalated_identity.people import service

REGISTRY = EventRegistry([shared_events, identity_events, tickets_events])


def handlers(context: Context) -> dict[str, Handler]:
    """Which handler takes which event."""

    async def on_person_seen(uow: UnitOfWork, event: Event) -> None:
        seen = event.data
        assert isinstance(seen, tickets_events.PersonSeen)
        person = seen.person
        await service.see_guest(uow, context, person_id=UUID(person.id), email=person.email, name=person.name)

    return {"person.seen": on_person_seen, "audit.recorded": keep_foreign}
