"""People who are called in a note, and side conversations by mail, out and in."""

import asyncio
from email.message import EmailMessage
from typing import Any

import pytest
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as ticket_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.ids import uuid7
from escalated_chassis.testing.waiting import eventually
from escalated_notifications.parts import reply_tokens
from escalated_notifications.people.service import remember

VENDOR = "vera@vendor.example"


def letter(sender: str, subject: str, text: str = "Yes", **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, headers.pop("to", "support@desk.test"), subject
    mail["Message-ID"] = headers.pop("message_id", f"<{uuid7()}@mail.example>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


async def handled(desk: Any, raw: bytes, *, sender: str, **more: Any) -> Any:
    """Hands a mail over and waits for what becomes of it."""
    mail_id = (await desk.receive(raw, sender=sender, **more)).rsplit(" ", 1)[1]

    async def row() -> Any:
        return (await desk.rows("select * from escalated_inbound_mails where id = cast(:id as uuid)", id=mail_id))[0]

    async def done() -> bool:
        return (await row()).state not in ("queued", "sending")

    await eventually(done)
    return await row()


def made(desk: Any) -> tuple[int, int]:
    """How many tickets and messages were made."""
    return len(desk.neighbours.tickets.created), len(desk.neighbours.tickets.added)


class Side:
    """A ticket with a customer and an agent, and a side conversation beside it."""

    def __init__(self, desk: Any, name: str, **more: Any) -> None:
        self.desk, n = desk, desk.neighbours
        self.customer, self.agent = n.person(f"Cus{name}", "customer"), n.person(f"Ag{name}", "agent")
        self.colleague = n.person(f"Col{name}", "agent")
        self.ticket = n.ticket(self.customer, follower_ids=[self.colleague.id], **more)
        self.id, self.vendor = str(uuid7()), f"{name.lower()}-{VENDOR}"
        n.tickets.side_conversations[self.id] = (self.ticket, (self.vendor, self.agent.email))
        ids = [self.customer.id, self.agent.id, self.colleague.id]
        self.audience = events_pb2.Audience(person_ids=ids, staff_only=True)

    async def says(self, text: str, **more: Any) -> Any:
        """A line of the agent's goes out; the mails, by recipient."""
        opening = more.pop("opening", True)
        files = more.pop("attachments", [])
        message = self.desk.neighbours.message(
            self.ticket, self.agent, text, kind="side", opening=opening, attachments=files
        )
        recipients = [{"id": str(uuid7()), "name": "Vera Vendor", "email": self.vendor}]
        event = ticket_events.SideConversationMessage(
            ticket=self.ticket,
            side_conversation_id=self.id,
            subject="A spare part",
            message=message,
            **{"channel": "email", "recipients": recipients, **more},
        )
        before = len(await self.desk.deliveries(self.ticket.id))
        await self.desk.publish(event, entity_id=self.ticket.id, actor=self.agent, audience=self.audience)
        told = len(event.recipients) + len(set(event.told_ids) - {self.customer.id})
        await self.desk.settled(self.ticket.id, before + told)
        return event

    def address(self, recipient: str = "", *, days: int = 90) -> str:
        settings = self.desk.settings.model_copy(update={"mail_reply_days": days})
        return reply_tokens(settings).side_address(
            side_conversation_id=self.id, recipient=recipient or self.vendor, now=self.desk.clock.now()
        )


async def test_who_is_called_is_told_so_once(desk: Any) -> None:
    """given a note that calls one of two followers, then each gets one mail, and theirs says why"""
    side = Side(desk, "Mention")
    called = desk.neighbours.person("Callie", "light_agent")
    side.ticket.follower_ids.append(called.id)
    side.audience.person_ids.append(called.id)
    note = desk.neighbours.message(side.ticket, side.agent, "Look, @Callie", kind="note")
    event = ticket_events.InternalNoteAdded(ticket=side.ticket, message=note, mentioned_ids=[called.id])

    await desk.publish(event, entity_id=side.ticket.id, actor=side.agent, audience=side.audience)

    rows = await desk.settled(side.ticket.id, 2)
    assert sorted(row.recipient for row in rows) == ["callie@example.com", side.colleague.email]
    (mail,) = desk.postbox.to("callie@example.com")
    (other,) = desk.postbox.to(side.colleague.email)
    text, plain = (each.get_body(("plain",)).get_content() for each in (mail, other))
    assert "mentions you in an internal note" in text
    assert "You get this because a note mentions you." in text
    assert "left an internal note" in plain
    assert "Look, @Callie" in text
    assert desk.postbox.to(side.customer.email) == []


async def test_a_mail_beside_the_ticket_tells_nothing_of_it(desk: Any) -> None:
    side = Side(desk, "Out")
    event = await side.says("Have you two?", told_ids=[side.colleague.id])
    (mail,) = desk.postbox.to(side.vendor)

    root = f"<side-{side.id}@desk.test>"
    assert (mail["Message-ID"], mail["In-Reply-To"], mail["References"]) == (root, None, None)
    assert (mail["Subject"], mail["X-Escalated-Ticket"]) == ("A spare part", None)
    assert mail["From"] == '"AgOut (ACME Support)" <support@desk.test>'
    assert str(mail["Reply-To"].addresses[0].addr_spec) == side.address()
    assert len(side.address().partition("@")[0]) <= 64
    whole = mail.as_string()
    for secret in (side.ticket.reference, side.ticket.subject, side.ticket.id, side.customer.email):
        assert secret not in whole
    assert "Have you two?" in mail.get_body(("plain",)).get_content()
    assert desk.postbox.to(side.customer.email) == []
    (told,) = desk.postbox.to(side.colleague.email)
    assert told["Subject"] == f"[{side.ticket.reference}] A spare part"
    assert str(told["Reply-To"].addresses[0].addr_spec) == side.address(side.colleague.email)
    assert "side conversation" in told.get_body(("plain",)).get_content()

    later = await side.says("Still there?", opening=False)
    mail = desk.postbox.to(side.vendor)[1]
    assert mail["Message-ID"] == f"<side-{side.id}-{later.message.id}@desk.test>"
    assert (mail["In-Reply-To"], mail["References"]) == (root, root)
    assert event.message.id != later.message.id


def a_file(desk: Any, content: bytes, **more: Any) -> types_pb2.Attachment:
    """A file that tickets has."""
    named = {"id": str(uuid7()), "filename": "offer.pdf", "content_type": "application/pdf", **more}
    file = types_pb2.Attachment(size_bytes=len(content), **named)
    desk.neighbours.tickets.files[file.id] = content
    return file


async def test_files_go_along_to_third_parties_and_staff_read_their_names(desk: Any) -> None:
    side = Side(desk, "Files")
    scan, letter = b"%PDF-1.4" + bytes(range(256)) * 1_000, b"From: a@b\r\n\r\nHello"
    files = [
        a_file(desk, scan),
        a_file(desk, letter, filename="Größe.eml", content_type="message/rfc822"),
        types_pb2.Attachment(id=str(uuid7()), filename="film.mp4", size_bytes=20 * 1_048_576),
    ]
    await side.says("Look at these", told_ids=[side.colleague.id], attachments=files)
    (mail,), (told,) = desk.postbox.to(side.vendor), desk.postbox.to(side.colleague.email)

    parts = [(each.get_filename(), each.get_content_type(), each.get_content()) for each in mail.iter_attachments()]
    assert parts == [("offer.pdf", "application/pdf", scan), ("Größe.eml", "application/octet-stream", letter)]
    text = mail.get_body(("plain",)).get_content()
    assert "Attached: offer.pdf, Größe.eml" in text
    assert "Attached on the desk: film.mp4" in text
    assert "Look at these" in mail.get_body(("html",)).get_content()
    assert list(told.iter_attachments()) == []
    assert "Attached on the desk: offer.pdf, Größe.eml, film.mp4" in told.get_body(("plain",)).get_content()
    kept = [row.content["raw"] for row in await desk.deliveries(side.ticket.id) if row.recipient == side.vendor]
    assert len(kept) == 1 and len(kept[0]) < 20_000


async def test_a_mail_waits_for_its_files_and_does_not_go_without_one_that_is_gone(desk: Any) -> None:
    side = Side(desk, "Waits")
    file = a_file(desk, b"Some text", filename="a.txt", content_type="text/plain")
    desk.neighbours.tickets.away = True
    saying = asyncio.create_task(side.says("First", attachments=[file]))

    async def tried() -> bool:
        rows = await desk.deliveries(side.ticket.id)
        return bool(rows) and "cannot be composed yet" in rows[0].detail

    await eventually(tried)
    assert desk.postbox.to(side.vendor) == []
    desk.neighbours.tickets.away = False
    desk.later(minutes=5)
    await saying
    (mail,) = desk.postbox.to(side.vendor)
    assert [each.get_content() for each in mail.iter_attachments()] == ["Some text"]

    del desk.neighbours.tickets.files[file.id]
    await side.says("Again", opening=False, attachments=[file])
    assert [row.state for row in await desk.deliveries(side.ticket.id)] == ["sent", "failed"]
    assert len(desk.postbox.to(side.vendor)) == 1


async def test_an_internal_one_is_mailed_to_the_colleagues_only(desk: Any) -> None:
    side = Side(desk, "Internal")
    await side.says("Who knows?", channel="internal", recipients=[], told_ids=[side.colleague.id, side.customer.id])
    rows = await desk.deliveries(side.ticket.id)
    assert [row.recipient for row in rows] == [side.colleague.email]


async def test_the_whole_circle_of_a_side_conversation(desk: Any) -> None:
    """given the mail that went out, when its recipient answers it, then it is a line beside the ticket, once"""
    side = Side(desk, "Circle")
    await side.says("Have you two?")
    (mail,) = desk.postbox.to(side.vendor)
    to = str(mail["Reply-To"].addresses[0].addr_spec)
    before, beside = made(desk), len(desk.neighbours.tickets.beside)
    text = "Yes, two.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <s@desk.test> wrote:\n> Have you two?\n"
    raw = letter(f"Vera <{side.vendor}>", "Re: A spare part", text, to=to, In_Reply_To=str(mail["Message-ID"]))

    kept = await handled(desk, raw, sender=side.vendor, to=to)
    again = await desk.receive(raw, sender=side.vendor, to=to)

    assert (kept.state, kept.ticket_id, made(desk)) == ("sent", side.ticket.id, before)
    assert kept.detail == f"a line of a side conversation on {side.ticket.reference}"
    assert again.endswith("Known already")
    (request,) = desk.neighbours.tickets.beside[beside:]
    assert (request.side_conversation_id, request.author.email, request.key) == (
        side.id, side.vendor, f"mail:{kept.id}",
    )  # fmt: skip
    assert request.body.startswith("<p>Yes, two.</p><details>")


@pytest.mark.parametrize("case", ["foreign", "forged", "expired", "unknown", "thread"])
async def test_a_wrong_address_opens_nothing_inside(desk: Any, case: str) -> None:
    """given a token that is none for this sender, then a stranger's new ticket, with no way to the other one"""
    side = Side(desk, f"Wrong{case[:3]}")
    sender, to = side.vendor, side.address()
    if case == "foreign":
        sender = f"eve-{side.vendor}"
    if case == "forged":
        head, _, domain = to.partition("@")
        to = f"{head[:-4]}{'aaaa' if not head.endswith('aaaa') else 'bbbb'}@{domain}"
    if case == "expired":
        to = side.address(days=-1)
    if case == "unknown":
        del desk.neighbours.tickets.side_conversations[side.id]
    if case == "thread":
        to = "support@desk.test"
    before, beside = made(desk), len(desk.neighbours.tickets.beside)
    root = f"<side-{side.id}@desk.test>"
    raw = letter(sender, f"Re: {case}", "Let me in", to=to, In_Reply_To=root, References=root)

    kept = await handled(desk, raw, sender=sender, to=to)

    assert (kept.state, made(desk)) == ("sent", (before[0] + 1, before[1]))
    assert len(desk.neighbours.tickets.beside) == beside
    created = desk.neighbours.tickets.created[-1]
    assert (created.related_ticket_id, created.requester.email) == ("", sender)


async def test_a_mail_that_is_not_authentic_is_a_strangers(desk: Any) -> None:
    from escalated_notifications.mail_in.parse import parse
    from escalated_notifications.mail_in.side import side_conversation_of

    side = Side(desk, "Spoof")
    tokens, now = reply_tokens(desk.settings), desk.clock.now()
    good = parse(letter(side.vendor, "Re: x", to=side.address()))
    bad = parse(letter(side.vendor, "Re: x", to=side.address(), Authentication_Results="mx.desk.test; dmarc=fail"))
    trusted = {"trusted": "mx.desk.test", "now": now}
    assert side_conversation_of(good, good.recipients, tokens, **trusted) == side.id
    assert side_conversation_of(bad, bad.recipients, tokens, **trusted) == ""


async def test_an_agents_answer_to_such_a_mail_stays_beside_the_ticket(desk: Any) -> None:
    """given the mail that told an agent of a line, when they answer it, then it never reaches the customer"""
    side = Side(desk, "Agent")
    side.desk.neighbours.tickets.may_see[side.ticket.id].add(side.agent.id)
    async with desk.database.transaction() as uow:
        await remember(uow, [side.agent])
    before, to = made(desk), side.address(side.agent.email)
    raw = letter(side.agent.email, f"Re: [{side.ticket.reference}] A spare part", "Take three", to=to)

    kept = await handled(desk, raw, sender=side.agent.email, to=to)

    assert (kept.state, made(desk)) == ("sent", before)
    request = desk.neighbours.tickets.beside[-1]
    assert (request.author.id, request.author.email) == (side.agent.id, side.agent.email)


async def test_our_own_mail_that_comes_back_is_ignored(desk: Any) -> None:
    side = Side(desk, "Loop")
    before = made(desk)
    raw = letter("loop@vendor.example", "A spare part", message_id=f"<side-{side.id}@desk.test>")
    kept = await handled(desk, raw, sender="loop@vendor.example")
    assert (kept.state, kept.detail) == ("suppressed", "it is a mail of this desk that came back")
    assert made(desk) == before
