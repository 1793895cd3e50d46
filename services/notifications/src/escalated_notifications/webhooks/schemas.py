"""Webhooks as they cross HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from escalated_chassis.http.schemas import Schema
from escalated_notifications.webhooks.rules import PATTERN

Url = Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^https?://")]
Pattern = Annotated[str, StringConstraints(max_length=100, pattern=PATTERN.pattern)]


class NewWebhook(Schema):
    url: Url
    events: list[Pattern] = Field(default=["*"], min_length=1, max_length=50)
    active: bool = True


class WebhookPatch(Schema):
    url: Url | None = None
    events: list[Pattern] | None = Field(default=None, min_length=1, max_length=50)
    active: bool | None = None


class WebhookAnswer(Schema):
    """`paused` says why nothing is sent at the moment; `secret` is there once, when it was made."""

    id: UUID
    url: str
    events: list[str]
    active: bool
    paused: str | None
    created_at: datetime
    updated_at: datetime
    version: int
    secret: str | None = None


class OneWebhook(Schema):
    data: WebhookAnswer


class ManyWebhooks(Schema):
    data: list[WebhookAnswer]
    meta: dict[str, None]


def webhook_answer(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "events": row.events,
        "active": row.active,
        "paused": row.reason,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }
