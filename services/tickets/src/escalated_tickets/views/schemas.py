"""Shapes of views."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue, StringConstraints, field_validator, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.views.rules import MOST_COLUMNS, NAME_LENGTH, Sharing

Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f]*$")]
ColumnName = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$")]
Columns = Annotated[list[ColumnName], Field(min_length=1, max_length=MOST_COLUMNS)]
Sort = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Position = Annotated[int, Field(ge=0, le=1_000_000)]
# Conditions are read by `escalated_rules`, which says what is wrong where.
Conditions = dict[str, JsonValue]

DEFAULT_COLUMNS = ["reference", "subject", "requester", "status", "priority", "assignee", "department", "updated_at"]


class NewView(Schema):
    """`conditions`: docs/conditions.md. `department_id` belongs to `sharing: department`."""

    name: Name
    conditions: Conditions
    columns: Columns = DEFAULT_COLUMNS
    sort: Sort = "-updated_at"
    sharing: Sharing = "personal"
    department_id: UUID | None = None
    position: Position = 0


class ViewEdit(Schema):
    name: Name | None = None
    conditions: Conditions | None = None
    columns: Columns | None = None
    sort: Sort | None = None
    sharing: Sharing | None = None
    department_id: UUID | None = None
    position: Position | None = None

    @field_validator("name", "conditions", "columns", "sort", "sharing", "position")
    @classmethod
    def _something(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("null is no value here; leave it out")
        return value

    @model_validator(mode="after")
    def _department_with_sharing(self) -> Self:
        """Whom it is for is said whole, so that no department stays behind by mistake."""
        if "department_id" in self.model_fields_set and "sharing" not in self.model_fields_set:
            raise ValueError("department_id goes with sharing")
        return self


class ProblemOut(BaseModel):
    pointer: str
    code: str
    detail: str


class ViewOut(BaseModel):
    """`problems`: what it names that has vanished since it was saved; such a view is refused as a list."""

    id: UUID
    slug: str | None
    name: str
    sharing: Sharing
    department_id: UUID | None
    owner_id: UUID | None
    conditions: dict[str, Any]
    columns: list[str]
    sort: str
    position: int
    version: int
    built_in: bool
    can_edit: bool
    problems: list[ProblemOut]


class OneView(BaseModel):
    data: ViewOut


class ViewList(BaseModel):
    data: list[ViewOut]
    meta: ListMeta


class ViewCountsMeta(BaseModel):
    problems: dict[str, list[ProblemOut]]


class ViewCounts(BaseModel):
    """By id or slug as asked: exact to 1,000, then "1000+"; null for a view that is broken or not there."""

    data: dict[str, int | str | None]
    meta: ViewCountsMeta
