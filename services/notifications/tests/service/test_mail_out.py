"""From an event on NATS to a mail at the other side, once, with the right headers."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from escalated.events.v1 import events_pb2
from escalated.notifications.v1 import notifications_pb2
from escalated.sla.v1 import events_pb2 as sla_events
from escalated.sla.v1 import types_pb2 as sla_types
from escalated.tickets.v1 import events_pb2 as ticket_events

from escalated_chassis.clock import SystemClock
from escalated_chassis.testing.waiting import eventually
from escalated_notifications.app import compose


class Story:
    """A ticket with its people."""

    def __init__(self, desk: Any, name: str, **more: Any) -> None:
        self.desk, n = desk, desk.neighbours
        self.customer = n.person(f"Ann{name}", "customer")
        self.agent = n.person(f"Ada{name}", "agent")
        self.follower = n.person(f"Flo{name}", "agent")
        self.ticket = n.ticket(self.customer, follower_ids=[self.follower.id], **more)
        self.ticket.assignee.CopyFrom(
            type(self.ticket.requester)(id=self.agent.id, name=self.agent.name, email=self.agent.email)
        )
        ids = [self.customer.id, self.agent.id, self.follower.id]
        self.audience = events_pb2.Audience(person_ids=ids)

    def reply(self, author: Any, text: str, **more: Any) -> ticket_events.ReplyCreated:
        message = self.desk.neighbours.message(self.ticket, author, text, **more)
        return ticket_events.ReplyCreated(ticket=self.ticket, message=message)

    async def publish(self, event: Any, actor: Any = None, **meta: Any) -> str:
        return await self.desk.publish(
            event, entity_id=self.ticket.id, actor=actor, **{"audience": self.audience, **meta}
        )


async def test_an_agents_reply_becomes_one_mail_to_the_customer(desk: Any) -> None:
    """given an agent's reply, when the event comes, then customer and follower get it, with the thread's headers"""
    story = Story(desk, "1")
    event = story.reply(story.agent, "Have you tried **water**?")
    await story.publish(event, story.agent)
    rows = await desk.settled(story.ticket.id, 2)
    assert sorted((row.recipient, row.state) for row in rows) == [
        ("ann1@example.com", "sent"), ("flo1@example.com", "sent"),
    ]  # fmt: skip
    (mail,) = desk.postbox.to("ann1@example.com")
    ticket, root = story.ticket, f"<ticket-{story.ticket.id}@desk.test>"
    assert mail["Message-ID"] == f"<ticket-{ticket.id}-reply-{event.message.id}@desk.test>"
    assert (mail["In-Reply-To"], mail["References"]) == (root, root)
    assert mail["Subject"] == f"Re: [{ticket.reference}] The printer burns"
    assert mail["From"] == '"Ada1 (ACME Support)" <support@desk.test>'
    assert mail["To"] == "Ann1 <ann1@example.com>"
    assert mail["Auto-Submitted"] is None
    assert str(mail["Reply-To"].addresses[0].addr_spec).startswith(f"reply+{ticket.reference.lower()}.")
    plain = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert "Have you tried **water**?" in plain
    assert "You get this because you asked us." in plain
    assert "<p" in html
    assert "<style" not in html


async def test_the_same_event_twice_is_one_mail(desk: Any) -> None:
    story = Story(desk, "2")
    event = story.reply(story.agent, "Once")
    await story.publish(event, story.agent)
    await desk.settled(story.ticket.id, 2)
    await story.publish(event, story.agent)
    barrier = story.reply(story.agent, "Barrier")
    await story.publish(barrier, story.agent)
    await desk.settled(story.ticket.id, 4)
    texts = [mail.get_body(("plain",)).get_content().splitlines()[0] for mail in desk.postbox.to("ann2@example.com")]
    assert texts == ["Once", "Barrier"]


async def test_the_confirmation_is_the_root_and_says_it_is_automatic(desk: Any) -> None:
    story = Story(desk, "3")
    event = ticket_events.TicketCreated(
        ticket=story.ticket, message=desk.neighbours.message(story.ticket, story.customer, "secret text", opening=True)
    )
    await story.publish(event, story.customer)
    await desk.settled(story.ticket.id, 2)
    (mail,) = desk.postbox.to("ann3@example.com")
    assert mail["Message-ID"] == f"<ticket-{story.ticket.id}@desk.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["In-Reply-To"] is None
    assert mail["Subject"] == f"[{story.ticket.reference}] The printer burns"
    assert "secret text" not in mail.as_string()
    (to_agent,) = desk.postbox.to("ada3@example.com")
    assert "secret text" in to_agent.get_body(("plain",)).get_content()


async def test_a_guests_confirmation_carries_no_word_of_whoever_typed_the_address(desk: Any) -> None:
    """given a ticket opened under somebody's address, when it is confirmed, then nothing typed in goes there"""
    guest = desk.neighbours.person("Order pills", "guest", email="victim4@example.com")
    ticket = desk.neighbours.ticket(guest, subject="Buy pills")
    event = ticket_events.TicketCreated(
        ticket=ticket, message=desk.neighbours.message(ticket, guest, "cheap pills", opening=True)
    )
    audience = events_pb2.Audience(person_ids=[guest.id])
    await desk.publish(event, entity_id=ticket.id, actor=guest, audience=audience)
    await desk.settled(ticket.id, 1)
    (mail,) = desk.postbox.to("victim4@example.com")
    assert mail["Subject"] == f"[{ticket.reference}] We received your request"
    assert "pills" not in mail.as_string()


