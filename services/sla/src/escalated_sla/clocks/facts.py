"""From a ticket's events to facts: what of an event matters to clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events
from escalated.tickets.v1 import types_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from escalated_chassis.events.envelope import Event
from escalated_sla.clocks.history import Fact
from escalated_sla.fields.values import lasting, values_of

# Others tell of messages that were there before, or of side conversations.
_WITH_A_NEW_MESSAGE: Final = (tickets_events.TicketCreated, tickets_events.ReplyCreated)


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as this service takes it in; a snapshot has no `event`.

    `values` are all that conditions may name of the ticket, after it.
    """

    ticket_id: UUID
    reference: str
    origin: str
    audience: dict[str, Any]
    fact: Fact
    values: dict[str, Any]
    event: Event | None = None


def hear(event: Event) -> Heard:
    """What an event of `tickets` says. Every such event carries the ticket's state after the change."""
    ticket: types_pb2.Ticket = event.data.ticket  # type: ignore[attr-defined]
    meta: events_pb2.EventMeta = event.data.meta  # type: ignore[attr-defined]
    values = values_of(ticket)
    message = _message(event.data, ticket)
    return Heard(
        ticket_id=UUID(ticket.id),
        reference=ticket.reference,
        origin=meta.origin,
        audience=audience_json(meta.audience),
        fact=Fact(
            sequence=meta.sequence,
            at=instant(meta.occurred_at),
            answers=message == "answer",
            asks=message == "question",
            unasked=isinstance(event.data, tickets_events.TicketSplit) and not _waits(ticket),
            restored=_is_restored(event.data),
            **_of_a_merge(event.data, ticket),
            **_state(ticket, values),
        ),
        values=values,
        event=event,
    )


def hear_snapshot(ticket: types_pb2.Ticket) -> Heard:
    """What is known of a ticket that was here before this service: that it is as it is since it was opened.

    One that an agent wrote on was answered; when he did is not known, so nobody is blamed for it.
    """
    values = values_of(ticket)
    person_ids = [*ticket.follower_ids, *([ticket.assignee.id] if ticket.assignee.id else [])]
    departments = [ticket.department_id] if ticket.department_id else []
    audience = events_pb2.Audience(
        person_ids=person_ids, department_ids=departments, all_staff=not departments and not ticket.assignee.id
    )
    return Heard(
        ticket_id=UUID(ticket.id),
        reference=ticket.reference,
        origin=ticket.origin,
        audience=audience_json(audience),
        fact=Fact(
            sequence=ticket.sequence,
            at=instant(ticket.created_at),
            answers=ticket.HasField("last_agent_message_at"),
            snapshot=True,
            **_state(ticket, values),
        ),
        values=values,
    )


def instant(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)


def audience_json(audience: events_pb2.Audience) -> dict[str, Any]:
    """Who may hear of the ticket's clocks: whoever hears of it as staff."""
    return {
        # Those of before these lists were told apart have the whole alone.
        "person_ids": list(audience.staff_ids if audience.customer_ids else audience.person_ids),
        "department_ids": list(audience.department_ids),
        "all_staff": audience.all_staff,
    }


def _state(ticket: types_pb2.Ticket, values: dict[str, Any]) -> dict[str, Any]:
    """The ticket's state, in the words of a fact."""
    return {
        "category": ticket.status_category,
        "fields": lasting(values),
        "deleted": ticket.HasField("deleted_at"),
        "merged": bool(ticket.merged_into_id),
    }


def _is_restored(event: Any) -> bool:
    """Whether it tells of a restore: un-merging and undoing move no ticket along, whatever its status is then."""
    by_status = isinstance(event, tickets_events.TicketStatusChanged) and event.restored
    return by_status or isinstance(event, tickets_events.TicketRestored)


def _of_a_merge(event: Any, ticket: types_pb2.Ticket) -> dict[str, Any]:
    """Of the target: whose question came along, or went back with its ticket."""
    if isinstance(event, tickets_events.TicketMerged) and event.HasField("waiting_since"):
        return {"source_id": UUID(event.source_id), "waits_since": instant(event.waiting_since)}
    if isinstance(event, tickets_events.TicketRestored) and event.source_id not in ("", ticket.id):
        return {"source_id": UUID(event.source_id)}
    return {}


def _message(event: Any, ticket: types_pb2.Ticket) -> Literal["answer", "question", ""]:
    """What a new public message between the two sides is; "" for everything else.

    Rules, plugins and auto-responders say nothing here. An agent who is the requester is the customer. A ticket that
    was split off with the words of both sides was opened by whoever had the last one.
    """
    if not isinstance(event, _WITH_A_NEW_MESSAGE):
        return ""
    both = ticket.HasField("last_agent_message_at") and ticket.HasField("last_customer_message_at")
    if both and isinstance(event, tickets_events.TicketCreated):
        return "question" if _waits(ticket) else "answer"
    message = event.message
    if message.kind != "reply" or message.automatic or message.author_kind not in ("agent", "customer"):
        return ""
    by_requester = bool(message.author.id) and message.author.id == ticket.requester.id
    return "question" if message.author_kind == "customer" or by_requester else "answer"


def _waits(ticket: types_pb2.Ticket) -> bool:
    """Whether the customer had the last word."""
    if not ticket.HasField("last_customer_message_at"):
        return False
    answered = ticket.HasField("last_agent_message_at")
    return not answered or instant(ticket.last_customer_message_at) > instant(ticket.last_agent_message_at)
