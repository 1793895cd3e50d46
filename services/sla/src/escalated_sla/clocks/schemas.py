"""The shapes of clocks over HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from escalated_chassis.http.schemas import Schema


class StretchAnswer(Schema):
    start: datetime
    end: datetime
    seconds: float


class InterruptionAnswer(Schema):
    start: datetime
    end: datetime | None
    cause: str
    seconds: float


class ThresholdAnswer(Schema):
    threshold: str
    at: datetime
    passed: bool


class PolicyOfClock(Schema):
    id: UUID
    version_id: UUID
    name: str
    position: int
    is_default: bool
    department_id: UUID | None
    conditions: dict[str, object]
    conditions_in_words: str
    given_by_rule: bool
    why: str


class ClockExplained(Schema):
    """Why a time is due when it is: what was promised, each open stretch that counted, each pause, what remains."""

    metric: str
    round: int
    state: str
    paused: bool
    at_risk: bool
    started_at: datetime
    target_seconds: float
    elapsed_seconds: float
    remaining_seconds: float
    late_seconds: float
    due_at: datetime | None
    breach_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    ended_at: datetime | None
    policy: PolicyOfClock
    calendar: dict[str, object]
    stretches: list[StretchAnswer]
    stretches_left_out: int
    pauses: list[InterruptionAnswer]
    warnings: list[ThresholdAnswer]


class EarlierClock(Schema):
    """A round that another one followed; `elapsed_seconds` is the open time until it ended."""

    metric: str
    round: int
    state: str
    started_at: datetime
    target_seconds: float
    elapsed_seconds: float | None
    due_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    ended_at: datetime | None


class TicketClocks(Schema):
    """The newest round of each metric, explained, and the rounds before, the latest hundred."""

    ticket_id: UUID
    reference: str
    merged_from: str | None = Field(
        default=None, description="The merged ticket that was asked for; these are the clocks of its target"
    )
    as_of: datetime
    clocks: list[ClockExplained]
    earlier: list[EarlierClock]


class OneTicketClocks(Schema):
    data: TicketClocks
