"""Shapes of the catalogue."""

from typing import Any, Literal

from pydantic import BaseModel


class OptionOut(BaseModel):
    value: str
    label: str


class ElapsedOut(BaseModel):
    """Hours are counted from the instant in the field `of`; `ahead`: until it."""

    of: str
    ahead: bool


class FieldOut(BaseModel):
    name: str
    type: Literal["text", "choice", "number", "duration", "boolean", "date", "time", "list", "person", "people"]
    label: str
    operators: list[str]
    options: list[OptionOut]
    open: bool
    elapsed: ElapsedOut | None = None


class ColumnOut(BaseModel):
    name: str
    label: str


class ActionOut(BaseModel):
    """`parameters`: a JSON schema of the whole action."""

    type: str
    label: str
    parameters: dict[str, Any]


class VocabularyOut(BaseModel):
    fields: list[FieldOut]
    columns: list[ColumnOut]
    sorts: list[str]
    actions: list[ActionOut]


class OneVocabulary(BaseModel):
    data: VocabularyOut
