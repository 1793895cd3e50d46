"""From an event of tickets or sla to what decides who hears of it. Pure: messages in, a decision out."""

from dataclasses import dataclass

from escalated.events.v1 import events_pb2
from escalated.sla.v1 import events_pb2 as sla_events
from escalated.sla.v1 import types_pb2 as sla_types
from escalated.tickets.v1 import events_pb2 as ticket_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.events.envelope import Event
from escalated_notifications.recipients.rules import Audience, Happening, Occasion, Parties, Person

_OF_TYPE: dict[str, Occasion] = {
    "ticket.created": "created",
    "internal_note.added": "note",
    "ticket.side_conversation_message": "side_message",
    "ticket.assigned": "assigned",
    "ticket.resolved": "resolved",
    "ticket.closed": "closed",
    "ticket.reopened": "reopened",
    "ticket.escalated": "escalated",
    "ticket.rated": "rated",
    "ticket.notification_requested": "requested",
    "sla.warning": "sla_warning",
    "sla.breached": "sla_breached",
    "sla.breach_withdrawn": "sla_withdrawn",
}
_OF_SLA: tuple[Occasion, ...] = ("sla_warning", "sla_breached", "sla_withdrawn")
_ClockEvent = sla_events.Warning | sla_events.Breached | sla_events.BreachWithdrawn
_DONE = ("solved", "closed")


@dataclass(frozen=True)
class Told:
    """An event as mail sees it. `cause` is shared by everything that one cause led to."""

    happening: Happening
    ticket: types_pb2.Ticket
    cause: str
    message: types_pb2.Message | None = None
    detail: str = ""
    clock: sla_types.Clock | None = None


def told(event: Event, ticket: types_pb2.Ticket | None) -> Told | None:
    """What there is to tell of an event; None where mail has nothing to say. `ticket`: for events that carry none."""
    occasion = occasion_of(event)
    about = ticket_of(event) or ticket
    if occasion is None or about is None:
        return None
    data = event.data
    happening = Happening(
        occasion=occasion,
        parties=parties_of(about),
        audience=audience_of(event.meta, about),
        actor_ids=_actors(event, occasion),
        named=_named(event),
        roles=tuple(data.roles) if isinstance(data, ticket_events.NotificationRequested) else (),
        mentioned=_mentioned(event),
    )
    return Told(happening, about, _cause(event), message_of(event), _detail(event), _clock(event))


def _named(event: Event) -> tuple[str, ...]:
    data = event.data
    if isinstance(data, ticket_events.NotificationRequested):
        return tuple(data.person_ids)
    return tuple(data.told_ids) if isinstance(data, ticket_events.SideConversationMessage) else ()


def _mentioned(event: Event) -> tuple[str, ...]:
    data = event.data
    return tuple(data.mentioned_ids) if isinstance(data, ticket_events.InternalNoteAdded) else ()


def occasion_of(event: Event) -> Occasion | None:
    data = event.data
    if isinstance(data, ticket_events.ReplyCreated):
        return None if data.message.opening else _of_reply(data.message)
    if isinstance(data, ticket_events.TicketWoken):
        # Woken by an answer, the answer itself is told; woken by a person, they know.
        return "woken" if data.reason == "time" else None
    if isinstance(data, ticket_events.TicketStatusChanged):
        return "status_changed" if _is_news(data) else None
    return _OF_TYPE.get(event.type)


def _of_reply(message: types_pb2.Message) -> Occasion:
    return "reply_by_customer" if message.author_kind == "customer" else "reply_by_agent"


def _is_news(change: ticket_events.TicketStatusChanged) -> bool:
    """Solving, closing and reopening have events of their own, and that work begins is told by the assignment."""
    told_elsewhere = change.new_category in _DONE or change.old_category in (*_DONE, "new")
    return not change.restored and not told_elsewhere


def ticket_of(event: Event) -> types_pb2.Ticket | None:
    """The ticket that an event carries; those of sla carry none."""
    ticket = getattr(event.data, "ticket", None)
    return ticket if isinstance(ticket, types_pb2.Ticket) else None


