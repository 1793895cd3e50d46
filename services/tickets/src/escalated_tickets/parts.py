"""A desk for one command of an operator: no HTTP, no gRPC, nobody asked."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

from escalated.identity.v1 import identity_pb2, types_pb2

from escalated_chassis.access.directory import RpcDirectory
from escalated_chassis.access.roles import RoleBook
from escalated_chassis.clock import SystemClock
from escalated_chassis.database.engine import Database
from escalated_chassis.rpc.client import RpcClient
from escalated_tickets.attachments.storage import FileStore
from escalated_tickets.desk import Desk
from escalated_tickets.people.directory import KnownPeople
from escalated_tickets.settings import TicketsSettings


class NobodyToAsk:
    """Stands in for identity where a command needs nobody from there."""

    async def people(self, ids: Iterable[UUID]) -> list[types_pb2.Person]:  # noqa: ARG002
        return []

    async def snapshot(self, cursor: str) -> identity_pb2.SnapshotResponse:  # noqa: ARG002
        return identity_pb2.SnapshotResponse()


@asynccontextmanager
async def opened(settings: TicketsSettings) -> AsyncIterator[tuple[Desk, Database]]:
    """The desk under the settings in force, stored ones over configured ones, and its database; closed at the end."""
    clock = SystemClock()
    database = Database(settings.database_url, service="tickets", clock=clock, pool_size=2)
    roles = RoleBook(RpcDirectory(RpcClient(settings.identity_grpc, "identity", settings)), clock=clock)
    try:
        people = KnownPeople(database, NobodyToAsk(), roles)
        desk = Desk(settings, clock, people, FileStore.at(settings.storage))
        async with database.reading() as reader:
            await desk.stored.refresh(reader)
        yield desk, database
    finally:
        await database.close()
