"""What is published: each happening of an edit as an event, with its audience."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events
from google.protobuf.message import Message

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.envelope import event_type
from escalated_tickets import translate
from escalated_tickets.tickets.state import PRIORITIES, Names, PersonRef, TicketState
from escalated_tickets.tickets.visibility import AudienceOf, audience_of

if TYPE_CHECKING:
    from escalated_tickets.tickets.edit import Edit, Happening

_CLASSES: Final[dict[str, type[Message]]] = {
    event_type(each): each
    for each in (
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
        tickets_events.ReplyCreated,
        tickets_events.InternalNoteAdded,
        tickets_events.TicketMerged,
        tickets_events.TicketSplit,
        tickets_events.TicketSnoozed,
        tickets_events.TicketWoken,
        tickets_events.TicketRated,
        tickets_events.TicketMessageChanged,
        tickets_events.SideConversationMessage,
        tickets_events.NotificationRequested,
        tickets_events.WebhookRequested,
    )
}


def publish(
    uow: UnitOfWork,
    edit: "Edit",
    names: Names,
    attached: Mapping[UUID, list[Any]],
    before: TicketState | None,
    occurred_at: datetime | None = None,
) -> None:
    """Publishes what happened, in order, each with the ticket as it is after the whole command.

    Sequences run on from the ticket's last one, without a gap. Who loses sight of the ticket by this command is
    told by `former_audience`.
    """
    now = audience_of(edit.state)
    former = None if before is None or audience_of(before) == now else audience_of(before)
    first = edit.state.sequence - len(edit.happenings) + 1
    for sequence, happening in enumerate(edit.happenings, start=first):
        event = _event(happening, attached)
        event.ticket.CopyFrom(translate.ticket(edit.state, names))  # type: ignore[attr-defined]
        event.ticket.sequence = sequence  # type: ignore[attr-defined]
        uow.publish(
            event,
            entity_id=edit.state.id,
            version=edit.state.version,
            sequence=sequence,
            audience=_audience(now, happening.staff_only),
            former_audience=None if former is None else _audience(former, happening.staff_only),
            occurred_at=occurred_at,
            origin=edit.state.origin or "",
        )


def publish_person_seen(uow: UnitOfWork, person: PersonRef) -> None:
    """Tells identity of somebody who has no row there yet."""
    event = tickets_events.PersonSeen(person=translate.person(person), seen_at=translate.timestamp(uow.now))
    uow.publish(event, entity_id=person.id)


def _event(happening: "Happening", attached: Mapping[UUID, list[Any]]) -> Message:
    details = dict(happening.details)
    if "changes" in details:
        details["changes"] = [_change(*change) for change in details["changes"]]
    if "tag" in details:
        details["tag"] = translate.tag(details["tag"])
    if happening.message is not None:
        details["message"] = translate.message(happening.message, attached.get(happening.message.id, ()))
    return _CLASSES[happening.kind](**details)


def _change(field: str, before: Any, after: Any) -> events_pb2.Change:
    return events_pb2.Change(field=field, before=_as_text(field, before), after=_as_text(field, after))


def _as_text(field: str, value: Any) -> str:
    if field == "priority":
        return PRIORITIES[value - 1]
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    return "" if value is None else str(value)


def _audience(audience: AudienceOf, staff_only: bool) -> events_pb2.Audience:
    return events_pb2.Audience(
        person_ids=_texts(audience.customer_ids | audience.staff_ids),
        department_ids=_texts(audience.department_ids),
        staff_only=staff_only,
        all_staff=audience.all_staff,
        customer_ids=_texts(audience.customer_ids),
        staff_ids=_texts(audience.staff_ids),
    )


def _texts(ids: Iterable[UUID]) -> list[str]:
    return sorted(str(each) for each in ids)
