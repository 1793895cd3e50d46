"""Shapes of assignment that cross HTTP."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, field_validator, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.assignment.configuring import MOST_SKILLS, NAME_LENGTH
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tags.rules import NAME_LENGTH as TAG_LENGTH

StrategyName = Literal["none", "round_robin", "least_open", "skill"]
SkillName = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f,]+$")]
TagName = Annotated[str, StringConstraints(min_length=1, max_length=TAG_LENGTH, pattern=r"^[^\x00-\x1f,]+$")]
MOST_MAPPED = 200


class AskedSkill(Schema):
    """A skill that a department asks for: always, or of tickets that have the tag."""

    skill: SkillName
    tag: TagName | None = None


class DepartmentAssignmentIn(Schema):
    strategy: StrategyName
    skills: Annotated[list[AskedSkill], Field(max_length=MOST_SKILLS)] = []


class AvailabilityIn(Schema):
    """`available_until`: from then on not available any more."""

    available: bool
    available_until: AwareDatetime | None = None

    @model_validator(mode="after")
    def _ends_what_is(self) -> Self:
        if self.available_until is not None and not self.available:
            raise ValueError("available_until is for who is available")
        return self


class HeldSkill(Schema):
    name: SkillName
    proficiency: Annotated[int, Field(ge=1, le=5)]


class AgentAssignmentIn(AvailabilityIn):
    """`capacity`: how many open tickets at most; null is no limit."""

    available: bool = True
    capacity: Annotated[int, Field(ge=0, le=10_000)] | None = None
    skills: Annotated[list[HeldSkill], Field(max_length=MOST_SKILLS)] = []

    @field_validator("skills")
    @classmethod
    def _each_once(cls, value: list[HeldSkill]) -> list[HeldSkill]:
        if len({each.name.lower() for each in value}) < len(value):
            raise ValueError("name each skill once")
        return value


class MappedSkill(Schema):
    """A skill, and the tags that ask for it in every department."""

    name: SkillName
    tags: Annotated[list[TagName], Field(max_length=MOST_SKILLS)] = []


class SkillsIn(Schema):
    skills: Annotated[list[MappedSkill], Field(max_length=MOST_MAPPED)]

    @field_validator("skills")
    @classmethod
    def _each_once(cls, value: list[MappedSkill]) -> list[MappedSkill]:
        if len({each.name.lower() for each in value}) < len(value):
            raise ValueError("name each skill once")
        return value


class AskedSkillOut(BaseModel):
    skill: str
    tag: str | None


class DepartmentAssignmentOut(BaseModel):
    department_id: UUID
    strategy: StrategyName
    skills: list[AskedSkillOut]


class OneDepartmentAssignment(BaseModel):
    data: DepartmentAssignmentOut


class HeldSkillOut(BaseModel):
    name: str
    proficiency: int


class AgentAssignmentOut(BaseModel):
    """`open` counts tickets of all departments that are not done, snoozed ones too."""

    id: UUID
    name: str
    departments: list[UUID]
    available: bool
    available_until: datetime | None
    capacity: int | None
    open: int
    skills: list[HeldSkillOut]


class OneAgentAssignment(BaseModel):
    data: AgentAssignmentOut


class AgentAssignmentList(BaseModel):
    data: list[AgentAssignmentOut]
    meta: ListMeta


class SkillOut(BaseModel):
    id: UUID
    name: str
    tags: list[str]


class SkillList(BaseModel):
    data: list[SkillOut]
    meta: ListMeta
