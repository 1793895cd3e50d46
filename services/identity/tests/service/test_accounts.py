"""Signing up, proving an address, and setting a password by mail: what a guest has stays hers."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from escalated_chassis.testing.waiting import eventually

SIGN_UP = "/api/v1/auth/signup"
VERIFY = "/api/v1/auth/verify-address"
RESET = "/api/v1/auth/password-reset"
PASSWORD = "my own long password"

Post = Callable[..., Awaitable[Any]]


async def _sign_up(desk: Any, email: str, **more: Any) -> dict[str, Any]:
    answer = await desk.http.post(SIGN_UP, json={"email": email, "password": PASSWORD, "name": "Nina New"} | more)
    assert answer.status_code == 201, answer.text
    desk.http.cookies.clear()
    data: dict[str, Any] = answer.json()["data"]
    return data


async def _mailed(desk: Any, template: str, email: str) -> str:
    """The token of the last mail to an address."""

    def found() -> list[str]:
        return [mail.link for mail in desk.mails if (mail.template, mail.email) == (template, email)]

    await eventually(found)
    return found()[-1].partition("#token=")[2]


def _bearer(data: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {data['access_token']}"}


async def test_somebody_new_gets_an_account_and_is_signed_in(desk: Any) -> None:
    # when
    data = await _sign_up(desk, "new@example.com")
    # then
    assert data["user"]["kind"] == "customer"
    assert data["user"]["email_verified"] is False
    me = await desk.http.get("/api/v1/auth/me", headers=_bearer(data))
    assert me.json()["data"]["email"] == "new@example.com"
    (created,) = await desk.published("person.created", data["user"]["id"])
    assert created["person"]["kind"] == "customer"
    assert created["person"]["email_verified"] is False
    assert (await desk.log_in("new@example.com", PASSWORD)).status_code == 200


async def test_signing_up_with_a_guests_address_gives_nothing_of_the_guest(desk: Any) -> None:
    # given
    guest = await desk.guest("guest1@example.com")
    # when
    data = await _sign_up(desk, "Guest1@example.com")
    # then: another person, and the guest's row has no password
    assert data["user"]["id"] != str(guest.id)
    assert guest.id == desk.context.owner_id("guest1@example.com")
    held = await desk.rows("select 1 from escalated_credentials where person_id = :id", id=guest.id)
    assert held == []


async def test_the_mail_carries_no_text_of_whoever_signed_up(desk: Any) -> None:
    await _sign_up(desk, "third-party@example.com", name="Buy cheap watches")
    await _mailed(desk, "verify_email", "third-party@example.com")
    (mail,) = [mail for mail in desk.mails if mail.email == "third-party@example.com"]
    assert mail.name == ""


async def test_a_claimed_address_makes_no_staff(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    claim = await _sign_up(desk, "would-be@example.com")
    path = f"/api/v1/people/{claim['user']['id']}"
    answer = await desk.http.patch(path, json={"roles": ["agent"]}, headers=admin)
    assert problem(answer) == (409, "address_not_verified")
    assert (await desk.http.get(path, headers=admin)).json()["data"]["kind"] == "customer"


async def test_an_unknown_address_is_not_owned_by_whoever_claims_it_first(desk: Any) -> None:
    data = await _sign_up(desk, "victim@example.com")
    assert UUID(data["user"]["id"]) != desk.context.owner_id("victim@example.com")


async def test_the_mailed_link_gives_the_guests_row_the_sign_in(desk: Any) -> None:
    # given
    guest = await desk.guest("guest2@example.com")
    claim = await _sign_up(desk, "guest2@example.com")
    token = await _mailed(desk, "verify_email", "guest2@example.com")
    # when
    answer = await desk.http.post(VERIFY, json={"token": token}, headers=_bearer(claim))
    # then
    user = answer.json()["data"]["user"]
    assert (user["id"], user["kind"], user["email_verified"]) == (str(guest.id), "customer", True)
    again = await desk.log_in("guest2@example.com", PASSWORD)
    assert again.json()["data"]["user"]["id"] == str(guest.id)
    (merged,) = await desk.published("person.merged", claim["user"]["id"])
    assert (merged["from_id"], merged["to_id"]) == (claim["user"]["id"], str(guest.id))
    closed = (await desk.published("person.updated", claim["user"]["id"]))[-1]
    assert closed["person"]["active"] is False
    opened = (await desk.published("person.updated", guest.id))[0]
    assert (opened["person"]["kind"], opened["person"]["name"]) == ("customer", "Nina New")


async def test_the_link_works_once_and_for_two_hours(desk: Any, problem: Any) -> None:
    claim = await _sign_up(desk, "once@example.com")
    token = await _mailed(desk, "verify_email", "once@example.com")
    assert (await desk.http.post(VERIFY, json={"token": token}, headers=_bearer(claim))).status_code == 200
    second = await _sign_up(desk, "late@example.com")
    late = await _mailed(desk, "verify_email", "late@example.com")
    desk.clock.move(timedelta(hours=2))
    renewed = (await desk.log_in("late@example.com", PASSWORD)).json()["data"]
    desk.http.cookies.clear()
    answer = await desk.http.post(VERIFY, json={"token": late}, headers=_bearer(renewed))
    assert problem(answer) == (409, "link_dead")
    assert second["user"]["id"] == renewed["user"]["id"]


async def test_the_link_alone_gives_nobody_the_account(desk: Any, problem: Any) -> None:
    """Somebody signs up with another's address and waits for its owner to click."""
    # given
    await desk.guest("owner@example.com")
    await _sign_up(desk, "owner@example.com")
    token = await _mailed(desk, "verify_email", "owner@example.com")
    stranger = await _sign_up(desk, "stranger@example.com")
    # when
    anonymous = await desk.http.post(VERIFY, json={"token": token})
    other = await desk.http.post(VERIFY, json={"token": token}, headers=_bearer(stranger))
    # then
    assert problem(anonymous) == (401, "unauthenticated")
    assert problem(other) == (409, "link_dead")
    owner = await desk.rows(
        "select kind from escalated_people where id = :id", id=desk.context.owner_id("owner@example.com")
    )
    assert [row.kind for row in owner] == ["guest"]


