"""Asks identity for what the copy misses, once, and never inside a transaction."""

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

from escalated.identity.v1 import identity_pb2, identity_pb2_grpc, types_pb2

from escalated_chassis.access.roles import RoleBook
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Unavailable
from escalated_chassis.rpc.client import RpcClient
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.people.queries import Person, people_by_ids
from escalated_tickets.people.service import keep_department, keep_person
from escalated_tickets.tickets.viewers import viewer_of_person
from escalated_tickets.tickets.visibility import Viewer

PAGE = 500


class PeopleSource(Protocol):
    """Where people and departments come from: identity's Directory."""

    async def people(self, ids: Iterable[UUID]) -> list[types_pb2.Person]: ...

    async def snapshot(self, cursor: str) -> identity_pb2.SnapshotResponse: ...


class RpcPeople:
    """Identity, asked by gRPC."""

    def __init__(self, client: RpcClient) -> None:
        self._stub = client.stub(identity_pb2_grpc.DirectoryStub)

    async def people(self, ids: Iterable[UUID]) -> list[types_pb2.Person]:
        request = identity_pb2.GetPeopleRequest(ids=[str(each) for each in ids])
        return list((await self._stub.GetPeople(request)).people)

    async def snapshot(self, cursor: str) -> identity_pb2.SnapshotResponse:
        request = identity_pb2.SnapshotRequest(cursor=cursor, limit=PAGE)
        answer: identity_pb2.SnapshotResponse = await self._stub.Snapshot(request, timeout=10)
        return answer


class KnownPeople:
    """The copy of people, completed from identity where something is missing."""

    def __init__(self, database: Database, source: PeopleSource, roles: RoleBook) -> None:
        self._database = database
        self._source = source
        self._roles = roles

    async def ensure(self, ids: Iterable[UUID]) -> Mapping[UUID, Person]:
        """These people, fetched once where the copy has not heard of them yet. Who exists nowhere is left out.

        While identity is away, what is known must do.
        """
        wanted = set(ids)
        async with self._database.reading() as reader:
            known = await people_by_ids(reader, wanted)
        missing = {each for each in wanted if each not in known or known[each].version == 0}
        if not missing or not await self._fetch(missing):
            return known
        async with self._database.reading() as reader:
            return await people_by_ids(reader, wanted)

    async def _fetch(self, ids: set[UUID]) -> bool:
        try:
            found = await self._source.people(ids)
        except Unavailable:
            return False
        async with self._database.transaction() as uow:
            for person in sorted(found, key=lambda each: each.id):
                await keep_person(uow, person)
        return bool(found)

    async def viewer(self, person: Person) -> Viewer:
        """A person as a viewer, with all that their roles permit now."""
        custom = [role for role in person.role_ids if role not in BUILT_IN_ROLES]
        more = await self._roles.permissions_of(custom) if custom else frozenset()
        return viewer_of_person(
            person.id, person.kind, person.name, person.email, frozenset(person.department_ids), more
        )

    async def rebuild(self) -> None:
        """Pages identity's snapshot into the copy; rows that are newer here stay."""
        cursor = ""
        while True:
            page = await self._source.snapshot(cursor)
            async with self._database.transaction() as uow:
                for department in page.departments:
                    await keep_department(uow, department)
                for person in sorted(page.people, key=lambda each: each.id):
                    await keep_person(uow, person)
            cursor = page.next_cursor
            if not cursor:
                return
