"""People without an account: policy, the code by mail, the grant and what it opens, and what it never does."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from escalated.identity.v1 import types_pb2
from pydantic import ValidationError

from escalated_chassis.ids import id_for_email
from escalated_tickets.guests import service as guests
from escalated_tickets.guests.mails import GuestMail
from escalated_tickets.people.merging import merge_people
from escalated_tickets.people.service import keep_person
from escalated_tickets.settings import TicketsSettings

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@dataclass
class Postbox:
    """Takes what would be mailed."""

    mails: list[GuestMail] = field(default_factory=list)

    def post(self, mail: GuestMail) -> None:
        self.mails.append(mail)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def postbox(desk: Any) -> Any:
    """An empty box for each test, and counters that begin anew."""
    desk.desk.mailer = Postbox()
    async with desk.database.transaction() as uow:
        for table in ("attempts", "codes"):
            await uow.connection.exec_driver_sql(f"DELETE FROM escalated_guest_{table}")
    return desk.desk.mailer


@dataclass(frozen=True)
class Guest:
    """Somebody with an address and a grant for it."""

    id: UUID
    email: str
    headers: dict[str, str]


def unique() -> str:
    return f"guest-{uuid4().hex[:12]}@example.com"


async def opened_by(desk: Any, email: str, **more: Any) -> str:
    """A guest's ticket; its reference."""
    body = {"name": "Gil", "email": email, "subject": "Printer on fire", "description": "It burns.", **more}
    answer = await desk.ask("POST", "/guest/tickets", None, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["reference"])


async def asks(desk: Any, email: str) -> Any:
    return await desk.ask("POST", "/guest/verification", None, json={"email": email})


async def confirms(desk: Any, email: str, code: str) -> Any:
    return await desk.ask("POST", "/guest/verification/confirm", None, json={"email": email, "code": code})


async def guest(desk: Any, email: str = "") -> Guest:
    """Somebody who opened a ticket and proved the address."""
    email = email or unique()
    await opened_by(desk, email)
    assert (await asks(desk, email)).status_code == 204
    answer = await confirms(desk, email, desk.desk.mailer.mails[-1].variables["code"])
    assert answer.status_code == 200, answer.text
    headers = {"X-Guest-Grant": answer.json()["data"]["grant"]}
    return Guest(id_for_email(desk.settings.deployment_id, email), email, headers)


async def test_a_code_by_mail_gives_a_grant_that_shows_ones_tickets(desk: Any, postbox: Postbox) -> None:
    email = unique()
    reference = await opened_by(desk, email)
    await opened_by(desk, unique())

    assert (await asks(desk, email.upper())).status_code == 204
    (mail,) = postbox.mails
    answer = (await confirms(desk, email, mail.variables["code"])).json()["data"]
    listed = await desk.ask("GET", "/guest/tickets", None, headers={"X-Guest-Grant": answer["grant"]})

    assert (mail.template, mail.email, len(mail.variables["code"])) == ("guest_code", email, 8)
    assert (answer["email"], answer["expires_at"]) == (email, "2026-01-06T09:00:00Z")
    assert [each["reference"] for each in listed.json()["data"]] == [reference]


async def test_an_unknown_address_is_answered_alike_and_nobody_is_mailed(desk: Any, postbox: Postbox) -> None:
    known, unknown = unique(), unique()
    await opened_by(desk, known)

    with desk.counting() as for_known:
        first = await asks(desk, known)
    with desk.counting() as for_unknown:
        second = await asks(desk, unknown)

    assert (first.status_code, first.content) == (second.status_code, second.content) == (204, b"")
    # The same work, statement for statement: the time tells nothing.
    assert for_known == for_unknown
    assert [mail.email for mail in postbox.mails] == [known]


async def test_staff_do_not_sign_in_by_a_guests_code(desk: Any, postbox: Postbox) -> None:
    agent = await desk.person("agent")
    assert (await asks(desk, agent.email)).status_code == 204
    assert postbox.mails == []


