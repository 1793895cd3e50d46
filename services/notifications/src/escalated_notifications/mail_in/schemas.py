"""Mail that came in, as it crosses HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from escalated_chassis.http.schemas import Schema
from escalated_notifications.deliveries.schemas import Attempt, ListMeta

MailState = Literal["received", "handling", "handled", "failed", "ignored"]

# Mail in is kept by the same piece as what goes out; its states have names of their own here.
SHOWN: dict[str, MailState] = {
    "queued": "received",
    "sending": "handling",
    "sent": "handled",
    "uncertain": "handled",
    "failed": "failed",
    "suppressed": "ignored",
}
STORED: dict[str, str] = {"received": "queued", "handling": "sending", "handled": "sent", "failed": "failed"} | {
    "ignored": "suppressed"
}


class MailAnswer(Schema):
    id: UUID
    sender: str = Field(alias="from")
    subject: str
    state: MailState
    detail: str
    ticket_id: str | None
    message_id: str
    size_bytes: int
    attempts: list[Attempt]
    received_at: datetime


class OneMail(Schema):
    data: MailAnswer


class ManyMails(Schema):
    data: list[MailAnswer]
    meta: ListMeta


def mail_answer(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "from": row.sender,
        "subject": row.subject,
        "state": SHOWN[row.state],
        "detail": row.detail,
        "ticket_id": row.ticket_id or None,
        "message_id": row.message_id,
        "size_bytes": row.size_bytes,
        "attempts": row.attempts,
        "received_at": row.created_at,
    }
