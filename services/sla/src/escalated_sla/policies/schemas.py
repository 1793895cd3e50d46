"""The shapes of policies over HTTP."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_sla.policies.rules import LONGEST_TARGET

Priority = Literal["low", "medium", "high", "urgent", "critical"]
Target = Annotated[float, Field(gt=0, le=LONGEST_TARGET.total_seconds())]


class Targets(Schema):
    """Open time in seconds; null promises nothing."""

    first_response: Target | None = None
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
    name: Annotated[str, Field(min_length=1, max_length=120)]
    position: Annotated[int, Field(ge=0, le=10_000)] = 0
    is_default: bool = False
    active: bool = True
    department_id: UUID | None = None
    calendar_id: UUID | None = None
    targets: dict[Priority, Targets]
    warnings: Annotated[list[WarningBody], Field(max_length=10)] = []


class PolicyAnswer(Schema):
    id: UUID
    name: str
    position: int
    is_default: bool
    active: bool
    department_id: UUID | None
    calendar_id: UUID | None
    targets: dict[str, Targets]
    warnings: list[WarningBody]
    version: int
    open_tickets: int | None = None


class OnePolicy(Schema):
    data: PolicyAnswer


class ManyPolicies(Schema):
    data: list[PolicyAnswer]
    meta: dict[str, Any]