async def test_a_code_is_good_once_for_ten_minutes_and_five_tries(desk: Any, postbox: Postbox, problem: Any) -> None:
    email = unique()
    await opened_by(desk, email)

    await asks(desk, email)
    code = postbox.mails[-1].variables["code"]
    assert (await confirms(desk, email, code)).status_code == 200
    assert problem(await confirms(desk, email, code)) == (401, "code_wrong")

    await asks(desk, email)
    late = postbox.mails[-1].variables["code"]
    desk.clock.move(timedelta(minutes=10))
    assert problem(await confirms(desk, email, late)) == (401, "code_wrong")
    desk.clock.move(timedelta(minutes=-10))

    await asks(desk, email)
    code = postbox.mails[-1].variables["code"]
    wrong = "0" * 8 if code != "0" * 8 else "1" * 8
    for _ in range(5):
        assert problem(await confirms(desk, email, wrong)) == (401, "code_wrong")
    assert problem(await confirms(desk, email, code)) == (401, "code_wrong")


async def test_codes_are_kept_as_hashes_and_forgotten(desk: Any, postbox: Postbox) -> None:
    email = unique()
    await opened_by(desk, email)
    await asks(desk, email)
    code = postbox.mails[-1].variables["code"]
    ((kept,),) = await desk.rows("SELECT code_hash FROM escalated_guest_codes")
    assert len(bytes(kept)) == 32
    assert code.encode() not in bytes(kept)

    desk.clock.move(timedelta(hours=2))
    async with desk.database.transaction() as uow:
        assert await guests.forget_old(uow, 100) == 2
        assert await guests.next_old(uow.connection) is None
    desk.clock.move(timedelta(hours=-2))
    assert await desk.rows("SELECT 1 FROM escalated_guest_codes") == []


async def test_asking_is_throttled_per_address_known_or_not(desk: Any, problem: Any) -> None:
    known = unique()
    await opened_by(desk, known)
    for email in (known, unique()):
        for _ in range(5):
            assert (await asks(desk, email)).status_code == 204
        refused = await asks(desk, email)
        assert problem(refused) == (429, "too_many")
        assert refused.headers["retry-after"] == "3600"


async def test_a_client_that_guesses_is_stopped(desk: Any, problem: Any) -> None:
    for _ in range(desk.settings.throttle_guests):
        assert problem(await confirms(desk, unique(), "12345678")) == (401, "code_wrong")
    assert problem(await confirms(desk, unique(), "12345678")) == (429, "too_many")


async def test_without_a_grant_401_with_a_foreign_ticket_404_and_nothing_happened(desk: Any, problem: Any) -> None:
    me, other = await guest(desk), await guest(desk)
    (theirs,) = (await desk.ask("GET", "/guest/tickets", None, headers=other.headers)).json()["data"]
    forged = {"X-Guest-Grant": me.headers["X-Guest-Grant"][:-2] + "xx"}
    for method, path, body in EVERY_ROUTE:
        target, more = path.replace("{t}", theirs["id"]), {} if body is None else {"json": body}
        if path not in ("/guest/tickets",):
            more_lookup = {"json": {"reference": theirs["reference"]}} if path.endswith("lookup") else more
            foreign = await desk.ask(method, target, None, headers=me.headers, **more_lookup)
            assert problem(foreign) == (404, "ticket_not_found"), path
        assert problem(await desk.ask(method, target, None, **more)) == (401, "grant_missing"), path
        assert problem(await desk.ask(method, target, None, headers=forged, **more)) == (401, "grant_invalid"), path
    assert await desk.event_types(theirs) == ["ticket.created"]


EVERY_ROUTE: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/guest/tickets", None),
    ("POST", "/guest/tickets/lookup", {"reference": "ESC-00001"}),
    ("GET", "/guest/tickets/{t}", None),
    ("GET", "/guest/tickets/{t}/messages", None),
    ("POST", "/guest/tickets/{t}/replies", {"body": "let me in"}),
    ("POST", "/guest/tickets/{t}/close", {}),
    ("POST", "/guest/tickets/{t}/reopen", {}),
    ("POST", "/guest/tickets/{t}/rate", {"score": 1}),
]


