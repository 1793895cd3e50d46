"""`Directory` over a real port, called as another service calls it."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import grpc
import pytest
import pytest_asyncio
from escalated.identity.v1 import identity_pb2 as pb
from escalated.identity.v1 import identity_pb2_grpc

from escalated_chassis.errors import Forbidden, Invalid, NotFound
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.settings import ServiceSettings
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_identity.app import make_rpc_server
from escalated_identity.departments import service as departments
from escalated_identity.people import rules, service
from escalated_identity.rpc import DirectoryServicer
from escalated_identity.sessions.service import sign_out


class TicketsSettings(ServiceSettings):
    service = "tickets"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def directory(desk: Any, deployment: Any) -> AsyncIterator[Any]:
    """The stub that tickets would have."""
    server = make_rpc_server(desk.context.settings, desk.database, desk.clock)
    await server.start()
    settings = deployment.settings(TicketsSettings, database_url="postgresql+asyncpg://unused")
    client = RpcClient(f"127.0.0.1:{server.port}", "identity", settings, clock=desk.clock)
    yield client.stub(identity_pb2_grpc.DirectoryStub)
    await client.stop()
    await server.stop()


async def test_people_by_id(desk: Any, directory: Any) -> None:
    # given
    agent = await desk.person("agent", name="Alex")
    guest = await desk.guest("rpc-guest@example.com")
    # when
    answer = await directory.GetPeople(pb.GetPeopleRequest(ids=[str(agent.id), str(guest.id), str(UUID(int=7))]))
    # then
    found = {person.id: (person.name, person.kind, list(person.role_ids)) for person in answer.people}
    assert found == {str(agent.id): ("Alex", "agent", ["agent"]), str(guest.id): ("Gil Guest", "guest", [])}


async def test_what_is_no_id_or_too_many_is_refused(directory: Any) -> None:
    with pytest.raises(Invalid):
        await directory.GetPeople(pb.GetPeopleRequest(ids=["x"]))
    with pytest.raises(Invalid):
        await directory.GetPeople(pb.GetPeopleRequest(ids=[str(UUID(int=n)) for n in range(501)]))


async def test_a_person_by_address_is_who_owns_it(desk: Any, directory: Any) -> None:
    """Asked of the servicer itself: no service may call it yet."""
    servicer = DirectoryServicer(desk.database)
    agent = await desk.person("agent")
    body = {"email": "claimed@example.com", "password": "long enough for it", "name": "Claims It"}
    await desk.http.post("/api/v1/auth/signup", json=body)
    known = await servicer.FindPerson(pb.FindPersonRequest(email=f" {agent.email.upper()} "), None)
    claimed = await servicer.FindPerson(pb.FindPersonRequest(email="claimed@example.com"), None)
    assert known.person.id == str(agent.id)
    assert not claimed.HasField("person")
    with pytest.raises(Forbidden):
        await directory.FindPerson(pb.FindPersonRequest(email=agent.email))


async def test_access_is_resolved(desk: Any, directory: Any) -> None:
    # given
    async with desk.database.transaction() as uow:
        department = await departments.create_department(uow, name="Rpc")
    agent = await desk.person("agent", departments=(department.id,))
    # when
    access = (await directory.GetAccess(pb.GetAccessRequest(person_id=str(agent.id)))).access
    # then
    assert access.active
    assert set(access.permissions) == BUILT_IN_ROLES["agent"]
    assert list(access.department_ids) == [str(department.id)]
    with pytest.raises(NotFound):
        await directory.GetAccess(pb.GetAccessRequest(person_id=str(UUID(int=7))))


async def test_the_inactive_may_nothing(desk: Any, directory: Any) -> None:
    agent = await desk.person("agent")
    async with desk.database.transaction() as uow:
        await service.change_person(uow, desk.context, agent.id, service.PersonChange(active=False))
    access = (await directory.GetAccess(pb.GetAccessRequest(person_id=str(agent.id)))).access
    assert (access.active, list(access.permissions)) == (False, [])


async def test_an_api_token_by_its_hash(desk: Any, directory: Any) -> None:
    agent = await desk.person("agent")
    token = (await desk.api_token(agent, "tickets:read"))["authorization"].removeprefix("Bearer ")
    sha256 = hashlib.sha256(token.encode()).hexdigest()
    answer = await directory.ResolveApiToken(pb.ResolveApiTokenRequest(token_sha256=sha256))
    assert answer.access.person_id == str(agent.id)
    assert list(answer.scopes) == ["tickets:read"]
    assert not answer.HasField("expires_at")
    with pytest.raises(NotFound):
        await directory.ResolveApiToken(pb.ResolveApiTokenRequest(token_sha256="0" * 64))


async def test_access_changes_and_ended_sessions_since(desk: Any, directory: Any) -> None:
    # given
    agent = await desk.person("agent")
    old = await desk.person("agent")
    login = await desk.log_in(agent.email)
    async with desk.database.transaction() as uow:
        roles = rules.Roles("light_agent")
        await service.change_person(uow, desk.context, old.id, service.PersonChange(roles=roles))
    desk.clock.move(timedelta(seconds=10))
    request = pb.ListAccessChangesRequest()
    request.since.FromDatetime(desk.clock.now())
    # when
    async with desk.database.transaction() as uow:
        await service.change_person(uow, desk.context, agent.id, service.PersonChange(roles=rules.Roles("admin")))
        await sign_out(uow, desk.context, refresh_token=login.json()["data"]["refresh_token"])
    # then
    answer = await directory.ListAccessChanges(request)
    assert [(change.person_id, change.access_version) for change in answer.changes] == [(str(agent.id), 2)]
    (ended,) = await desk.rows("select id from escalated_sessions where person_id = :id", id=agent.id)
    assert [session.session_id for session in answer.ended_sessions] == [str(ended.id)]


async def test_every_role(desk: Any, directory: Any) -> None:
    admin = await desk.as_new("admin")
    body = {"slug": "rpc_role", "name": "R", "permissions": ["audit:read"]}
    made = (await desk.http.post("/api/v1/roles", json=body, headers=admin)).json()["data"]
    found = {role.id: role for role in (await directory.ListRoles(pb.ListRolesRequest())).roles}
    assert set(found) == {*BUILT_IN_ROLES, made["id"]}
    assert list(found[made["id"]].permissions) == ["audit:read"]
    assert found["agent"].built_in


async def test_a_snapshot_has_everybody_once(desk: Any, directory: Any) -> None:
    # given more people than a page
    for number in range(5):
        await desk.guest(f"snapshot{number}@example.com")
    # when
    pages, cursor = [], ""
    while True:
        page = await directory.Snapshot(pb.SnapshotRequest(cursor=cursor, limit=2))
        pages.append(page)
        cursor = page.next_cursor
        if not cursor:
            break
    # then
    ids = [person.id for page in pages for person in page.people]
    known = await desk.rows("select id from escalated_people")
    assert sorted(ids) == sorted(str(row.id) for row in known)
    stored = await desk.rows("select count(*) as n from escalated_departments")
    assert [len(page.departments) for page in pages] == [stored[0].n] + [0] * (len(pages) - 1)


async def test_who_signs_no_call_is_refused(desk: Any) -> None:
    server = make_rpc_server(desk.context.settings, desk.database, desk.clock)
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        stub = identity_pb2_grpc.DirectoryStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.ListRoles(pb.ListRolesRequest(), timeout=5)
    await server.stop()
    assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED
