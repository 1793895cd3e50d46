"""One tickets service in this process: REST, gRPC over a real port, its database, and an identity to ask."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import orjson
import pytest
import pytest_asyncio
from escalated.identity.v1 import identity_pb2, types_pb2
from escalated.tickets.v1 import tickets_pb2_grpc
from sqlalchemy import event, text

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.directory import Access, AccessChange, ApiToken
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.access.roles import RoleBook
from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Unavailable
from escalated_chassis.ids import id_for_email, uuid7
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.app import make_app, make_desk, make_rpc_server, open_database
from escalated_tickets.desk import Desk
from escalated_tickets.people.service import keep_department, keep_person
from escalated_tickets.settings import TicketsSettings

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def migrations() -> Path:
    return Path(__file__).parents[1] / "migrations"


@dataclass
class Directory:
    """Identity as far as tickets asks it: API tokens, custom roles, people that the copy has not heard of."""

    tokens: dict[str, ApiToken] = field(default_factory=dict)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    known: dict[UUID, types_pb2.Person] = field(default_factory=dict)
    asked: list[UUID] = field(default_factory=list)
    access: dict[UUID, Access] = field(default_factory=dict)
    away: bool = False

    async def resolve_api_token(self, token_sha256: str) -> ApiToken | None:
        return self.tokens.get(token_sha256)

    async def get_access(self, person_id: UUID) -> Access | None:
        return self.access.get(person_id)

    async def list_access_changes(self, since: datetime) -> list[AccessChange]:
        return []

    async def list_ended_sessions(self, since: datetime) -> list[str]:
        return []

    async def list_roles(self) -> dict[str, frozenset[str]]:
        return self.roles

    async def people(self, ids: Iterable[UUID]) -> list[types_pb2.Person]:
        if self.away:
            raise Unavailable("identity is away")
        wanted = list(ids)
        self.asked += wanted
        return [self.known[each] for each in wanted if each in self.known]

    async def snapshot(self, cursor: str) -> identity_pb2.SnapshotResponse:
        return identity_pb2.SnapshotResponse(people=list(self.known.values()))


@dataclass(frozen=True)
class Somebody:
    """A person of the test desk with a way to call."""

    id: UUID
    name: str
    email: str
    kind: str
    headers: dict[str, str]


@dataclass
class TestDesk:
    """The service under test and short ways to what every test needs."""

    __test__ = False

    settings: TicketsSettings
    deployment: Deployment
    desk: Desk
    database: Database
    clock: ManualClock
    http: httpx2.AsyncClient
    directory: Directory
    statements: list[str] = field(default_factory=list)

    async def department(self, name: str = "Support") -> UUID:
        department_id = uuid7()
        row = types_pb2.Department(id=str(department_id), name=name, slug=str(department_id), active=True, version=1)
        async with self.database.transaction() as uow:
            await keep_department(uow, row)
        return department_id

    async def person(self, kind: str = "customer", *departments: UUID, name: str = "", email: str = "") -> Somebody:
        """Somebody whom the copy knows, signed in."""
        email = email or f"{kind}-{uuid7().hex[-12:]}@example.com"
        name = name or f"{kind.title()} {email[-18:-12]}"
        person_id = id_for_email(self.settings.deployment_id, email)
        row = types_pb2.Person(
            id=str(person_id),
            name=name,
            email=email,
            kind=kind,
            active=True,
            role_ids=[kind],
            department_ids=[str(each) for each in departments],
            version=1,
        )
        async with self.database.transaction() as uow:
            await keep_person(uow, row)
        token = self.deployment.token_for(
            kind, person_id=person_id, name=name, email=email, department_ids=departments, now=self.clock.now()
        )
        return Somebody(person_id, name, email, kind, {"authorization": f"Bearer {token}"})

    def api_token(self, somebody: Somebody, *scopes: str) -> dict[str, str]:
        """Headers with an API token of somebody's, narrowed to scopes."""
        import hashlib

        token = f"esc_{uuid7().hex}"
        access = Access(
            somebody.id,
            somebody.kind,
            somebody.name,
            somebody.email,
            True,
            BUILT_IN_ROLES[somebody.kind],
            frozenset(),
            (somebody.kind,),
            1,
        )
        digest = hashlib.sha256(token.encode()).hexdigest()
        self.directory.tokens[digest] = ApiToken(str(uuid7()), access, frozenset(scopes), None)
        return {"authorization": f"Bearer {token}"}

    async def ask(self, method: str, path: str, who: Somebody | None, **more: Any) -> httpx2.Response:
        """A request to the API, or to a post of pages below their prefix."""
        headers = {**(who.headers if who else {}), **more.pop("headers", {})}
        place = path if path.startswith("/support/") else f"/api/v1{path}"
        return await self.http.request(method, place, headers=headers, **more)

    async def opened(self, who: Somebody, **more: Any) -> dict[str, Any]:
        """A new ticket of somebody's, as it was answered."""
        body = {"subject": "Printer on fire", "description": "It **burns**.", **more}
        answer = await self.ask("POST", "/tickets", who, json=body)
        assert answer.status_code == 201, answer.text
        ticket: dict[str, Any] = answer.json()["data"]
        return ticket

    async def does(self, who: Somebody, path: str, body: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """A POST that succeeds; what it answers as `data`."""
        answer = await self.ask("POST", path, who, json=body or {}, **more)
        assert answer.status_code in (200, 201), answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def shown(self, who: Somebody, ticket: dict[str, Any], include: str = "") -> dict[str, Any]:
        answer = await self.ask("GET", f"/tickets/{ticket['id']}", who, params={"include": include})
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def rows(self, statement: str, **bound: Any) -> list[Any]:
        async with self.database.reading() as connection:
            return list((await connection.execute(text(statement), bound)).all())

    async def events(self, ticket: dict[str, Any]) -> list[dict[str, Any]]:
        """Bodies of the outbox rows about a ticket, in their order."""
        found = await self.rows(
            "SELECT body FROM escalated_outbox WHERE headers->>'ce-subject' = :id ORDER BY id", id=ticket["id"]
        )
        return [orjson.loads(row.body) for row in found]

    async def event_types(self, ticket: dict[str, Any]) -> list[str]:
        return [each["meta"]["type"] for each in await self.events(ticket)]

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """The SQL statements that run meanwhile, without BEGIN and COMMIT."""
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        event.listen(self.database.engine.sync_engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(self.database.engine.sync_engine, "before_cursor_execute", note)


@dataclass
class TheirWebhooks:
    """The webhooks of notifications, for a test: all that anybody asks for, but those that are `gone`."""

    gone: set[UUID] = field(default_factory=set)
    away: bool = False

    async def there(self, webhook_ids: Sequence[UUID], /) -> set[UUID]:
        if self.away:
            raise Unavailable("Notifications cannot be reached.")
        return set(webhook_ids) - self.gone


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code of a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


@pytest.fixture(scope="session")
def problem() -> Any:
    return code_of


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(database_url: str, deployment: Deployment, tmp_path_factory: Any) -> AsyncIterator[TestDesk]:
    """A tickets service of this test module's own, at 2026-01-05 09:00 UTC until its clock is moved."""
    settings = deployment.settings(
        TicketsSettings, database_url=database_url, storage=str(tmp_path_factory.mktemp("files"))
    )
    clock = ManualClock(START)
    database = open_database(settings, clock)
    directory = Directory()
    made = make_desk(settings, database, clock, directory, RoleBook(directory, clock=clock))
    made.webhooks = TheirWebhooks()

    async def key_set() -> dict[str, Any]:
        return deployment.key_set

    authenticator = Authenticator(settings, keys=KeySet(key_set, clock=clock), directory=directory, clock=clock)
    app = make_app(made, database, authenticator, list)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://desk.test") as http:
        yield TestDesk(settings, deployment, made, database, clock, http, directory)
    await database.close()


class _CallerSettings(ServiceSettings):
    service = "caller"


@dataclass
class Calls:
    """The gRPC server under test, and stubs of services that call it."""

    server: RpcServer
    deployment: Deployment
    clock: ManualClock
    clients: list[RpcClient] = field(default_factory=list)

    def as_service(self, name: str) -> Any:
        settings = _CallerSettings(**self.deployment.values(name, database_url="postgresql+asyncpg://none"))
        settings.__class__ = type("Caller", (_CallerSettings,), {"service": name})
        client = RpcClient(f"127.0.0.1:{self.server.port}", "tickets", settings, clock=self.clock)
        self.clients.append(client)
        return client.stub(tickets_pb2_grpc.TicketsStub)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def rpc(desk: TestDesk, deployment: Deployment) -> AsyncIterator[Calls]:
    server = make_rpc_server(desk.desk, desk.database)
    await server.start()
    calls = Calls(server, deployment, desk.clock)
    yield calls
    for client in calls.clients:
        await client.stop()
    await server.stop()