async def test_a_resolution_asks_the_requester_to_rate_it(desk: Any) -> None:
    story = Story(desk, "21")
    await story.publish(ticket_events.TicketResolved(ticket=story.ticket), story.agent)
    await desk.settled(story.ticket.id, 2)
    (mail,) = desk.postbox.to("ann21@example.com")
    asked = desk.neighbours.tickets.granted[-1]
    link = f"{desk.settings.public_url}/support/tickets/{story.ticket.id}/rate#grant=grant-"
    assert (asked.ticket_id, asked.person_id, asked.purpose) == (story.ticket.id, story.customer.id, "rating")
    for part in ("plain", "html"):
        assert link in mail.get_body((part,)).get_content()
    (to_follower,) = desk.postbox.to("flo21@example.com")
    assert "#grant=" not in to_follower.as_string()


async def test_who_cannot_rate_any_more_is_told_without_a_link(desk: Any) -> None:
    story = Story(desk, "22")
    desk.neighbours.tickets.not_ratable.add(story.ticket.id)
    await story.publish(ticket_events.TicketResolved(ticket=story.ticket), story.agent)
    await desk.settled(story.ticket.id, 2)
    (mail,) = desk.postbox.to("ann22@example.com")
    assert "is marked as resolved" in mail.get_body(("plain",)).get_content()
    assert "#grant=" not in mail.as_string()


async def test_a_rating_is_told_to_the_assignee_with_its_words(desk: Any) -> None:
    story = Story(desk, "23")
    event = ticket_events.TicketRated(ticket=story.ticket, score=2, comment="[slow](http://evil.example)")
    audience = events_pb2.Audience(person_ids=[story.agent.id, story.follower.id], staff_only=True)
    await story.publish(event, story.customer, audience=audience)
    await desk.settled(story.ticket.id, 2)
    (mail,) = desk.postbox.to("ada23@example.com")
    assert "2 of 5: [slow](http://evil.example)" in mail.get_body(("plain",)).get_content()
    assert '<a href="http://evil.example' not in mail.get_body(("html",)).get_content()
    assert desk.postbox.to("ann23@example.com") == []


