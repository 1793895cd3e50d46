"""What rules of each kind may listen to, ask for and do."""

from typing import Any, Final

from escalated_rules import Catalogue
from escalated_sla.fields.catalogue import Words, shown_fields
from escalated_sla.rules.actions import described_own
from escalated_sla.rules.rules import Kind

SLA_TRIGGERS: Final = ("sla.warning", "sla.breached", "sla.breach_withdrawn")
TICKET_TRIGGERS: Final = (
    "ticket.created",
    "ticket.updated",
    "ticket.status_changed",
    "ticket.assigned",
    "ticket.unassigned",
    "ticket.priority_changed",
    "ticket.department_changed",
    "ticket.escalated",
    "ticket.resolved",
    "ticket.closed",
    "ticket.reopened",
    "ticket.tag_added",
    "ticket.tag_removed",
    "ticket.followed",
    "ticket.merged",
    "ticket.split",
    "ticket.snoozed",
    "ticket.woken",
    "ticket.rated",
    "ticket.restored",
    "reply.created",
    "internal_note.added",
)
TRIGGERS: Final[dict[Kind, tuple[str, ...]]] = {
    "workflow": (*TICKET_TRIGGERS, *SLA_TRIGGERS),
    "automation": (),
    "escalation": ("sla.warning", "sla.breached", "ticket.priority_changed"),
}
"""A deleted ticket takes no action, so that nothing listens to its deletion."""


def catalogue_for(words: Words, kind: Kind, *, triggered: bool) -> Catalogue:
    """The fields of a rule: those of the event only where there is one."""
    return words.for_rules(on_events=triggered and kind != "automation")


def vocabulary(words: Words, kind: Kind) -> dict[str, Any]:
    """Everything that a rule of this kind can be made of."""
    return {
        "triggers": list(TRIGGERS[kind]),
        "fields": shown_fields(catalogue_for(words, kind, triggered=True)),
        "actions": [*words.actions, *described_own()],
    }
