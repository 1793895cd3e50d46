"""The live stream and its twin: each reader gets what they may see, in their view, and loses it with their access."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import nats
import pytest
from escalated.events.v1 import events_pb2
from escalated.sla.v1 import events_pb2 as sla_events
from escalated.tickets.v1 import events_pb2 as ticket_events

from escalated_chassis.ids import uuid7
from escalated_chassis.testing.waiting import eventually
from escalated_notifications.live import routes

SALES, BILLING = str(uuid4()), str(uuid4())


class Stream:
    """What one reader was sent."""

    def __init__(self) -> None:
        self.frames: list[dict[str, str]] = []
        self.ended = asyncio.Event()

    async def read(self, lines: AsyncIterator[str]) -> None:
        frame: dict[str, str] = {}
        async for line in lines:
            if not line:
                if "event" in frame:
                    self.frames.append(frame)
                frame = {}
                continue
            name, _, value = line.partition(": ")
            frame[name] = value
        self.ended.set()

    def types(self) -> list[str]:
        return [frame["event"] for frame in self.frames]

    def data(self, index: int) -> Any:
        return json.loads(self.frames[index]["data"])


@asynccontextmanager
async def listening(desk: Any, person: Any, last: str = "", **more: Any) -> AsyncIterator[Stream]:
    headers = {**desk.as_person(person, **more), **({"last-event-id": last} if last else {})}
    async with desk.http.stream("GET", "/api/v1/stream", headers=headers, timeout=30) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = Stream()
        reading = asyncio.create_task(stream.read(response.aiter_lines()))
        yield stream
        reading.cancel()
        await asyncio.wait({reading})


@pytest.fixture
def people(desk: Any) -> Any:
    """Everybody who may or may not see a ticket of the department SALES."""
    person = desk.neighbours.person
    return {
        "requester": person("Ann", "customer"),
        "other customer": person("Bob", "customer"),
        "agent": person("Ada", "agent", SALES),
        "agent elsewhere": person("Ben", "agent", BILLING),
        "admin": person("Root", "admin"),
    }


def audience(people: Any, **more: Any) -> events_pb2.Audience:
    return events_pb2.Audience(person_ids=[people["requester"].id], department_ids=[SALES], **more)


async def note_of(desk: Any, people: Any, ticket: Any, barrier: bool = True) -> None:
    """A note, and after it something that everybody hears."""
    note = desk.neighbours.message(ticket, people["agent"], "secret", kind="note")
    seen = audience(people, staff_only=True)
    await desk.publish(ticket_events.InternalNoteAdded(ticket=ticket, message=note), entity_id=ticket.id, audience=seen)
    if barrier:
        await everybody_hears(desk, people)


async def everybody_hears(desk: Any, people: Any) -> str:
    """An event for all of them, to know that what came before was either sent or not."""
    ticket = desk.neighbours.ticket(people["requester"])
    all_ids = [person.id for person in people.values()]
    event = ticket_events.TicketClosed(ticket=ticket)
    return await desk.publish(event, entity_id=ticket.id, audience=events_pb2.Audience(person_ids=all_ids))


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("requester", ["reply.created", "ticket.closed"]),
        ("other customer", ["ticket.closed"]),
        ("agent", ["reply.created", "internal_note.added", "ticket.closed"]),
        ("agent elsewhere", ["ticket.closed"]),
        ("admin", ["reply.created", "internal_note.added", "ticket.closed"]),
    ],
)
async def test_each_reader_hears_what_they_may_see(desk: Any, people: Any, reader: str, expected: list[str]) -> None:
    ticket = desk.neighbours.ticket(people["requester"], department_id=SALES)
    async with listening(desk, people[reader]) as stream:
        message = desk.neighbours.message(ticket, people["agent"], "Hello")
        reply = ticket_events.ReplyCreated(ticket=ticket, message=message)
        await desk.publish(reply, entity_id=ticket.id, audience=audience(people))
        await note_of(desk, people, ticket)
        await eventually(lambda: "ticket.closed" in stream.types())
        assert stream.types() == expected


async def test_customers_get_their_own_view(desk: Any, people: Any) -> None:
    """given an agent's reply, when the customer hears of it, then without versions, mails of agents, fields or tags"""
    ticket = desk.neighbours.ticket(people["requester"], version=7, sequence=9, follower_ids=["f"], escalation_level=2)
    ticket.custom_fields.update({"margin": "low"})
    ticket.assignee.CopyFrom(type(ticket.requester)(id=people["agent"].id, name="Ada", email="ada@example.com"))
    async with listening(desk, people["requester"]) as stream:
        message = desk.neighbours.message(ticket, people["agent"], "Hello")
        reply = ticket_events.ReplyCreated(ticket=ticket, message=message)
        await desk.publish(reply, entity_id=ticket.id, audience=audience(people), actor=people["agent"])
        await eventually(lambda: stream.frames)
        data = stream.data(0)
        assert set(data) == {"meta", "ticket", "message"}
        assert set(data["meta"]) == {"id", "type", "occurred_at"}
        assert data["ticket"]["assignee"] == {"name": "Ada"}
        assert not {"version", "sequence", "follower_ids", "custom_fields", "escalation_level", "tags"} & set(
            data["ticket"]
        )
        assert (data["message"]["author"], data["message"]["body_text"]) == ({"name": "Ada"}, "Hello")


