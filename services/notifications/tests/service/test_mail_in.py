"""From SMTP to tickets: answers land on their ticket, strangers open one, machines are kept out, nothing is lost."""

from datetime import UTC
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as ticket_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.testing.waiting import eventually
from escalated_notifications.parts import reply_tokens
from escalated_notifications.people.service import remember


def letter(sender: str, subject: str = "Help", text: str = "The printer burns", **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, headers.pop("to", "support@desk.test"), subject
    mail["Message-ID"] = headers.pop("message_id", f"<{abs(hash((sender, subject, text)))}@mail.example>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


async def handled(desk: Any, raw: bytes, *, sender: str, **more: Any) -> Any:
    """Hands a mail over and waits for what becomes of it."""
    words = await desk.receive(raw, sender=sender, **more)
    mail_id = words.rsplit(" ", 1)[1]

    async def done() -> bool:
        return (await row(desk, mail_id)).state not in ("queued", "sending")

    await eventually(done)
    return await row(desk, mail_id)


async def row(desk: Any, mail_id: str) -> Any:
    return (await desk.rows("select * from escalated_inbound_mails where id = cast(:id as uuid)", id=mail_id))[0]


def made(desk: Any) -> tuple[int, int]:
    """How many tickets and messages were made."""
    return len(desk.neighbours.tickets.created), len(desk.neighbours.tickets.added)


async def test_a_strangers_mail_opens_a_ticket(desk: Any) -> None:
    before = made(desk)
    kept = await handled(desk, letter("Sue New <sue@new.example>", "Broken"), sender="sue@new.example")
    assert (kept.state, made(desk)) == ("sent", (before[0] + 1, before[1]))
    request = desk.neighbours.tickets.created[-1]
    assert (request.subject, request.body.strip(), request.format) == ("Broken", "The printer burns", "text")
    assert (request.channel, request.requester.email, request.requester.name) == ("email", "sue@new.example", "Sue New")
    assert (request.key, request.related_ticket_id) == (f"mail:{kept.id}", "")
    assert kept.ticket_id != ""


async def test_those_in_cc_are_told_to_tickets_for_an_agent_to_approve(desk: Any) -> None:
    raw = letter("amy@new.example", "With Cc", Cc="Bo <bo@cc.example>, support@desk.test, amy@new.example")
    kept = await handled(desk, raw, sender="amy@new.example")
    request = desk.neighbours.tickets.created[-1]
    assert kept.state == "sent"
    assert [(each.name, each.email, each.id) for each in request.participants] == [("Bo", "bo@cc.example", "")]


async def test_the_confirmation_answers_the_mail_itself(desk: Any) -> None:
    """given a ticket whose event comes before its mail knows it, then the confirmation joins the sender's thread"""

    async def confirm(ticket: Any) -> None:
        event = ticket_events.TicketCreated(ticket=ticket, message=types_pb2.Message(opening=True))
        audience = events_pb2.Audience(person_ids=[ticket.requester.id])
        await desk.publish(event, entity_id=ticket.id, audience=audience)
        await eventually(lambda: desk.postbox.to("zoe@new.example"), 5)

    desk.neighbours.tickets.while_creating = confirm
    raw = letter("zoe@new.example", "Hello", message_id="<first@new.example>")
    kept = await handled(desk, raw, sender="zoe@new.example")
    desk.neighbours.tickets.while_creating = None
    (mail,) = desk.postbox.to("zoe@new.example")
    assert kept.state == "sent"
    assert mail["Message-ID"] == f"<ticket-{kept.ticket_id}@desk.test>"
    assert (mail["In-Reply-To"], mail["References"]) == ("<first@new.example>", "<first@new.example>")


async def test_the_customers_answer_becomes_a_reply_with_the_quote_folded(desk: Any) -> None:
    customer = desk.neighbours.person("Mia", "customer")
    ticket = desk.neighbours.ticket(customer)
    text = "Thanks, that helps.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <s@desk.test> wrote:\n> Try water\n"
    before = made(desk)
    raw = letter("Mia <mia@example.com>", "Re: x", text, In_Reply_To=f"<ticket-{ticket.id}@desk.test>")
    kept = await handled(desk, raw, sender="mia@example.com")
    assert (kept.state, kept.ticket_id, made(desk)) == ("sent", ticket.id, (before[0], before[1] + 1))
    request = desk.neighbours.tickets.added[-1]
    assert (request.ticket_id, request.author.id, request.internal) == (ticket.id, customer.id, False)
    assert request.body.startswith("<p>Thanks, that helps.</p><details><summary>Quoted text</summary>")
    assert "&gt; Try water" in request.body


async def test_the_whole_circle(desk: Any) -> None:
    """given the mail that the desk sent, when the customer answers to its Reply-To alone, then it is a reply"""
    customer = desk.neighbours.person("Cora", "customer")
    ticket = desk.neighbours.ticket(customer)
    to = reply_tokens(desk.settings).address(
        ticket_id=ticket.id, reference=ticket.reference, recipient=customer.email, now=desk.clock.now()
    )
    before = made(desk)
    kept = await handled(desk, letter(customer.email, "Re: hi", "Yes", to=to), sender=customer.email, to=to)
    assert (kept.ticket_id, made(desk)) == (ticket.id, (before[0], before[1] + 1))


@pytest.mark.parametrize("case", ["foreign", "forged", "expired"])
async def test_a_wrong_reply_address_opens_a_new_ticket(desk: Any, case: str) -> None:
    customer = desk.neighbours.person(f"Wanda{case}", "customer")
    ticket = desk.neighbours.ticket(customer)
    recipient = "other@example.com" if case == "foreign" else customer.email
    address = reply_tokens(
        desk.settings.model_copy(update={"mail_reply_days": 1 if case != "expired" else -1})
    ).address(ticket_id=ticket.id, reference=ticket.reference, recipient=recipient, now=desk.clock.now())
    if case == "forged":
        head, _, domain = address.partition("@")
        address = f"{head[:-4]}{'aaaa' if not head.endswith('aaaa') else 'bbbb'}@{domain}"
    before = made(desk)
    raw = letter(customer.email, f"Re: {case}", "Yes", to=address)
    kept = await handled(desk, raw, sender=customer.email, to=address)
    assert (kept.state, made(desk)) == ("sent", (before[0] + 1, before[1]))
    assert desk.neighbours.tickets.created[-1].related_ticket_id == ticket.id


async def test_a_stranger_who_knows_the_thread_does_not_get_in(desk: Any) -> None:
    """given Message-ID, References and reference, when a stranger uses them, then a new ticket, linked"""
    ticket = desk.neighbours.ticket(desk.neighbours.person("Nina", "customer"))
    root = f"<ticket-{ticket.id}@desk.test>"
    before = made(desk)
    raw = letter("eve@evil.example", f"Re: [{ticket.reference}] hello", "Let me in", In_Reply_To=root, References=root)
    await handled(desk, raw, sender="eve@evil.example")
    assert made(desk) == (before[0] + 1, before[1])
    assert desk.neighbours.tickets.created[-1].related_ticket_id == ticket.id


async def test_the_subject_lets_a_participant_in(desk: Any) -> None:
    customer = desk.neighbours.person("Olga", "customer")
    ticket = desk.neighbours.ticket(customer)
    before = made(desk)
    await handled(desk, letter(customer.email, f"Re: [{ticket.reference}] hello"), sender=customer.email)
    assert made(desk) == (before[0], before[1] + 1)


async def test_an_agent_acts_by_their_own_reply_address_and_by_nothing_less(desk: Any) -> None:
    """given an agent's address, which anybody can write, when no token proves it, then it is no reply of an agent"""
    agent = desk.neighbours.person("Adam", "agent")
    ticket = desk.neighbours.ticket(desk.neighbours.person("Pia", "customer"))
    desk.neighbours.tickets.may_see[ticket.id].add(agent.id)
    async with desk.database.transaction() as uow:
        await remember(uow, [agent])
    root = f"<ticket-{ticket.id}@desk.test>"
    before = made(desk)
    await handled(desk, letter(agent.email, "Re: 1", "I am Adam", In_Reply_To=root), sender=agent.email)
    assert made(desk) == (before[0] + 1, before[1])
    to = reply_tokens(desk.settings).address(
        ticket_id=ticket.id, reference=ticket.reference, recipient=agent.email, now=desk.clock.now()
    )
    raw = letter(agent.email, "Re: 2", "I am Adam", In_Reply_To=root, to=to)
    await handled(desk, raw, sender=agent.email, to=to)
    assert made(desk) == (before[0] + 1, before[1] + 1)
    assert desk.neighbours.tickets.added[-1].author.id == agent.id


@pytest.mark.parametrize(
    ("headers", "sender", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "robot1@example.com", "Auto-Submitted: auto-replied"),
        ({"Precedence": "bulk"}, "robot2@example.com", "Precedence: bulk"),
        ({}, "", "bounce: it has no sender"),
        ({"X_Loop": "us"}, "robot3@example.com", "it is a mail of this desk that came back"),
        (
            {"message_id": "<ticket-01920000-0000-7000-8000-000000000001@desk.test>"},
            "robot4@example.com",
            "it is a mail of this desk that came back",
        ),
    ],
)
async def test_machines_are_kept_and_not_answered(desk: Any, headers: dict[str, str], sender: str, reason: str) -> None:
    before = made(desk)
    raw = letter(sender or "mailer-daemon@example.com", f"Out of office {reason}", **headers)
    kept = await handled(desk, raw, sender=sender)
    assert (kept.state, kept.detail, made(desk)) == ("suppressed", reason, before)


async def test_an_operator_may_have_an_ignored_mail_handled(desk: Any) -> None:
    raw = letter("list@example.com", "Not a robot at all", Precedence="list")
    kept = await handled(desk, raw, sender="list@example.com")
    admin = desk.as_person(desk.neighbours.person("Root", "admin"))
    listed = await desk.http.get("/api/v1/inbound?state=ignored&limit=100", headers=admin)
    (shown,) = [each for each in listed.json()["data"] if each["id"] == str(kept.id)]
    assert (shown["from"], shown["detail"]) == ("list@example.com", "Precedence: list")
    download = await desk.http.get(f"/api/v1/inbound/{kept.id}/raw", headers=admin)
    assert b"Not a robot at all" in download.content
    assert download.headers["content-disposition"].startswith("attachment")
    before = made(desk)
    answer = await desk.http.post(f"/api/v1/inbound/{kept.id}/retry", headers=admin)
    assert answer.status_code == 200, answer.text
    await eventually(lambda: made(desk) == (before[0] + 1, before[1]))


async def test_the_same_mail_twice_is_one(desk: Any) -> None:
    raw = letter("twice@example.com", "Twice")
    before = made(desk)
    await handled(desk, raw, sender="twice@example.com")
    assert await desk.receive(raw, sender="twice@example.com") == "2.0.0 Known already"
    assert made(desk) == (before[0] + 1, before[1])


async def test_more_than_enough_from_one_address_waits(desk: Any) -> None:
    """given six mails of one address in an hour and a limit of five, then the sixth is kept and made nothing of"""
    states = []
    for number in range(6):
        kept = await handled(desk, letter("many@example.com", f"Mail {number}"), sender="many@example.com")
        states.append(kept.state)
    assert states == ["sent"] * 5 + ["suppressed"]


async def test_while_tickets_is_away_mail_is_taken_and_handled_later_once(desk: Any) -> None:
    desk.neighbours.tickets.away = True
    before, came_at = made(desk), desk.clock.now()
    words = await desk.receive(letter("wait@example.com", "Waiting"), sender="wait@example.com")
    mail_id = words.rsplit(" ", 1)[1]

    async def waited() -> bool:
        return (await row(desk, mail_id)).failures == 1

    await eventually(waited)
    desk.neighbours.tickets.away = False
    desk.later(seconds=15)
    await eventually(lambda: made(desk) == (before[0] + 1, before[1]))
    assert desk.neighbours.tickets.created[-1].occurred_at.ToDatetime(UTC) == came_at


async def test_attachments_go_along_and_a_refused_one_is_named(desk: Any) -> None:
    desk.neighbours.tickets.refuse_files = ("evil.exe",)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "files@example.com", "support@desk.test", "Files"
    mail["Message-ID"] = "<files@example.com>"
    mail.set_content("See attached")
    mail.add_attachment(b"x" * 150_000, maintype="image", subtype="png", filename="../../shot.png")
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="evil.exe")
    before = made(desk)
    kept = await handled(desk, mail.as_bytes(), sender="files@example.com")
    assert kept.state == "sent", kept.detail
    assert desk.neighbours.tickets.uploads[-1] == ("shot.png", "image/png", b"x" * 150_000)
    assert len(desk.neighbours.tickets.created[-1].upload_ids) == 1
    assert made(desk) == (before[0] + 1, before[1])
    body = desk.neighbours.tickets.created[-1].body
    assert body.startswith("See attached")
    assert "Files that were not taken:\n- evil.exe: " in body


