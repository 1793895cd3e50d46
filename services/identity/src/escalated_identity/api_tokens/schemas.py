"""The shapes of API tokens over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from escalated_chassis.http.schemas import Schema
from escalated_identity.api_tokens.models import ApiToken


class NewApiToken(Schema):
    """A token to be made for whoever asks."""

    name: str = Field(min_length=1, max_length=120)
    scopes: list[str] = Field(min_length=1, max_length=100)
    expires_at: AwareDatetime | None = None


class ApiTokenAnswer(Schema):
    """A token without its secret."""

    id: UUID
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewApiTokenAnswer(ApiTokenAnswer):
    """A token with its secret, which is told this once."""

    token: str


class OneNewApiToken(Schema):
    data: NewApiTokenAnswer


class ManyApiTokens(Schema):
    data: list[ApiTokenAnswer]
    meta: dict[str, Any]


def token_answer(token: ApiToken) -> dict[str, Any]:
    """A token in the shape of `ApiTokenAnswer`."""
    return {name: getattr(token, name) for name in ApiTokenAnswer.model_fields}
