"""One identity in this process: its REST application, its database, its people."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import orjson
import pytest
import pytest_asyncio
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import text

from escalated_chassis.acting import Acting
from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.testing.deployment import Deployment
from escalated_identity.context import Context
from escalated_identity.parts import Silence, make_context, open_database
from escalated_identity.people import rules, service
from escalated_identity.people.models import Person
from escalated_identity.sessions.mails import LinkMail
from escalated_identity.sessions.passwords import Passwords
from escalated_identity.settings import IdentitySettings
from escalated_identity.web import make_app, make_authenticator

HOST_SECRET = "a secret shared with the host application"
HOST = "https://host.test"
PASSWORD = "correct horse battery"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
TEST = Acting(kind="system", id="test")
_numbers = count(1)


@pytest.fixture(scope="session")
def migrations() -> Path:
    return Path(__file__).parents[1] / "migrations"


@dataclass
class Desk:
    """The identity under test, and short ways to what every test needs."""

    context: Context
    clock: ManualClock
    http: httpx2.AsyncClient
    mails: list[LinkMail] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.context.database

    async def person(self, kind: str = "customer", **more: Any) -> Person:
        """A new person with PASSWORD."""
        email = more.pop("email", None) or f"{kind}{next(_numbers)}@example.com"
        password_hash = await self.context.passwords.hash(more.pop("password", PASSWORD))
        roles = more.pop("roles", None) or rules.Roles(kind)
        new = service.NewPerson(email, more.pop("name", kind.title()), roles, password_hash=password_hash, **more)
        async with self.database.transaction(TEST) as uow:
            return await service.create_person(uow, self.context, new)

    async def person_of(self, person_id: str) -> Person:
        """A person made otherwise."""
        async with self.database.transaction(TEST) as uow:
            return await service.lock_person(uow, UUID(person_id))

    async def guest(self, email: str, name: str = "Gil Guest") -> Person:
        async with self.database.transaction(TEST) as uow:
            await service.see_guest(uow, self.context, person_id=self.context.owner_id(email), email=email, name=name)
            return await service.lock_person(uow, self.context.owner_id(email))

    async def log_in(self, email: str, password: str = PASSWORD, **more: Any) -> httpx2.Response:
        return await self.http.post("/api/v1/auth/login", json={"email": email, "password": password}, **more)

    async def signed_in(self, person: Person, password: str = PASSWORD) -> dict[str, str]:
        """Headers of somebody who has just signed in."""
        answer = await self.log_in(person.email, password)
        assert answer.status_code == 200, answer.text
        return {"authorization": f"Bearer {answer.json()['data']['access_token']}"}

    async def as_new(self, kind: str, **more: Any) -> dict[str, str]:
        return await self.signed_in(await self.person(kind, **more))

    async def api_token(self, person: Person, *scopes: str) -> dict[str, str]:
        headers = await self.signed_in(person)
        body = {"name": "test", "scopes": list(scopes)}
        answer = await self.http.post("/api/v1/api-tokens", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return {"authorization": f"Bearer {answer.json()['data']['token']}"}

    async def rows(self, statement: str, **bound: Any) -> list[Any]:
        async with self.database.reading() as connection:
            return list((await connection.execute(text(statement), bound)).all())

    async def published(self, kind: str, entity: UUID | str) -> list[dict[str, Any]]:
        """Bodies of outbox rows of a type about an entity, in their order."""
        subject = f"escalated.identity.{kind}.{entity}"
        found = await self.rows(
            "select body from escalated_outbox where subject = :subject order by id", subject=subject
        )
        return [orjson.loads(row.body) for row in found]


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code of a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


@pytest.fixture(scope="session")
def problem() -> Callable[[httpx2.Response], tuple[int, str]]:
    return code_of


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(database_url: str, deployment: Deployment) -> AsyncIterator[Desk]:
    """An identity of this test module's own, at 2026-01-05 09:00 UTC until its clock is moved."""
    settings = deployment.settings(
        IdentitySettings,
        database_url=database_url,
        throttle_account=3,
        throttle_address=10_000,
        throttle_sign_up=10_000,
        sso_issuers=[
            {"issuer": HOST, "secret": HOST_SECRET},
            {"issuer": "https://trusted.test", "secret": HOST_SECRET, "may_sign_in_staff": True},
        ],
    )
    clock = ManualClock(START)
    database = open_database(settings, clock)
    mails: list[LinkMail] = []

    async def keep(mail: LinkMail) -> None:
        mails.append(mail)

    quick = Passwords(Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1))
    context = replace(make_context(settings, database, announcer=Silence(), send=keep), passwords=quick)
    app = make_app(context, make_authenticator(context), list)
    transport = httpx2.ASGITransport(app=app)
    await context.mailer.start()
    async with httpx2.AsyncClient(transport=transport, base_url="http://desk.test") as http:
        yield Desk(context, clock, http, mails)
    await context.mailer.stop()
    context.passwords.close()
    await database.close()


@pytest.fixture(autouse=True)
def _without_cookies(request: pytest.FixtureRequest) -> None:
    """What one test signed in as is nothing to the next."""
    if "desk" in request.fixturenames:
        request.getfixturevalue("desk").http.cookies.clear()