async def test_who_loses_sight_is_told_that_and_no_more(desk: Any, people: Any) -> None:
    ticket = desk.neighbours.ticket(people["requester"], department_id=BILLING)
    moved = ticket_events.TicketDepartmentChanged(ticket=ticket, old_department_id=SALES, new_department_id=BILLING)
    async with listening(desk, people["agent"]) as stream:
        await desk.publish(
            moved,
            entity_id=ticket.id,
            audience=events_pb2.Audience(department_ids=[BILLING]),
            former_audience=events_pb2.Audience(department_ids=[SALES]),
        )
        await eventually(lambda: stream.frames)
        assert (stream.types(), stream.data(0)) == (["ticket.removed"], {"ticket_id": ticket.id})


async def test_events_of_sla_reach_the_staff_of_the_ticket(desk: Any, people: Any) -> None:
    ticket = desk.neighbours.ticket(people["requester"], department_id=SALES)
    await desk.publish(ticket_events.TicketUpdated(ticket=ticket), entity_id=ticket.id, audience=audience(people))
    async with listening(desk, people["agent"]) as staff, listening(desk, people["requester"]) as customer:
        await desk.publish(sla_events.Warning(ticket_id=ticket.id), entity_id=ticket.id)
        await everybody_hears(desk, people)
        await eventually(lambda: "ticket.closed" in staff.types() and "ticket.closed" in customer.types())
        assert staff.types()[-2:] == ["sla.warning", "ticket.closed"]
        assert "sla.warning" not in customer.types()


async def test_a_reader_who_comes_back_gets_what_was_missed_once(desk: Any, people: Any) -> None:
    first = await everybody_hears(desk, people)
    second = await everybody_hears(desk, people)
    await eventually(lambda: desk.composition.parts.context.hub.ring.last_id == second)
    async with listening(desk, people["agent"], last=first) as stream:
        third = await everybody_hears(desk, people)
        await eventually(lambda: len(stream.frames) == 2)
        assert [frame["id"] for frame in stream.frames] == [second, third]


async def test_a_reader_who_was_away_too_long_is_told_to_look_anew(desk: Any, people: Any) -> None:
    async with listening(desk, people["agent"], last=str(uuid7())) as stream:
        await eventually(lambda: stream.frames)
        assert stream.types() == ["reset"]


async def test_the_polling_twin_tells_the_same(desk: Any, people: Any) -> None:
    start = await everybody_hears(desk, people)
    ticket = desk.neighbours.ticket(people["requester"], department_id=SALES)
    await note_of(desk, people, ticket, barrier=False)
    last = await everybody_hears(desk, people)
    await eventually(lambda: desk.composition.parts.context.hub.ring.last_id == last)

    async def poll(person: str, since: str) -> Any:
        return (await desk.http.get(f"/api/v1/changes?since={since}", headers=desk.as_person(people[person]))).json()

    agent, customer = await poll("agent", start), await poll("requester", start)
    assert [each["type"] for each in agent["data"]] == ["internal_note.added", "ticket.closed"]
    assert [each["type"] for each in customer["data"]] == ["ticket.closed"]
    assert (agent["meta"], customer["meta"]) == ({"next": last, "reset": False}, {"next": last, "reset": False})
    assert (await poll("agent", ""))["data"] == []
    assert (await poll("agent", str(uuid7())))["meta"] == {"next": last, "reset": True}


