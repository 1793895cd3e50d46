"""Who a request is made by: every kind of credential, good, stale and forged."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from escalated_chassis.access.directory import Access, AccessChange, ApiToken
from escalated_chassis.access.signing import generate_jwk
from escalated_chassis.clock import ManualClock
from escalated_contracts.permissions import BUILT_IN_ROLES

from .conftest import ALICE, BOB, Desk

SALES = UUID("018f0000-0000-7000-8000-0000000000d1")
API_TOKEN = "esc_" + "a" * 40


async def ask(client: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await client.get("/whoami", headers={"Authorization": f"Bearer {token}"})


def refused(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def access(**changed: Any) -> Access:
    values: dict[str, Any] = {
        "person_id": ALICE,
        "kind": "agent",
        "name": "Alice",
        "email": "alice@example.com",
        "active": True,
        "permissions": frozenset({"tickets:read", "tickets:reply"}),
        "department_ids": frozenset({SALES}),
        "role_ids": ("agent",),
        "access_version": 3,
    }
    return Access(**(values | changed))


def give_token(desk: Desk, **changed: Any) -> None:
    values: dict[str, Any] = {
        "token_id": "t1",
        "access": access(),
        "scopes": frozenset({"tickets:read", "tickets:delete"}),
        "expires_at": None,
    }
    token = ApiToken(**(values | changed))
    desk.directory.tokens[hashlib.sha256(API_TOKEN.encode()).hexdigest()] = token


async def test_a_token_names_the_person_and_what_they_may_do(client: httpx2.AsyncClient, desk: Desk) -> None:
    answer = await ask(client, desk.sign(ALICE, department_ids=[SALES]))

    assert answer.json()["data"] == {
        "id": str(ALICE),
        "permissions": sorted(BUILT_IN_ROLES["agent"]),
        "departments": [str(SALES)],
    }
    assert desk.directory.asked == []


async def test_without_credentials_nobody_calls(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/whoami")).json() == {"data": None}


async def test_an_expired_token_is_refused(client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock) -> None:
    token = desk.sign(ALICE)
    manual_clock.move(timedelta(minutes=10, seconds=4))
    assert (await ask(client, token)).status_code == 200

    manual_clock.move(timedelta(seconds=1))

    assert refused(await ask(client, token)) == (401, "token_expired")


async def test_forged_tokens_are_refused(client: httpx2.AsyncClient, desk: Desk) -> None:
    good = desk.sign(ALICE)
    head, body, signature = good.split(".")
    kid = "users-1"
    symmetric = jwt.encode({"alg": "HS256", "kid": kid}, {"sub": str(ALICE)}, OctKey.import_key("x" * 32))
    forged = {
        "of another key": desk.sign(ALICE, jwk=generate_jwk(kid)),
        "of an unknown key": desk.sign(ALICE, jwk=generate_jwk("else")),
        "unsigned": f"eyJhbGciOiJub25lIiwia2lkIjoidXNlcnMtMSJ9.{body}.",
        "by a shared secret": symmetric,
        "for another desk": desk.sign(ALICE, issuer="https://elsewhere.example"),
        "with another body": f"{head}.{desk.sign(BOB).split('.')[1]}.{signature}",
        "cut": good[:-4],
        "nonsense": "a.b.c",
    }

    answers = {how: refused(await ask(client, token)) for how, token in forged.items()}

    assert answers == dict.fromkeys(forged, (401, "token_invalid"))
    assert refused(await client.get("/whoami", headers={"Authorization": "Basic YTpi"})) == (401, "token_invalid")


async def test_a_token_for_another_audience_is_refused(client: httpx2.AsyncClient, desk: Desk) -> None:
    from escalated_chassis.access import signing, tokens

    key = signing.import_key(desk.app.state.settings.service_key.get_secret_value())
    answer = await ask(client, signing.sign({"iss": "identity", "aud": tokens.AUDIENCE}, key))

    assert refused(answer) == (401, "token_invalid")


async def test_custom_roles_are_asked_for_once_in_half_a_minute(
    client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock
) -> None:
    desk.directory.roles = {"r1": frozenset({"tags:manage"})}
    token = desk.sign(ALICE, role_ids=["light_agent", "r1", "gone"])

    permissions = (await ask(client, token)).json()["data"]["permissions"]
    await ask(client, token)

    assert permissions == sorted(BUILT_IN_ROLES["light_agent"] | {"tags:manage"})
    assert desk.directory.asked == ["list_roles"]
    manual_clock.move(timedelta(seconds=30))
    desk.directory.roles = {}
    assert (await ask(client, token)).json()["data"]["permissions"] == sorted(BUILT_IN_ROLES["light_agent"])


async def test_known_roles_outlive_identity_and_unknown_ones_are_503(
    client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock
) -> None:
    token = desk.sign(ALICE, role_ids=["r1"])
    desk.directory.away = True
    assert refused(await ask(client, token)) == (503, "identity_unavailable")

    desk.directory.away = False
    desk.directory.roles = {"r1": frozenset({"tags:manage"})}
    await ask(client, token)
    desk.directory.away = True
    manual_clock.move(timedelta(minutes=5))

    assert (await ask(client, token)).json()["data"]["permissions"] == ["tags:manage"]


async def test_more_departments_than_a_token_holds_are_asked_for(client: httpx2.AsyncClient, desk: Desk) -> None:
    many = [UUID(int=number) for number in range(41)]
    desk.directory.people[ALICE] = access(department_ids=frozenset(many))

    answer = await ask(client, desk.sign(ALICE, department_ids=many))

    assert len(answer.json()["data"]["departments"]) == 41
    assert desk.directory.asked == ["get_access"]


async def test_a_token_older_than_the_access_is_refused(
    client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock
) -> None:
    # Given identity raised the access version while this process heard no broadcast
    desk.directory.changes = [AccessChange(ALICE, 4, manual_clock.now())]
    assert (await ask(client, desk.sign(ALICE))).status_code == 200

    await desk.app.state.authenticator.revocations.ask()

    assert refused(await ask(client, desk.sign(ALICE))) == (401, "token_outdated")
    assert (await ask(client, desk.sign(ALICE, access_version=4))).status_code == 200
    assert (await ask(client, desk.sign(BOB))).status_code == 200


async def test_a_session_that_ended_unheard_is_refused(client: httpx2.AsyncClient, desk: Desk) -> None:
    # Given the session ended while this process heard no broadcast
    token = desk.sign(ALICE, session_id="s1")
    desk.directory.ended = ["s1"]
    assert (await ask(client, token)).status_code == 200

    await desk.app.state.authenticator.revocations.ask()

    assert refused(await ask(client, token)) == (401, "session_ended")


async def test_broadcasts_revoke_at_once(client: httpx2.AsyncClient, desk: Desk) -> None:
    authenticator = desk.app.state.authenticator

    await authenticator._on_access_changed(f"escalated.broadcast.identity.access.{ALICE}", {"access_version": 4})
    await authenticator._on_session_ended("escalated.broadcast.identity.session_ended.s2", {})

    assert refused(await ask(client, desk.sign(ALICE))) == (401, "token_outdated")
    assert refused(await ask(client, desk.sign(BOB, session_id="s2"))) == (401, "session_ended")


async def test_an_api_token_may_do_what_both_it_and_its_person_may(client: httpx2.AsyncClient, desk: Desk) -> None:
    give_token(desk)

    answer = await ask(client, API_TOKEN)
    await ask(client, API_TOKEN)

    assert answer.json()["data"] == {
        "id": str(ALICE),
        "permissions": ["tickets:read"],
        "departments": [str(SALES)],
    }
    assert desk.directory.asked == ["resolve_api_token"]


async def test_a_revoked_api_token_dies_within_half_a_minute(
    client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock
) -> None:
    give_token(desk)
    await ask(client, API_TOKEN)
    desk.directory.tokens.clear()

    manual_clock.move(timedelta(seconds=30))

    assert refused(await ask(client, API_TOKEN)) == (401, "token_invalid")


async def test_api_tokens_expire_and_end_with_their_person(
    client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock
) -> None:
    give_token(desk, expires_at=manual_clock.now() + timedelta(seconds=10))
    assert (await ask(client, API_TOKEN)).status_code == 200
    manual_clock.move(timedelta(seconds=10))
    assert refused(await ask(client, API_TOKEN)) == (401, "token_expired")

    give_token(desk, access=access(active=False))
    manual_clock.move(timedelta(seconds=30))
    assert refused(await ask(client, API_TOKEN)) == (401, "token_invalid")


SAME = {"Origin": "http://desk.test"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (SAME, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://desk.test"}, 403),
        ({"Origin": "http://desk.test.evil.test"}, 403),
        ({"Origin": "http://evil.test", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
async def test_a_cookie_changes_something_only_from_our_own_pages(
    client: httpx2.AsyncClient, desk: Desk, headers: dict[str, str], status: int
) -> None:
    cookie = {"Cookie": f"escalated_access={desk.sign(ALICE)}"}

    answer = await client.post("/departments", json={"name": "Sales"}, headers=headers | cookie)

    assert answer.status_code == status
    assert await desk.names() == (["Sales"] if status == 201 else [])
    if status == 403:
        assert answer.json()["code"] == "origin_mismatch"
    assert (await client.get("/whoami", headers=cookie)).json()["data"]["id"] == str(ALICE)
