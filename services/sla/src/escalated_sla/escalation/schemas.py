"""The shapes of escalation rules over HTTP. An action that `tickets` would not know is refused when it is saved."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from escalated_chassis.http.schemas import Schema
from escalated_sla.clocks.rules import Metric
from escalated_sla.policies.schemas import Priority

ShortText = Annotated[str, Field(min_length=1, max_length=200)]
LongText = Annotated[str, Field(min_length=1, max_length=4000)]


class SetPriority(Schema):
    type: Literal["set_priority"]
    priority: Priority


class Assign(Schema):
    type: Literal["assign"]
    assignee_id: UUID


class Unassign(Schema):
    type: Literal["unassign"]


class SetDepartment(Schema):
    type: Literal["set_department"]
    department_id: UUID


class AddTag(Schema):
    type: Literal["add_tag"]
    tag: ShortText


class AddNote(Schema):
    type: Literal["add_note"]
    body: LongText


class Notify(Schema):
    """Tells people by id, or by what they are to the ticket."""

    type: Literal["notify"]
    person_ids: Annotated[list[UUID], Field(max_length=50)] = []
    roles: Annotated[list[Literal["assignee", "followers", "department"]], Field(max_length=3)] = []
    message: Annotated[str, Field(max_length=1000)] = ""


class Escalate(Schema):
    """Raises the level, and sets the status escalated where the transitions allow it."""

    type: Literal["escalate"]


ActionBody = Annotated[
    SetPriority | Assign | Unassign | SetDepartment | AddTag | AddNote | Notify | Escalate, Field(discriminator="type")
]


class RuleBody(Schema):
    """`on` a breach or a warning; no `metrics` or `priorities` mean any."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    active: bool = True
    position: Annotated[int, Field(ge=0, le=10_000)] = 0
    on: Literal["breach", "warning"]
    metrics: Annotated[list[Metric], Field(max_length=4)] | None = None
    priorities: Annotated[list[Priority], Field(max_length=5)] | None = None
    actions: Annotated[list[ActionBody], Field(min_length=1, max_length=20)]


class RuleAnswer(Schema):
    id: UUID
    name: str
    active: bool
    position: int
    on: str
    metrics: list[str]
    priorities: list[str]
    actions: list[dict[str, Any]]
    version: int


class OneRule(Schema):
    data: RuleAnswer


class ManyRules(Schema):
    data: list[RuleAnswer]
    meta: dict[str, Any]


class RunAnswer(Schema):
    """One time that a rule was called for: why, what was done or why not, with every try."""

    id: UUID
    rule_id: UUID
    rule_version: int
    ticket_id: UUID
    state: str
    matched: dict[str, Any]
    outcome: list[dict[str, Any]] | None
    detail: str
    attempts: list[dict[str, Any]]
    created_at: datetime
    finished_at: datetime | None


class ManyRuns(Schema):
    data: list[RunAnswer]
    meta: dict[str, Any]
