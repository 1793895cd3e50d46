"""What a caller may do to a ticket that is in sight."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from escalated_chassis.errors import Conflict, Forbidden
from escalated_tickets.statuses.rules import StatusBook
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer

SNIPPET_LENGTH: Final = 160


class Act(StrEnum):
    """What can be done to a ticket; the words that `can` answers with."""

    REPLY = "reply"
    NOTE = "note"
    EDIT = "edit"
    STATUS = "status"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    PRIORITY = "priority"
    DEPARTMENT = "department"
    TAGS = "tags"
    ASSIGN = "assign"
    FOLLOW = "follow"
    ESCALATE = "escalate"
    DELETE = "delete"
    RESTORE = "restore"
    SNOOZE = "snooze"
    SPLIT = "split"
    MERGE = "merge"
    LINK = "link"
    PIN = "pin"
    PARTICIPANTS = "participants"
    SIDE_CONVERSATION = "side_conversation"
    RATE = "rate"
    FIELDS = "fields"


_NEEDS: Final[dict[Act, str]] = {
    Act.REPLY: "tickets:reply",
    Act.NOTE: "tickets:note",
    Act.EDIT: "tickets:edit",
    Act.STATUS: "tickets:status",
    Act.RESOLVE: "tickets:status",
    Act.CLOSE: "tickets:status",
    Act.REOPEN: "tickets:status",
    Act.PRIORITY: "tickets:edit",
    Act.DEPARTMENT: "tickets:edit",
    Act.TAGS: "tickets:edit",
    Act.ASSIGN: "tickets:assign",
    Act.FOLLOW: "tickets:follow",
    Act.ESCALATE: "tickets:status",
    Act.DELETE: "tickets:delete",
    Act.RESTORE: "tickets:delete",
    Act.SNOOZE: "tickets:status",
    Act.SPLIT: "tickets:edit",
    Act.MERGE: "tickets:edit",
    Act.LINK: "tickets:edit",
    Act.PIN: "tickets:note",
    Act.PARTICIPANTS: "tickets:edit",
    Act.SIDE_CONVERSATION: "tickets:reply",
    Act.RATE: "tickets:reply",
    Act.FIELDS: "tickets:reply",
}
_CUSTOMERS_ACTS: Final = frozenset({Act.REPLY, Act.CLOSE, Act.REOPEN, Act.RATE, Act.FIELDS})


@dataclass(frozen=True)
class Policy:
    """The settings that rules obey. Days are 24 hours, 0 means never."""

    allow_customer_close: bool = True
    reopen_window: timedelta = timedelta(days=14)
    auto_close_after: timedelta = timedelta(days=7)
    reference_prefix: str = "ESC-"
    default_priority: str = "medium"
    max_attachments: int = 5


def may_do(act: Act, viewer: Viewer, relation: Relation, policy: Policy) -> bool:
    """Whether the caller's permissions and relation to the ticket allow the act, whatever its state."""
    if not viewer.may(_NEEDS[act]):
        return False
    if relation is Relation.STAFF:
        return True
    return act in _CUSTOMERS_ACTS and (act is not Act.CLOSE or policy.allow_customer_close)


def require(act: Act, viewer: Viewer, relation: Relation, ticket: TicketState, policy: Policy) -> None:
    """Raises Forbidden where the caller may not, Conflict where a deleted ticket stands in the way."""
    if not may_do(act, viewer, relation, policy):
        raise Forbidden(f"You may not do this to the ticket: {act}.", extra={"act": str(act)})
    if ticket.deleted_at is not None and act is not Act.RESTORE:
        raise Conflict("The ticket is deleted; restore it first.", code="ticket_deleted")


def within_reopen_window(ticket: TicketState, policy: Policy, now: datetime) -> bool:
    """Whether a customer may still bring a done ticket back; counted from when it was first resolved or closed."""
    done_at = ticket.resolved_at or ticket.closed_at
    return bool(policy.reopen_window) and done_at is not None and now <= done_at + policy.reopen_window


def allowed_statuses(
    viewer: Viewer, relation: Relation, ticket: TicketState, book: StatusBook, policy: Policy, now: datetime
) -> tuple[str, ...]:
    """Statuses the caller may move the ticket to."""
    if ticket.deleted_at is not None or not viewer.may("tickets:status"):
        return ()
    following = book.allowed_from(ticket.status)
    if relation is Relation.STAFF:
        return following
    return tuple(slug for slug in following if _customer_may_enter(slug, ticket, book, policy, now))


def _customer_may_enter(slug: str, ticket: TicketState, book: StatusBook, policy: Policy, now: datetime) -> bool:
    if slug == book.default("closed"):
        return policy.allow_customer_close
    return slug == "reopened" and ticket.done and within_reopen_window(ticket, policy, now)


def can(
    viewer: Viewer, relation: Relation, ticket: TicketState, book: StatusBook, policy: Policy, now: datetime
) -> list[str]:
    """What the caller may do to the ticket as it is now."""
    if ticket.deleted_at is not None:
        return [Act.RESTORE] if may_do(Act.RESTORE, viewer, relation, policy) else []
    following = allowed_statuses(viewer, relation, ticket, book, policy, now)
    fits = {
        Act.STATUS: relation is Relation.STAFF and bool(following),
        Act.RESOLVE: book.default("solved") in following,
        Act.CLOSE: book.default("closed") in following,
        Act.REOPEN: "reopened" in following,
        Act.RESTORE: False,
        Act.RATE: ticket.requester_id == viewer.id and ticket.done and ticket.rating is None,
        Act.FIELDS: relation is Relation.CUSTOMER and viewer.kind != "guest" and book.fields.customers_edit,
    }
    return [act for act in Act if fits.get(act, True) and may_do(act, viewer, relation, policy)]


def snippet_of(text: str) -> str:
    """The head of a message on one line, at most `SNIPPET_LENGTH` characters."""
    line = " ".join(text[: SNIPPET_LENGTH * 4].split())
    return line if len(line) <= SNIPPET_LENGTH else line[: SNIPPET_LENGTH - 1].rstrip() + "…"
