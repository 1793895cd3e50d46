"""Shapes of participants that cross HTTP."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, EmailStr, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import Name


class ParticipantIn(Schema):
    """Somebody by id, or by address."""

    person_id: UUID | None = None
    email: EmailStr | None = None
    name: Name | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.person_id is None) == (self.email is None):
            raise ValueError("give either person_id or email")
        if self.name is not None and self.email is None:
            raise ValueError("a name goes with an email")
        return self


class FollowerIn(Schema):
    person_id: UUID


class ParticipantOut(BaseModel):
    """`suggested` ones were in Cc of a mail and wait for an agent; only staff are told of them."""

    id: UUID
    name: str
    email: str
    state: Literal["participant", "suggested"]
    suggested_by_id: UUID | None = None
    suggested_at: datetime | None = None


class ParticipantList(BaseModel):
    data: list[ParticipantOut]
    meta: ListMeta
