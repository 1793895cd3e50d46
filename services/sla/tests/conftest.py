"""One sla in this process: its REST application, its database, and a `tickets` that answers over real gRPC."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import orjson
import pytest
import pytest_asyncio
from escalated.tickets.v1 import tickets_pb2, tickets_pb2_grpc
from sqlalchemy import text

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.acting import Acting
from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import NotFound
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment
from escalated_sla.app import make_app
from escalated_sla.clocks.facts import Heard
from escalated_sla.context import Context
from escalated_sla.neighbours import RpcTickets
from escalated_sla.parts import make_context, make_executor, open_database
from escalated_sla.recomputation.worker import Recomputation
from escalated_sla.settings import SlaSettings
from escalated_sla.timers.worker import Timers
from services.sla.tests.described import described_fields, refusals_of


@pytest.fixture(scope="session")
def migrations() -> Path:
    return Path(__file__).parents[1] / "migrations"


class TicketsSettings(ServiceSettings):
    service = "tickets"


@dataclass
class FakeTickets(tickets_pb2_grpc.TicketsServicer):
    """`tickets`, as far as sla asks it: which sequences there are, who sees what, and what was applied."""

    reached: dict[str, int] = field(default_factory=dict)
    seen_by: set[str] = field(default_factory=set)
    applied: list[tickets_pb2.ApplyRequest] = field(default_factory=list)
    refusal: Exception | None = None
    # By the rule whose actions are refused, or the ticket on which they are when they are tried.
    refusals: dict[str, Exception] = field(default_factory=dict)
    fields: list[tickets_pb2.FieldDescription] = field(default_factory=lambda: list(described_fields().fields))
    rehearsed: list[tickets_pb2.RehearseRequest] = field(default_factory=list)
    # Tickets that nobody may see.
    hidden: set[str] = field(default_factory=set)
    # Where merged tickets lead to, at the end of it.
    merged: dict[str, str] = field(default_factory=dict)
    # By method: how often it answers before it leaves whoever asks waiting.
    answers: dict[str, int] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)

    async def _called(self, method: str) -> None:
        self.calls[method] += 1
        if self.calls[method] > self.answers.get(method, self.calls[method]):
            await asyncio.Event().wait()

    async def GetSequences(self, request: Any, context: Any) -> Any:
        await self._called("GetSequences")
        if self.refusal is not None:
            raise self.refusal
        known = {each: self.reached[each] for each in request.ticket_ids if each in self.reached}
        sequences = [tickets_pb2.TicketSequence(ticket_id=each, sequence=number) for each, number in known.items()]
        return tickets_pb2.GetSequencesResponse(sequences=sequences)

    async def WhoMaySee(self, request: Any, context: Any) -> Any:
        leads_to = self.merged.get(request.ticket_id, request.ticket_id)
        seeing = [each for each in request.person_ids if each in self.seen_by and leads_to not in self.hidden]
        return tickets_pb2.WhoMaySeeResponse(person_ids=seeing, ticket_id=leads_to)

    async def DescribeFields(self, request: Any, context: Any) -> Any:
        if self.refusal is not None:
            raise self.refusal
        return tickets_pb2.DescribeFieldsResponse(fields=self.fields, actions=described_fields().actions)

    async def CheckActions(self, request: Any, context: Any) -> Any:
        if self.refusal is not None:
            raise self.refusal
        return tickets_pb2.CheckActionsResponse(refusals=refusals_of(request.actions))

    async def ListSeen(self, request: Any, context: Any) -> Any:
        if self.refusal is not None:
            raise self.refusal
        seen = [each for each in request.ticket_ids if each not in self.hidden]
        return tickets_pb2.ListSeenResponse(ticket_ids=seen)

    async def Apply(self, request: Any, context: Any) -> Any:
        refusal = self.refusal or self.refusals.get(request.acting.actor.id)
        if refusal is not None:
            raise refusal
        if request.key not in [each.key for each in self.applied]:
            self.applied.append(request)
        await self._called("Apply")
        outcomes = [{"type": action.type, "outcome": "done"} for action in request.actions]
        return tickets_pb2.ApplyResponse(outcomes=outcomes)

    async def Rehearse(self, request: Any, context: Any) -> Any:
        self.rehearsed.append(request)
        return tickets_pb2.RehearseResponse(rehearsals=[self._tried(request, each) for each in request.ticket_ids])

    def _tried(self, request: Any, ticket_id: str) -> Any:
        refusal = self.refusals.get(request.acting.actor.id) or self.refusals.get(ticket_id)
        if refusal is not None:
            return tickets_pb2.Rehearsal(ticket_id=ticket_id, refusal=str(refusal))
        outcomes = [{"type": action.type, "outcome": "done"} for action in request.actions]
        return tickets_pb2.Rehearsal(ticket_id=ticket_id, outcomes=outcomes)


class SilentDirectory:
    """No API tokens, no changes of access, no roles of one's own."""

    async def resolve_api_token(self, token_sha256: str) -> None:
        return None

    async def get_access(self, person_id: UUID) -> None:
        return None

    async def list_access_changes(self, since: datetime) -> list[Any]:
        return []

    async def list_ended_sessions(self, since: datetime) -> list[Any]:
        return []

    async def list_roles(self) -> dict[str, frozenset[str]]:
        raise NotFound("no roles")


