"""The shapes of clocks over HTTP."""

from datetime import datetime
from uuid import UUID

from escalated_chassis.http.schemas import Schema


class StretchAnswer(Schema):
    start: datetime
    end: datetime
    seconds: float


class InterruptionAnswer(Schema):
    start: datetime
    end: datetime | None
    cause: str


class ThresholdAnswer(Schema):
    threshold: str
    at: datetime
    passed: bool


class PolicyOfClock(Schema):
    id: UUID
    version_id: UUID
    name: str
    is_default: bool
    department_id: UUID | None
    why: str


class ClockExplained(Schema):
    """Why a time is due when it is: what was promised, each open stretch that counted, each pause, what remains."""

    metric: str
    state: str
    paused: bool
    started_at: datetime
    target_seconds: float
    elapsed_seconds: float
    remaining_seconds: float
    due_at: datetime | None
    breach_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    policy: PolicyOfClock
    calendar: dict[str, object]
    stretches: list[StretchAnswer]
    pauses: list[InterruptionAnswer]
    warnings: list[ThresholdAnswer]


class TicketClocks(Schema):
    ticket_id: UUID
    reference: str
    as_of: datetime
    clocks: list[ClockExplained]


class OneTicketClocks(Schema):
    data: TicketClocks