def ticket_id_of(event: Event) -> str:
    ticket = ticket_of(event)
    return str(ticket.id if ticket else getattr(event.data, "ticket_id", ""))


def message_of(event: Event) -> types_pb2.Message | None:
    message = getattr(event.data, "message", None)
    return message if isinstance(message, types_pb2.Message) else None


def parties_of(ticket: types_pb2.Ticket) -> Parties:
    return Parties(
        requester=_guest(ticket.requester),
        participants=tuple(_guest(person) for person in ticket.participants),
        assignee=ticket.assignee.id if ticket.HasField("assignee") else "",
        followers=tuple(ticket.follower_ids),
        department=ticket.department_id,
    )


def people_of(event: Event, ticket: types_pb2.Ticket) -> set[str]:
    """Those whom the directory's copy must know before an event of the ticket can be told."""
    parties = parties_of(ticket)
    of_ticket = (parties.assignee, *parties.followers, parties.requester.id)
    return {each for each in (*of_ticket, *_named(event), *_mentioned(event)) if each}


def audience_of(meta: events_pb2.EventMeta, ticket: types_pb2.Ticket) -> Audience:
    """The audience that tickets decided; for events without one, what the ticket itself allows staff."""
    if meta.HasField("audience"):
        return audience_from(meta.audience)
    parties = parties_of(ticket)
    return Audience(
        staff_ids=frozenset({parties.assignee, *parties.followers} - {""}),
        department_ids=frozenset({parties.department} - {""}),
        staff_only=True,
        all_staff=not parties.department and not parties.assignee,
    )


def audience_from(audience: events_pb2.Audience) -> Audience:
    # An event of before customers and staff were told apart has `person_ids` alone.
    apart = bool(audience.customer_ids or audience.staff_ids)
    return Audience(
        frozenset(audience.customer_ids if apart else audience.person_ids),
        frozenset(audience.staff_ids if apart else audience.person_ids),
        frozenset(audience.department_ids),
        audience.staff_only,
        audience.all_staff,
    )


def _actors(event: Event, occasion: Occasion) -> frozenset[str]:
    """Whoever did it does not hear of it. A rule acting for somebody is no reason to keep a warning from them."""
    actor = event.meta.actor
    if occasion in (*_OF_SLA, "requested"):
        return frozenset()
    return frozenset({actor.id, actor.on_behalf_of} - {""})


def _cause(event: Event) -> str:
    if isinstance(event.data, ticket_events.NotificationRequested) and event.data.text:
        return event.id  # What somebody has to say goes out, also to those who heard of the same cause already.
    root = str(event.meta.cause.root_event_id)
    if root:
        return root
    return str(event.id if isinstance(event.data, _ClockEvent) else event.meta.causation_id)


def _detail(event: Event) -> str:
    data = event.data
    if isinstance(data, ticket_events.NotificationRequested):
        return data.text
    if isinstance(data, ticket_events.TicketEscalated):
        return data.reason
    if isinstance(data, ticket_events.SideConversationMessage):
        return data.subject
    if isinstance(data, ticket_events.TicketRated):
        return f"{data.score} of 5{f': {data.comment}' if data.comment else ''}"
    return _threshold(data.threshold) if isinstance(data, sla_events.Warning) else ""


def _threshold(label: str) -> str:
    """As people say it: a share stays, `1800s` is 30 min."""
    seconds = label.removesuffix("s")
    if seconds == label or not seconds.isdigit():
        return label
    hours, minutes = divmod(int(seconds) // 60, 60)
    return " ".join(f"{number} {unit}" for number, unit in ((hours, "h"), (minutes, "min")) if number)


def _clock(event: Event) -> sla_types.Clock | None:
    return event.data.clock if isinstance(event.data, _ClockEvent) else None


def _guest(person: types_pb2.PersonRef) -> Person:
    """Somebody as the ticket knows them: a guest may be in no directory at all."""
    return Person(id=person.id, name=person.name, email=person.email)