async def test_a_ticket_woken_by_time_is_told_to_the_assignee_one_woken_by_an_answer_is_not(desk: Any) -> None:
    story = Story(desk, "24")
    audience = events_pb2.Audience(person_ids=[story.agent.id, story.follower.id], staff_only=True)
    for reason in ("reply", "time"):
        event = ticket_events.TicketWoken(ticket=story.ticket, reason=reason)
        await story.publish(event, story.customer, audience=audience)
    await desk.settled(story.ticket.id, 2)
    (mail,) = desk.postbox.to("ada24@example.com")
    assert "Awake again" in mail["Subject"]
    assert "was snoozed until now" in mail.get_body(("plain",)).get_content()
    assert desk.postbox.to("ann24@example.com") == []


async def test_a_note_reaches_followers_and_never_the_customer(desk: Any) -> None:
    story = Story(desk, "5")
    note = desk.neighbours.message(story.ticket, story.agent, "He is difficult", kind="note")
    await story.publish(ticket_events.InternalNoteAdded(ticket=story.ticket, message=note), story.agent)
    rows = await desk.settled(story.ticket.id, 1)
    assert [row.recipient for row in rows] == ["flo5@example.com"]
    assert desk.postbox.to("ann5@example.com") == []


async def test_one_cause_is_told_once_and_words_are_never_lost(desk: Any) -> None:
    """given "send and resolve", when resolved comes first, then the customer still gets the reply"""
    story = Story(desk, "6")
    cause = "018f0000-0000-7000-8000-00000000000a"
    await story.publish(ticket_events.TicketResolved(ticket=story.ticket), story.agent, causation_id=cause)
    await desk.settled(story.ticket.id, 2)
    await story.publish(story.reply(story.agent, "It is done"), story.agent, causation_id=cause)
    await desk.settled(story.ticket.id, 4)
    await story.publish(ticket_events.TicketClosed(ticket=story.ticket), story.agent, causation_id=cause)
    await story.publish(story.reply(story.agent, "Barrier"), story.agent)
    await desk.settled(story.ticket.id, 6)
    assert len(desk.postbox.to("ann6@example.com")) == 3
    assert len(desk.postbox.to("flo6@example.com")) == 3


async def test_what_a_rule_has_to_say_goes_out_beside_what_the_same_cause_told(desk: Any) -> None:
    """given somebody who heard of a cause, when its rule asks for them in words of its own, then they get those too"""
    story = Story(desk, "61")
    cause = "018f0000-0000-7000-8000-00000000000b"
    await story.publish(ticket_events.TicketResolved(ticket=story.ticket), story.agent, causation_id=cause)
    await desk.settled(story.ticket.id, 2)
    for text in ("Call them back", ""):
        request = ticket_events.NotificationRequested(ticket=story.ticket, person_ids=[story.follower.id], text=text)
        await story.publish(request, causation_id=cause)
    await story.publish(story.reply(story.agent, "Barrier"), story.agent)
    await desk.settled(story.ticket.id, 5)
    bodies = [mail.get_body(("plain",)).get_content() for mail in desk.postbox.to("flo61@example.com")]
    assert len(bodies) == 3
    assert len([body for body in bodies if "Call them back" in body]) == 1


async def test_a_breach_is_told_to_the_assignee(desk: Any) -> None:
    """given an event of sla, which carries no ticket, when it comes, then the assignee of the ticket is told"""
    story = Story(desk, "7")
    clock = sla_types.Clock(ticket_id=story.ticket.id, metric="first_response", state="breached")
    clock.due_at.FromJsonString("2026-01-05T10:00:00Z")
    event = sla_events.Breached(ticket_id=story.ticket.id, ticket_reference=story.ticket.reference, clock=clock)
    await desk.publish(event, entity_id=story.ticket.id)
    await desk.settled(story.ticket.id, 2)
    (mail,) = desk.postbox.to("ada7@example.com")
    assert mail["Subject"] == f"[{story.ticket.reference}] Overdue: The printer burns"
    assert "first response" in mail.get_body(("plain",)).get_content()
    assert "2026-01-05 10:00 UTC" in mail.get_body(("plain",)).get_content()
    assert desk.postbox.to("ann7@example.com") == []


