"""The values of a ticket as conditions compare them, by the names of the catalogue of `tickets`.

They are kept as JSON (`escalated_sla_tickets.fields`, and of each fact the lasting part); `read_values` gives them the
form that the evaluator takes.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from escalated.tickets.v1 import types_pb2
from google.protobuf import json_format

CUSTOM: Final = "custom."
INSTANTS: Final = (
    "created_at",
    "updated_at",
    "status_changed_at",
    "resolved_at",
    "closed_at",
    "snoozed_until",
    "last_message_at",
    "last_customer_message_at",
    "last_agent_message_at",
)
LASTING: Final = frozenset(
    {
        "status",
        "status_category",
        "priority",
        "type",
        "channel",
        "department",
        "tags",
        "requester",
        "requester_name",
        "requester_email",
        "assignee",
        "reference",
    }
)
"""What policies may name beside custom fields: it changes when somebody changes it, never by itself."""

# What matters first, as on the ticket's row: a promise broken, then one about to be.
_URGENCY: Final = ("breached", "at_risk", "ok", "paused", "met")


class SeenClock(Protocol):
    """What the SLA state of a ticket is made of, whether from memory or from a row."""

    @property
    def state(self) -> str: ...

    @property
    def due_at(self) -> datetime | None: ...

    @property
    def breached_at(self) -> datetime | None: ...

    @property
    def at_risk(self) -> bool: ...

    @property
    def ended_at(self) -> datetime | None: ...


def values_of(ticket: types_pb2.Ticket) -> dict[str, Any]:
    """A ticket's values as JSON: ids and instants are texts, what is not there is null."""
    return {
        "status": ticket.status,
        "status_category": ticket.status_category,
        "priority": ticket.priority,
        "type": ticket.type,
        "channel": ticket.channel,
        "department": ticket.department_id or None,
        "tags": [tag.id for tag in ticket.tags],
        "requester": ticket.requester.id or None,
        "requester_name": ticket.requester.name,
        "requester_email": ticket.requester.email,
        "assignee": ticket.assignee.id or None,
        "follower": list(ticket.follower_ids),
        "participant": [person.id for person in ticket.participants if person.id],
        "subject": ticket.subject,
        "reference": ticket.reference,
        "snoozed": ticket.HasField("snoozed_until"),
        "rating": ticket.rating or None,
        "escalation_level": ticket.escalation_level,
        "reply_count": ticket.reply_count,
        "note_count": ticket.note_count,
        **{name: _instant(ticket, name) for name in INSTANTS},
        **{CUSTOM + key: value for key, value in json_format.MessageToDict(ticket.custom_fields).items()},
    }


def lasting(values: Mapping[str, Any]) -> dict[str, Any]:
    """The part that the conditions of policies may name: no instants, counters, subject, followers, participants."""
    return {name: value for name, value in values.items() if name in LASTING or name.startswith(CUSTOM)}


def read_values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as the evaluator takes them: instants are instants again, and what follows from them is there."""
    values = dict(stored)
    for name in INSTANTS:
        text = values.get(name)
        if text is not None:
            values[name] = datetime.fromisoformat(text)
    asked_at, answered_at = values.get("last_customer_message_at"), values.get("last_agent_message_at")
    values["awaiting_reply"] = asked_at is not None and (answered_at is None or asked_at > answered_at)
    return values


def with_clocks(values: Mapping[str, Any], clocks: Mapping[Any, SeenClock]) -> dict[str, Any]:
    """The evaluator's values with those of sla itself: the state and due time of the most urgent clock that is open.

    Where none is open, the state is the worst of what has been, and nothing is due: as on the ticket's row.
    """
    told = [clock for clock in clocks.values() if clock.state != "cancelled"]
    waiting = [clock for clock in told if clock.ended_at is None]
    if not told:
        return {**values, "sla_state": "none", "sla_next_due": None}
    state, due_at = min(((_shown(clock), clock.due_at) for clock in waiting or told), key=_urgency)
    return {**values, "sla_state": state, "sla_next_due": due_at if waiting else None}


def _shown(clock: SeenClock) -> str:
    if clock.state == "met":
        return "met"
    if clock.state == "breached" or clock.breached_at is not None:
        return "breached"
    if clock.at_risk:
        return "at_risk"
    return "paused" if clock.state == "paused" else "ok"


def _urgency(shown: tuple[str, datetime | None]) -> tuple[int, float]:
    state, due_at = shown
    return _URGENCY.index(state), due_at.timestamp() if due_at else float("inf")


def _instant(ticket: types_pb2.Ticket, name: str) -> str | None:
    if not ticket.HasField(name):  # type: ignore[arg-type]
        return None
    at: datetime = getattr(ticket, name).ToDatetime(tzinfo=UTC)
    return at.isoformat()
