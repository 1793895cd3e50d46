"""Shapes of tickets that cross HTTP: what is taken is checked here, what is answered is documented here."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, EmailStr, Field, JsonValue, StringConstraints, field_validator, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.subjects.schemas import Subjects

Priority = Literal["low", "medium", "high", "urgent", "critical"]
TicketType = Literal["question", "problem", "incident", "task"]
Channel = Literal["web", "api", "email", "widget", "phone", "import"]
Format = Literal["markdown", "html"]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]*$")]
Body = Annotated[str, StringConstraints(min_length=1, max_length=500_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f<>]*$")]
Tags = Annotated[list[str], Field(max_length=50)]
Uploads = Annotated[list[UUID], Field(max_length=100)]
CustomFields = dict[Annotated[str, StringConstraints(min_length=1, max_length=100)], JsonValue]
CUSTOM_FIELDS_CHARACTERS = 32_768


class RequesterIn(Schema):
    email: EmailStr
    name: Name | None = None


class NewTicket(Schema):
    """`requester` and `requester_id` are for those who may open tickets for others."""

    subject: Subject
    description: Body
    format: Format = "markdown"
    priority: Priority | None = None
    type: TicketType = "question"
    channel: Channel | None = Field(
        default=None, description="By what way it came, where not by this one: anybody says web or widget, staff any"
    )
    department_id: UUID | None = None
    tags: Tags = []
    custom_fields: CustomFields = {}
    attachments: Uploads = []
    requester: RequesterIn | None = None
    requester_id: UUID | None = None
    subjects: Subjects = []

    @field_validator("custom_fields")
    @classmethod
    def _not_too_much(cls, value: dict[str, Any]) -> dict[str, Any]:
        return _small(value)

    @model_validator(mode="after")
    def _one_requester(self) -> Self:
        if self.requester is not None and self.requester_id is not None:
            raise ValueError("give either requester or requester_id")
        return self


class TicketEdit(Schema):
    subject: Subject | None = None
    type: TicketType | None = None
    custom_fields: CustomFields | None = None

    @field_validator("custom_fields")
    @classmethod
    def _not_too_much(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        return value if value is None else _small(value)


def _small(value: dict[str, Any]) -> dict[str, Any]:
    if len(str(value)) > CUSTOM_FIELDS_CHARACTERS:
        raise ValueError(f"at most {CUSTOM_FIELDS_CHARACTERS} characters altogether")
    return value


class StatusIn(Schema):
    status: Annotated[str, StringConstraints(min_length=1, max_length=50)]


class PriorityIn(Schema):
    priority: Priority


class DepartmentIn(Schema):
    """None takes the ticket out of its department."""

    department_id: UUID | None


class AssignIn(Schema):
    assignee_id: UUID | None = None
    agent_id: UUID | None = Field(default=None, description="Understood as assignee_id")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if (self.assignee_id is None) == (self.agent_id is None):
            raise ValueError("give assignee_id")
        return self

    @property
    def person_id(self) -> UUID:
        chosen = self.assignee_id or self.agent_id
        assert chosen is not None
        return chosen


class TagsIn(Schema):
    tags: Annotated[list[str], Field(min_length=1, max_length=50)]


class EscalateIn(Schema):
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class Nothing(Schema):
    """An empty object; no body at all will do too."""


_RANGE = "A stretch of time, such as >=2026-01-01, 2026-01-01..2026-02-01 or <7d; several hold together"


class TicketFilters(BaseModel, extra="forbid"):
    """Filters take several words separated by commas where it makes sense."""

    view: str | None = Field(default=None, max_length=64, description="Id or slug of a saved view; filters narrow it")
    status: str | None = None
    status_category: str | None = None
    priority: str | None = None
    type: str | None = None
    channel: str | None = None
    department: str | None = Field(default=None, description="An id, or none")
    assignee: str | None = Field(default=None, description="me, none or an id")
    requester: str | None = Field(default=None, description="me or an id")
    follower: str | None = Field(default=None, description="me or an id")
    tag: str | None = Field(default=None, description="Names; a ticket has all of them")
    sla: str | None = None
    created: str | None = Field(default=None, max_length=200, description=_RANGE)
    updated: str | None = Field(default=None, max_length=200, description=_RANGE)
    snoozed: Literal["yes", "no"] | None = None
    has: Literal["attachment"] | None = None
    reference: str | None = Field(default=None, max_length=500, description="References")
    about: str | None = Field(default=None, max_length=300, description="A subject, as type:id")
    deleted: Literal["true", "false"] | None = None
    q: str | None = Field(default=None, max_length=400, min_length=1, description="Words")

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("no NUL characters")
        return value

    def filters(self) -> dict[str, str | None]:
        """Those that were given; the view is none of them."""
        names = (TicketFilters.model_fields.keys() | {"sort"}) - {"view"}
        return self.model_dump(include=names, exclude_none=True)


class ListParameters(TicketFilters, extra="forbid"):
    sort: str | None = None
    total: bool = Field(default=False, description="Count them too")
    limit: int = Field(default=25, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=1_000)


class PersonOut(BaseModel):
    id: UUID
    name: str
    email: str


class NamedOut(BaseModel):
    id: UUID | None = None
    name: str


class TagOut(BaseModel):
    id: UUID
    name: str
    color: str


class SlaOut(BaseModel):
    state: Literal["none", "ok", "paused", "at_risk", "breached", "met"]
    next_due_at: datetime | None
    metric: str | None


class ClockOut(BaseModel):
    metric: str
    round: int = Field(description="Counts the times that the same was promised anew")
    state: str
    target_seconds: float
    started_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    ended_at: datetime | None = Field(description="Met or cancelled then; a breached clock runs on")
    paused: bool
    at_risk: bool
    policy_id: str
    policy_name: str


class TicketOut(BaseModel):
    """What customers are not told is absent for them: SLA, followers, notes, escalation."""

    id: UUID
    reference: str
    subject: str
    status: str
    status_label: str
    status_category: str
    priority: Priority
    type: TicketType
    channel: str
    requester: PersonOut
    assignee: NamedOut | None
    department: NamedOut | None
    tags: list[TagOut]
    custom_fields: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    version: int
    reply_count: int
    last_message_at: datetime
    last_customer_message_at: datetime | None
    last_agent_message_at: datetime | None
    snippet: str
    sla: SlaOut | None = None
    note_count: int | None = None
    follower_ids: list[UUID] | None = None
    escalation_level: int | None = None
    rating: int | None = Field(default=None, description="Of the present resolution, 1 to 5; for staff")
    deleted_at: datetime | None = None
    snoozed_until: datetime | None = None
    merged_into_id: UUID | None = None


class LinkOut(BaseModel):
    kind: str
    id: UUID
    reference: str
    subject: str
    status: str


class AttachmentOut(BaseModel):
    id: UUID
    filename: str
    content_type: str
    size: int
    url: str | None
    inline: bool


class AuthorOut(BaseModel):
    id: UUID | None
    name: str
    kind: Literal["customer", "agent", "system"]


class MessageOut(BaseModel):
    id: UUID
    ticket_id: UUID
    kind: Literal["reply", "note"]
    author: AuthorOut | None
    body_html: str
    body_text: str
    channel: str
    created_at: datetime
    attachments: list[AttachmentOut]
    pinned: bool
    # Of a note that was mended; customers see no notes.
    edited_at: datetime | None = None


class ActivityOut(BaseModel):
    id: UUID
    kind: str
    actor: dict[str, Any] | None
    created_at: datetime
    before: Any
    after: Any
    cause: Any


class ShownTicketOut(TicketOut):
    participants: list[PersonOut]
    can: list[str]
    allowed_statuses: list[str]
    merged_from: str | None = Field(
        default=None, description="The merged ticket that was asked for; this is its target"
    )
    messages: list[MessageOut] | None = None
    activity: list[ActivityOut] | None = None
    clocks: list[ClockOut] | None = None
    links: list[LinkOut] | None = None


class OneTicket(BaseModel):
    data: ShownTicketOut


class TicketWithMessage(BaseModel):
    data: ShownTicketOut
    message: MessageOut


class TicketList(BaseModel):
    data: list[TicketOut]
    meta: ListMeta


class CountsOut(BaseModel):
    mine_open: int | str
    unassigned: int | str
    all_open: int | str
    sla_at_risk: int | str
    recently_solved: int | str


class Counts(BaseModel):
    data: CountsOut
