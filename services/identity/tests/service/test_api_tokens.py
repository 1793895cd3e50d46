"""API tokens over REST."""

import hashlib
import re
from datetime import timedelta
from typing import Any

TOKENS = "/api/v1/api-tokens"


async def _make(desk: Any, headers: dict[str, str], **body: Any) -> Any:
    return await desk.http.post(TOKENS, json={"name": "bot", "scopes": ["people:read"], **body}, headers=headers)


async def test_a_token_is_told_once_and_kept_hashed(desk: Any) -> None:
    # given
    agent = await desk.person("agent")
    headers = await desk.signed_in(agent)
    # when
    data = (await _make(desk, headers)).json()["data"]
    # then
    assert re.fullmatch(r"esc_[0-9A-Za-z]{40}", data["token"])
    (row,) = await desk.rows("select * from escalated_api_tokens where id = :id", id=data["id"])
    assert row.token_sha256 == hashlib.sha256(data["token"].encode()).hexdigest()
    assert data["token"] not in str(row)
    (listed,) = (await desk.http.get(TOKENS, headers=headers)).json()["data"]
    assert "token" not in listed
    assert (listed["name"], listed["scopes"], listed["last_used_at"]) == ("bot", ["people:read"], None)


async def test_a_token_may_do_what_its_scopes_say_and_no_more(desk: Any, problem: Any) -> None:
    admin = await desk.person("admin")
    token = await desk.api_token(admin, "people:read")
    desk.http.cookies.clear()
    assert (await desk.http.get("/api/v1/people", headers=token)).status_code == 200
    answer = await desk.http.post("/api/v1/departments", json={"name": "By bot"}, headers=token)
    assert problem(answer) == (403, "permission_missing")
    (row,) = await desk.rows("select last_used_at from escalated_api_tokens where person_id = :id", id=admin.id)
    assert row.last_used_at == desk.clock.now()


async def test_a_token_loses_what_its_holder_loses(desk: Any, problem: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    other = await desk.person("admin")
    token = await desk.api_token(other, "people:read", "audit:read")
    assert (await desk.http.get("/api/v1/audit", headers=token)).status_code == 200
    # when
    await desk.http.patch(f"/api/v1/people/{other.id}", json={"roles": ["agent"]}, headers=admin)
    desk.clock.move(timedelta(seconds=30))
    # then
    assert problem(await desk.http.get("/api/v1/audit", headers=token)) == (403, "permission_missing")
    assert (await desk.http.get("/api/v1/people", headers=token)).status_code == 200


async def test_a_token_dies_with_its_expiry_its_revocation_and_its_holder(desk: Any, problem: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    agent = await desk.person("agent")
    headers = await desk.signed_in(agent)
    until = (desk.clock.now() + timedelta(hours=1)).isoformat()
    expiring = (await _make(desk, headers, expires_at=until)).json()["data"]
    revoked = (await _make(desk, headers)).json()["data"]
    held = (await _make(desk, headers)).json()["data"]
    # when
    assert (await desk.http.delete(f"{TOKENS}/{revoked['id']}", headers=headers)).status_code == 204
    desk.clock.move(timedelta(hours=1))
    desk.http.cookies.clear()
    # then
    assert await _answer(desk, problem, expiring) == (401, "token_invalid")
    assert await _answer(desk, problem, revoked) == (401, "token_invalid")
    assert (await desk.http.get("/api/v1/auth/me", headers=_bearer(held))).status_code == 200
    admin = await desk.as_new("admin")
    await desk.http.patch(f"/api/v1/people/{agent.id}", json={"active": False}, headers=admin)
    desk.http.cookies.clear()
    desk.clock.move(timedelta(seconds=30))
    assert await _answer(desk, problem, held) == (401, "token_invalid")


async def test_bad_tokens_are_refused(desk: Any, problem: Any) -> None:
    headers = await desk.as_new("agent")
    past = (desk.clock.now() - timedelta(seconds=1)).isoformat()
    for body, wanted in (
        ({"scopes": ["no:such"]}, (422, "invalid")),
        ({"scopes": []}, (422, "invalid")),
        ({"scopes": ["settings:manage"]}, (403, "beyond_own_permissions")),
        ({"expires_at": past}, (422, "invalid")),
        ({"expires_at": "2030-01-01T00:00:00"}, (422, "invalid")),
    ):
        assert problem(await _make(desk, headers, **body)) == wanted, body


async def test_a_token_makes_no_mightier_token(desk: Any, problem: Any) -> None:
    admin = await desk.person("admin")
    token = await desk.api_token(admin, "api_tokens:manage")
    desk.http.cookies.clear()
    answer = await _make(desk, token, scopes=["people:manage"])
    assert problem(answer) == (403, "beyond_own_permissions")
    count = await desk.rows("select count(*) as n from escalated_api_tokens where person_id = :id", id=admin.id)
    assert count[0].n == 1


async def test_an_answer_with_a_secret_is_not_kept_for_a_key(desk: Any) -> None:
    headers = await desk.as_new("agent") | {"idempotency-key": "token-1"}
    made = await _make(desk, headers)
    await _make(desk, headers)
    kept = await desk.rows("select body from escalated_idempotency_keys where key = 'token-1'")
    assert made.json()["data"]["token"] not in str(kept)


def _bearer(token: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {token['token']}"}


async def _answer(desk: Any, problem: Any, token: dict[str, Any]) -> Any:
    return problem(await desk.http.get("/api/v1/auth/me", headers=_bearer(token)))
