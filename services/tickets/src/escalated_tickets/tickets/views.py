"""A ticket as JSON, in two views: staff see all of it, customers an explicit choice of fields."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from escalated_tickets.statuses.rules import StatusBook
from escalated_tickets.tickets.queries import SeenTicket
from escalated_tickets.tickets.rules import Policy, allowed_statuses, can
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Viewer

View = dict[str, Any]

# What a clock lacks that was kept before clocks came in rounds.
_OF_OLD_ROWS: View = {"round": 1, "started_at": None, "ended_at": None}


def ticket_view(seen: SeenTicket, book: StatusBook) -> View:
    """The ticket as whoever sees it may see it."""
    state = seen.state
    view = _shared(seen, book)
    if not seen.as_staff:
        return view
    view["assignee"] = _named(state.assignee_id, state.assignee_name)
    view["version"], view["updated_at"] = state.version, state.updated_at
    view["custom_fields"] = state.custom_fields
    view.update(
        note_count=state.note_count,
        follower_ids=state.follower_ids,
        escalation_level=state.escalation_level,
        deleted_at=state.deleted_at,
        snoozed_until=state.snoozed_until,
        merged_into_id=state.merged_into_id,
        rating=state.rating,
        sla={"state": state.sla_state, "next_due_at": state.sla_next_due_at, "metric": state.sla_metric or None},
    )
    return view


def _shared(seen: SeenTicket, book: StatusBook) -> View:
    """What customers see too; `version` and `updated_at` are those that no note moves."""
    state, names = seen.state, seen.names
    return {
        "id": state.id,
        "reference": state.reference,
        "subject": state.subject,
        "status": state.status,
        "status_label": book.label(state.status),
        "status_category": state.status_category,
        "priority": state.priority_name,
        "type": state.type,
        "channel": state.channel,
        "requester": {"id": state.requester_id, "name": state.requester_name, "email": state.requester_email},
        "assignee": {"name": state.assignee_name} if state.assignee_id else None,
        "department": _named(state.department_id, names.department),
        "tags": [{"id": tag.id, "name": tag.name, "color": tag.color} for tag in names.tags],
        "custom_fields": book.fields.shown_to_customers(state.custom_fields),
        "created_at": state.created_at,
        "updated_at": state.public_updated_at,
        "resolved_at": state.resolved_at,
        "closed_at": state.closed_at,
        "version": state.public_version,
        "reply_count": state.reply_count,
        "last_message_at": state.last_message_at,
        "last_customer_message_at": state.last_customer_message_at,
        "last_agent_message_at": state.last_agent_message_at,
        "snippet": state.snippet,
    }


def shown_ticket(seen: SeenTicket, viewer: Viewer, book: StatusBook, policy: Policy, now: datetime) -> View:
    """One ticket on its own: with its participants, and with what the caller may do to it."""
    view = ticket_view(seen, book)
    view["participants"] = [{"id": each.id, "name": each.name, "email": each.email} for each in seen.names.participants]
    view["can"] = can(viewer, seen.relation, seen.state, book, policy, now)
    view["allowed_statuses"] = allowed_statuses(viewer, seen.relation, seen.state, book, policy, now)
    if seen.merged_from is not None:
        view["merged_from"] = seen.merged_from
    return view


def list_views(seen: Sequence[SeenTicket], book: StatusBook) -> list[View]:
    return [ticket_view(each, book) for each in seen]


def version_of(seen: SeenTicket) -> int:
    """The version that `ETag` and `If-Match` speak of."""
    return seen.state.version if seen.as_staff else seen.state.public_version


def clocks_view(state: TicketState) -> list[View]:
    return [_OF_OLD_ROWS | clock for clock in state.sla_clocks]


def _named(each: Any, name: str) -> View | None:
    return {"id": each, "name": name} if each else None
