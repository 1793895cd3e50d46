"""Mails of side conversations: to third parties, who learn its subject and its lines and nothing of the ticket."""

from datetime import UTC
from typing import Any
from uuid import UUID

from escalated.tickets.v1 import events_pb2 as ticket_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import NewDelivery, intake
from escalated_chassis.events.envelope import Event
from escalated_notifications.deliveries.models import DELIVERIES
from escalated_notifications.mail_out import threading
from escalated_notifications.mail_out.brief import message_brief, side_conversation, target_of
from escalated_notifications.mail_out.files import carried


async def queue_side_mails(uow: UnitOfWork, event: Event, domain: str) -> list[UUID]:
    """One mail for every recipient that the event names; nothing for any other event."""
    data = event.data
    if not isinstance(data, ticket_events.SideConversationMessage) or data.channel != "email":
        return []
    return await intake(uow, DELIVERIES, [_delivery(event, data, each, domain) for each in data.recipients])


def side_message_id(data: ticket_events.SideConversationMessage, domain: str) -> str:
    """The first line is the root of its thread."""
    if data.message.opening:
        return threading.side_root_id(data.side_conversation_id, domain)
    return threading.side_line_id(data.side_conversation_id, data.message.id, domain)


def _delivery(
    event: Event, data: ticket_events.SideConversationMessage, recipient: types_pb2.PersonRef, domain: str
) -> NewDelivery:
    return NewDelivery(
        target=target_of(recipient.email),
        ordering_key=data.ticket.id,
        source_id=f"side:{data.message.id}",
        occurred_at=event.meta.occurred_at.ToDatetime(tzinfo=UTC),
        payload=_payload(event, data, recipient),
        more={
            "channel": "email",
            "recipient": recipient.email,
            "ticket_id": data.ticket.id,
            "event_type": event.type,
            "message_id": side_message_id(data, domain),
        },
    )


def _payload(
    event: Event, data: ticket_events.SideConversationMessage, recipient: types_pb2.PersonRef
) -> dict[str, Any]:
    """Of the ticket only the id, by which the line is fetched: no reference, no subject, no link."""
    return {
        "template": "side_message",
        "side": "third_party",
        "occasion": "side_message",
        "reason": "recipient",
        "person": {"id": recipient.id, "name": recipient.name, "email": recipient.email, "locale": ""},
        "guest": True,
        "ticket": {"id": data.ticket.id},
        "actor": event.meta.actor.name,
        "detail": data.subject,
        "message": message_brief(data.message),
        "files": carried(data.message.attachments),
        "automatic": False,
        **side_conversation(event),
    }
