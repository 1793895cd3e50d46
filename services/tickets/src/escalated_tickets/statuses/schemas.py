"""Shapes of statuses."""

from pydantic import BaseModel


class StatusAnswer(BaseModel):
    slug: str
    label: str
    category: str
    color: str
    order: int
    transitions: list[str]


class ListMeta(BaseModel):
    next_cursor: str | None = None
    total: int | str | None = None


class StatusList(BaseModel):
    data: list[StatusAnswer]
    meta: ListMeta
