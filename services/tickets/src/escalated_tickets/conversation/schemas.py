"""Shapes of messages that cross HTTP."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, field_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import ActivityOut, Body, Format, MessageOut, Uploads

Mentions = Annotated[list[UUID], Field(max_length=20)]
SendAfter = Annotated[int, Field(ge=0, le=3_600)] | AwareDatetime


class NewReply(Schema):
    """`internal`, `status`, `send_after` and `mentions` are for agents.

    `send_after` is a number of seconds, for the second thought, or a time at most thirty days away. `mentions` are the
    ids of those whom a note calls; who stands in its text as @Full Name or @address is called too.
    """

    body: Body
    format: Format = "markdown"
    internal: bool = False
    status: Annotated[str, StringConstraints(min_length=1, max_length=50)] | None = None
    attachments: Uploads = []
    send_after: SendAfter | None = None
    mentions: Mentions = []

    @field_validator("send_after", mode="before")
    @classmethod
    def _seconds_of_a_form(cls, value: Any) -> Any:
        # Digits alone are seconds, never a time since 1970.
        if isinstance(value, str) and value.isdigit():
            return int(value[:10])
        if isinstance(value, int | float) and (isinstance(value, bool | float) or not 0 <= value <= 3_600):
            raise ValueError("a whole number of seconds, 0 to 3600, or a time")
        return value


class NoteEdit(Schema):
    """What a note says from now on."""

    body: Body
    format: Format = "markdown"
    mentions: Mentions = []


class MessageList(BaseModel):
    data: list[MessageOut]
    meta: ListMeta


class TimelineEntry(BaseModel):
    kind: str
    at: str
    message: MessageOut | None = None
    activity: ActivityOut | None = None


class Timeline(BaseModel):
    data: list[TimelineEntry]
    meta: ListMeta
