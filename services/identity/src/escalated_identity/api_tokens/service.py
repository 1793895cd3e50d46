"""What can be done with API tokens."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, update

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound
from escalated_chassis.ids import uuid7
from escalated_identity.api_tokens import queries, rules
from escalated_identity.api_tokens.models import ApiToken, api_tokens
from escalated_identity.audit.service import record
from escalated_identity.people import queries as people_queries
from escalated_identity.people.models import Person
from escalated_identity.people.rules import permissions_of, role_ids
from escalated_identity.roles import queries as role_queries

_ADD = insert(api_tokens)
_REVOKE = (
    update(api_tokens)
    .where(api_tokens.c.id == bindparam("token_id"), api_tokens.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_USED = update(api_tokens).where(api_tokens.c.id == bindparam("token_id")).values(last_used_at=bindparam("now"))


async def create_token(
    uow: UnitOfWork,
    *,
    person_id: UUID,
    own: Collection[str],
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token and its secret, which is told this once."""
    rules.check_expiry(expires_at, uow.now)
    token = ApiToken(uuid7(), person_id, name.strip(), rules.check_scopes(scopes, own), uow.now, expires_at, None)
    secret = rules.new_token()
    row = {field: getattr(token, field) for field in ApiToken.__dataclass_fields__}
    row |= {"token_sha256": rules.sha256_of(secret), "scopes": list(token.scopes)}
    await uow.execute(_ADD, row)
    changes = [("scopes", "", ",".join(token.scopes))]
    await record(
        uow, "api_token.created", object_type="api_token", object_id=token.id, object_name=token.name, changes=changes
    )
    return token, secret


async def revoke_token(uow: UnitOfWork, token_id: UUID, *, owner: UUID | None) -> None:
    """Revokes a token; other processes stop taking it within 30 seconds.

    Raises `NotFound` where there is none, or it belongs to another than `owner` (`None`: whoever it belongs to).
    """
    token = await queries.find(uow.connection, token_id)
    if token is None or owner not in (None, token.person_id):
        raise NotFound("There is no such token.")
    await uow.execute(_REVOKE, {"token_id": token_id, "now": uow.now})
    await record(uow, "api_token.revoked", object_type="api_token", object_id=token_id, object_name=token.name)


async def resolve(database: Database, token_sha256: str) -> tuple[ApiToken, Person, frozenset[str]]:
    """A valid token, whose it is, and what its holder may do: the two together are what it allows.

    Raises `NotFound` for one that is unknown, expired or revoked, or whose holder may not act any more.
    """
    now = database.clock.now()
    async with database.reading() as connection:
        token = await queries.find_valid(connection, token_sha256, now)
        person = await people_queries.find(connection, token.person_id) if token else None
        if token is None or person is None or not person.active:
            raise NotFound("There is no such token.")
        custom = await role_queries.permissions_by_id(connection)
        if token.last_used_at is None or now - token.last_used_at >= rules.USED_AT_PRECISION:
            await connection.execute(_USED, {"token_id": token.id, "now": now})
    return token, person, permissions_of(role_ids(person.kind, person.custom_roles), custom)