async def test_html_alone_is_cleaned(desk: Any) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "html@example.com", "support@desk.test", "Html"
    mail["Message-ID"] = "<html@example.com>"
    mail.set_content("<p onclick='x()'>Hi <script>alert(1)</script><b>you</b></p>", subtype="html")
    await handled(desk, mail.as_bytes(), sender="html@example.com")
    request = desk.neighbours.tickets.created[-1]
    assert (request.body.strip(), request.format) == ("<p>Hi <b>you</b></p>", "html")


def bomb(parts: int) -> bytes:
    body = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(parts)) + b"--b--\r\n"
    return b'From: bomb@example.com\r\nSubject: b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' + body


def nest(depth: int) -> bytes:
    head = b"From: nest@example.com\r\nSubject: n\r\n"
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(depth)
    )
    return head + opened + b"Content-Type: text/plain\r\n\r\nx\r\n"


@pytest.mark.parametrize(
    ("raw", "words"),
    [(bomb(10_000), "more than 200 parts"), (nest(100), "deeper than 20"), (nest(5_000), "more than 200 parts")],
    ids=["parts", "depth", "very deep"],
)
async def test_a_mime_bomb_is_kept_shown_and_harmless(desk: Any, raw: bytes, words: str) -> None:
    before = made(desk)
    kept = await handled(desk, raw, sender="bomb@example.com")
    assert (kept.state, words in kept.detail, made(desk)) == ("failed", True, before)


