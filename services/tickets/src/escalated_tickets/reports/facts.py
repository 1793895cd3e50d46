"""From the service's own events to facts: what of an event a report can tell from another."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from escalated.tickets.v1 import types_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from escalated_tickets.reports.rules import Fact, FactKind, Properties
from escalated_tickets.statuses.rules import DONE
from escalated_tickets.tickets.state import MOST_TAGS, WEIGHT

# Events that carry a ticket and change what reports count, group, filter or see by. The silent twins of a status
# change (resolved, closed, reopened) tell nothing more.
HEARD: Final = (
    "ticket.created",
    "ticket.updated",
    "ticket.status_changed",
    "ticket.assigned",
    "ticket.unassigned",
    "ticket.priority_changed",
    "ticket.department_changed",
    "ticket.tag_added",
    "ticket.tag_removed",
    "ticket.followed",
    "ticket.merged",
    "ticket.split",
    "ticket.deleted",
    "ticket.restored",
    "ticket.rated",
    "reply.created",
)


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as reports take it in; `fact` is None where only properties may have changed."""

    ticket_id: UUID
    sequence: int
    properties: Properties
    fact: Fact | None


def hear(event: Any) -> Heard:
    """What one of the events `HEARD` tells."""
    ticket: types_pb2.Ticket = event.ticket
    sequence = event.meta.sequence
    return Heard(UUID(ticket.id), sequence, properties_of(ticket), _fact(event, ticket, sequence))


def properties_of(ticket: types_pb2.Ticket) -> Properties:
    return Properties(
        created_at=_instant(ticket.created_at),
        department_id=_id(ticket.department_id),
        assignee_id=_id(ticket.assignee.id),
        channel=ticket.channel,
        priority=WEIGHT[ticket.priority],
        type=ticket.type,
        tag_ids=sorted(UUID(tag.id) for tag in ticket.tags)[:MOST_TAGS],
        follower_ids=sorted(UUID(each) for each in ticket.follower_ids),
        deleted=ticket.HasField("deleted_at"),
    )


def _fact(event: Any, ticket: types_pb2.Ticket, sequence: int) -> Fact | None:
    at = _instant(event.meta.occurred_at)
    match event.meta.type:
        case "reply.created":
            return _answer(event.message, ticket, sequence)
        case "ticket.rated":
            return Fact(sequence, FactKind.RATED, at, _id(ticket.assignee.id), event.score)
        case "ticket.status_changed":
            kind = kind_of(
                event.old_category in DONE,
                event.new_category in DONE,
                restored=event.restored,
                merged=bool(ticket.merged_into_id),
            )
            return None if kind is None else Fact(sequence, kind, at, _id(ticket.assignee.id))
    return None


def kind_of(was_done: bool, is_done: bool, *, restored: bool, merged: bool) -> FactKind | None:
    """What a change of status is to a report; None where it stays done, or stays open.

    `restored`: it is no transition, but puts a status; a merge does that too.
    """
    if was_done == is_done:
        return None
    if not is_done:
        return FactKind.UNDONE if restored else FactKind.REOPENED
    if merged:
        return FactKind.MERGED
    return FactKind.REDONE if restored else FactKind.RESOLVED


def _answer(message: types_pb2.Message, ticket: types_pb2.Ticket, sequence: int) -> Fact | None:
    author = message.author.id
    if message.author_kind != "agent" or message.automatic or message.opening or author == ticket.requester.id:
        return None
    return Fact(sequence, FactKind.ANSWERED, _instant(message.created_at), _id(author))


def _instant(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None
