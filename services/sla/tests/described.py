"""What `tickets` tells of its fields and actions, as its own catalogue does: one field of every type at least."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from escalated.tickets.v1 import tickets_pb2, types_pb2
from google.protobuf import json_format

from escalated_rules import Elapsed, Field, Option, Type, describe

DEPARTMENT: Final = "0d000000-0000-4000-8000-000000000001"
VIP: Final = "0a000000-0000-4000-8000-000000000001"
BUG: Final = "0a000000-0000-4000-8000-000000000002"

_ALWAYS: Final = ("is", "is_not", "in", "not_in")
_COUNTED: Final = ("<", "<=", ">", ">=", "is", "between")


def _words(*words: str) -> tuple[Option, ...]:
    return tuple(Option(word, word.replace("_", " ").capitalize()) for word in words)


_STATUSES = _words(
    "open", "in_progress", "waiting_on_customer", "waiting_on_agent", "escalated", "resolved", "closed", "reopened"
)
_HOURS: Final = {
    "hours_since_created": "created_at",
    "hours_since_updated": "updated_at",
    "hours_since_status_change": "status_changed_at",
    "hours_since_resolved": "resolved_at",
    "hours_since_closed": "closed_at",
    "hours_since_last_message": "last_message_at",
    "hours_since_customer_reply": "last_customer_message_at",
    "hours_since_agent_reply": "last_agent_message_at",
}
_TIMES: Final = (*dict.fromkeys(_HOURS.values()), "snoozed_until", "sla_next_due")
FIELDS: Final = (
    Field("status", Type.CHOICE, "Status", _STATUSES, _ALWAYS),
    Field(
        "status_category",
        Type.CHOICE,
        "Status category",
        _words("new", "open", "pending", "on_hold", "solved", "closed"),
        _ALWAYS,
    ),
    Field("priority", Type.CHOICE, "Priority", _words("low", "medium", "high", "urgent", "critical"), _ALWAYS),
    Field("type", Type.CHOICE, "Type", _words("question", "problem", "incident", "task"), _ALWAYS),
    Field("channel", Type.CHOICE, "Channel", _words("web", "api", "email", "widget", "phone", "import"), _ALWAYS),
    Field("sla_state", Type.CHOICE, "SLA state", _words("none", "ok", "paused", "at_risk", "breached", "met"), _ALWAYS),
    Field("department", Type.CHOICE, "Department", (Option(DEPARTMENT, "Support"),)),
    Field("tags", Type.LIST, "Tags", (Option(VIP, "VIP"), Option(BUG, "Bug"))),
    Field("requester", Type.PERSON, "Requester", (), _ALWAYS),
    Field("assignee", Type.PERSON, "Assignee"),
    Field("follower", Type.PEOPLE, "Followers"),
    Field("participant", Type.PEOPLE, "Participants"),
    Field("subject", Type.TEXT, "Subject"),
    Field("reference", Type.TEXT, "Reference"),
    Field("requester_name", Type.TEXT, "Requester's name"),
    Field("requester_email", Type.TEXT, "Requester's address"),
    *(Field(name, Type.TIME, name.replace("_", " ").capitalize()) for name in _TIMES),
    Field("snoozed", Type.BOOLEAN, "Snoozed"),
    Field("awaiting_reply", Type.BOOLEAN, "The customer waits for an answer"),
    Field("rating", Type.NUMBER, "Rating"),
    Field("escalation_level", Type.NUMBER, "Escalation level", (), _COUNTED),
    Field("reply_count", Type.NUMBER, "Replies", (), _COUNTED),
    Field("note_count", Type.NUMBER, "Notes", (), _COUNTED),
    *(
        Field(name, Type.NUMBER, name.replace("_", " ").capitalize(), elapsed=Elapsed(of))
        for name, of in _HOURS.items()
    ),
    Field("hours_until_due", Type.NUMBER, "Hours until due", elapsed=Elapsed("sla_next_due", ahead=True)),
    Field("custom.plan", Type.CHOICE, "Plan", _words("free", "gold")),
    Field("custom.areas", Type.LIST, "Areas", _words("north", "south")),
    Field("custom.seats", Type.NUMBER, "Seats"),
    Field("custom.renewal", Type.DATE, "Renewal"),
    Field("custom.signed", Type.BOOLEAN, "Signed"),
    Field("custom.note", Type.TEXT, "Note"),
)
_ACTIONS: Final = (
    "set_status",
    "set_priority",
    "set_type",
    "assign",
    "unassign",
    "assign_round_robin",
    "set_department",
    "add_tag",
    "remove_tag",
    "add_note",
    "reply",
    "add_follower",
    "escalate",
    "notify",
    "call_webhook",
    "snooze",
    "set_custom_field",
)


def described_fields() -> tickets_pb2.DescribeFieldsResponse:
    actions = [
        {"type": name, "label": name.capitalize(), "parameters": {"type": "object", "maxItems": 50}}
        for name in _ACTIONS
    ]
    plain = {"fields": [describe(each) for each in FIELDS], "actions": actions}
    return json_format.ParseDict(plain, tickets_pb2.DescribeFieldsResponse())


def refusals_of(actions: Sequence[types_pb2.Action]) -> list[tickets_pb2.ActionRefusal]:
    """What `tickets` says of actions, as far as tests need it: unknown ones, and a priority that there is not."""
    return list(_refusals(actions))


def _refusals(actions: Sequence[types_pb2.Action]) -> Iterable[tickets_pb2.ActionRefusal]:
    priorities = [option.value for field in FIELDS if field.name == "priority" for option in field.options]
    for index, action in enumerate(actions):
        params: dict[str, Any] = json_format.MessageToDict(action.params)
        if action.type not in _ACTIONS:
            yield tickets_pb2.ActionRefusal(pointer=f"/{index}/type", code="unknown_action", detail="No such action.")
        elif action.type == "set_priority" and params.get("priority") not in priorities:
            yield tickets_pb2.ActionRefusal(pointer=f"/{index}/priority", code="literal_error", detail="No priority.")
