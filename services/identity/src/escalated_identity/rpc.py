"""`escalated.identity.v1.Directory`: translates, asks queries."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from escalated.identity.v1 import identity_pb2 as pb
from escalated.identity.v1 import identity_pb2_grpc, types_pb2

from escalated_chassis.access.directory import Access
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import NotFound, invalid
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_identity.departments import queries as departments
from escalated_identity.departments.service import department_message
from escalated_identity.directory import LocalDirectory
from escalated_identity.people import queries as people
from escalated_identity.people.messages import person_message
from escalated_identity.roles import queries as roles
from escalated_identity.roles.models import Role
from escalated_identity.sessions import queries as sessions

NAME = "escalated.identity.v1.Directory"
MOST_IDS = 500
MOST_PER_PAGE = 500
PER_PAGE = 200
_FIRST = UUID(int=0)


class DirectoryServicer(identity_pb2_grpc.DirectoryServicer):
    """People, departments and access, for the other services."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._directory = LocalDirectory(database)

    async def GetPeople(self, request: pb.GetPeopleRequest, context: Any) -> pb.GetPeopleResponse:
        if len(request.ids) > MOST_IDS:
            raise invalid("/ids", "too_many", f"At most {MOST_IDS} ids at once.")
        ids = [_id(text, "/ids") for text in request.ids]
        async with self._database.reading() as connection:
            found = await people.find_many(connection, ids)
        return pb.GetPeopleResponse(people=[person_message(person) for person in found])

    async def FindPerson(self, request: pb.FindPersonRequest, context: Any) -> pb.FindPersonResponse:
        async with self._database.reading() as connection:
            person = await people.find_owner(connection, request.email)
        return pb.FindPersonResponse(person=person_message(person) if person else None)

    async def GetAccess(self, request: pb.GetAccessRequest, context: Any) -> pb.GetAccessResponse:
        access = await self._directory.get_access(_id(request.person_id, "/person_id"))
        if access is None:
            raise NotFound("There is no such person.")
        return pb.GetAccessResponse(access=_access_message(access))

    async def ResolveApiToken(self, request: pb.ResolveApiTokenRequest, context: Any) -> pb.ResolveApiTokenResponse:
        token = await self._directory.resolve_api_token(request.token_sha256)
        if token is None:
            raise NotFound("There is no such token.")
        answer = pb.ResolveApiTokenResponse(
            access=_access_message(token.access), token_id=token.token_id, scopes=sorted(token.scopes)
        )
        if token.expires_at is not None:
            answer.expires_at.FromDatetime(token.expires_at)
        return answer

    async def ListAccessChanges(
        self, request: pb.ListAccessChangesRequest, context: Any
    ) -> pb.ListAccessChangesResponse:
        since = _since(request, self._database.clock.now())
        async with self._database.reading() as connection:
            changes = await people.access_changes(connection, since)
            ended = await sessions.ended_since(connection, since)
        answer = pb.ListAccessChangesResponse()
        for person_id, version, changed_at in changes:
            change = answer.changes.add(person_id=str(person_id), access_version=version)
            change.changed_at.FromDatetime(changed_at)
        for session_id, ended_at in ended:
            answer.ended_sessions.add(session_id=str(session_id)).ended_at.FromDatetime(ended_at)
        return answer

    async def ListRoles(self, request: pb.ListRolesRequest, context: Any) -> pb.ListRolesResponse:
        async with self._database.reading() as connection:
            custom = await roles.all_custom(connection)
        built_in = [
            types_pb2.Role(id=slug, slug=slug, name=slug, permissions=sorted(permissions), built_in=True)
            for slug, permissions in BUILT_IN_ROLES.items()
        ]
        return pb.ListRolesResponse(roles=[*built_in, *(_role_message(role) for role in custom)])

    async def Snapshot(self, request: pb.SnapshotRequest, context: Any) -> pb.SnapshotResponse:
        limit = min(request.limit or PER_PAGE, MOST_PER_PAGE)
        after = _id(request.cursor, "/cursor") if request.cursor else _FIRST
        async with self._database.reading() as connection:
            page = await people.page_by_id(connection, after=after, limit=limit)
            first = [] if request.cursor else await departments.all_with_counts(connection)
        return pb.SnapshotResponse(
            people=[person_message(person) for person in page],
            departments=[department_message(department) for department, _ in first],
            next_cursor=str(page[-1].id) if len(page) == limit else "",
        )


def _since(request: pb.ListAccessChangesRequest, now: datetime) -> datetime:
    """Never longer ago than tokens live: what changed before concerns none of them."""
    earliest = now - sessions.LOOK_BACK
    asked = request.since.ToDatetime(UTC) if request.HasField("since") else earliest
    return max(asked, earliest)


def _id(text: str, pointer: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid(pointer, "uuid", "That is no id.") from None


def _role_message(role: Role) -> types_pb2.Role:
    return types_pb2.Role(id=str(role.id), slug=role.slug, name=role.name, permissions=role.permissions)


def _access_message(access: Access) -> types_pb2.Access:
    return types_pb2.Access(
        person_id=str(access.person_id),
        kind=access.kind,
        name=access.name,
        email=access.email,
        active=access.active,
        permissions=sorted(access.permissions),
        department_ids=sorted(str(department) for department in access.department_ids),
        role_ids=access.role_ids,
        access_version=access.access_version,
    )
