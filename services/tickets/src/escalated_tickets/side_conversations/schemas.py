"""Shapes of side conversations that cross HTTP."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, EmailStr, Field, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import AttachmentOut, Body, Format, Name, Subject, Uploads

MOST_PEOPLE = 10


class RecipientIn(Schema):
    email: EmailStr
    name: Name | None = None


class NewSideConversation(Schema):
    """`participants` are colleagues of an internal one, `recipients` those whom one by mail goes to."""

    subject: Subject
    channel: Literal["internal", "email"]
    participants: Annotated[list[UUID], Field(max_length=MOST_PEOPLE)] = []
    recipients: Annotated[list[RecipientIn], Field(max_length=MOST_PEOPLE)] = []
    body: Body
    format: Format = "markdown"
    attachments: Uploads = []

    @model_validator(mode="after")
    def _people_of_its_channel(self) -> Self:
        people, others = self.participants, self.recipients
        if self.channel == "email":
            people, others = others, people  # type: ignore[assignment]
        if not people or others:
            raise ValueError("an internal one has participants, one by mail has recipients; at least one of them")
        return self


class NewSideMessage(Schema):
    """`attachments` are uploads of one's own; where it goes out by mail, they go along with it."""

    body: Body
    format: Format = "markdown"
    attachments: Uploads = []


class SidePersonOut(BaseModel):
    id: UUID
    name: str
    email: str


class SideAuthorOut(SidePersonOut):
    kind: Literal["agent", "third_party"]


class SideMessageOut(BaseModel):
    id: UUID
    author: SideAuthorOut
    body_html: str
    body_text: str
    channel: str
    attachments: list[AttachmentOut]
    created_at: datetime


class SideConversationOut(BaseModel):
    """`people` are its participants or its recipients, by `channel`."""

    id: UUID
    ticket_id: UUID
    subject: str
    channel: Literal["internal", "email"]
    state: Literal["open", "closed"]
    people: list[SidePersonOut]
    author: SidePersonOut
    message_count: int
    created_at: datetime
    last_message_at: datetime
    closed_at: datetime | None
    messages: list[SideMessageOut] | None = None


class OneSideConversation(BaseModel):
    data: SideConversationOut


class SideConversationList(BaseModel):
    data: list[SideConversationOut]
    meta: ListMeta
