"""Shapes of subjects that cross HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, field_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.subjects import rules
from escalated_tickets.subjects.rules import NewSubject

SubjectType = Annotated[
    str,
    StringConstraints(min_length=1, max_length=rules.TYPE_LENGTH, pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", to_lower=True),
]
SubjectKey = Annotated[
    str, StringConstraints(min_length=1, max_length=rules.KEY_LENGTH, pattern=r"^[^\x00-\x1f\x7f]+$")
]
_Title = Annotated[str, StringConstraints(min_length=1, max_length=rules.TITLE_LENGTH, pattern=r"^[^\x00-\x1f]+$")]


class SubjectIn(Schema):
    """`subject_id` is the host application's own id of the thing."""

    type: SubjectType
    subject_id: SubjectKey
    title: _Title
    link: Annotated[str, StringConstraints(min_length=1, max_length=rules.LINK_LENGTH)] | None = None

    @field_validator("link")
    @classmethod
    def _of_the_web(cls, value: str | None) -> str | None:
        if value is not None and not rules.is_web_link(value):
            raise ValueError("an http or https address")
        return value

    @property
    def new(self) -> NewSubject:
        return NewSubject(self.type, self.subject_id, self.title, self.link)


Subjects = Annotated[list[SubjectIn], Field(max_length=rules.MOST)]


class SubjectOut(BaseModel):
    id: UUID
    type: str
    subject_id: str
    title: str
    link: str | None


class SubjectList(BaseModel):
    data: list[SubjectOut]
    meta: ListMeta
