"""From a ticket's events to facts: what of an event matters to clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import types_pb2
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from escalated_sla.clocks.rules import Fact


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as this service takes it in."""

    ticket_id: UUID
    reference: str
    origin: str
    audience: dict[str, Any]
    fact: Fact


def hear(event: Any) -> Heard:
    """What an event of `tickets` says. Every such event carries the ticket's state after the change."""
    ticket: types_pb2.Ticket = event.ticket
    meta: events_pb2.EventMeta = event.meta
    return Heard(
        ticket_id=UUID(ticket.id),
        reference=ticket.reference,
        origin=meta.origin,
        audience=audience_json(meta.audience),
        fact=_fact(ticket, meta.sequence, instant(meta.occurred_at), answers=_answers(event, ticket)),
    )


def hear_snapshot(ticket: types_pb2.Ticket) -> Heard:
    """What is known of a ticket that was here before this service: that it is as it is since it was opened."""
    person_ids = [ticket.requester.id, *ticket.follower_ids, *(person.id for person in ticket.participants)]
    if ticket.assignee.id:
        person_ids.append(ticket.assignee.id)
    departments = [ticket.department_id] if ticket.department_id else []
    audience = events_pb2.Audience(
        person_ids=person_ids, department_ids=departments, all_staff=not departments and not ticket.assignee.id
    )
    return Heard(
        ticket_id=UUID(ticket.id),
        reference=ticket.reference,
        origin=ticket.origin,
        audience=audience_json(audience),
        fact=_fact(ticket, ticket.sequence, instant(ticket.created_at), snapshot=True),
    )


def instant(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)


def audience_json(audience: events_pb2.Audience) -> dict[str, Any]:
    """Who may hear of the ticket, for the events that follow from it."""
    return {
        "person_ids": list(audience.person_ids),
        "department_ids": list(audience.department_ids),
        "all_staff": audience.all_staff,
    }


def _fact(
    ticket: types_pb2.Ticket, sequence: int, at: datetime, *, answers: bool = False, snapshot: bool = False
) -> Fact:
    return Fact(
        sequence=sequence,
        at=at,
        category=ticket.status_category,
        priority=ticket.priority,
        department_id=UUID(ticket.department_id) if ticket.department_id else None,
        deleted=ticket.HasField("deleted_at"),
        answers=answers,
        snapshot=snapshot,
        merged=bool(ticket.merged_into_id),
    )


def _answers(event: Message, ticket: types_pb2.Ticket) -> bool:
    """A public message of an agent, by a person, to somebody else: that is an answer."""
    if "message" not in event.DESCRIPTOR.fields_by_name:
        return False
    message: types_pb2.Message = event.message  # type: ignore[attr-defined]
    by_agent = message.author_kind == "agent" and message.author.id != ticket.requester.id
    return message.kind == "reply" and by_agent and not message.automatic