async def test_a_grant_ends_after_a_day(desk: Any, problem: Any) -> None:
    me = await guest(desk)
    desk.clock.move(timedelta(hours=24))
    ended = await desk.ask("GET", "/guest/tickets", None, headers=me.headers)
    desk.clock.move(timedelta(hours=-24))
    assert problem(ended) == (401, "grant_invalid")


async def test_a_grant_dies_with_the_person(desk: Any, problem: Any) -> None:
    gone, merged = await guest(desk), await guest(desk)
    row = types_pb2.Person(id=str(gone.id), name="Gil", email=gone.email, kind="guest", active=False, version=2)
    async with desk.database.transaction() as uow:
        await keep_person(uow, row)
        await merge_people(uow, merged.id, (await desk.person()).id)

    for each in (gone, merged):
        assert problem(await desk.ask("GET", "/guest/tickets", None, headers=each.headers)) == (401, "grant_ended")
        assert (await asks(desk, each.email)).status_code == 204
    assert [mail.email for mail in desk.desk.mailer.mails if mail.template == "guest_code"][2:] == []


async def test_a_guest_replies_with_a_file_and_reads_it_by_its_link(desk: Any) -> None:
    me = await guest(desk)
    ticket = (await desk.ask("GET", "/guest/tickets", None, headers=me.headers)).json()["data"][0]
    agent = await desk.person("agent")
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "psst", "internal": True})
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Have you tried water?"})

    answer = await desk.ask(
        "POST",
        f"/guest/tickets/{ticket['reference']}/replies",
        None,
        headers=me.headers,
        data={"body": "It helped, see the picture."},
        files={"files": ("shot.png", PNG, "image/png")},
    )
    listed = await desk.ask("GET", f"/guest/tickets/{ticket['id']}/messages", None, headers=me.headers)
    url = listed.json()["data"][-1]["attachments"][0]["url"]
    file = await desk.http.get(url)

    assert answer.status_code == 201, answer.text
    assert answer.json()["data"]["status"] == "waiting_on_agent"
    assert [each["body_text"] for each in listed.json()["data"]] == [
        "It burns.",
        "Have you tried water?",
        "It helped, see the picture.",
    ]
    assert (file.status_code, file.content) == (200, PNG)
    event = (await desk.events(ticket))[-2]
    assert (event["meta"]["type"], event["meta"]["actor"]["kind"], event["meta"]["actor"]["id"]) == (
        "reply.created",
        "guest",
        str(me.id),
    )


async def test_a_link_to_a_file_dies_with_the_guest(desk: Any, problem: Any) -> None:
    me = await guest(desk)
    ticket = (await desk.ask("GET", "/guest/tickets", None, headers=me.headers)).json()["data"][0]
    sent = {"data": {"body": "look"}, "files": {"files": ("shot.png", PNG, "image/png")}}
    answer = await desk.ask("POST", f"/guest/tickets/{ticket['id']}/replies", None, headers=me.headers, **sent)
    url = answer.json()["message"]["attachments"][0]["url"]
    row = types_pb2.Person(id=str(me.id), name="Gil", email=me.email, kind="guest", active=False, version=2)
    async with desk.database.transaction() as uow:
        await keep_person(uow, row)

    assert problem(await desk.http.get(url)) == (401, "grant_ended")


async def test_a_guest_closes_and_reopens_and_the_version_is_checked(desk: Any, problem: Any) -> None:
    me = await guest(desk)
    ticket = (await desk.ask("GET", "/guest/tickets", None, headers=me.headers)).json()["data"][0]
    path = f"/guest/tickets/{ticket['id']}"

    closed = await desk.ask("POST", f"{path}/close", None, headers=me.headers, json={})
    stale = await desk.ask("POST", f"{path}/reopen", None, headers=me.headers | {"If-Match": '"1"'}, json={})
    reopened = await desk.ask("POST", f"{path}/reopen", None, headers=me.headers, json={})

    assert (closed.json()["data"]["status"], closed.headers["etag"]) == ("closed", '"2"')
    assert problem(stale) == (412, "version_mismatch")
    assert reopened.json()["data"]["status"] == "reopened"


