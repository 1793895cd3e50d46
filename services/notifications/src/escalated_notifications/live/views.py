"""What a reader of the live stream gets of an event: one function for each view. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from escalated.events.v1 import events_pb2

from escalated_chassis.access.principal import Principal

View = Literal["staff", "customer", "removed"]

# An allow-list: what is not named here, customers never get. Neither `version` nor `sequence` is, because their gaps
# would tell that there are notes.
_CUSTOMER_TYPES = frozenset(
    {
        "ticket.created",
        "ticket.updated",
        "ticket.status_changed",
        "ticket.assigned",
        "ticket.unassigned",
        "ticket.resolved",
        "ticket.closed",
        "ticket.reopened",
        "reply.created",
    }
)
_TICKET_FIELDS = (
    "id", "reference", "subject", "status", "status_category", "priority", "type", "channel", "department_name",
    "created_at", "resolved_at", "closed_at",
)  # fmt: skip
_MESSAGE_FIELDS = ("id", "ticket_id", "kind", "author_kind", "body_text", "body_truncated", "channel", "created_at")
_ATTACHMENT_FIELDS = ("id", "filename", "content_type", "size_bytes")


@dataclass(frozen=True)
class Readers:
    """Who may read an event, with ids as the access tokens have them."""

    customer_ids: frozenset[str] = frozenset()
    staff_ids: frozenset[str] = frozenset()
    department_ids: frozenset[str] = frozenset()
    staff_only: bool = False
    all_staff: bool = False

    @classmethod
    def of(cls, audience: events_pb2.Audience) -> "Readers":
        # An event of before customers and staff were told apart has `person_ids` alone.
        apart = bool(audience.customer_ids or audience.staff_ids)
        return cls(
            frozenset(audience.customer_ids if apart else audience.person_ids),
            frozenset(audience.staff_ids if apart else audience.person_ids),
            frozenset(audience.department_ids),
            audience.staff_only,
            audience.all_staff,
        )

    def role_of(self, principal: Principal) -> Literal["staff", "customer"] | None:
        """As whom somebody reads it; None: not at all. Staff who only asked, or are in Cc, read as customers."""
        if principal.is_staff and self._works_on_it(principal):
            return "staff"
        return "customer" if str(principal.id) in self.customer_ids and not self.staff_only else None

    def _works_on_it(self, principal: Principal) -> bool:
        if self.all_staff or principal.may("tickets:view_all") or str(principal.id) in self.staff_ids:
            return True
        return any(str(department) in self.department_ids for department in principal.department_ids)


@dataclass(frozen=True)
class LiveEvent:
    """An event as the stream keeps it. `customer` is None where customers hear nothing of it."""

    id: str
    type: str
    ticket_id: str
    staff: Mapping[str, Any]
    customer: Mapping[str, Any] | None
    readers: Readers
    former: Readers | None = None


def view_for(event: LiveEvent, principal: Principal) -> View | None:
    """Which view of the event somebody gets; None for no trace of it."""
    role = event.readers.role_of(principal)
    if role is not None:
        return role if role == "staff" or event.customer is not None else None
    # Whoever could see the ticket until now is told that it is gone, and nothing else.
    if event.former is not None and event.former.role_of(principal) is not None:
        return "removed"
    return None


def shown(event: LiveEvent, view: View) -> tuple[str, Mapping[str, Any]]:
    """Type and data of an event in one view."""
    if view == "staff":
        return event.type, event.staff
    if view == "customer" and event.customer is not None:
        return event.type, event.customer
    return "ticket.removed", {"ticket_id": event.ticket_id}


def customer_view(event_type: str, staff: Mapping[str, Any]) -> dict[str, Any] | None:
    """The customers' view, made from the event as it stands on the wire."""
    if event_type not in _CUSTOMER_TYPES:
        return None
    ticket, message = staff.get("ticket"), staff.get("message")
    if not ticket or (message and message.get("kind") != "reply"):
        return None
    meta = staff["meta"]
    view: dict[str, Any] = {
        "meta": {name: meta.get(name) for name in ("id", "type", "occurred_at")},
        "ticket": _ticket(ticket),
    }
    if message:
        view["message"] = _message(message)
    for name in ("old_status", "new_status"):
        if name in staff:
            view[name] = staff[name]
    return view


def _ticket(ticket: Mapping[str, Any]) -> dict[str, Any]:
    shown_fields = {name: ticket[name] for name in _TICKET_FIELDS if name in ticket}
    assignee = ticket.get("assignee")
    return {**shown_fields, "assignee": {"name": assignee["name"]} if assignee else None}


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    attachments = [
        {name: attachment[name] for name in _ATTACHMENT_FIELDS if name in attachment}
        for attachment in message.get("attachments", [])
    ]
    author = message.get("author") or {}
    shown_fields = {name: message[name] for name in _MESSAGE_FIELDS if name in message}
    return {**shown_fields, "author": {"name": author.get("name", "")}, "attachments": attachments}
