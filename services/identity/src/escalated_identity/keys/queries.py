"""Reading signing keys."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_identity.keys.models import signing_keys
from escalated_identity.keys.rules import SigningKey

ALL = select(*(signing_keys.c[name] for name in SigningKey.__dataclass_fields__))


async def all_keys(connection: AsyncConnection) -> list[SigningKey]:
    """Every key that was ever made: there are few."""
    return [SigningKey(**row._mapping) for row in await connection.execute(ALL)]
