"""The columns that a view can show and an export can have: a label, and what stands in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from escalated_chassis.errors import FieldError
from escalated_tickets.fields.catalogue import CUSTOM
from escalated_tickets.statuses.rules import StatusBook

TicketView = Mapping[str, Any]
Cell = Callable[[TicketView], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`cell` takes a ticket as it is shown: what the reader may not see is not there, and its cell is empty."""

    label: str
    cell: Cell


def _plain(name: str) -> Cell:
    return lambda ticket: ticket.get(name)


def _named(name: str, part: str = "name") -> Cell:
    return lambda ticket: (ticket.get(name) or {}).get(part)


def _tags(ticket: TicketView) -> list[str]:
    return [tag["name"] for tag in ticket["tags"]]


_FIXED: Final[Mapping[str, Column]] = {
    "reference": Column("Reference", _plain("reference")),
    "subject": Column("Subject", _plain("subject")),
    "status": Column("Status", _plain("status_label")),
    "status_category": Column("Status category", _plain("status_category")),
    "priority": Column("Priority", _plain("priority")),
    "type": Column("Type", _plain("type")),
    "channel": Column("Channel", _plain("channel")),
    "requester": Column("Requester", _named("requester")),
    "requester_email": Column("Requester's address", _named("requester", "email")),
    "assignee": Column("Assignee", _named("assignee")),
    "department": Column("Department", _named("department")),
    "tags": Column("Tags", _tags),
    "created_at": Column("Created", _plain("created_at")),
    "updated_at": Column("Updated", _plain("updated_at")),
    "resolved_at": Column("Resolved", _plain("resolved_at")),
    "closed_at": Column("Closed", _plain("closed_at")),
    "snoozed_until": Column("Snoozed until", _plain("snoozed_until")),
    "sla_state": Column("SLA state", _named("sla", "state")),
    "sla_next_due": Column("Next SLA due time", _named("sla", "next_due_at")),
    "escalation_level": Column("Escalation level", _plain("escalation_level")),
    "reply_count": Column("Replies", _plain("reply_count")),
    "note_count": Column("Notes", _plain("note_count")),
    "last_message_at": Column("Last message", _plain("last_message_at")),
    "last_customer_message_at": Column("Last message of the customer", _plain("last_customer_message_at")),
    "last_agent_message_at": Column("Last message of an agent", _plain("last_agent_message_at")),
    "snippet": Column("Last words", _plain("snippet")),
}


def columns_of(book: StatusBook) -> dict[str, Column]:
    """Every column there is, by name; custom fields at the end."""
    custom = {
        CUSTOM + each.key: Column(each.label, _custom(each.key))
        for each in book.fields.definitions.values()
        if each.active
    }
    return {**_FIXED, **custom}


def _custom(key: str) -> Cell:
    return lambda ticket: ticket["custom_fields"].get(key)


def unknown_columns(names: Sequence[str], known: Mapping[str, Column], at: str = "/columns") -> list[FieldError]:
    """What is wrong with a choice of columns."""
    errors = [
        FieldError(f"{at}/{place}", "unknown_column", f"There is no column {name!r}.")
        for place, name in enumerate(names)
        if name not in known
    ]
    doubled = [
        FieldError(f"{at}/{place}", "doubled", f"{name!r} stands there already.")
        for place, name in enumerate(names)
        if name in names[:place]
    ]
    return errors + doubled
