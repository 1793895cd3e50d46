"""The authorization matrix: every endpoint against every kind of caller; a refusal has no effect."""

from dataclasses import dataclass, field
from typing import Any

import pytest

ANONYMOUS, CUSTOMER, AGENT, ADMIN, TOKEN = "anonymous", "customer", "agent", "admin", "token_without_scope"
CALLERS = (ANONYMOUS, CUSTOMER, AGENT, ADMIN, TOKEN)
NOWHERE = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Row:
    """An endpoint, a body it would take, and what each of CALLERS is answered."""

    method: str
    path: str
    answers: tuple[int, int, int, int, int]
    body: dict[str, Any] | None = field(default=None)


_LOGIN = {"email": "matrix@example.com", "password": "wrong wrong wrong"}
_NEW_PASSWORD = {"current_password": "wrong wrong", "new_password": "short"}
MATRIX = (
    # signing in is for everybody: what is refused is the password, the token, the link
    Row("POST", "/api/v1/auth/login", (401, 401, 401, 429, 429), _LOGIN),
    Row("POST", "/api/v1/auth/signup", (422,) * 5, {"email": "x", "password": "long enough", "name": "X"}),
    Row("POST", "/api/v1/auth/refresh", (401,) * 5, {"refresh_token": "unknown"}),
    Row("POST", "/api/v1/auth/sso", (401,) * 5, {"token": "unknown"}),
    Row("POST", "/api/v1/auth/password-reset", (204,) * 5, {"email": "nobody@matrix.example"}),
    Row("POST", "/api/v1/auth/password-reset/confirm", (409,) * 5, {"token": "x", "password": "long enough"}),
    Row("GET", "/.well-known/jwks.json", (200,) * 5),
    # one's own
    Row("GET", "/api/v1/auth/me", (401, 200, 200, 200, 200)),
    Row("PATCH", "/api/v1/auth/me/password", (401, 422, 422, 422, 403), _NEW_PASSWORD),
    Row("POST", "/api/v1/auth/verify-address", (401, 409, 409, 409, 403), {"token": "unknown"}),
    Row("POST", "/api/v1/auth/verify-address/mail", (401, 204, 204, 204, 403)),
    Row("PATCH", "/api/v1/people/{self}", (401, 200, 200, 200, 403), {"name": "Myself"}),
    Row("GET", "/api/v1/people/{self}", (401, 200, 200, 200, 200)),
    Row("GET", "/api/v1/api-tokens", (401, 200, 200, 200, 403)),
    Row("POST", "/api/v1/api-tokens", (401, 201, 201, 201, 403), {"name": "mine", "scopes": ["tickets:read"]}),
    Row("DELETE", f"/api/v1/api-tokens/{NOWHERE}", (401, 404, 404, 404, 403)),
    Row("DELETE", "/api/v1/api-tokens/{token}", (401, 404, 404, 404, 403)),
    # people
    Row("GET", "/api/v1/people", (401, 403, 200, 200, 403)),
    Row("POST", "/api/v1/people/{person}/exports", (401, 403, 403, 201, 403)),
    Row("POST", "/api/v1/me/exports", (401, 201, 201, 201, 403)),
    Row("POST", "/api/v1/people/{person}/erasure", (401, 403, 403, 422, 403), {"confirm": "not@hers.example"}),
    Row("GET", "/api/v1/people/{person}/privacy-requests", (401, 404, 404, 200, 404)),
    Row("GET", f"/api/v1/people/{{person}}/privacy-requests/{NOWHERE}", (401, 404, 404, 404, 404)),
    Row("GET", f"/api/v1/people/{{person}}/privacy-requests/{NOWHERE}/file", (401, 404, 404, 404, 404)),
    Row("POST", f"/api/v1/people/{{person}}/privacy-requests/{NOWHERE}/retry", (401, 403, 403, 404, 403)),
    Row("GET", "/api/v1/people/{person}", (401, 404, 200, 200, 404)),
    Row("POST", "/api/v1/people", (401, 403, 403, 409, 403), {"name": "N", "email": "matrix-person@example.com"}),
    Row("PATCH", "/api/v1/people/{person}", (401, 404, 403, 200, 404), {"name": "Changed"}),
    Row("PATCH", "/api/v1/people/{self}", (401, 403, 403, 200, 403), {"roles": ["admin"]}),
    # roles
    Row("GET", "/api/v1/roles", (401, 403, 200, 200, 403)),
    Row("POST", "/api/v1/roles", (401, 403, 403, 201, 403), {"slug": "matrix", "name": "M", "permissions": []}),
    Row("PATCH", "/api/v1/roles/{role}", (401, 403, 403, 200, 403), {"name": "Changed"}),
    Row("DELETE", f"/api/v1/roles/{NOWHERE}", (401, 403, 403, 404, 403)),
    # departments
    Row("GET", "/api/v1/departments", (401, 200, 200, 200, 200)),
    Row("GET", "/api/v1/departments/{department}", (401, 200, 200, 200, 200)),
    Row("POST", "/api/v1/departments", (401, 403, 403, 201, 403), {"name": "Matrix"}),
    Row("PATCH", "/api/v1/departments/{department}", (401, 403, 403, 200, 403), {"name": "Changed"}),
    Row("GET", "/api/v1/departments/{department}/members", (401, 403, 200, 200, 403)),
    Row("GET", "/api/v1/departments/{department}/members/{agent}", (401, 403, 200, 200, 403)),
    Row("PUT", "/api/v1/departments/{department}/members/{agent}", (401, 403, 403, 200, 403)),
    Row("DELETE", f"/api/v1/departments/{NOWHERE}/members/{NOWHERE}", (401, 403, 403, 404, 403)),
    # audit
    Row("GET", "/api/v1/audit", (401, 403, 403, 200, 403)),
    Row("GET", "/api/v1/settings/identity", (401, 403, 403, 200, 403)),
    Row("PATCH", "/api/v1/settings/identity", (401, 403, 403, 200, 403), {"session_days": 31}),
    # last, for it ends sessions: those of the callers are made anew for each row
    Row("POST", "/api/v1/auth/logout", (204,) * 5),
)


