"""What is consumed and published.

Consumed: everything of tickets and sla that people, webhooks or screens hear of; people of identity.
Published: delivery.sent, delivery.failed, audit.recorded.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escalated.events.v1 import events_pb2 as shared_events
from escalated.identity.v1 import events_pb2 as identity_events
from escalated.notifications.v1 import events_pb2 as own_events
from escalated.sla.v1 import events_pb2 as sla_events
from escalated.tickets.v1 import events_pb2 as ticket_events
from escalated.tickets.v1 import tickets_pb2, types_pb2

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.consumer import Handler
from escalated_chassis.events.envelope import Event, EventRegistry
from escalated_notifications.context import Context
from escalated_notifications.mail_out.service import MailPolicy, queue_mails
from escalated_notifications.mail_out.side import queue_side_mails
from escalated_notifications.people.service import PeopleCopy, forget_merged, remember
from escalated_notifications.privacy.service import bury, forget_ticket
from escalated_notifications.recipients.occasions import occasion_of, people_of, ticket_id_of, ticket_of, told
from escalated_notifications.webhooks.service import queue_calls

if TYPE_CHECKING:
    from escalated.tickets.v1.tickets_pb2_grpc import TicketsAsyncStub

REGISTRY = EventRegistry([shared_events, identity_events, ticket_events, sla_events, own_events])
HEARD = (
    "ticket.created",
    "ticket.updated",
    "ticket.status_changed",
    "ticket.assigned",
    "ticket.unassigned",
    "ticket.priority_changed",
    "ticket.department_changed",
    "ticket.escalated",
    "ticket.resolved",
    "ticket.closed",
    "ticket.reopened",
    "ticket.tag_added",
    "ticket.tag_removed",
    "ticket.followed",
    "ticket.deleted",
    "ticket.restored",
    "ticket.merged",
    "ticket.split",
    "ticket.snoozed",
    "ticket.woken",
    "ticket.rated",
    "ticket.message_changed",
    "ticket.side_conversation_message",
    "ticket.notification_requested",
    "ticket.webhook_requested",
    "reply.created",
    "internal_note.added",
    "sla.clock_changed",
    "sla.warning",
    "sla.breached",
    "sla.breach_withdrawn",
)
_REMEMBERED = 1_000


@dataclass(frozen=True)
class Channels:
    """What is on at all."""

    email: bool
    webhook: bool


class TicketNews:
    """Takes events of tickets and sla: queues mails and calls in the transaction of the inbox."""

    def __init__(
        self,
        context: Context,
        tickets: "TicketsAsyncStub",
        people: PeopleCopy,
        channels: Channels,
        policy: Callable[[], MailPolicy],
    ) -> None:
        self._context, self._tickets, self._people = context, tickets, people
        self._channels, self._policy = channels, policy
        self._fetched: OrderedDict[str, types_pb2.Ticket] = OrderedDict()

    def handlers(self) -> dict[str, Handler]:
        return {**dict.fromkeys(HEARD, self.take), "ticket.purged": on_purged}

    async def fetch(self, event: Event) -> None:
        """Outside of the transaction: the ticket of an event that carries none, and people we have not met."""
        if event.replayed or not self._channels.email or occasion_of(event) is None:
            return
        ticket = ticket_of(event) or await self._ticket(event)
        if ticket is not None:
            await self._people.fetch_missing(people_of(event, ticket))

    async def take(self, uow: UnitOfWork, event: Event) -> None:
        """What was replayed was told long ago."""
        ticket = self._fetched.pop(event.id, None)
        if event.replayed:
            return
        what = told(event, ticket) if self._channels.email and _goes_by(event, "email") else None
        if what is not None:
            await queue_mails(uow, event, what, self._policy())
            await queue_side_mails(uow, event, self._policy().domain)
        if self._channels.webhook and _goes_by(event, "webhook"):
            await queue_calls(uow, event, ticket_id_of(event))
        uow.after_commit(self._context.wake)

    async def _ticket(self, event: Event) -> types_pb2.Ticket | None:
        request = tickets_pb2.GetTicketsRequest(ids=[ticket_id_of(event)])
        answer = await self._tickets.GetTickets(request)
        if not answer.tickets:
            return None
        self._fetched[event.id] = answer.tickets[0]
        if len(self._fetched) > _REMEMBERED:
            self._fetched.popitem(last=False)
        return self._fetched[event.id]


def _goes_by(event: Event, channel: str) -> bool:
    """Whoever asks for people to be told may choose by what; everything else goes by all channels."""
    data = event.data
    chosen = data.channels if isinstance(data, ticket_events.NotificationRequested) else ()
    return not chosen or channel in chosen


async def on_purged(uow: UnitOfWork, event: Event) -> None:
    data = event.data
    assert isinstance(data, ticket_events.TicketPurged)
    await forget_ticket(uow, data.ticket_id)


def directory_handlers() -> dict[str, Handler]:
    """Keeps the copy of the directory."""

    async def on_person(uow: UnitOfWork, event: Event) -> None:
        data = event.data
        assert isinstance(data, identity_events.PersonCreated | identity_events.PersonUpdated)
        await remember(uow, [data.person])

    async def on_merged(uow: UnitOfWork, event: Event) -> None:
        data = event.data
        assert isinstance(data, identity_events.PersonMerged)
        await forget_merged(uow, data.from_id)

    async def on_erased(uow: UnitOfWork, event: Event) -> None:
        data = event.data
        assert isinstance(data, identity_events.PersonErased)
        await bury(uow, data.person_id)

    return {
        "person.created": on_person,
        "person.updated": on_person,
        "person.merged": on_merged,
        "person.erased": on_erased,
    }
