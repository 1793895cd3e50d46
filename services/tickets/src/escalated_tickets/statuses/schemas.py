"""Shapes of statuses."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.rules import Category

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Order = Annotated[int, Field(ge=0, le=1_000_000)]
Slugs = Annotated[list[Slug], Field(max_length=100)]


class NewStatus(Schema):
    """`transitions` are the statuses that may follow it, `reachable_from` those that it may follow."""

    label: Label
    slug: Slug | None = Field(default=None, description="Made of the label where it is left out; it never changes")
    category: Category
    color: Color = "#6b7280"
    order: Order = 100
    default: bool = Field(default=False, description="What effects and commands use for the category")
    transitions: Slugs = []
    reachable_from: Slugs = []


class StatusEdit(Schema):
    """What is left out stays. The category is that of a status of the desk's own that no ticket is in."""

    label: Label | None = None
    category: Category | None = None
    color: Color | None = None
    order: Order | None = None
    default: bool | None = None


class Transitions(Schema):
    transitions: Slugs


class StatusAnswer(BaseModel):
    slug: str
    label: str
    category: str
    color: str
    order: int
    default: bool
    built_in: bool
    transitions: list[str]


class OneStatus(BaseModel):
    data: StatusAnswer


class ListMeta(BaseModel):
    next_cursor: str | None = None
    total: int | str | None = None


class StatusList(BaseModel):
    data: list[StatusAnswer]
    meta: ListMeta