@pytest.mark.parametrize("metric", ["first_response", "next_response", "periodic_update", "resolution"])
async def test_what_becomes_of_a_promise_is_told_once_each(desk: Any, metric: str) -> None:
    """given a warning, a breach and its withdrawal, each published twice, when they come, then each is one mail"""
    story = Story(desk, f"-{metric.replace('_', '-')}")
    clock = sla_types.Clock(ticket_id=story.ticket.id, metric=metric, round=2)
    clock.due_at.FromJsonString("2026-01-05T10:00:00Z")
    about = {"ticket_id": story.ticket.id, "ticket_reference": story.ticket.reference, "clock": clock}
    events = [
        sla_events.Warning(**about, threshold="80%"),
        sla_events.Warning(**about, threshold="1800s"),
        sla_events.Breached(**about),
        sla_events.BreachWithdrawn(**about),
    ]
    for event in [*events, *events]:
        await desk.told(await desk.publish(event, entity_id=story.ticket.id))
    await desk.settled(story.ticket.id, 8)

    told, heard = desk.postbox.to(story.agent.email), desk.postbox.to(story.follower.email)
    assert [mail["Subject"].split("] ")[1] for mail in told] == [
        "Due soon: The printer burns", "Due soon: The printer burns", "Overdue: The printer burns",
        "In time after all: The printer burns",
    ]  # fmt: skip
    texts = [mail.get_body(("plain",)).get_content() for mail in told]
    assert all(metric.replace("_", " ") in text and "2026-01-05 10:00 UTC" in text for text in texts)
    assert "(80% of the time is gone)" in texts[0]
    assert "(in 30 min of open time)" in texts[1]
    assert len(heard) == 4
    assert desk.postbox.to(story.customer.email) == []


async def test_while_the_server_is_down_mail_is_retried_and_the_log_shows_it(desk: Any) -> None:
    story = Story(desk, "8")
    desk.postbox.answers["ann8@example.com"] = "451 4.3.0 come back later"
    await story.publish(story.reply(story.agent, "Hello"), story.agent)

    async def failures(number: int) -> bool:
        rows = await desk.deliveries(story.ticket.id)
        return any(row.recipient == "ann8@example.com" and row.failures == number for row in rows)

    await eventually(lambda: failures(1))
    desk.later(seconds=13)
    await eventually(lambda: failures(2))
    desk.postbox.answers.clear()
    desk.later(seconds=73)
    await desk.settled(story.ticket.id, 2)
    admin = desk.neighbours.person("Root8", "admin")
    desk.neighbours.tickets.may_see[story.ticket.id].add(admin.id)
    answer = await desk.http.get(
        "/api/v1/deliveries", params={"ticket": story.ticket.reference}, headers=desk.as_person(admin)
    )
    assert answer.status_code == 200, answer.text
    (shown,) = [each for each in answer.json()["data"] if each["recipient"] == "ann8@example.com"]
    assert [attempt["outcome"] for attempt in shown["attempts"]] == ["again", "again", "sent"]
    assert "451" in shown["attempts"][0]["detail"]
    assert "queued as TEST" in shown["attempts"][2]["detail"]
    assert (shown["state"], shown["tries"]) == ("sent", 3)


async def test_a_refused_address_is_parked_and_published(desk: Any) -> None:
    story = Story(desk, "9")
    desk.postbox.answers["ann9@example.com"] = "550 5.1.1 no such user"
    await story.publish(story.reply(story.agent, "Hello"), story.agent)
    rows = {row.recipient: row for row in await desk.settled(story.ticket.id, 2)}
    assert (rows["ann9@example.com"].state, rows["flo9@example.com"].state) == ("failed", "sent")
    published = await desk.rows(
        "select subject from escalated_outbox where subject like :subject", subject=f"%delivery.%{story.ticket.id}"
    )
    assert sorted(row.subject.split(".")[3] for row in published) == ["failed", "sent"]


