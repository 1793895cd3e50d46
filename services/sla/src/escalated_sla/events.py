"""What sla consumes: every event of a ticket, as a fact. What it publishes stands in clocks/announce.py."""

from typing import Any
from uuid import UUID

from escalated.sla.v1 import events_pb2 as sla_events
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.consumer import Handler
from escalated_chassis.events.envelope import Event, EventRegistry, event_type
from escalated_sla.clocks.facts import hear, hear_snapshot
from escalated_sla.clocks.service import Clocks
from escalated_sla.neighbours import RpcTickets
from escalated_sla.privacy.service import forget_ticket

REGISTRY = EventRegistry([tickets_events, sla_events])

_ABOUT_TICKETS = (
    tickets_events.TicketCreated,
    tickets_events.TicketUpdated,
    tickets_events.TicketStatusChanged,
    tickets_events.TicketAssigned,
    tickets_events.TicketUnassigned,
    tickets_events.TicketPriorityChanged,
    tickets_events.TicketDepartmentChanged,
    tickets_events.TicketEscalated,
    tickets_events.TicketResolved,
    tickets_events.TicketClosed,
    tickets_events.TicketReopened,
    tickets_events.TicketTagAdded,
    tickets_events.TicketTagRemoved,
    tickets_events.TicketFollowed,
    tickets_events.TicketDeleted,
    tickets_events.TicketRestored,
    tickets_events.TicketMerged,
    tickets_events.TicketSplit,
    tickets_events.TicketSnoozed,
    tickets_events.TicketWoken,
    tickets_events.TicketRated,
    tickets_events.TicketMessageChanged,
    tickets_events.SideConversationMessage,
    tickets_events.ReplyCreated,
    tickets_events.InternalNoteAdded,
    tickets_events.NotificationRequested,
    tickets_events.WebhookRequested,
)


def handlers(clocks: Clocks) -> dict[str, Handler]:
    """Every event of a ticket goes the same way: the sequence counts them all, so none may be left out."""

    async def on_ticket_event(uow: UnitOfWork, event: Event) -> None:
        message: Any = event.data
        if message.meta.origin:
            return  # Clocks run only where a ticket lives.
        uow.acting = event.acting("sla")
        await clocks.take_in(uow, hear(event))

    async def on_purged(uow: UnitOfWork, event: Event) -> None:
        data: Any = event.data
        await forget_ticket(uow, UUID(data.ticket_id))

    taken_in = {event_type(message): on_ticket_event for message in _ABOUT_TICKETS}
    return {**taken_in, event_type(tickets_events.TicketPurged): on_purged}


async def rebuild(database: Database, clocks: Clocks, tickets: RpcTickets) -> None:
    """Takes in every ticket as it is; what their events told already is told better and stays."""
    async for page in tickets.snapshot():
        async with database.transaction() as uow:
            for ticket in sorted(page, key=lambda each: each.id):
                if not ticket.origin:
                    await clocks.take_in(uow, hear_snapshot(ticket))
