"""The shapes of policies over HTTP; conditions are checked by `checking.py`, with their own pointers."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, JsonValue, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_sla.policies.rules import LONGEST_TARGET

MOST_POLICIES: Final = 500
HIGHEST_POSITION: Final = 10_000

Priority = Literal["low", "medium", "high", "urgent", "critical"]
Target = Annotated[float, Field(gt=0, le=LONGEST_TARGET.total_seconds())]
Conditions = Annotated[
    dict[str, JsonValue],
    Field(description='A group: {"all": […]}, {"any": […]} or {"none": […]} of groups and conditions'),
]


class Targets(Schema):
    """Open time in seconds; null promises nothing."""

    first_response: Target | None = None
    next_response: Target | None = None
    periodic_update: Target | None = None
    resolution: Target | None = None


class WarningBody(Schema):
    """Warns after a share of the target, or so many seconds of open time before its end."""

    percent: Annotated[int, Field(ge=1, le=99)] | None = None
    before_seconds: Target | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.percent is None) == (self.before_seconds is None):
            raise ValueError("give either percent or before_seconds")
        return self


class PolicyBody(Schema):
    """A policy. The first in order whose department and conditions hold applies; the default comes after all."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    position: Annotated[
        Annotated[int, Field(ge=0, le=HIGHEST_POSITION)] | None,
        Field(description="null: behind the others, or where it stands"),
    ] = None
    is_default: bool = False
    active: bool = True
    department_id: Annotated[UUID | None, Field(description="Of this department's tickets only")] = None
    conditions: Conditions = {"all": []}
    calendar_id: Annotated[UUID | None, Field(description="null counts every second")] = None
    targets: dict[Priority, Targets]
    warnings: Annotated[list[WarningBody], Field(max_length=10)] = []


Ids = Annotated[list[UUID], Field(min_length=1, max_length=MOST_POLICIES)]


class Order(Schema):
    """Every policy, in the order in which they are to be tried."""

    ids: Ids


class Rollback(Schema):
    """The version whose contents come back, as a new version. Position, default and activity stay as they are."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class EditPreview(Schema):
    """What is thought of: `policy` as it would be saved, in the place of the one of `policy_id`.

    Without `policy_id` it would be added; without `policy` the one of `policy_id` would be deleted. `order` alone:
    every policy, as they would be arranged.
    """

    policy_id: UUID | None = None
    policy: PolicyBody | None = None
    order: Ids | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        of_one = self.policy_id is not None or self.policy is not None
        if of_one == (self.order is not None):
            raise ValueError("give policy, policy_id or both, or order alone")
        return self


class PolicyAnswer(Schema):
    """`recomputation_id` leads to the progress of what an edit left to do, at /sla-recomputations."""

    id: UUID
    name: str
    position: int
    is_default: bool
    active: bool
    department_id: UUID | None
    conditions: dict[str, Any]
    calendar_id: UUID | None
    targets: dict[str, Targets]
    warnings: list[WarningBody]
    version: int
    created_at: datetime
    updated_at: datetime
    recomputation_id: UUID | None = None


class OnePolicy(Schema):
    data: PolicyAnswer


class ManyPolicies(Schema):
    data: list[PolicyAnswer]
    meta: dict[str, Any]


class VersionAnswer(Schema):
    """A policy as it was promised; `calendar` as it was then, null counts every second."""

    id: UUID
    version: int
    name: str
    position: int
    is_default: bool
    department_id: UUID | None
    conditions: dict[str, Any]
    calendar_id: UUID | None
    calendar: dict[str, Any] | None
    targets: dict[str, Targets]
    warnings: list[WarningBody]
    created_at: datetime
    created_by: str


class OneVersion(Schema):
    data: VersionAnswer


class ManyVersions(Schema):
    data: list[VersionAnswer]
    meta: dict[str, Any]


class ImpactAnswer(Schema):
    """What an edit would do to open tickets; where not `exact`, each number is a lower bound.

    `moved`: tickets with a clock whose target, due time or warnings would be others, that would begin or go away.
    `overdue`: those of them that would be breached at once.
    """

    open_tickets: int
    looked_at: int
    moved: int
    overdue: int
    exact: bool


class OneImpact(Schema):
    data: ImpactAnswer


class PolicyVocabulary(Schema):
    """What the conditions of policies may name."""

    fields: list[dict[str, Any]]


class OnePolicyVocabulary(Schema):
    data: PolicyVocabulary
