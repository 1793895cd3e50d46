"""Sign-in, refresh, sign-out and the throttle, over REST."""

import asyncio
import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from escalated_chassis.access.signing import generate_jwk, import_key, sign
from escalated_identity.people import service

PASSWORD = "correct horse battery"
LOGIN = "/api/v1/auth/login"
ME = "/api/v1/auth/me"
REFRESH = "/api/v1/auth/refresh"


async def test_a_person_signs_in_and_is_told_who_she_is(desk: Any) -> None:
    # given
    person = await desk.person("agent", name="Alex Agent", locale="en")
    # when
    answer = await desk.log_in(person.email.upper())
    # then
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert data["expires_in"] == 600
    assert data["user"]["id"] == str(person.id)
    assert data["user"]["name"] == "Alex Agent"
    assert data["user"]["kind"] == "agent"
    assert data["user"]["is_staff"] is True
    assert data["user"]["roles"] == ["agent"]
    assert "tickets:reply" in data["user"]["permissions"]
    assert data["user"]["departments"] == []
    assert answer.headers["cache-control"] == "no-store"
    me = await desk.http.get(ME, headers={"authorization": f"Bearer {data['access_token']}"})
    assert me.json()["data"] == data["user"]


async def test_cookies_are_out_of_reach_of_pages(desk: Any) -> None:
    person = await desk.person()
    answer = await desk.log_in(person.email)
    access, refresh = answer.headers.get_list("set-cookie")
    assert access.startswith("escalated_access=ey")
    assert refresh.startswith("escalated_refresh=")
    assert all(part in access for part in ("HttpOnly", "Max-Age=600", "Path=/;", "SameSite=lax"))
    assert all(part in refresh for part in ("HttpOnly", "Max-Age=2592000", "Path=/api/v1/auth;", "SameSite=lax"))
    assert "Secure" not in access


async def test_the_cookie_signs_requests_in(desk: Any) -> None:
    person = await desk.person()
    await desk.log_in(person.email)
    me = await desk.http.get(ME)
    assert me.json()["data"]["email"] == person.email


async def test_wrong_password_and_unknown_address_are_answered_alike_after_the_same_work(
    desk: Any, problem: Any
) -> None:
    # given
    person = await desk.person()
    before = desk.context.passwords.verifications
    # when
    wrong = await desk.log_in(person.email, "not the password")
    unknown = await desk.log_in("nobody-at-all@example.com", "not the password")
    # then
    assert desk.context.passwords.verifications == before + 2
    assert problem(wrong) == problem(unknown) == (401, "wrong_credentials")
    said = [{k: v for k, v in answer.json().items() if k != "request_id"} for answer in (wrong, unknown)]
    assert said[0] == said[1]
    assert "set-cookie" not in wrong.headers


async def test_a_guest_cannot_sign_in(desk: Any, problem: Any) -> None:
    await desk.guest("only-wrote-once@example.com")
    answer = await desk.log_in("only-wrote-once@example.com", "")
    assert problem(answer) == (422, "invalid")
    answer = await desk.log_in("only-wrote-once@example.com", "nobody has this password")
    assert problem(answer) == (401, "wrong_credentials")


async def test_failures_lock_an_account_for_a_quarter_of_an_hour(desk: Any, problem: Any) -> None:
    # given three failures
    person = await desk.person()
    for _ in range(3):
        assert (await desk.log_in(person.email, "wrong wrong wrong")).status_code == 401
    # when the right password comes
    refused = await desk.log_in(person.email)
    # then
    assert problem(refused) == (429, "too_many")
    assert refused.headers["retry-after"] == "900"
    desk.clock.move(timedelta(minutes=15, seconds=1))
    assert (await desk.log_in(person.email)).status_code == 200


async def test_an_unknown_account_is_locked_like_a_known_one(desk: Any) -> None:
    codes = [(await desk.log_in("ghost@example.com", "wrong wrong wrong")).status_code for _ in range(4)]
    assert codes == [401, 401, 401, 429]


async def test_a_sign_in_starts_the_count_anew(desk: Any) -> None:
    person = await desk.person()
    for _ in range(3):
        await desk.log_in(person.email, "wrong wrong wrong")
        desk.clock.move(timedelta(minutes=16))
        assert (await desk.log_in(person.email)).status_code == 200


