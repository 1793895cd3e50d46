"""Shapes of ratings."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.guests.schemas import GrantText
from escalated_tickets.ratings.rules import Given
from escalated_tickets.statuses.schemas import ListMeta

Comment = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
Score = Annotated[int, Field(ge=1, le=5, strict=True)]


class RatingIn(Schema):
    score: Score
    comment: Comment = ""

    @property
    def given(self) -> Given:
        return Given(self.score, self.comment)


class InvitedRating(RatingIn):
    """`grant` is what stands behind `#grant=` in the mailed link."""

    grant: GrantText


class RatingOut(BaseModel):
    id: UUID
    score: int
    comment: str
    person: dict[str, str]
    assignee_id: UUID | None
    resolved_at: datetime
    created_at: datetime


class RatingList(BaseModel):
    data: list[RatingOut]
    meta: ListMeta


class ThanksOut(BaseModel):
    reference: str
    score: int


class Thanks(BaseModel):
    data: ThanksOut
