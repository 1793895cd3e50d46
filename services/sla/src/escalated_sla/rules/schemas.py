"""The one shape of rules over HTTP; conditions and actions are checked by `checking.py`, with their own pointers."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_sla.rules.actions import MOST_ACTIONS

MOST_TRIED: Final = 1_000
MOST_ORDERED: Final = 1_000

Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]+$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
Position = Annotated[int, Field(ge=0, le=10_000)]
Conditions = Annotated[
    dict[str, JsonValue],
    Field(description='A group: {"all": […]}, {"any": […]} or {"none": […]} of groups and conditions'),
]
Actions = Annotated[
    list[dict[str, JsonValue]],
    Field(min_length=1, max_length=MOST_ACTIONS, description='Flat: {"type": "set_priority", "priority": "high"}'),
]


class RuleBody(Schema):
    """A rule. Without `triggers` it is about time alone.

    `apply_to_existing`: it runs for thresholds that have passed too, for as many tickets as `count-existing` told.
    """

    name: Name
    active: bool = True
    position: Annotated[Position | None, Field(description="null: behind the others, or where it stands")] = None
    triggers: Annotated[list[Word], Field(max_length=30)] = []
    conditions: Conditions = {"all": []}
    actions: Actions
    apply_to_existing: Annotated[int, Field(ge=0)] | None = None


class Activation(Schema):
    """`apply_to_existing`: as for `RuleBody`."""

    active: bool
    apply_to_existing: Annotated[int, Field(ge=0)] | None = None


class Rollback(Schema):
    """The version whose name, triggers, conditions and actions come back, as a new version."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class Order(Schema):
    """Every rule of the kind, in the order in which they are to run."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_ORDERED)]


class Trial(Schema):
    """Which rule is tried, and on what: one ticket, given tickets, or the newest open ones.

    `event`: what of an event conditions are to find, such as `{"previous_status": "open"}`.
    """

    rule: RuleBody | None = None
    rule_id: UUID | None = None
    ticket_id: UUID | None = None
    ticket_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_TRIED)] | None = None
    sample: Annotated[int, Field(ge=1, le=MOST_TRIED)] | None = None
    event: Annotated[dict[Word, JsonValue], Field(max_length=20)] = {}

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if (self.rule is None) == (self.rule_id is None):
            raise ValueError("give either rule or rule_id")
        if sum(each is not None for each in (self.ticket_id, self.ticket_ids, self.sample)) != 1:
            raise ValueError("give one of ticket_id, ticket_ids and sample")
        return self


class RuleAnswer(Schema):
    """`loops`: how often it was cut because it would have gone round in circles, and when last."""

    id: UUID
    kind: Literal["workflow", "automation", "escalation"]
    name: str
    active: bool
    position: int
    triggers: list[str]
    conditions: dict[str, Any]
    actions: list[dict[str, Any]]
    version: int
    active_since: datetime
    loops: int
    last_loop_at: datetime | None
    created_at: datetime
    updated_at: datetime


class OneRule(Schema):
    data: RuleAnswer


class ManyRules(Schema):
    data: list[RuleAnswer]
    meta: dict[str, Any]


class VersionAnswer(Schema):
    version: int
    name: str
    triggers: list[str]
    conditions: dict[str, Any]
    actions: list[dict[str, Any]]
    created_at: datetime
    created_by: str


class ManyVersions(Schema):
    data: list[VersionAnswer]
    meta: dict[str, Any]


class RunCause(Schema):
    """What led to a run: the event at the root of it all, and the rules on the way, the last one at the end."""

    root_event_id: str
    depth: int
    chain: list[str]


class RunAnswer(Schema):
    """One time that a rule was called for: why, what was done or why not, with every try.

    `part`: what comes after a delay is a run of its own.
    """

    id: UUID
    rule_id: UUID
    rule_version: int
    ticket_id: UUID
    part: int
    state: str
    cause: RunCause
    matched: dict[str, Any]
    outcome: list[dict[str, Any]] | None
    detail: str
    attempts: list[dict[str, Any]]
    took_ms: int | None
    created_at: datetime
    due_at: datetime | None
    finished_at: datetime | None


class ManyRuns(Schema):
    data: list[RunAnswer]
    meta: dict[str, Any]


class Vocabulary(Schema):
    """What rules of a kind are made of. `parameters`: a JSON schema of the whole action."""

    triggers: list[str]
    fields: list[dict[str, Any]]
    actions: list[dict[str, Any]]


class OneVocabulary(Schema):
    data: Vocabulary


class Existing(Schema):
    """Tickets for which the rule would run at once.

    Not `exact` where there are more than the newest 20,000, which were looked at: it would run for these alone.
    """

    count: int
    exact: bool
    looked_at: int


class OneExisting(Schema):
    data: Existing


class Trying(Schema):
    """What a dry run found: of one ticket in detail, of several which match, and of those what would be done."""

    tickets: list[dict[str, Any]]
    looked_at: int
    matched: int
    actions: list[dict[str, Any]]


class OneTrying(Schema):
    data: Trying