async def test_a_stream_ends_soon_after_sign_out(desk: Any, people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """given an open stream, when the session ends elsewhere, then it closes, and a new one is refused"""
    monkeypatch.setattr(routes, "CHECK_SECONDS", 0.1)
    session = str(uuid4())
    async with listening(desk, people["agent"], session_id=session) as stream:
        client = await nats.connect(desk.nats_url)
        await client.publish(f"escalated.broadcast.identity.session_ended.{session}", b"{}")
        await client.close()
        await asyncio.wait_for(stream.ended.wait(), 10)
    headers = desk.as_person(people["agent"], session_id=session)
    assert (await desk.http.get("/api/v1/changes", headers=headers)).status_code == 401


async def test_a_stream_ends_when_access_is_taken_away(desk: Any, people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "CHECK_SECONDS", 0.1)
    async with listening(desk, people["agent"]) as stream:
        client = await nats.connect(desk.nats_url)
        subject = f"escalated.broadcast.identity.access.{people['agent'].id}"
        await client.publish(subject, b'{"access_version": 9}')
        await client.close()
        await asyncio.wait_for(stream.ended.wait(), 10)


async def test_one_person_holds_only_so_many_streams(desk: Any, people: Any) -> None:
    hub, headers = desk.composition.parts.context.hub, desk.as_person(people["admin"])
    principal = await desk.composition.parts.authenticator.verify(headers["authorization"].split(" ")[1])
    readers = [hub.open(principal) for _ in range(12)]
    assert (await desk.http.get("/api/v1/stream", headers=headers)).status_code == 429
    for reader in readers:
        hub.leave(reader)


async def test_what_is_no_event_of_ours_reaches_nobody(desk: Any, people: Any) -> None:
    async with listening(desk, people["admin"]) as stream:
        client = await nats.connect(desk.nats_url)
        await client.publish(f"escalated.tickets.reply.created.{uuid7()}", b'{"meta": {"id": "x"}}')
        await client.flush()
        await client.close()
        await everybody_hears(desk, people)
        await eventually(lambda: stream.frames)
        assert stream.types() == ["ticket.closed"]


async def test_presence_is_told_to_staff_at_the_same_ticket(desk: Any, people: Any) -> None:
    ticket = desk.neighbours.ticket(people["requester"])
    desk.neighbours.tickets.may_see[ticket.id] |= {people["agent"].id, people["admin"].id}
    path = f"/api/v1/tickets/{ticket.reference}/presence"

    async def present(person: str, state: str) -> Any:
        return await desk.http.post(path, json={"state": state}, headers=desk.as_person(people[person]))

    assert (await present("agent", "viewing")).json() == {"data": {"people": []}}
    async with listening(desk, people["agent"]) as agent, listening(desk, people["requester"]) as customer:
        others = (await present("admin", "writing")).json()["data"]["people"]
        assert others == [{"id": people["agent"].id, "name": "Ada", "state": "viewing"}]
        await eventually(lambda: agent.frames)
        assert {each["name"]: each["state"] for each in agent.data(0)["people"]} == {
            "Ada": "viewing",
            "Root": "writing",
        }
        assert (await present("requester", "writing")).json() == {"data": {"people": []}}
        assert customer.frames == []
    assert (await present("agent elsewhere", "viewing")).status_code == 404
    desk.clock.move(timedelta(seconds=31))
    assert desk.composition.parts.context.presence.at(ticket.id) == []


async def test_who_is_at_a_merged_ticket_is_at_its_target(desk: Any, people: Any) -> None:
    source, target = desk.neighbours.ticket(people["requester"]), desk.neighbours.ticket(people["requester"])
    desk.neighbours.tickets.merged[source.id] = target.id
    desk.neighbours.tickets.may_see[source.id] |= {people["agent"].id}

    path = f"/api/v1/tickets/{source.id}/presence"
    await desk.http.post(path, json={"state": "viewing"}, headers=desk.as_person(people["agent"]))

    presence = desk.composition.parts.context.presence
    assert ([each.name for each in presence.at(target.id)], presence.at(source.id)) == (["Ada"], [])


async def test_staff_at_a_ticket_of_their_own_are_told_of_nobody(desk: Any, people: Any) -> None:
    ticket = desk.neighbours.ticket(people["agent elsewhere"])
    desk.neighbours.tickets.may_see[ticket.id] |= {people["admin"].id}
    path = f"/api/v1/tickets/{ticket.reference}/presence"

    async def present(person: str) -> Any:
        answer = await desk.http.post(path, json={"state": "viewing"}, headers=desk.as_person(people[person]))
        return [each["name"] for each in answer.json()["data"]["people"]]

    async with listening(desk, people["agent elsewhere"]) as asker, listening(desk, people["admin"]) as admin:
        assert await present("agent elsewhere") == []
        assert await present("admin") == [people["agent elsewhere"].name]
        assert await present("agent elsewhere") == []
        await eventually(lambda: admin.frames)
        assert asker.frames == []


@pytest.mark.parametrize("slash", ["/", ""])
async def test_the_products_pages_say_who_is_there_by_a_form(desk: Any, people: Any, slash: str) -> None:
    ticket = desk.neighbours.ticket(people["requester"])
    desk.neighbours.tickets.may_see[ticket.id] |= {people["agent"].id, people["admin"].id}
    path = f"/support/agent/tickets/{ticket.reference}/presence{slash}"
    agent, admin = desk.as_person(people["agent"]), desk.as_person(people["admin"])

    pressed = await desk.http.post(path, headers=agent)
    filled = await desk.http.post(path, data={"state": "writing"}, headers=admin)
    by_page = await desk.http.post(path, data={"state": "viewing"}, headers={**agent, "accept": "text/html,*/*;q=0.8"})
    wrong = await desk.http.post(path, data={"state": "dancing"}, headers=agent)

    assert (pressed.status_code, pressed.json()) == (200, {"data": {"people": []}})
    assert [each["name"] for each in filled.json()["data"]["people"]] == ["Ada"]
    assert (by_page.status_code, by_page.headers["location"]) == (303, f"/support/agent/tickets/{ticket.reference}/")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/state")
    present = {each.name: each.state for each in desk.composition.parts.context.presence.at(ticket.id)}
    assert present == {"Ada": "viewing", "Root": "writing"}
