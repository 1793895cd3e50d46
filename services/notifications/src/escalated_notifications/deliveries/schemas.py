"""Deliveries as they cross HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row

from escalated_chassis.http.schemas import Schema

DeliveryState = Literal["queued", "sending", "sent", "failed", "suppressed", "uncertain"]
Channel = Literal["email", "webhook"]


class Attempt(Schema):
    """One try and the words of the other side."""

    at: datetime
    outcome: str
    detail: str
    status: int | None = None
    milliseconds: int | None = None
    answer: str | None = None


class DeliveryAnswer(Schema):
    id: UUID
    channel: Channel
    state: DeliveryState
    recipient: str
    subject: str
    ticket_id: str | None
    event_type: str
    message_id: str
    detail: str
    tries: int
    attempts: list[Attempt]
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    text: str | None = None
    html: str | None = None


class OneDelivery(Schema):
    data: DeliveryAnswer


class ListMeta(Schema):
    next_cursor: str | None


class ManyDeliveries(Schema):
    data: list[DeliveryAnswer]
    meta: ListMeta


def delivery_answer(row: Row[Any]) -> dict[str, Any]:
    waiting = row.state == "queued"
    return {
        "id": row.id,
        "channel": row.channel,
        "state": row.state,
        "recipient": row.recipient,
        "subject": row.subject,
        "ticket_id": row.ticket_id or None,
        "event_type": row.event_type,
        "message_id": row.message_id,
        "detail": row.detail,
        "tries": row.tries,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "next_try_at": row.due_at if waiting else None,
        "sent_at": row.finished_at if row.state in ("sent", "uncertain") else None,
    }


def whole_delivery(row: Row[Any]) -> dict[str, Any]:
    """With the mail as it went."""
    content = row.content or {}
    return {**delivery_answer(row), "text": content.get("text"), "html": content.get("html")}
