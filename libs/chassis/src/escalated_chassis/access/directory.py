"""What a service asks identity about access: over gRPC, or directly inside of identity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from escalated.identity.v1 import identity_pb2, identity_pb2_grpc, types_pb2

from escalated_chassis.errors import NotFound
from escalated_chassis.rpc.client import RpcClient


@dataclass(frozen=True)
class Access:
    """What somebody may do now, resolved."""

    person_id: UUID
    kind: str
    name: str
    email: str
    active: bool
    permissions: frozenset[str]
    department_ids: frozenset[UUID]
    role_ids: tuple[str, ...]
    access_version: int


@dataclass(frozen=True)
class ApiToken:
    """An API token and the access of whoever made it; `scopes` narrow that."""

    token_id: str
    access: Access
    scopes: frozenset[str]
    expires_at: datetime | None


@dataclass(frozen=True)
class AccessChange:
    person_id: UUID
    access_version: int
    changed_at: datetime


class Directory(Protocol):
    """The part of identity that access needs."""

    async def resolve_api_token(self, token_sha256: str) -> ApiToken | None: ...

    async def get_access(self, person_id: UUID) -> Access | None: ...

    async def list_access_changes(self, since: datetime) -> Sequence[AccessChange]: ...

    async def list_ended_sessions(self, since: datetime) -> Sequence[str]:
        """Ids of sessions whose access tokens may not have expired yet."""
        ...

    async def list_roles(self) -> Mapping[str, frozenset[str]]:
        """The permissions of every role, by its id and by its slug."""
        ...


class RpcDirectory:
    """Identity, asked by gRPC."""

    def __init__(self, client: RpcClient) -> None:
        self._stub = client.stub(identity_pb2_grpc.DirectoryStub)

    async def resolve_api_token(self, token_sha256: str) -> ApiToken | None:
        try:
            found = await self._stub.ResolveApiToken(identity_pb2.ResolveApiTokenRequest(token_sha256=token_sha256))
        except NotFound:
            return None
        expires_at = found.expires_at.ToDatetime(UTC) if found.HasField("expires_at") else None
        return ApiToken(found.token_id, _access_of(found.access), frozenset(found.scopes), expires_at)

    async def get_access(self, person_id: UUID) -> Access | None:
        try:
            found = await self._stub.GetAccess(identity_pb2.GetAccessRequest(person_id=str(person_id)))
        except NotFound:
            return None
        return _access_of(found.access)

    async def list_access_changes(self, since: datetime) -> Sequence[AccessChange]:
        found = await self._changes_since(since)
        return [
            AccessChange(UUID(each.person_id), each.access_version, each.changed_at.ToDatetime(UTC))
            for each in found.changes
        ]

    async def list_ended_sessions(self, since: datetime) -> Sequence[str]:
        return [each.session_id for each in (await self._changes_since(since)).ended_sessions]

    async def _changes_since(self, since: datetime) -> identity_pb2.ListAccessChangesResponse:
        request = identity_pb2.ListAccessChangesRequest()
        request.since.FromDatetime(since)
        found: identity_pb2.ListAccessChangesResponse = await self._stub.ListAccessChanges(request)
        return found

    async def list_roles(self) -> Mapping[str, frozenset[str]]:
        found = await self._stub.ListRoles(identity_pb2.ListRolesRequest())
        return {name: frozenset(role.permissions) for role in found.roles for name in (role.id, role.slug)}


def _access_of(message: types_pb2.Access) -> Access:
    return Access(
        person_id=UUID(message.person_id),
        kind=message.kind,
        name=message.name,
        email=message.email,
        active=message.active,
        permissions=frozenset(message.permissions),
        department_ids=frozenset(UUID(each) for each in message.department_ids),
        role_ids=tuple(message.role_ids),
        access_version=message.access_version,
    )
