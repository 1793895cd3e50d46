"""A small service with every kind of route, served in the process over a real database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from fastapi import APIRouter, FastAPI, File, Query, Request, UploadFile
from pydantic import Field
from sqlalchemy import text
from starlette.responses import Response

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.directory import Access, AccessChange, ApiToken
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.access.tokens import sign_user_token
from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Conflict, Unavailable
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, create_app, router
from escalated_chassis.http.dependencies import Caller, IfMatch, MaybeCaller, Page, Reader, Uow
from escalated_chassis.http.schemas import Schema
from escalated_chassis.ids import uuid7
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment

ALICE = UUID("018f0000-0000-7000-8000-00000000000a")
BOB = UUID("018f0000-0000-7000-8000-00000000000b")


class DepartmentIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=50)]
    changes: int = 1
    notes: dict[str, Any] = {}


class FormIn(Schema):
    name: str


@dataclass
class KnownDirectory:
    """Identity as a table in memory: the service's own implementation of `Directory`."""

    tokens: dict[str, ApiToken] = field(default_factory=dict)
    people: dict[UUID, Access] = field(default_factory=dict)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    changes: list[AccessChange] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    away: bool = False

    async def resolve_api_token(self, token_sha256: str) -> ApiToken | None:
        self._note("resolve_api_token")
        return self.tokens.get(token_sha256)

    async def get_access(self, person_id: UUID) -> Access | None:
        self._note("get_access")
        return self.people.get(person_id)

    async def list_access_changes(self, since: datetime) -> Sequence[AccessChange]:
        self._note("list_access_changes")
        return [change for change in self.changes if change.changed_at >= since]

    async def list_ended_sessions(self, since: datetime) -> Sequence[str]:
        self._note("list_ended_sessions")
        return self.ended

    async def list_roles(self) -> dict[str, frozenset[str]]:
        self._note("list_roles")
        return self.roles

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if self.away:
            raise Unavailable("identity is not available", code="identity_unavailable")


class Desk:
    """The small service, and what a test looks at from outside."""

    def __init__(self, app: FastAPI, database: Database, directory: KnownDirectory, sign: Any) -> None:
        self.app = app
        self.database = database
        self.directory = directory
        self.sign = sign
        self.entered = 0
        self.hold = asyncio.Event()
        self.hold.set()

    def headers(self, person_id: UUID = ALICE, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sign(person_id)}"} | more

    async def names(self) -> list[str]:
        async with self.database.reading() as connection:
            rows = await connection.execute(text("SELECT name FROM escalated_departments ORDER BY name"))
            return [row.name for row in rows]

    async def execute(self, statement: str) -> None:
        async with self.database.transaction() as uow:
            await uow.execute(text(statement))


def routes() -> APIRouter:
    made = router(prefix=API_PREFIX)
    add = text("INSERT INTO escalated_departments (id, name, changes) VALUES (:id, :name, :changes)")

    async def insert(uow: Uow, body: DepartmentIn) -> str:
        made_id = str(uuid7())
        await uow.execute(add, {"id": made_id, "name": body.name, "changes": body.changes})
        return made_id

    @made.post("/departments", status_code=201)
    async def create_department(request: Request, body: DepartmentIn, uow: Uow, caller: Caller) -> Response:
        desk = request.app.state.desk
        desk.entered += 1
        made_id = await insert(uow, body)
        await desk.hold.wait()
        return one({"id": made_id, "name": body.name, "by": caller.id}, status=201, version=1)

    @made.post("/secrets", status_code=201, openapi_extra={"x-secret": True})
    async def create_secret(body: DepartmentIn, uow: Uow, caller: Caller) -> Response:
        return one({"token": await insert(uow, body)}, status=201)

    @made.post("/failures")
    async def fail_after_writing(body: DepartmentIn, uow: Uow, caller: Caller) -> Response:
        await insert(uow, body)
        raise Conflict("not now", code="busy", extra={"hint": "later"}, retry_after=3)

    @made.post("/crashes")
    async def crash(body: DepartmentIn, uow: Uow) -> Response:
        await insert(uow, body)
        raise RuntimeError("the password is hunter2")

    @made.post("/guests", status_code=201)
    async def create_as_guest(body: DepartmentIn, uow: Uow) -> Response:
        await insert(uow, body)
        return one({"acting": uow.acting.kind}, status=201)

    @made.post("/files", status_code=201, openapi_extra={"x-max-body": 3_000_000})
    async def upload(uow: Uow, caller: Caller, file: Annotated[UploadFile, File()]) -> Response:
        await insert(uow, DepartmentIn(name=file.filename or "?"))
        return one({"size": len(await file.read())}, status=201)

    @made.get("/departments")
    async def list_departments(reader: Reader, page: Page, caller: Caller) -> Response:
        rows = await reader.execute(
            text("SELECT name FROM escalated_departments ORDER BY name LIMIT :n"), {"n": page.limit}
        )
        return many([row.name for row in rows], next_cursor=page.cursor)

    @made.get("/departments/{department_id}")
    async def show_department(request: Request, department_id: UUID) -> Response:
        return one({"id": department_id}, version=7, request=request)

    @made.patch("/departments/{department_id}")
    async def change_department(department_id: UUID, seen: IfMatch) -> Response:
        return one({"seen": seen})

    @made.delete("/departments/{department_id}")
    async def delete_department(department_id: UUID) -> Response:
        return no_content()

    @made.get("/whoami")
    async def whoami(caller: MaybeCaller, verbose: Annotated[bool, Query()] = False) -> Response:
        if caller is None:
            return one(None)
        return one({"id": caller.id, "permissions": sorted(caller.permissions), "departments": caller.department_ids})

    return made


@pytest.fixture
def settings(deployment: Deployment) -> ServiceSettings:
    return ServiceSettings(**deployment.values("identity", database_url="postgresql+asyncpg://unused/unused"))


@pytest_asyncio.fixture(loop_scope="session")
async def desk(
    database: Database, deployment: Deployment, settings: ServiceSettings, manual_clock: ManualClock
) -> Desk:
    async def fetch() -> dict[str, Any]:
        return deployment.key_set

    def sign(person_id: UUID, **changed: Any) -> str:
        claims: dict[str, Any] = {
            "issuer": settings.public_url,
            "now": manual_clock.now(),
            "person_id": person_id,
            "session_id": "s1",
            "kind": "agent",
            "name": "Alice",
            "email": "alice@example.com",
            "role_ids": ["agent"],
            "department_ids": [],
            "access_version": 3,
        }
        return sign_user_token(changed.pop("jwk", deployment.signing_key), **(claims | changed))

    directory = KnownDirectory()
    authenticator = Authenticator(
        settings, keys=KeySet(fetch, clock=manual_clock), directory=directory, clock=manual_clock
    )
    app = create_app(
        settings,
        title="Departments",
        routers=[routes()],
        database=database,
        authenticator=authenticator,
        trouble=lambda: app.state.trouble,
    )
    app.state.trouble = []
    app.state.desk = Desk(app, database, directory, sign)
    return app.state.desk


@pytest_asyncio.fixture(loop_scope="session")
async def client(desk: Desk) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=desk.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://desk.test/api/v1") as opened:
        yield opened
