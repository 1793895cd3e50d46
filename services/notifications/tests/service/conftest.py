"""One notifications service, running whole in this process, with a receiving SMTP server and short ways to it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import UUID

import aiosmtplib
import httpx2
import nats
import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP
from escalated.events.v1 import events_pb2
from escalated.notifications.v1 import notifications_pb2_grpc
from google.protobuf.message import Message
from sqlalchemy import text

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.events.envelope import encode, event_type, headers_of, meta_of, subject_of
from escalated_chassis.ids import uuid7
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment
from escalated_chassis.testing.waiting import eventually
from escalated_notifications.app import Composition, compose
from escalated_notifications.settings import NotificationsSettings

DOMAIN = "desk.test"


@dataclass
class Postbox:
    """A receiving SMTP server: keeps what it takes, refuses what it is told to, or says nothing at all."""

    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _server: asyncio.Server | None = None

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, loop=loop), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        if self._server:
            self._server.close()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        recipient = envelope.rcpt_tos[0]
        mail = message_from_bytes(envelope.content, policy=default)
        self.reached.set()
        if recipient in self.answers:
            return self.answers[recipient]
        self.mails.append((recipient, mail))
        if recipient in self.held:
            await self.held[recipient].wait()
        return "250 2.0.0 Ok: queued as TEST"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for recipient, mail in self.mails if recipient == address]


@dataclass
class Desk:
    """The service under test."""

    composition: Composition
    settings: NotificationsSettings
    clock: ManualClock
    postbox: Postbox
    neighbours: Any
    deployment: Deployment
    http: httpx2.AsyncClient
    nats_url: str

    @property
    def database(self) -> Database:
        return self.composition.parts.database

    async def publish(self, event: Message, *, entity_id: str, actor: Any = None, **meta: Any) -> str:
        """An event as its owner's relay would publish it; returns its id."""
        about = meta_of(event)
        if not about.id:
            about.id, about.type, about.causation_id = str(uuid7()), event_type(type(event)), str(uuid7())
            about.occurred_at.FromDatetime(self.clock.now())
            if actor is not None:
                about.actor.CopyFrom(events_pb2.Actor(kind="person", id=actor.id, name=actor.name))
            about.MergeFrom(events_pb2.EventMeta(**meta))
        subject = subject_of(event, entity_id)
        client = await nats.connect(self.nats_url)
        headers = headers_of(about, subject.split(".")[1], entity_id)
        await client.jetstream().publish(subject, encode(event), headers=headers)
        await client.close()
        return str(about.id)

    def as_person(self, person: Any, **more: Any) -> dict[str, str]:
        """Headers of somebody who is signed in."""
        token = self.deployment.token_for(
            person.kind,
            person_id=UUID(person.id),
            name=person.name,
            email=person.email,
            department_ids=[UUID(each) for each in person.department_ids],
            now=self.clock.now(),
            **more,
        )
        return {"authorization": f"Bearer {token}"}

    @asynccontextmanager
    async def asked_by(self, caller: str) -> AsyncIterator[Any]:
        """The service's gRPC, as another service calls it."""

        class CallerSettings(ServiceSettings):
            service = caller

        settings = self.deployment.settings(CallerSettings, database_url="unused")
        client = RpcClient(f"127.0.0.1:{self.composition.rpc.port}", "notifications", settings, clock=self.clock)
        try:
            yield client.stub(notifications_pb2_grpc.NotificationsStub)
        finally:
            await client.stop()

    async def rows(self, statement: str, **bound: Any) -> list[Any]:
        async with self.database.reading() as connection:
            return list((await connection.execute(text(statement), bound)).all())

    async def deliveries(self, ticket_id: str) -> list[Any]:
        statement = "select * from escalated_deliveries where ticket_id = :ticket order by number"
        return await self.rows(statement, ticket=ticket_id)

    async def settled(self, ticket_id: str, number: int) -> list[Any]:
        """Waits until a ticket has that many deliveries and none of them is open; returns them."""

        async def done() -> bool:
            rows = await self.deliveries(ticket_id)
            return len(rows) >= number and all(row.state not in ("queued", "sending") for row in rows)

        await eventually(done)
        return await self.deliveries(ticket_id)

    async def told(self, event_id: str) -> None:
        """Waits until the consumers have taken an event."""

        async def taken() -> bool:
            return bool(await self.rows("select 1 from escalated_inbox where event_id = :id", id=UUID(event_id)))

        await eventually(taken)

    def later(self, **by: float) -> None:
        """Moves the clock and has the workers look."""
        self.clock.move(timedelta(**by))
        for worker in self.composition.parts.context.workers:
            worker.wake()

    async def receive(self, raw: bytes, *, sender: str, to: str = f"support@{DOMAIN}") -> str:
        """Hands a mail to the desk's listener; returns the server's last words."""
        assert self.composition.listener is not None
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=self.composition.listener.port, timeout=10)
        await client.connect()
        _, words = await client.sendmail(sender, [to], raw)
        client.close()
        return words

    async def inbound(self, state: str | None = None) -> list[Any]:
        where = "where state = :state" if state else ""
        bound = {"state": state} if state else {}
        return await self.rows(f"select * from escalated_inbound_mails {where} order by number", **bound)


@asynccontextmanager
async def key_server(deployment: Deployment) -> AsyncIterator[str]:
    """Serves the public keys, as identity does."""
    body = json.dumps(deployment.key_set).encode()
    answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%b"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer % (len(body), body))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(
    database_url: str, nats_url: str, deployment: Deployment, make_neighbours: Callable[[], Any]
) -> AsyncIterator[Desk]:
    """A running service of this module's own; its clock stands until it is moved."""
    clock = ManualClock(datetime.now(UTC))
    neighbours, postbox = make_neighbours(), Postbox()
    await neighbours.start()
    await postbox.start()
    async with key_server(deployment) as identity_url:
        settings = deployment.settings(
            NotificationsSettings,
            database_url=database_url,
            nats_url=nats_url,
            identity_url=identity_url,
            identity_grpc=neighbours.target,
            tickets_grpc=neighbours.target,
            mail_domain=DOMAIN,
            mail_listener="127.0.0.1:0",
            brand_name="ACME Support",
            smtp_port=postbox.port,
            smtp_tls="none",
            smtp_timeout_seconds=5,
            webhook_allowed_networks="127.0.0.1/32",
            webhook_timeout_seconds=2,
            mail_per_sender_per_hour=5,
            stop_grace_seconds=3,
        )
        composition = compose(settings, clock)
        running = asyncio.create_task(composition.service.run("run"))
        await asyncio.wait_for(composition.service.ready.wait(), 20)
        await eventually(lambda: composition.service.trouble() == [])
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{composition.http.port}", timeout=10) as http:
            yield Desk(composition, settings, clock, postbox, neighbours, deployment, http, nats_url)
        composition.service.request_stop()
        await asyncio.wait_for(running, 20)
    postbox.stop()
    await neighbours.stop()


@pytest.fixture(autouse=True)
def _clean_postbox(request: pytest.FixtureRequest) -> None:
    """Every test begins with an empty box and friendly answers."""
    if "desk" in request.fixturenames:
        desk: Desk = request.getfixturevalue("desk")
        desk.postbox.mails.clear()
        desk.postbox.answers.clear()
        desk.postbox.held.clear()
        desk.postbox.reached.clear()
        desk.neighbours.tickets.away = False
