"""Plain data of a ticket: what rules decide on and views are made of."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

PRIORITIES: Final = ("low", "medium", "high", "urgent", "critical")
# Kept as weights: they sort by how urgent they are, not by letter.
WEIGHT: Final[dict[str, int]] = {name: weight for weight, name in enumerate(PRIORITIES, start=1)}
TYPES: Final = ("question", "problem", "incident", "task")
CHANNELS: Final = ("web", "api", "email", "widget", "phone", "import")
# An index of the reports holds them all (at most 2,704 bytes a row), and every event names them.
MOST_FOLLOWERS: Final = 100
MOST_TAGS: Final = 50
SLA_STATES: Final = ("none", "ok", "paused", "at_risk", "breached", "met")


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as a ticket names one."""

    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class TagRef:
    id: UUID
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class TicketState:
    """A ticket's row; the fields stand in the order of the table's columns."""

    id: UUID
    reference: str
    subject: str
    status: str
    status_category: str
    done: bool
    priority: int
    type: str
    channel: str
    requester_id: UUID
    requester_name: str
    requester_email: str
    assignee_id: UUID | None
    assignee_name: str
    assignee_email: str
    department_id: UUID | None
    tag_ids: list[UUID]
    follower_ids: list[UUID]
    participant_ids: list[UUID]
    custom_fields: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    public_updated_at: datetime
    status_changed_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    deleted_at: datetime | None
    snoozed_until: datetime | None
    auto_close_at: datetime | None
    merged_into_id: UUID | None
    rating: int | None
    escalation_level: int
    reply_count: int
    note_count: int
    last_message_at: datetime
    last_customer_message_at: datetime | None
    last_agent_message_at: datetime | None
    snippet: str
    sla_state: str
    sla_metric: str
    sla_next_due_at: datetime | None
    sla_clocks: list[dict[str, Any]]
    sla_version: int
    version: int
    public_version: int
    sequence: int
    origin: str | None

    @property
    def priority_name(self) -> str:
        return PRIORITIES[self.priority - 1]


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the ids of a ticket's row that the row does not carry itself."""

    department: str = ""
    tags: tuple[TagRef, ...] = ()
    participants: tuple[PersonRef, ...] = field(default=())
