"""A person's mails: handed out whole, erased whole; and what was about a purged ticket, dropped."""

from typing import Any

import orjson
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as ticket_events

from escalated_notifications.privacy.export import export_person
from escalated_notifications.privacy.findings import Subject, findings_of
from escalated_notifications.privacy.service import erase_person

RAW = b"\r\n".join(
    (
        b"From: Zoe <zoe%d@example.com>",
        b"To: support@desk.test",
        b"Subject: my knee",
        b"Message-ID: <k%d@x>",
        b"",
        b"It squeaks.",
        b"",
    )
)


class Told:
    """A customer's ticket that an agent answered, the customer answered by mail, and mails about all of it."""

    def __init__(self, desk: Any, number: int) -> None:
        self.desk, self.number, n = desk, number, desk.neighbours
        self.customer = n.person(f"Zoe{number}", "customer")
        self.agent = n.person(f"Abe{number}", "agent")
        self.ticket = n.ticket(self.customer, subject=f"Kneepad{number}", follower_ids=[self.agent.id])
        ids = [self.customer.id, self.agent.id]
        self.audience = events_pb2.Audience(person_ids=ids)
        self.subject = Subject(self.customer.id, self.customer.email)

    async def happen(self) -> None:
        told = ((self.agent, "Rest it"), (self.customer, f"Squeaking{self.number}"))
        for count, (author, words) in enumerate(told, start=1):
            message = self.desk.neighbours.message(self.ticket, author, words)
            event = ticket_events.ReplyCreated(ticket=self.ticket, message=message)
            await self.desk.publish(event, entity_id=self.ticket.id, actor=author, audience=self.audience)
            await self.desk.settled(self.ticket.id, count)
        await self.desk.receive(RAW % (self.number, self.number), sender=f"zoe{self.number}@example.com")


async def everything(desk: Any) -> str:
    """Every row of every table of this service as text, but for what ages out by itself."""
    ageing = {"escalated_outbox", "escalated_inbox", "escalated_schema_version"}
    tables = await desk.rows("select tablename from pg_tables where schemaname = 'public'")
    found = []
    for (table,) in tables:
        if table not in ageing:
            found += [str(row) for (row,) in await desk.rows(f"select row_to_json(t)::text from {table} as t")]
    return "\n".join(found)


async def files_of(desk: Any, subject: Subject) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    name = ""
    async for began, chunk in export_person(desk.database, subject):
        name = began or name
        files[name] = files.get(name, b"") + chunk
    return files


async def test_an_export_holds_the_mails_both_ways(desk: Any) -> None:
    told = Told(desk, 1)
    await told.happen()
    files = await files_of(desk, told.subject)
    sent = [orjson.loads(line) for line in files["mails-sent.jsonl"].splitlines()]
    (received,) = [content for name, content in files.items() if name.startswith("mails-received/")]
    assert [each["event_type"] for each in sent][:1] == ["reply.created"]
    assert "Rest it" in sent[0]["text"]
    assert b"It squeaks." in received
    assert orjson.loads(files["person.jsonl"])["email"] == told.customer.email


async def test_erasing_leaves_no_word_of_the_person(desk: Any) -> None:
    told = Told(desk, 2)
    await told.happen()
    await desk.inbound("sent")
    words = ["Zoe2", "zoe2@example.com", "Kneepad2", "Squeaking2"]
    before = await everything(desk)
    assert [word for word in words if word in before] == words

    async with desk.database.reading() as reader:
        found = {each.what: each.found for each in await findings_of(reader, told.subject)}
    await _erased(desk, told.subject)

    after = await everything(desk)
    assert [word for word in words if word in after] == []
    assert found["mails to them"] >= 1
    assert (found["mails and calls about their tickets"], found["mails from them"], found["person"]) == (1, 1, 1)
    rows = await desk.deliveries(told.ticket.id)
    assert {(row.subject, row.content) for row in rows} == {("", None)}
    # Again is no harm.
    await _erased(desk, told.subject)
    assert await everything(desk) == after


async def _erased(desk: Any, subject: Subject) -> None:
    from escalated_chassis.errors import Unavailable
    from escalated_chassis.testing.waiting import eventually

    async def done() -> bool:
        try:
            async with desk.database.transaction() as uow:
                await erase_person(uow, subject)
        except Unavailable:
            return False
        return True

    await eventually(done)


async def test_what_was_about_a_purged_ticket_is_dropped(desk: Any) -> None:
    gone, kept = Told(desk, 3), Told(desk, 4)
    for each in (gone, kept):
        await each.happen()
    purged = ticket_events.TicketPurged(ticket_id=gone.ticket.id)
    event_id = await desk.publish(purged, entity_id=gone.ticket.id)
    await desk.told(event_id)
    assert await desk.deliveries(gone.ticket.id) == []
    assert len(await desk.deliveries(kept.ticket.id)) == 2
