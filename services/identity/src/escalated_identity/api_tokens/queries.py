"""What can be read about API tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, RowMapping, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_identity.api_tokens.models import ApiToken, api_tokens

_LIST = select(*(api_tokens.c[name] for name in ApiToken.__dataclass_fields__)).where(api_tokens.c.revoked_at.is_(None))
OF_PERSON = (
    _LIST.where(api_tokens.c.person_id == bindparam("person_id")).order_by(api_tokens.c.created_at.desc()).limit(1000)
)
BY_ID = _LIST.where(api_tokens.c.id == bindparam("token_id"))
VALID = _LIST.where(
    api_tokens.c.token_sha256 == bindparam("token_sha256"),
    or_(api_tokens.c.expires_at.is_(None), api_tokens.c.expires_at > bindparam("now", type_=DateTime(timezone=True))),
)


def to_token(row: RowMapping) -> ApiToken:
    """A row as a token."""
    values = dict(row)
    return ApiToken(**values | {"scopes": tuple(values["scopes"])})


async def of_person(connection: AsyncConnection, person_id: UUID) -> list[ApiToken]:
    """The tokens of a person that are not revoked, the newest first."""
    return [to_token(row) for row in (await connection.execute(OF_PERSON, {"person_id": person_id})).mappings()]


async def find(connection: AsyncConnection, token_id: UUID) -> ApiToken | None:
    """A token that is not revoked."""
    row = (await connection.execute(BY_ID, {"token_id": token_id})).mappings().one_or_none()
    return to_token(row) if row else None


async def find_valid(connection: AsyncConnection, token_sha256: str, now: datetime) -> ApiToken | None:
    """The token with a hash, unless it is revoked or has expired."""
    row = (await connection.execute(VALID, {"token_sha256": token_sha256, "now": now})).mappings().one_or_none()
    return to_token(row) if row else None
