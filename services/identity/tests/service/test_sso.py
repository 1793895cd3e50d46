"""Signing in with a host application's token."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

SSO = "/api/v1/auth/sso"
HOST = "https://host.test"
TRUSTED = "https://trusted.test"
SECRET = "a secret shared with the host application"


def _claims(desk: Any, **more: Any) -> dict[str, Any]:
    now = int(desk.clock.now().timestamp())
    return {
        "iss": HOST,
        "aud": "http://desk.test",
        "sub": str(uuid4()),
        "email": f"{uuid4().hex}@example.com",
        "email_verified": True,
        "name": "Hosted Hannah",
        "iat": now,
        "exp": now + 300,
        "jti": str(uuid4()),
        **more,
    }


async def _exchange(desk: Any, claims: dict[str, Any], secret: str = SECRET, alg: str = "HS256") -> Any:
    token = jwt.encode({"alg": alg}, claims, OctKey.import_key(secret), algorithms=[alg])
    answer = await desk.http.post(SSO, json={"token": token})
    desk.http.cookies.clear()
    return answer


async def test_a_new_user_of_the_host_gets_an_account(desk: Any) -> None:
    # when
    claims = _claims(desk)
    answer = await _exchange(desk, claims)
    # then
    user = answer.json()["data"]["user"]
    assert answer.status_code == 200
    assert UUID(user["id"]) == desk.context.owner_id(claims["email"])
    assert (user["name"], user["kind"], user["email_verified"]) == ("Hosted Hannah", "customer", True)
    # and the same one the next time, also under another address
    again = await _exchange(desk, _claims(desk, sub=claims["sub"]))
    assert again.json()["data"]["user"]["id"] == user["id"]


async def test_a_verified_address_links_to_the_account_and_to_the_guest(desk: Any) -> None:
    person = await desk.person("customer")
    guest = await desk.guest("hosted-guest@example.com")
    linked = await _exchange(desk, _claims(desk, email=person.email))
    become = await _exchange(desk, _claims(desk, email="hosted-guest@example.com"))
    assert linked.json()["data"]["user"]["id"] == str(person.id)
    assert become.json()["data"]["user"]["id"] == str(guest.id)
    assert become.json()["data"]["user"]["kind"] == "customer"


@pytest.mark.parametrize("verified", [False, "true", None])
async def test_an_unverified_address_links_to_nobody(desk: Any, verified: Any) -> None:
    guest = await desk.guest("hosted-victim@example.com")
    answer = await _exchange(desk, _claims(desk, email="hosted-victim@example.com", email_verified=verified))
    user = answer.json()["data"]["user"]
    assert user["id"] != str(guest.id)
    assert user["email_verified"] is False


async def test_staff_is_signed_in_only_by_an_issuer_that_may(desk: Any, problem: Any) -> None:
    admin = await desk.person("admin")
    refused = await _exchange(desk, _claims(desk, email=admin.email))
    assert problem(refused) == (401, "sso_token_refused")
    assert await desk.rows("select 1 from escalated_sessions where person_id = :id", id=admin.id) == []
    taken = await _exchange(desk, _claims(desk, email=admin.email, iss=TRUSTED))
    assert taken.json()["data"]["user"]["id"] == str(admin.id)


async def test_a_token_works_once(desk: Any, problem: Any) -> None:
    claims = _claims(desk)
    assert (await _exchange(desk, claims)).status_code == 200
    assert problem(await _exchange(desk, claims)) == (401, "sso_token_refused")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"iss": "https://other.test"}, "issuer is not known"),
        ({"aud": "https://other.test"}, "aud is not"),
        ({"exp_in": 301}, "longer than 300"),
        ({"exp_in": 0}, "expired"),
        ({"iat_in": 31}, "future"),
        ({"iat": "now"}, "must be numbers"),
        ({"jti": None}, "jti must be"),
        ({"sub": ""}, "sub must be"),
        ({"email": 7}, "email must be"),
    ],
)
async def test_a_wrong_token_is_refused_with_its_reason(desk: Any, changed: dict[str, Any], reason: str) -> None:
    now = int(desk.clock.now().timestamp())
    claims = _claims(desk) | {key: value for key, value in changed.items() if not key.endswith("_in")}
    if "exp_in" in changed:
        claims["exp"] = now + changed["exp_in"]
    if "iat_in" in changed:
        claims |= {"iat": now + changed["iat_in"], "exp": now + 60}
    answer = await _exchange(desk, claims)
    assert (answer.status_code, answer.json()["code"]) == (401, "sso_token_refused")
    assert reason in answer.json()["detail"]


async def test_another_signature_or_algorithm_is_refused(desk: Any, problem: Any) -> None:
    before = (await desk.rows("select count(*) as n from escalated_people"))[0].n
    assert problem(await _exchange(desk, _claims(desk), "x" * 40)) == (401, "sso_token_refused")
    assert problem(await _exchange(desk, _claims(desk), SECRET * 2, "HS512")) == (401, "sso_token_refused")
    junk = await desk.http.post(SSO, json={"token": "no.jwt"})
    assert problem(junk) == (401, "sso_token_refused")
    assert (await desk.rows("select count(*) as n from escalated_people"))[0].n == before


async def test_a_deactivated_person_stays_out(desk: Any, problem: Any) -> None:
    claims = _claims(desk)
    user = (await _exchange(desk, claims)).json()["data"]["user"]
    admin = await desk.as_new("admin")
    await desk.http.patch(f"/api/v1/people/{user['id']}", json={"active": False}, headers=admin)
    answer = await _exchange(desk, _claims(desk, sub=claims["sub"]))
    assert problem(answer) == (401, "sso_token_refused")