async def test_headers_without_end_are_refused(desk: Any) -> None:
    raw = b"From: head@example.com\r\n" + b"".join(b"X-%d: %b\r\n" % (n, b"y" * 900) for n in range(200)) + b"\r\nhi"
    kept = await handled(desk, raw, sender="head@example.com")
    assert (kept.state, kept.detail) == ("failed", "The headers of this mail are too long.")


async def test_what_is_too_big_is_refused_at_the_door(desk: Any) -> None:
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=desk.composition.listener.port, timeout=10)
    await client.connect()
    with pytest.raises(aiosmtplib.SMTPResponseException) as caught:
        await client.mail("big@example.com", options=["SIZE=50000000"])
    assert caught.value.code == 552
    client.close()


async def test_the_desk_relays_nothing(desk: Any) -> None:
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await desk.receive(letter("a@example.com"), sender="a@example.com", to="victim@elsewhere.example")


async def test_a_mail_is_on_disk_before_it_is_acknowledged(desk: Any) -> None:
    """given no worker at all, when the server has said 250, then the raw mail is there"""
    worker = desk.composition.parts.inbound_worker
    await worker.stop()
    raw = letter("disk@example.com", "On disk")
    words = await desk.receive(raw, sender="disk@example.com")
    found = await desk.rows(
        "select content from escalated_inbound_raw where mail_id = cast(:id as uuid)", id=words.rsplit(" ", 1)[1]
    )
    assert b"On disk" in found[0].content
    await worker.start()
