"""Shapes of what guests send and get."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, EmailStr, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.tickets.schemas import Body, Format, Name, Subject, Uploads

GuestText = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
GrantText = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class GuestTicket(Schema):
    name: Name
    email: EmailStr
    subject: Subject
    description: GuestText
    channel: Literal["web", "widget"] = "web"


class ReferenceOut(BaseModel):
    reference: str


class GuestAnswer(BaseModel):
    data: ReferenceOut


class VerificationIn(Schema):
    email: EmailStr


class CodeIn(Schema):
    email: EmailStr
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6,8}$")]


class GrantOut(BaseModel):
    grant: str
    expires_at: datetime
    name: str
    email: str


class GrantAnswer(BaseModel):
    data: GrantOut


class LookupIn(Schema):
    reference: Annotated[str, StringConstraints(min_length=1, max_length=50)]


class GuestReply(Schema):
    """`attachments` are uploads; a guest has none of their own and sends files along in a form."""

    body: Body
    format: Format = "markdown"
    attachments: Uploads = []
