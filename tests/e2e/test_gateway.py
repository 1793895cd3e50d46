"""What anybody meets at the gateway: signing in, the API's document, the alias, files, the live stream, bad input."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.e2e.test_main_job import me, opened, show
from tests.suite import ADMIN, AGENT, CUSTOMER, PASSWORD, Suite, wait_for

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


async def test_signing_in_gives_tokens_and_cookies(suite: Suite) -> None:
    async with httpx2.AsyncClient(base_url=suite.url) as client:
        answer = await client.post("/api/v1/auth/login", json={"email": ADMIN, "password": PASSWORD})
        data = answer.json()["data"]
        mine = await client.get("/api/v1/auth/me")
        foreign = await client.post("/api/v1/tickets", json={}, headers={"origin": "https://evil.example"})

    assert set(data) == {"access_token", "refresh_token", "expires_in", "user"}
    assert (mine.status_code, mine.json()["data"]["email"]) == (200, ADMIN)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_mismatch")
    assert "httponly" in answer.headers["set-cookie"].lower()


async def test_a_wrong_password_says_the_same_as_an_unknown_address(suite: Suite) -> None:
    async with httpx2.AsyncClient(base_url=suite.url) as client:
        bodies = [{"email": AGENT, "password": "wrong"}, {"email": f"{uuid4().hex}@example.com", "password": "wrong"}]
        answers = [await client.post("/api/v1/auth/login", json=body) for body in bodies]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json()["code"] == answers[1].json()["code"]


async def test_an_api_token_is_shown_once_and_limited_to_its_scopes(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent, httpx2.AsyncClient(base_url=suite.url) as client:
        made = await agent.post("/api/v1/api-tokens", json={"name": "reader", "scopes": ["tickets:read"]})
        token = made.json()["data"]["token"]
        listed = (await agent.get("/api/v1/api-tokens")).text
        headers = {"authorization": f"Bearer {token}"}
        reads = await client.get("/api/v1/tickets", headers=headers)
        writes = await client.post("/api/v1/tickets", json={"subject": "x", "description": "y"}, headers=headers)

    assert made.status_code == 201
    assert token.startswith("esc_")
    assert token not in listed
    assert (reads.status_code, writes.status_code) == (200, 403)


async def test_the_document_describes_what_answers(suite: Suite) -> None:
    async with httpx2.AsyncClient(base_url=suite.url) as client:
        document = (await client.get("/api/openapi.json")).json()
        reader = await client.get("/api/docs")
        script = await client.get("/api-reader/start.js")
    assert {"/api/v1/tickets", "/api/v1/auth/login", "/api/v1/calendars/preview", "/api/v1/stream"} <= set(
        document["paths"]
    )
    assert (reader.status_code, script.status_code) == (200, 200)


async def test_the_alias_reaches_the_same_api(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent:
        direct, alias = [await agent.get(f"{prefix}/api/v1/auth/me") for prefix in ("", "/support")]
    assert direct.json()["data"] == alias.json()["data"]


async def test_the_ui_and_its_files_are_served_with_their_policy(suite: Suite) -> None:
    async with httpx2.AsyncClient(base_url=suite.url) as client:
        page = await client.get("/support/agent/tickets/")
        root = await client.get("/")
    assert (page.status_code, root.status_code, root.headers["location"]) == (200, 307, "/support/")
    assert "script-src 'self'; style-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/openapi.json"])
async def test_what_is_for_operators_does_not_pass_the_gateway(suite: Suite, path: str) -> None:
    async with httpx2.AsyncClient(base_url=suite.url) as client:
        assert (await client.get(path)).status_code == 404


async def test_files_go_along_and_only_who_sees_the_ticket_gets_them(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in("dana@example.com") as other:
        uploaded = await customer.post("/api/v1/uploads", files={"file": ("shot.png", PNG, "image/png")})
        lies = await customer.post("/api/v1/uploads", files={"file": ("shot.pdf", PNG, "application/pdf")})
        assert (uploaded.status_code, lies.status_code) == (201, 415)
        ticket = await opened(customer, attachments=[uploaded.json()["data"]["id"]])
        link = (await show(customer, ticket["id"]))["messages"][0]["attachments"][0]["url"]
        got = await httpx2.AsyncClient(base_url=suite.url).get(link)
        foreign = await other.get(link.split("?")[0])
        forged = await httpx2.AsyncClient(base_url=suite.url).get(link[:-3] + "000")

    assert (got.status_code, got.content, got.headers["content-type"]) == (200, PNG, "image/png")
    assert (foreign.status_code, forged.status_code) == (404, 401)


async def test_the_live_stream_tells_customers_nothing_of_notes(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent:
        ticket = await opened(customer)
        heard: dict[str, list[str]] = {"customer": [], "agent": []}
        listening = [
            asyncio.create_task(listen(customer, heard["customer"])),
            asyncio.create_task(listen(agent, heard["agent"])),
        ]
        try:
            await wait_for(lambda: all("open" in lines for lines in heard.values()))
            path = f"/api/v1/tickets/{ticket['id']}/replies"
            await agent.post(path, json={"body": "secret words", "internal": True})
            await agent.post(path, json={"body": "kind words"})
            await wait_for(lambda: all(any("kind words" in line for line in lines) for lines in heard.values()))
        finally:
            for task in listening:
                task.cancel()
    assert any("secret words" in line for line in heard["agent"])
    assert not any("secret words" in line or "internal_note" in line for line in heard["customer"])


async def listen(client: httpx2.AsyncClient, lines: list[str]) -> None:
    async with client.stream("GET", "/api/v1/stream", timeout=60) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines.append("open")
        async for line in answer.aiter_lines():
            lines.append(line)


BAD = [
    ("POST", "/api/v1/tickets", b"{no json", "application/json", 400),
    ("POST", "/api/v1/tickets", b'{"subject": "a", "description": "b", "version": 7}', "application/json", 422),
    ("POST", "/api/v1/tickets", b'{"subject": 7, "description": "b"}', "application/json", 422),
    ("POST", "/api/v1/tickets", b"<xml/>", "text/xml", 415),
    ("POST", "/api/v1/tickets", b'"' + b"x" * 3_000_000 + b'"', "application/json", 413),
    ("GET", "/api/v1/tickets/ESC-99999999", b"", "", 404),
    ("GET", "/api/v1/tickets/not-a-ticket", b"", "", 404),
    ("GET", "/api/v1/tickets?sort=password", b"", "", 422),
    ("GET", "/api/v1/tickets?cursor=garbage", b"", "", 422),
    ("PUT", "/api/v1/tickets", b"{}", "application/json", 405),
    ("GET", "/api/v1/nothing", b"", "", 404),
]


@pytest.mark.parametrize(("method", "path", "body", "kind", "status"), BAD)
async def test_bad_input_gets_the_right_problem_document(
    suite: Suite, method: str, path: str, body: bytes, kind: str, status: int
) -> None:
    async with suite.signed_in(AGENT) as agent:
        headers = {"content-type": kind} if kind else {}
        answer = await agent.request(method, path, content=body or None, headers=headers)
    assert answer.status_code == status, answer.text
    problem: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert {"title", "detail", "code"} <= set(problem)
    assert "Traceback" not in answer.text


async def test_an_upload_of_fifty_megabytes_is_refused(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent:
        files = {"file": ("big.bin", b"\x01" * 50_000_000, "application/octet-stream")}
        answer = await agent.post("/api/v1/uploads", files=files, timeout=60)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("token", ["nonsense", "esc_unknown", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."])
async def test_a_forged_token_is_refused(suite: Suite, token: str) -> None:
    async with httpx2.AsyncClient(base_url=suite.url) as client:
        answer = await client.get("/api/v1/tickets", headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


async def test_an_expired_token_is_refused(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent:
        token = agent.headers["authorization"].removeprefix("Bearer ")
    head, claims, signature = token.split(".")
    late = json.dumps({"exp": 1}).encode().hex()
    async with httpx2.AsyncClient(base_url=suite.url) as client:
        answer = await client.get("/api/v1/tickets", headers={"authorization": f"Bearer {head}.{late}.{signature}"})
    assert claims
    assert answer.status_code == 401


async def test_a_webhook_is_told_and_signed(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin:
        refused = await admin.post("/api/v1/webhooks", json={"url": "http://169.254.169.254/x", "events": ["ticket.*"]})
        made = await admin.post(
            "/api/v1/webhooks", json={"url": "https://hooks.example.com/desk", "events": ["ticket.*"]}
        )
        assert (refused.status_code, made.status_code) == (422, 201)
        assert made.json()["data"]["secret"].startswith("whsec_")
        path = f"/api/v1/webhooks/{made.json()['data']['id']}"
        assert "secret" not in (await admin.get(path)).json()["data"]
        await admin.delete(path)


async def test_operators_commands_speak_to_the_running_suite(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent:
        assert (await me(agent))["email"] == AGENT
    assert "agent@example.com" in suite.escalated("users", "list")
    for command in (
        ("sla", "check", "--dry-run"),
        ("escalations", "evaluate", "--dry-run"),
        ("tickets", "close-resolved", "--days", "7", "--dry-run"),
        ("activities", "purge", "--days", "90", "--dry-run"),
        ("outbox", "list", "--service", "tickets"),
        ("dlq", "list", "--service", "sla"),
    ):
        suite.escalated(*command)
