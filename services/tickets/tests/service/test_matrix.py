"""The authorization matrix: every endpoint by everybody, and what a refusal must not have done."""

from typing import Any

import pytest
import pytest_asyncio

WHO = ("anonymous", "customer", "other customer", "agent", "other agent", "light agent", "admin", "narrow token")

# Path, body, and the status for each of WHO in order. The ticket is the customer's, in the agent's department.
MATRIX: list[tuple[str, str, dict[str, Any] | None, str]] = [
    ("GET", "/tickets", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/tickets/counts", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/tickets/{t}", None, "401 200 404 200 404 200 200 403"),
    ("GET", "/tickets/{t}/messages", None, "401 200 404 200 404 200 200 403"),
    ("GET", "/tickets/{t}/timeline", None, "401 200 404 200 404 200 200 403"),
    ("GET", "/search?q=printer", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/statuses", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/tags", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/agents", None, "401 403 403 200 200 200 200 403"),
    ("POST", "/tickets", {"subject": "x", "description": "y"}, "401 201 201 201 201 403 201 403"),
    ("PATCH", "/tickets/{t}", {"subject": "z"}, "401 403 404 200 404 403 200 404"),
    ("DELETE", "/tickets/{t}", None, "401 403 404 403 404 403 204 404"),
    ("POST", "/tickets/{t}/restore", {}, "401 403 404 403 404 403 200 404"),
    ("POST", "/tickets/{t}/replies", {"body": "hello"}, "401 201 404 201 404 403 201 404"),
    ("POST", "/tickets/{t}/replies", {"body": "psst", "internal": True}, "401 422 422 201 404 201 201 404"),
    ("POST", "/tickets/{t}/status", {"status": "in_progress"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/priority", {"priority": "high"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/department", {"department_id": None}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/assign", {"assignee_id": "{agent}"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/unassign", {}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/tags", {"tags": ["new"]}, "401 403 404 200 404 403 200 404"),
    ("DELETE", "/tickets/{t}/tags", {"tags": ["new"]}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/resolve", {}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/close", {}, "401 200 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/reopen", {}, "401 409 404 409 404 403 409 404"),
    ("POST", "/tickets/{t}/escalate", {}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/follow", {}, "401 403 404 200 404 200 200 404"),
    ("DELETE", "/tickets/{t}/follow", None, "401 403 404 200 404 200 200 404"),
    ("POST", "/tags", {"name": "{new}"}, "401 403 403 403 403 403 201 403"),
    ("PATCH", "/tags/{tag}", {"color": "#000000"}, "401 403 403 403 403 403 200 403"),
    ("DELETE", "/tags/{tag}", None, "401 403 403 403 403 403 204 403"),
    (
        "POST",
        "/guest/tickets",
        {"name": "G", "email": "g@example.com", "subject": "s", "description": "d"},
        "201 201 201 201 201 201 201 201",
    ),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cast(desk: Any) -> tuple[dict[str, Any], str]:
    """Everybody of WHO, and the agent's department."""
    mine, theirs = await desk.department("Mine"), await desk.department("Theirs")
    customer = await desk.person()
    agent = await desk.person("agent", mine)
    token = await desk.person("agent", mine)
    narrow = type(token)(token.id, token.name, token.email, token.kind, desk.api_token(token, "sla:read"))
    people = {
        "anonymous": None,
        "customer": customer,
        "other customer": await desk.person(),
        "agent": agent,
        "other agent": await desk.person("agent", theirs),
        "light agent": await desk.person("light_agent", mine),
        "admin": await desk.person("admin"),
        "narrow token": narrow,
    }
    return people, str(mine)


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, names) for key, each in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize(("method", "path", "body", "expected"), MATRIX, ids=lambda each: str(each)[:60])
async def test_matrix(desk: Any, cast: Any, method: str, path: str, body: dict[str, Any] | None, expected: str) -> None:
    people, department = cast
    answered = []
    for who in WHO:
        ticket = await desk.opened(people["customer"], department_id=department)
        if "{tag}" in path:
            await desk.does(people["admin"], f"/tickets/{ticket['id']}/tags", {"tags": [f"t{ticket['id'][-12:]}"]})
        tag = ((await desk.shown(people["admin"], ticket))["tags"] or [{"id": ""}])[0]["id"]
        before = await desk.rows("SELECT version FROM escalated_tickets WHERE id = CAST(:id AS uuid)", id=ticket["id"])
        names = {"{agent}": str(people["agent"].id), "{new}": f"n{ticket['id'][-12:]}"}
        target = path.replace("{t}", ticket["id"]).replace("{tag}", tag)
        more = {} if body is None else {"json": _filled(body, names)}

        answer = await desk.ask(method, target, people[who], **more)

        answered.append(str(answer.status_code))
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            after = await desk.rows(
                "SELECT version FROM escalated_tickets WHERE id = CAST(:id AS uuid)", id=ticket["id"]
            )
            assert after == before
    assert " ".join(answered) == expected


def test_the_matrix_has_a_row_for_every_route(desk: Any) -> None:
    from escalated_tickets.app import openapi

    served = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in openapi()["paths"].items()
        for method in methods
        if not path.startswith(("/api/v1/uploads", "/api/v1/attachments"))
    }
    rows = {
        (method, path.partition("?")[0].replace("{t}", "{ticket}").replace("{tag}", "{tag_id}"))
        for method, path, _, _ in MATRIX
    }
    assert rows == served
