"""Shapes of drafts that cross HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.tickets.schemas import AttachmentOut, Format, Uploads

MOST_CHARACTERS = 100_000


class DraftIn(Schema):
    """As it stands in the editor; it may be empty, and spaces at its ends are kept."""

    kind: Literal["reply", "note"] = "reply"
    body: Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, strip_whitespace=False)] = ""
    format: Format = "markdown"
    attachments: Uploads = []


class DraftOut(BaseModel):
    ticket_id: UUID
    kind: Literal["reply", "note"]
    body: str
    format: Format
    attachments: list[AttachmentOut]
    version: int
    updated_at: datetime


class OneDraft(BaseModel):
    data: DraftOut
