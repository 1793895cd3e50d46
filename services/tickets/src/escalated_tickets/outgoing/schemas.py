"""Shapes of replies that wait."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import AttachmentOut, NamedOut, ShownTicketOut


class OutgoingOut(BaseModel):
    """`body` and `format` are as they were written: whoever takes it back writes on in them."""

    id: UUID
    ticket_id: UUID
    author: NamedOut
    body: str
    format: str
    body_html: str
    body_text: str
    status: str | None
    attachments: list[AttachmentOut]
    state: Literal["waiting", "failed", "taken_back"]
    failure: str
    send_at: datetime
    created_at: datetime


class OneOutgoing(BaseModel):
    data: OutgoingOut


class OutgoingList(BaseModel):
    data: list[OutgoingOut]
    meta: ListMeta


class TicketWithOutgoing(BaseModel):
    """The ticket as it still is, and the reply that waits."""

    data: ShownTicketOut
    outgoing: OutgoingOut
