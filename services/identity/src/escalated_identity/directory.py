"""What access needs to know of people, from our own tables: for our own requests and for what others ask by gRPC."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from escalated_chassis.access.directory import Access, AccessChange, ApiToken
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import NotFound
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_identity.api_tokens import service as api_tokens
from escalated_identity.people import queries as people
from escalated_identity.people.models import Person
from escalated_identity.people.rules import permissions_of, role_ids
from escalated_identity.roles import queries as roles
from escalated_identity.sessions import queries as sessions


class LocalDirectory:
    """The chassis' `Directory` without a network in between."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def resolve_api_token(self, token_sha256: str) -> ApiToken | None:
        """A valid token with its holder's access."""
        try:
            token, person, permissions = await api_tokens.resolve(self._database, token_sha256)
        except NotFound:
            return None
        return ApiToken(str(token.id), access_of(person, permissions), frozenset(token.scopes), token.expires_at)

    async def get_access(self, person_id: UUID) -> Access | None:
        """What a person may do now."""
        async with self._database.reading() as connection:
            person = await people.find(connection, person_id)
            custom = await roles.permissions_by_id(connection) if person else {}
        if person is None:
            return None
        return access_of(person, permissions_of(role_ids(person.kind, person.custom_roles), custom))

    async def list_access_changes(self, since: datetime) -> Sequence[AccessChange]:
        """Access versions raised since."""
        async with self._database.reading() as connection:
            return [AccessChange(*change) for change in await people.access_changes(connection, since)]

    async def list_ended_sessions(self, since: datetime) -> Sequence[str]:
        """Ids of sessions that ended since."""
        async with self._database.reading() as connection:
            return [str(session_id) for session_id, _ in await sessions.ended_since(connection, since)]

    async def list_roles(self) -> Mapping[str, frozenset[str]]:
        """Every role's permissions, by its id and by its slug."""
        async with self._database.reading() as connection:
            custom = await roles.all_custom(connection)
        named = {name: frozenset(role.permissions) for role in custom for name in (str(role.id), role.slug)}
        return {**named, **BUILT_IN_ROLES}


def access_of(person: Person, permissions: frozenset[str]) -> Access:
    """A person's access, resolved."""
    return Access(
        person_id=person.id,
        kind=person.kind,
        name=person.name,
        email=person.email,
        active=person.active,
        permissions=permissions if person.active else frozenset(),
        department_ids=frozenset(person.departments),
        role_ids=role_ids(person.kind, person.custom_roles),
        access_version=person.access_version,
    )
