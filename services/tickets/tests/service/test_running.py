"""The whole service as it runs: what it hears of NATS stands in its rows, what it does is heard on NATS."""

import asyncio
from typing import Any

import httpx2
import nats
import orjson
from escalated.identity.v1 import events_pb2, types_pb2
from escalated.sla.v1 import events_pb2 as sla_events

from escalated_chassis.events.envelope import encode, headers_of, subject_of
from escalated_chassis.ids import uuid7
from escalated_tickets.app import build
from escalated_tickets.settings import TicketsSettings

WAIT_SECONDS = 20


async def _until(work: Any) -> Any:
    """What `work` answers once it answers something."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            found = await work()
            if found:
                return found
            await asyncio.sleep(0.05)


async def _tell(js: Any, event: Any, service: str, entity: str) -> None:
    kind = event.DESCRIPTOR.GetOptions().Extensions
    from escalated.events.v1 import events_pb2 as envelope

    event.meta.id, event.meta.type = str(uuid7()), kind[envelope.event_type]
    event.meta.occurred_at.GetCurrentTime()
    await js.publish(subject_of(event, entity), encode(event), headers=headers_of(event.meta, service, entity))


async def test_it_hears_and_is_heard(desk: Any, deployment: Any, nats_url: str, tmp_path: Any) -> None:
    settings = deployment.settings(
        TicketsSettings,
        database_url=desk.settings.database_url,
        nats_url=nats_url,
        identity_url="http://127.0.0.1:9",
        identity_grpc="127.0.0.1:9",
        storage=str(tmp_path),
    )
    service = build(settings)
    running = asyncio.create_task(service.run("run"))
    client = await nats.connect(nats_url)
    js = client.jetstream()
    heard = await js.subscribe("escalated.tickets.>", ordered_consumer=True)
    person = str(uuid7())
    customer = await desk.person()
    try:
        await asyncio.wait_for(service.ready.wait(), WAIT_SECONDS)

        known = types_pb2.Person(
            id=person, name="Nora New", email="n@example.com", kind="agent", active=True, version=2
        )
        await _tell(js, events_pb2.PersonCreated(person=known), "identity", person)
        ticket = await desk.opened(customer)
        message = await heard.next_msg(timeout=WAIT_SECONDS)
        clocks = [{"metric": "first_response", "state": "breached", "target_seconds": 60}]
        breached = sla_events.Breached(ticket_id=ticket["id"], clocks=clocks, clocks_version=3)
        await _tell(js, breached, "sla", ticket["id"])

        row = await _until(
            lambda: desk.rows("SELECT name FROM escalated_people WHERE id = CAST(:id AS uuid)", id=person)
        )
        late = await _until(
            lambda: desk.rows(
                "SELECT sla_version FROM escalated_tickets WHERE id = CAST(:id AS uuid) AND sla_state = 'breached'",
                id=ticket["id"],
            )
        )
        port = next(part.port for part in service._serve if part.name == "http")
        async with httpx2.AsyncClient() as http:
            ready = await http.get(f"http://127.0.0.1:{port}/readyz")
    finally:
        await client.close()
        service.request_stop()
        await asyncio.wait_for(running, WAIT_SECONDS)

    assert row[0].name == "Nora New"
    assert late[0].sla_version == 3
    assert message.subject == f"escalated.tickets.ticket.created.{ticket['id']}"
    assert orjson.loads(message.data)["ticket"]["reference"] == ticket["reference"]
    assert ready.status_code == 200, ready.text
