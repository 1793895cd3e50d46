"""Events of `tickets` as they arrive, for a ticket that one can let happen things to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.events.envelope import Event, event_type
from escalated_chassis.ids import uuid7

CATEGORIES = {"open": "new", "in_progress": "open", "waiting_on_customer": "pending", "resolved": "solved"}
REQUESTER = "0192aaaa-0000-7000-8000-000000000001"
AGENT = "0192aaaa-0000-7000-8000-000000000002"


@dataclass
class Story:
    """A ticket and what happens to it; each act answers the event that tells it."""

    id: UUID = field(default_factory=uuid4)
    state: types_pb2.Ticket = field(default_factory=types_pb2.Ticket)
    sequence: int = 0

    def opened(self, at: datetime, **more: Any) -> Event:
        self.state = types_pb2.Ticket(
            id=str(self.id),
            reference=f"ESC-{self.id.int % 10**5:05d}",
            subject="It burns",
            status="open",
            status_category="new",
            priority="medium",
            type="question",
            channel="web",
            requester=types_pb2.PersonRef(id=REQUESTER, name="Ada", email="ada@example.com"),
        )
        self.state.created_at.FromDatetime(at)
        self.state.last_message_at.FromDatetime(at)
        self.state.last_customer_message_at.FromDatetime(at)
        event = tickets_events.TicketCreated(message=_message("customer", at))
        return self.told(event, at, **more)

    def prioritised(self, at: datetime, priority: str, **more: Any) -> Event:
        event = tickets_events.TicketPriorityChanged(old_priority=self.state.priority, new_priority=priority)
        self.state.priority = priority
        return self.told(event, at, **more)

    def moved(self, at: datetime, status: str, **more: Any) -> Event:
        event = tickets_events.TicketStatusChanged(old_status=self.state.status, new_status=status)
        self.state.status, self.state.status_category = status, CATEGORIES[status]
        return self.told(event, at, **more)

    def undone(self, at: datetime, status: str) -> list[Event]:
        """Somebody's change of the status is taken back."""
        was, self.state.status, self.state.status_category = self.state.status, status, CATEGORIES[status]
        told = tickets_events.TicketStatusChanged(old_status=was, new_status=status, restored=True)
        return [self.told(tickets_events.TicketRestored(reason="undone"), at), self.told(told, at)]

    def split(self, at: datetime, **more: Any) -> Event:
        """Some of its messages went into a ticket of their own."""
        return self.told(tickets_events.TicketSplit(), at, **more)

    def took_in(self, at: datetime, source: UUID, waiting_since: datetime, **more: Any) -> Event:
        """Another ticket was merged into it, whose customer waits since then."""
        event = tickets_events.TicketMerged(source_id=str(source), target_id=str(self.id))
        event.waiting_since.FromDatetime(waiting_since)
        return self.told(event, at, **more)

    def gave_back(self, at: datetime, source: UUID, **more: Any) -> Event:
        return self.told(tickets_events.TicketRestored(reason="unmerged", source_id=str(source)), at, **more)

    def wrote(self, at: datetime, author_kind: str = "customer", **more: Any) -> Event:
        self.state.last_message_at.FromDatetime(at)
        last = self.state.last_agent_message_at if author_kind == "agent" else self.state.last_customer_message_at
        last.FromDatetime(at)
        self.state.reply_count += 1
        return self.told(tickets_events.ReplyCreated(message=_message(author_kind, at)), at, **more)

    def told(
        self,
        event: Any,
        at: datetime,
        *,
        cause: events_pb2.Cause | None = None,
        actor: str = "person",
        event_id: str = "",
    ) -> Event:
        """The event with what every event carries: the state after it, who did it and why."""
        self.sequence += 1
        self.state.sequence = self.sequence
        self.state.updated_at.FromDatetime(at)
        event.ticket.CopyFrom(self.state)
        meta = event.meta
        meta.id, meta.type, meta.sequence = event_id or str(uuid7()), event_type(type(event)), self.sequence
        meta.occurred_at.FromDatetime(at)
        meta.actor.kind = actor
        meta.audience.all_staff = True
        if cause is not None:
            meta.cause.CopyFrom(cause)
        return Event(meta.id, meta.type, f"escalated.tickets.{meta.type}.{self.id}", event, 0, False, {})


def _message(author_kind: str, at: datetime) -> types_pb2.Message:
    author = REQUESTER if author_kind == "customer" else AGENT
    message = types_pb2.Message(
        id=str(uuid4()), kind="reply", author_kind=author_kind, body_text="Well?", author=types_pb2.PersonRef(id=author)
    )
    message.created_at.FromDatetime(at)
    return message
