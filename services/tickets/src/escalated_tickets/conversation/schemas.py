"""Shapes of messages that cross HTTP."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import ActivityOut, Body, Format, MessageOut, Uploads


class NewReply(Schema):
    """`internal` and `status` are for agents."""

    body: Body
    format: Format = "markdown"
    internal: bool = False
    status: Annotated[str, StringConstraints(min_length=1, max_length=50)] | None = None
    attachments: Uploads = []


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
