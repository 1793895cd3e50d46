"""Shapes of splitting that cross HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from escalated_chassis.http.schemas import Schema
from escalated_tickets.tickets.schemas import OneTicket, Subject


class SplitIn(Schema):
    message_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    subject: Subject | None = Field(default=None, description="Of the new ticket; otherwise that of the old one")


class SourceOut(BaseModel):
    id: UUID
    reference: str
    version: int


class SplitTicket(OneTicket):
    """The new ticket, and the one its messages came from."""

    split_from: SourceOut