async def test_a_reply_with_a_key_is_written_once(desk: Any) -> None:
    me = await guest(desk)
    ticket = (await desk.ask("GET", "/guest/tickets", None, headers=me.headers)).json()["data"][0]
    headers = me.headers | {"Idempotency-Key": uuid4().hex}
    for _ in range(2):
        answer = await desk.ask(
            "POST", f"/guest/tickets/{ticket['id']}/replies", None, headers=headers, json={"body": "once"}
        )
        assert answer.status_code == 201
    assert (await desk.event_types(ticket)).count("reply.created") == 1


async def test_under_guest_user_the_configured_user_asks_and_the_guest_takes_part(desk: Any, problem: Any) -> None:
    agent, user, email = await desk.person("agent"), await desk.person(name="Reception"), unique()
    before = desk.desk.settings
    desk.desk.settings = before.model_copy(update={"guest_policy": "guest_user", "guest_user_id": user.id})
    try:
        me = await guest(desk, email)
        desk.desk.settings = before.model_copy(update={"guest_policy": "guest_user", "guest_user_id": uuid4()})
        body = {"name": "G", "email": email, "subject": "s", "description": "d"}
        nobody = await desk.ask("POST", "/guest/tickets", None, json=body)
    finally:
        desk.desk.settings = before

    (ticket,) = (await desk.ask("GET", "/guest/tickets", None, headers=me.headers)).json()["data"]
    shown = await desk.shown(agent, ticket)
    assert shown["requester"]["id"] == str(user.id)
    assert [each["email"] for each in shown["participants"]] == [email]
    assert problem(nobody) == (503, "no_guest_user")


def test_guest_user_needs_a_user(desk: Any) -> None:
    values = desk.settings.model_dump() | {"guest_policy": "guest_user"}
    with pytest.raises(ValidationError, match="guest_user_id"):
        TicketsSettings(**values)


async def test_under_prompt_signup_a_guest_is_invited_under_one_key_and_an_account_is_not(
    desk: Any, postbox: Postbox
) -> None:
    email, customer = unique(), await desk.person()
    before = desk.desk.settings
    desk.desk.settings = before.model_copy(update={"guest_policy": "prompt_signup"})
    try:
        for address in (email, email, customer.email):
            await opened_by(desk, address, name="Buy pills at evil.example", subject="Buy pills")
    finally:
        desk.desk.settings = before

    assert {mail.key for mail in postbox.mails} == {f"guest-sign-up:{id_for_email(desk.settings.deployment_id, email)}"}
    # Nothing that a stranger typed is in it: neither name nor subject nor text.
    assert replace(postbox.mails[0], key="") == GuestMail(
        "", "guest_sign_up", email, {"url": f"{desk.settings.public_url}/signup"}
    )


async def test_guests_can_be_switched_off(desk: Any, problem: Any) -> None:
    before = desk.desk.settings
    desk.desk.settings = before.model_copy(update={"guests_open_tickets": False})
    try:
        body = {"name": "G", "email": unique(), "subject": "s", "description": "d"}
        answer = await desk.ask("POST", "/guest/tickets", None, json=body)
    finally:
        desk.desk.settings = before
    assert problem(answer) == (404, "guests_off")


async def test_a_guest_is_not_told_of_fields_which_guests_cannot_fill_in(desk: Any) -> None:
    somebody, admin, customer = await guest(desk), await desk.person("admin"), await desk.person()
    own = await desk.opened(customer)
    body = {"key": "floor", "label": "Floor", "type": "text"}
    seen_by_all = {"visible_to_customers": True, "editable_by_customers": True}
    defined = await desk.does(admin, "/custom-fields", body | seen_by_all)

    reference = (await desk.ask("GET", "/guest/tickets", None, headers=somebody.headers)).json()["data"][0]["reference"]
    shown = await desk.ask("GET", f"/guest/tickets/{reference}", None, headers=somebody.headers)
    customers = await desk.shown(customer, own)
    await desk.ask("DELETE", f"/custom-fields/{defined['id']}", admin)

    assert shown.json()["data"]["can"] == ["reply", "close"]
    assert customers["can"] == ["reply", "close", "fields"]
