"""What a queued mail must remember: enough to compose it later, small enough to be kept for every recipient."""

from typing import Any

from escalated.sla.v1 import types_pb2 as sla_types
from escalated.tickets.v1 import events_pb2 as ticket_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.events.envelope import Event
from escalated_chassis.ids import normalise_email
from escalated_notifications.mail_out import threading
from escalated_notifications.recipients.occasions import Told
from escalated_notifications.recipients.rules import Hearer

INLINE_TEXT = 4_000
"""Longer texts are fetched when the mail is composed, instead of being kept once for each recipient."""


def brief(event: Event, what: Told, hearer: Hearer) -> dict[str, Any]:
    """The payload of one recipient's delivery."""
    person, occasion = hearer.person, what.happening.occasion
    side = "staff" if person.is_staff and hearer.reason != "requester" else "customer"
    trusted = _may_repeat(event, what, hearer)
    return {
        "template": f"{side}_{'mention' if hearer.reason == 'mentioned' else occasion}",
        "side": side,
        "occasion": occasion,
        "reason": hearer.reason,
        "person": {
            "id": person.id,
            "name": person.name if trusted else "",
            "email": person.email,
            "locale": person.locale,
        },
        "guest": person.kind == "guest",
        "ticket": _ticket(what.ticket, show_subject=trusted),
        "actor": event.meta.actor.name,
        "detail": what.detail,
        "clock": _clock(what.clock),
        "message": message_brief(what.message) if occasion != "created" or side == "staff" else None,
        "automatic": what.message is None or what.message.automatic or occasion == "created",
        **side_conversation(event),
    }


def side_conversation(event: Event) -> dict[str, Any]:
    """What a mail of a side conversation must remember of it; nothing for all others."""
    data = event.data
    if not isinstance(data, ticket_events.SideConversationMessage):
        return {}
    return {"side_conversation": {"id": data.side_conversation_id, "opening": data.message.opening}}


def message_id_for(event: Event, what: Told, hearer: Hearer, domain: str) -> str:
    """The Message-ID: the root for the first mail to the customer, the message's own, else one of the event."""
    ticket_id, occasion = what.ticket.id, what.happening.occasion
    if occasion == "created" and hearer.reason == "requester":
        return threading.root_id(ticket_id, domain)
    if isinstance(event.data, ticket_events.SideConversationMessage):
        # Not of the ticket's thread: an answer to it must lead nowhere but to the side conversation.
        side_id = event.data.side_conversation_id
        return threading.side_line_id(side_id, event.data.message.id, domain)
    if what.message is not None and occasion != "created":
        return threading.reply_id(ticket_id, what.message.id, domain)
    return threading.event_id(ticket_id, event.id, domain)


def target_of(email: str) -> str:
    """The target of deliveries to an address."""
    return f"mail:{normalise_email(email)}"


def _may_repeat(event: Event, what: Told, hearer: Hearer) -> bool:
    """A confirmation repeats nothing that somebody else may have typed in under this address, the name neither."""
    if what.happening.occasion != "created" or hearer.reason != "requester":
        return True
    return hearer.person.kind != "guest" and event.meta.actor.id == hearer.person.id


def _ticket(ticket: types_pb2.Ticket, *, show_subject: bool) -> dict[str, str]:
    return {
        "id": ticket.id,
        "reference": ticket.reference,
        "subject": ticket.subject if show_subject else "",
        "status": ticket.status.replace("_", " "),
        "priority": ticket.priority,
        "channel": ticket.channel,
        "department": ticket.department_name,
        "requester": ticket.requester.name or ticket.requester.email,
    }


def message_brief(message: types_pb2.Message | None) -> dict[str, Any] | None:
    if message is None:
        return None
    return {
        "id": message.id,
        "text": message.body_text[:INLINE_TEXT],
        "whole": len(message.body_text) <= INLINE_TEXT and not message.body_truncated,
        "attachments": [attachment.filename for attachment in message.attachments],
    }


def _clock(clock: sla_types.Clock | None) -> dict[str, str]:
    if clock is None:
        return {}
    due = clock.due_at.ToDatetime().strftime("%Y-%m-%d %H:%M UTC") if clock.HasField("due_at") else ""
    return {"metric": clock.metric.replace("_", " "), "due": due}