async def test_failures_at_the_same_moment_are_all_counted(desk: Any) -> None:
    person = await desk.person()
    answers = await asyncio.gather(*(desk.log_in(person.email, "wrong wrong wrong") for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [401] * 3 + [429] * 5


async def test_refresh_tokens_rotate(desk: Any) -> None:
    # given
    person = await desk.person()
    first = (await desk.log_in(person.email)).json()["data"]
    # when
    answer = await desk.http.post(REFRESH, json={"refresh_token": first["refresh_token"]})
    # then
    second = answer.json()["data"]
    assert second["refresh_token"] != first["refresh_token"]
    assert second["user"]["id"] == str(person.id)
    assert (await desk.http.post(REFRESH, json={"refresh_token": second["refresh_token"]})).status_code == 200


async def test_a_refresh_token_used_twice_ends_the_family(desk: Any, problem: Any) -> None:
    # given
    person = await desk.person()
    first = (await desk.log_in(person.email)).json()["data"]
    second = (await desk.http.post(REFRESH, json={"refresh_token": first["refresh_token"]})).json()["data"]
    # when the first comes again
    reused = await desk.http.post(REFRESH, json={"refresh_token": first["refresh_token"]})
    # then neither works any more
    assert problem(reused) == (401, "session_over")
    after = await desk.http.post(REFRESH, json={"refresh_token": second["refresh_token"]})
    assert problem(after) == (401, "session_over")
    ended = await desk.rows("select ended_because from escalated_sessions where person_id = :id", id=person.id)
    assert [row.ended_because for row in ended] == ["refresh_token_reused"]


async def test_the_same_refresh_token_at_the_same_moment_rotates_once(desk: Any) -> None:
    person = await desk.person()
    token = (await desk.log_in(person.email)).json()["data"]["refresh_token"]
    answers = await asyncio.gather(*(desk.http.post(REFRESH, json={"refresh_token": token}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_refresh_by_cookie_asks_for_our_own_page(desk: Any, problem: Any) -> None:
    person = await desk.person()
    await desk.log_in(person.email)
    foreign = await desk.http.post(REFRESH, headers={"origin": "https://evil.test"})
    assert problem(foreign) == (403, "origin_mismatch")
    own = await desk.http.post(REFRESH, headers={"origin": "http://desk.test"})
    assert own.status_code == 200


async def test_a_session_not_refreshed_for_a_month_is_over(desk: Any, problem: Any) -> None:
    person = await desk.person()
    token = (await desk.log_in(person.email)).json()["data"]["refresh_token"]
    desk.clock.move(timedelta(days=30, seconds=1))
    answer = await desk.http.post(REFRESH, json={"refresh_token": token})
    assert problem(answer) == (401, "session_over")


async def test_sign_out_ends_the_session_and_clears_the_cookies(desk: Any, problem: Any) -> None:
    # given
    person = await desk.person()
    data = (await desk.log_in(person.email)).json()["data"]
    desk.http.cookies.clear()
    bearer = {"authorization": f"Bearer {data['access_token']}"}
    # when
    answer = await desk.http.post("/api/v1/auth/logout", headers=bearer)
    # then
    assert answer.status_code == 204
    assert [cookie.split(";")[0] for cookie in answer.headers.get_list("set-cookie")] == [
        'escalated_access=""',
        'escalated_refresh=""',
    ]
    refreshed = await desk.http.post(REFRESH, json={"refresh_token": data["refresh_token"]})
    assert problem(refreshed) == (401, "session_over")
    assert (await desk.http.post("/api/v1/auth/logout", headers=bearer)).status_code == 204


async def test_sign_out_by_the_refresh_token_when_the_access_token_has_expired(desk: Any) -> None:
    person = await desk.person()
    data = (await desk.log_in(person.email)).json()["data"]
    desk.clock.move(timedelta(minutes=11))
    answer = await desk.http.post("/api/v1/auth/logout", headers={"origin": "http://desk.test"})
    assert answer.status_code == 204
    ended = await desk.rows("select ended_because from escalated_sessions where person_id = :id", id=person.id)
    assert [row.ended_because for row in ended] == ["signed_out"]
    assert data["refresh_token"]


async def test_a_new_password_ends_the_other_sessions(desk: Any, problem: Any) -> None:
    # given two sessions
    person = await desk.person()
    here = (await desk.log_in(person.email)).json()["data"]
    there = (await desk.log_in(person.email)).json()["data"]
    desk.http.cookies.clear()
    # when
    answer = await desk.http.patch(
        f"{ME}/password",
        json={"current_password": PASSWORD, "new_password": "another horse battery"},
        headers={"authorization": f"Bearer {here['access_token']}"},
    )
    # then
    assert answer.status_code == 204
    assert (await desk.http.post(REFRESH, json={"refresh_token": here["refresh_token"]})).status_code == 200
    ended = await desk.http.post(REFRESH, json={"refresh_token": there["refresh_token"]})
    assert problem(ended) == (401, "session_over")
    assert (await desk.log_in(person.email)).status_code == 401
    assert (await desk.log_in(person.email, "another horse battery")).status_code == 200


async def test_a_new_password_needs_the_current_one(desk: Any, problem: Any) -> None:
    person = await desk.person()
    headers = await desk.signed_in(person)
    body = {"current_password": "not this one", "new_password": "another horse battery"}
    answer = await desk.http.patch(f"{ME}/password", json=body, headers=headers)
    assert problem(answer) == (403, "wrong_password")
    assert (await desk.log_in(person.email)).status_code == 200


async def test_a_deactivated_person_is_out(desk: Any, problem: Any) -> None:
    person = await desk.person()
    data = (await desk.log_in(person.email)).json()["data"]
    async with desk.database.transaction() as uow:
        await service.change_person(uow, desk.context, person.id, service.PersonChange(active=False))
    refreshed = await desk.http.post(REFRESH, json={"refresh_token": data["refresh_token"]})
    assert problem(refreshed) == (401, "session_over")
    assert problem(await desk.log_in(person.email)) == (401, "wrong_credentials")


def _claims(desk: Any, person: Any) -> dict[str, Any]:
    now = int(desk.clock.now().timestamp())
    return {
        "iss": "http://desk.test",
        "aud": "escalated",
        "sub": str(person.id),
        "sid": "00000000-0000-7000-8000-000000000000",
        "kind": "admin",
        "name": "x",
        "email": "x@example.com",
        "roles": ["admin"],
        "depts": [],
        "av": 1,
        "iat": now,
        "exp": now + 600,
    }


async def test_an_expired_token_is_refused(desk: Any, problem: Any) -> None:
    headers = await desk.as_new("customer")
    desk.clock.move(timedelta(minutes=10, seconds=6))
    desk.http.cookies.clear()
    assert problem(await desk.http.get(ME, headers=headers)) == (401, "token_expired")


@pytest.mark.parametrize("forgery", ["other_key_same_kid", "none", "hs256_with_public_key", "changed_body", "junk"])
async def test_a_forged_token_is_refused(desk: Any, problem: Any, forgery: str) -> None:
    # given
    person = await desk.person("admin")
    real = (await desk.signed_in(person))["authorization"].removeprefix("Bearer ")
    desk.http.cookies.clear()
    public = (await desk.context.keys.public_jwks())[0]
    token = _forge(forgery, _claims(desk, person), real, public)
    # when
    answer = await desk.http.get(ME, headers={"authorization": f"Bearer {token}"})
    # then
    assert problem(answer) == (401, "token_invalid")


def _base64(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _forge(how: str, claims: dict[str, Any], real: str, public: dict[str, Any]) -> str:
    if how == "other_key_same_kid":
        return sign(claims, import_key(generate_jwk(public["kid"])))
    if how == "none":
        head = {"alg": "none", "typ": "JWT", "kid": public["kid"]}
        return f"{_base64(head)}.{_base64(claims)}."
    if how == "hs256_with_public_key":
        key = OctKey.import_key(public["x"])
        return jwt.encode({"alg": "HS256", "kid": public["kid"]}, claims, key, ["HS256"])
    if how == "changed_body":
        head, _, tail = real.split(".")
        other = sign(claims, import_key(generate_jwk(public["kid"]))).split(".")[1]
        return f"{head}.{other}.{tail}"
    return "not.a.token"


async def test_a_token_for_another_audience_is_refused(desk: Any, problem: Any) -> None:
    person = await desk.person("admin")
    private = await desk.context.keys.signing_jwk()
    token = sign(_claims(desk, person) | {"aud": "tickets"}, import_key(private))
    answer = await desk.http.get(ME, headers={"authorization": f"Bearer {token}"})
    assert problem(answer) == (401, "token_invalid")


async def test_the_signing_key_is_published_without_its_private_half(desk: Any) -> None:
    answer = await desk.http.get("/.well-known/jwks.json")
    (key,) = answer.json()["keys"]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
    assert "d" not in key
    sealed = await desk.rows("select sealed_private_jwk from escalated_signing_keys")
    private = await desk.context.keys.signing_jwk()
    assert private["d"].encode() not in sealed[0].sealed_private_jwk


async def test_the_access_token_of_an_ended_session_is_refused_without_a_broadcast(desk: Any, problem: Any) -> None:
    # given
    person = await desk.person()
    headers = await desk.signed_in(person)
    desk.http.cookies.clear()
    await desk.http.post("/api/v1/auth/logout", headers=headers)
    # when the process asks, as it does every ten seconds
    await desk.http._transport.app.state.authenticator.revocations.ask()
    # then
    assert problem(await desk.http.get(ME, headers=headers)) == (401, "session_ended")