@dataclass(frozen=True)
class Places:
    """What stands for the names in the paths."""

    person: str
    agent: str
    department: str
    role: str
    token: str


@pytest.fixture(scope="module")
async def places(desk: Any) -> Places:
    admin = await desk.as_new("admin")
    agent = await desk.person("agent")
    made = [
        (await desk.http.post(path, json=body, headers=admin)).json()["data"]["id"]
        for path, body in (
            ("/api/v1/departments", {"name": "Here"}),
            ("/api/v1/roles", {"slug": "here", "name": "Here", "permissions": []}),
            ("/api/v1/api-tokens", {"name": "another's", "scopes": ["tickets:read"]}),
        )
    ]
    department, role, token = made
    await desk.http.put(f"/api/v1/departments/{department}/members/{agent.id}", headers=admin)
    person = await desk.person("customer", email="matrix-person@example.com", name="As made")
    desk.http.cookies.clear()
    return Places(str(person.id), str(agent.id), department, role, token)


async def _caller(desk: Any, kind: str) -> tuple[dict[str, str], str]:
    """Somebody new for each row, so that no row sees what another did."""
    if kind == ANONYMOUS:
        return {}, NOWHERE
    person = await desk.person("admin" if kind == TOKEN else kind)
    headers = await desk.api_token(person, "sla:read") if kind == TOKEN else await desk.signed_in(person)
    desk.http.cookies.clear()
    return headers, str(person.id)


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row.method} {row.path}")
async def test_each_caller_gets_the_answer_of_the_matrix(desk: Any, places: Places, row: Row) -> None:
    found = []
    for kind in CALLERS:
        headers, own_id = await _caller(desk, kind)
        path = row.path.format(self=own_id, **vars(places))
        before = await _state(desk)
        answer = await desk.http.request(row.method, path, json=row.body, headers=headers)
        desk.http.cookies.clear()
        if answer.status_code in (401, 403, 404):
            assert await _state(desk) == before, f"{kind} was refused, and it had an effect"
        found.append(answer.status_code)
    assert dict(zip(CALLERS, found, strict=True)) == dict(zip(CALLERS, row.answers, strict=True))


async def test_every_endpoint_has_a_row(desk: Any) -> None:
    document = desk.http._transport.app.openapi()
    paths = {
        (method.upper(), _shape(path))
        for path, methods in document["paths"].items()
        for method in methods
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert paths - {(row.method, _shape(row.path.replace(NOWHERE, "{x}"))) for row in MATRIX} == set()


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


async def _state(desk: Any) -> list[tuple[Any, ...]]:
    """Everything a refusal must leave as it is."""
    statement = """
        select (select count(*) from escalated_outbox), (select count(*) from escalated_audit_entries),
               (select count(*) from escalated_people), (select sum(version) from escalated_people),
               (select count(*) from escalated_sessions where ended_at is null),
               (select count(*) from escalated_api_tokens where revoked_at is null),
               (select count(*) from escalated_roles), (select count(*) from escalated_department_members)
    """
    return [tuple(row) for row in await desk.rows(statement)]
