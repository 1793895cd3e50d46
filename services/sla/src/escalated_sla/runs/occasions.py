"""What calls for rules: an event of a ticket, or a change of one of its clocks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from escalated_chassis.acting import Cause
from escalated_chassis.events.envelope import Event
from escalated_sla.clocks.announce import Change
from escalated_sla.clocks.facts import instant

_PREVIOUS: Final = {
    "old_status": "previous_status",
    "old_priority": "previous_priority",
    "old_assignee_id": "previous_assignee",
    "old_department_id": "previous_department",
}
_OF_CLOCKS: Final = {"warning": "sla.warning", "breach": "sla.breached", "withdrawn": "sla.breach_withdrawn"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """`key` names it: a rule runs once for it, however often it is told.

    Attributes:
        at: when it happened, by itself and not by its arrival.
        values: what conditions may name of it beside its ticket.
        cause: the rules that led to it.
    """

    trigger: str
    key: str
    at: datetime
    values: Mapping[str, Any]
    cause: Cause


def of_event(event: Event) -> Occasion:
    """An event of `tickets`, as rules see it."""
    return Occasion(event.type, event.id, instant(event.meta.occurred_at), _values(event), event.cause())


def of_change(change: Change, cause: Cause, now: datetime) -> Occasion | None:
    """A warning, a breach or its withdrawal; None for what rules do not listen to.

    The key tells metric, round and instant: whoever moved the ticket on meanwhile is not overruled by the same rule for
    the same breach, while a breach of another instant is another occasion.
    """
    trigger = _OF_CLOCKS.get(change.kind)
    if trigger is None:
        return None
    clock = change.clock
    if change.kind == "warning":
        at = dict(clock.warnings).get(change.threshold) or now
    else:
        at = (clock.breached_at if change.kind == "breach" else None) or now
    key = f"{clock.metric}:{clock.course.round}:{change.kind}:{change.threshold}:{at.isoformat()}"
    values = {"clock_metric": clock.metric, "clock_threshold": change.threshold or None, "actor_kind": "system"}
    return Occasion(trigger, key, at, values, cause)


def _values(event: Event) -> dict[str, Any]:
    data: Any = event.data
    names = data.DESCRIPTOR.fields_by_name
    values: dict[str, Any] = {"actor_kind": event.meta.actor.kind}
    values |= {ours: getattr(data, theirs) or None for theirs, ours in _PREVIOUS.items() if theirs in names}
    if "message" in names and data.HasField("message"):
        message = data.message
        values |= {
            "message_author": message.author_kind,
            "message_text": message.body_text,
            "message_automatic": message.automatic,
        }
    return values