async def test_the_mailbox_alone_sets_a_new_password_and_shuts_the_claim_out(desk: Any, problem: Any) -> None:
    # given a claim by somebody else
    guest = await desk.guest("mine@example.com")
    claim = await _sign_up(desk, "mine@example.com")
    # when the owner asks for a link
    assert (await desk.http.post(RESET, json={"email": "mine@example.com"})).status_code == 204
    token = await _mailed(desk, "password_reset", "mine@example.com")
    done = await desk.http.post(f"{RESET}/confirm", json={"token": token, "password": "only I know this"})
    # then
    assert done.status_code == 204
    assert (await desk.log_in("mine@example.com", PASSWORD)).status_code == 401
    signed_in = await desk.log_in("mine@example.com", "only I know this")
    assert signed_in.json()["data"]["user"]["id"] == str(guest.id)
    assert claim["user"]["id"] != str(guest.id)


async def test_a_reset_ends_every_session(desk: Any, problem: Any) -> None:
    # given
    person = await desk.person("agent")
    session = (await desk.log_in(person.email)).json()["data"]
    desk.http.cookies.clear()
    await desk.http.post(RESET, json={"email": person.email})
    token = await _mailed(desk, "password_reset", person.email)
    # when
    body = {"token": token, "password": "something else now"}
    assert (await desk.http.post(f"{RESET}/confirm", json=body)).status_code == 204
    # then
    answer = await desk.http.post("/api/v1/auth/refresh", json={"refresh_token": session["refresh_token"]})
    assert problem(answer) == (401, "session_over")
    assert problem(await desk.http.post(f"{RESET}/confirm", json=body)) == (409, "link_dead")
    assert (await desk.log_in(person.email, "something else now")).status_code == 200


async def test_a_reset_says_the_same_of_unknown_addresses(desk: Any) -> None:
    before = len(desk.mails)
    answer = await desk.http.post(RESET, json={"email": "never-heard-of@example.com"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert len(desk.mails) == before
    assert await desk.rows("select 1 from escalated_people where address = 'never-heard-of@example.com'") == []


async def test_one_mailbox_gets_at_most_five_mails_an_hour(desk: Any, problem: Any) -> None:
    person = await desk.person()
    for _ in range(5):
        assert (await desk.http.post(RESET, json={"email": person.email})).status_code == 204
    assert problem(await desk.http.post(RESET, json={"email": person.email})) == (429, "too_many")


async def test_an_address_with_an_account_is_taken(desk: Any, problem: Any) -> None:
    # given
    person = await desk.person()
    # when
    answer = await desk.http.post(
        SIGN_UP, json={"email": person.email.upper(), "password": PASSWORD, "name": "Somebody Else"}
    )
    # then
    assert problem(answer) == (409, "address_taken")
    people = await desk.rows("select id from escalated_people where address = :address", address=person.address)
    assert [row.id for row in people] == [person.id]


async def test_bad_sign_ups_are_refused_field_by_field(desk: Any) -> None:
    cases = [
        ({"email": "no address", "password": PASSWORD, "name": "N"}, "/email", "email"),
        ({"email": "a@b.example", "password": "short", "name": "N"}, "/password", "too_short"),
        ({"email": "somebody@example.com", "password": "Somebody@example.com", "name": "N"}, "/password", "too_easy"),
        ({"email": "a@b.example", "password": PASSWORD, "name": ""}, "/name", "string_too_short"),
        ({"email": "a@b.example", "password": PASSWORD, "name": "N", "kind": "admin"}, "/kind", "unknown_field"),
    ]
    for body, pointer, code in cases:
        answer = await desk.http.post(SIGN_UP, json=body)
        assert answer.status_code == 422, answer.text
        assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert await desk.rows("select 1 from escalated_people where address = 'a@b.example'") == []


async def test_sign_up_can_be_closed(desk: Any, problem: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk.context.settings, "sign_up_open", False)
    answer = await desk.http.post(SIGN_UP, json={"email": "c@example.com", "password": PASSWORD, "name": "C"})
    assert problem(answer) == (403, "sign_up_closed")
    assert await desk.rows("select 1 from escalated_people where address = 'c@example.com'") == []