@dataclass
class Desk:
    """The sla under test, and short ways to what every test needs."""

    context: Context
    database: Database
    clock: ManualClock
    http: httpx2.AsyncClient
    tickets: FakeTickets
    rpc_tickets: RpcTickets
    deployment: Deployment
    settings: SlaSettings

    def as_(self, kind: str, person_id: UUID | None = None) -> dict[str, str]:
        token = self.deployment.token_for(kind, person_id=person_id, now=self.clock.now())
        return {"authorization": f"Bearer {token}"}

    async def take_in(self, heard: Heard, acting: Acting | None = None) -> None:
        """An event arrives, as the consumer hands it on; `tickets` knows of it before."""
        key = str(heard.ticket_id)
        self.tickets.reached[key] = max(self.tickets.reached.get(key, 0), heard.fact.sequence)
        async with self.database.transaction(acting or Acting(kind="service", id="sla", name="sla")) as uow:
            await self.context.clocks.take_in(uow, heard)

    async def fire(self) -> int:
        return await Timers(self.database, self.context.clocks, self.rpc_tickets, self.clock).fire_due()

    async def run_rules(self) -> int:
        return await make_executor(self.context, self.database).run_until_idle()

    async def recompute(self) -> int:
        """What edits left to be computed again; answers how many tickets that were."""
        return await Recomputation(self.database, self.context.clocks, self.clock).run_until_idle()

    async def rows(self, statement: str, **bound: Any) -> list[Any]:
        async with self.database.reading() as connection:
            return list((await connection.execute(text(statement), bound)).all())

    async def published(self, ticket_id: UUID) -> list[dict[str, Any]]:
        """The events about a ticket, in their order."""
        statement = "select body from escalated_outbox where headers->>'ce-subject' = :id order by id"
        return [orjson.loads(row.body) for row in await self.rows(statement, id=str(ticket_id))]

    async def clock_of(self, ticket_id: UUID, metric: str = "first_response") -> Any:
        statement = "select * from escalated_sla_clocks where ticket_id = :id and metric = :metric"
        return (await self.rows(statement, id=ticket_id, metric=metric))[0]


@pytest_asyncio.fixture(loop_scope="session")
async def desk(fresh_database_url: str, deployment: Deployment, manual_clock: ManualClock) -> AsyncIterator[Desk]:
    """An sla of this test's own, at Monday 2026-01-05 09:00 UTC until its clock is moved."""
    fake = FakeTickets()
    their_settings = deployment.settings(TicketsSettings, database_url="unused", grpc_port=0)
    server = RpcServer(
        their_settings,
        lambda each: tickets_pb2_grpc.add_TicketsServicer_to_server(fake, each),
        ["escalated.tickets.v1.Tickets"],
    )
    await server.start()
    tickets_grpc = f"127.0.0.1:{server.port}"
    settings = deployment.settings(SlaSettings, database_url=fresh_database_url, tickets_grpc=tickets_grpc)
    client = RpcClient(tickets_grpc, "tickets", settings)
    database = open_database(settings, manual_clock)
    rpc_tickets = RpcTickets(client)
    context = make_context(settings, manual_clock, rpc_tickets)

    async def key_set() -> dict[str, Any]:
        return deployment.key_set

    keys = KeySet(key_set, clock=manual_clock)
    authenticator = Authenticator(settings, keys=keys, directory=SilentDirectory(), clock=manual_clock)
    app = make_app(settings, database, context, authenticator, list)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://desk.test") as http:
        yield Desk(context, database, manual_clock, http, fake, rpc_tickets, deployment, settings)
    await client.stop()
    await server.stop()
    await database.stop()