async def test_a_crash_during_sending_goes_once_more_under_the_same_id_and_is_marked(desk: Any) -> None:
    """given a process that dies while the server has the mail, when the lease ends, then same Message-ID, uncertain"""
    story = Story(desk, "10")
    ours = desk.composition.parts.mail_worker
    await ours.stop()
    desk.postbox.held["ann10@example.com"] = asyncio.Event()
    await story.publish(story.reply(story.agent, "Hello"), story.agent)

    async def queued() -> bool:
        return len(await desk.deliveries(story.ticket.id)) == 2

    await eventually(queued)
    doomed = compose(desk.settings, desk.clock).parts
    sending = asyncio.create_task(doomed.mail_worker.run_until_idle())
    await eventually(lambda: desk.postbox.to("ann10@example.com"))
    sending.cancel()
    await asyncio.wait({sending})
    desk.postbox.held.pop("ann10@example.com").set()
    desk.clock.move(timedelta(seconds=95))
    await ours.start()
    rows = {row.recipient: row for row in await desk.settled(story.ticket.id, 2)}
    first, second = desk.postbox.to("ann10@example.com")
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()
    assert rows["ann10@example.com"].state == "uncertain"
    await doomed.database.close()


async def test_a_long_message_waits_for_tickets_and_is_sent_whole(desk: Any) -> None:
    story = Story(desk, "11")
    words = "long " * 2000
    event = story.reply(story.agent, words)
    desk.neighbours.tickets.away = True
    await story.publish(event, story.agent)

    async def waited() -> bool:
        # Both: one that fails only after the clock was moved would be due when nobody moves it any more.
        rows = await desk.deliveries(story.ticket.id)
        return len(rows) == 2 and all(row.failures for row in rows)

    await eventually(waited)
    assert desk.postbox.mails == []
    desk.neighbours.tickets.away = False
    desk.later(seconds=75)
    await desk.settled(story.ticket.id, 2)
    assert desk.postbox.to("ann11@example.com")[0].get_body(("plain",)).get_content().count("long ") >= 1999


async def test_what_was_replayed_is_not_told_again(desk: Any) -> None:
    story = Story(desk, "12")
    event = story.reply(story.agent, "Old news")
    import nats as client_library

    from escalated_chassis.events.envelope import encode, event_type, headers_of, meta_of, subject_of
    from escalated_chassis.ids import uuid7

    meta = meta_of(event)
    meta.id, meta.type = str(uuid7()), event_type(type(event))
    meta.occurred_at.FromDatetime(SystemClock().now())
    headers = {**headers_of(meta, "tickets", story.ticket.id), "ce-replayed": "true"}
    client = await client_library.connect(desk.nats_url)
    await client.jetstream().publish(subject_of(event, story.ticket.id), encode(event), headers=headers)
    await client.close()
    await desk.told(meta.id)
    assert await desk.deliveries(story.ticket.id) == []


@pytest.mark.parametrize("template", ["password_reset", "verify_email", "invitation"])
async def test_templates_outside_of_tickets_are_rendered(desk: Any, template: str) -> None:
    request = notifications_pb2.SendMailRequest(
        key=f"key-{template}", template=template, email=f"{template}@example.com", name="Ann",
        variables={"url": "https://desk.test/reset/abc"},
    )  # fmt: skip
    async with desk.asked_by("identity") as stub:
        first, again = await stub.SendMail(request), await stub.SendMail(request)
    assert first.delivery_id == again.delivery_id
    await eventually(lambda: desk.postbox.to(f"{template}@example.com"))
    (mail,) = desk.postbox.to(f"{template}@example.com")
    assert "https://desk.test/reset/abc" in mail.get_body(("plain",)).get_content()
