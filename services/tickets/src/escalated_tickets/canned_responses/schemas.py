"""Shapes of canned responses."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.sharing.schemas import SharedEdit, SharedIn
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import AttachmentOut

ResponseName = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]+$")]
CategoryName = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f]*$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00]+$")]
Files = Annotated[list[UUID], Field(max_length=100)]


class NewCannedResponse(SharedIn):
    """`body` is Markdown with variables; `attachments` are uploads of the caller's, which it keeps."""

    name: ResponseName
    category: CategoryName = ""
    body: Text
    attachments: Files = []


class CannedResponseEdit(SharedEdit):
    """What is left out stays; `attachments` are all files that it has from now on, old ones and uploads, by id."""

    name: ResponseName | None = None
    category: CategoryName | None = None
    body: Text | None = None
    attachments: Files | None = None


class Render(Schema):
    """With `preview`, no file is copied and the use is not counted."""

    preview: bool = False


class CannedFileOut(BaseModel):
    id: UUID
    filename: str
    content_type: str
    size: int
    url: str


class CannedResponseOut(BaseModel):
    id: UUID
    name: str
    category: str
    body: str
    shared: str
    department_id: UUID | None
    owner_id: UUID
    usage_count: int
    version: int
    created_at: datetime
    updated_at: datetime
    attachments: list[CannedFileOut]


class OneCannedResponse(BaseModel):
    data: CannedResponseOut


class CannedResponseList(BaseModel):
    data: list[CannedResponseOut]
    meta: ListMeta


class RenderedOut(BaseModel):
    """`attachments` are uploads of the caller's own: their ids go with the reply."""

    body: str
    format: str
    attachments: list[AttachmentOut]


class OneRendered(BaseModel):
    data: RenderedOut
