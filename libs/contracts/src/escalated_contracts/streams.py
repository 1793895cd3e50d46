"""Streams and durable consumers of the suite: declared here, made by `migrate`, only bound at run time.

A durable that is not in this table does not exist; a service that needs one adds a line.
"""

from dataclasses import dataclass
from typing import Literal

DAY = 86_400.0


@dataclass(frozen=True)
class Stream:
    """A JetStream stream: events of one context, kept for `max_age` seconds."""

    name: str
    subjects: tuple[str, ...]
    max_age: float = 14 * DAY


@dataclass(frozen=True)
class Durable:
    """A durable pull consumer that the processes of one service share.

    `deliver` is where a new durable begins: `all` for projections, `new` where effects reach outside.
    """

    service: str
    name: str
    stream: str
    subjects: tuple[str, ...]
    deliver: Literal["all", "new"] = "all"
    max_ack_pending: int = 256
    ack_wait: float = 30.0


DEAD_LETTERS = Stream("ESCALATED_DEAD_LETTERS", ("escalated.dead.>",), max_age=90 * DAY)

STREAMS: tuple[Stream, ...] = (
    Stream("ESCALATED_IDENTITY", ("escalated.identity.>",)),
    Stream("ESCALATED_TICKETS", ("escalated.tickets.>",)),
    Stream("ESCALATED_SLA", ("escalated.sla.>",)),
    Stream("ESCALATED_NOTIFICATIONS", ("escalated.notifications.>",)),
    DEAD_LETTERS,
)

# What changes a report; most of a ticket's events do not.
_REPORTED = (
    "created",
    "updated",
    "status_changed",
    "assigned",
    "unassigned",
    "priority_changed",
    "department_changed",
    "tag_added",
    "tag_removed",
    "followed",
    "merged",
    "split",
    "deleted",
    "restored",
    "rated",
)

DURABLES: tuple[Durable, ...] = (
    Durable("identity", "identity-people-seen", "ESCALATED_TICKETS", ("escalated.tickets.person.>",)),
    Durable("identity", "identity-audit-tickets", "ESCALATED_TICKETS", ("escalated.tickets.audit.>",)),
    Durable("identity", "identity-audit-sla", "ESCALATED_SLA", ("escalated.sla.audit.>",)),
    Durable(
        "identity", "identity-audit-notifications", "ESCALATED_NOTIFICATIONS", ("escalated.notifications.audit.>",)
    ),
    Durable(
        "tickets",
        "tickets-directory",
        "ESCALATED_IDENTITY",
        ("escalated.identity.person.>", "escalated.identity.department.>"),
    ),
    Durable("tickets", "tickets-clocks", "ESCALATED_SLA", ("escalated.sla.sla.>",)),
    Durable(
        "tickets",
        "tickets-reports",
        "ESCALATED_TICKETS",
        (
            *(f"escalated.tickets.ticket.{what}.>" for what in _REPORTED),
            "escalated.tickets.reply.created.>",
        ),
    ),
    Durable(
        "sla",
        "sla-tickets",
        "ESCALATED_TICKETS",
        (
            "escalated.tickets.ticket.>",
            "escalated.tickets.reply.>",
            "escalated.tickets.internal_note.>",
        ),
    ),
    Durable(
        "notifications",
        "notifications-directory",
        "ESCALATED_IDENTITY",
        ("escalated.identity.person.>", "escalated.identity.department.>"),
    ),
    Durable(
        "notifications",
        "notifications-tickets",
        "ESCALATED_TICKETS",
        (
            "escalated.tickets.ticket.>",
            "escalated.tickets.reply.>",
            "escalated.tickets.internal_note.>",
        ),
        deliver="new",
    ),
    Durable("notifications", "notifications-sla", "ESCALATED_SLA", ("escalated.sla.sla.>",), deliver="new"),
)

LISTENERS: dict[str, tuple[str, ...]] = {
    # Every process of notifications hears these as they happen, for the live stream; nothing is kept or acknowledged.
    "notifications": (
        "escalated.tickets.ticket.>",
        "escalated.tickets.reply.>",
        "escalated.tickets.internal_note.>",
        "escalated.sla.sla.>",
    ),
}
"""Subjects of other services that a service may subscribe to directly, beside its durables."""


def durables_of(service: str) -> tuple[Durable, ...]:
    """The durables that `service` consumes."""
    return tuple(durable for durable in DURABLES if durable.service == service)
