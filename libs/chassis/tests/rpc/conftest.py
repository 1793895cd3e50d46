"""A directory served over gRPC as identity, and a client that calls it as tickets."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
import pytest_asyncio
from escalated.identity.v1 import identity_pb2, identity_pb2_grpc, types_pb2

from escalated_chassis.clock import ManualClock, SystemClock
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.rpc.server import RpcServer, caller_service
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment

NAME = "escalated.identity.v1.Directory"
CALLERS = {f"/{NAME}/*": ("tickets", "sla"), f"/{NAME}/ListRoles": ("sla",)}


class IdentitySettings(ServiceSettings):
    service = "identity"


class TicketsSettings(ServiceSettings):
    service = "tickets"


class Directory(identity_pb2_grpc.DirectoryServicer):
    """Answers with who called, or raises what it was told to."""

    def __init__(self) -> None:
        self.calls = 0
        self.failure: Exception | None = None
        self.failures = 0
        self.entered = asyncio.Event()
        self.hold: asyncio.Event | None = None

    async def FindPerson(self, request: Any, context: Any) -> identity_pb2.FindPersonResponse:
        self.calls += 1
        self.entered.set()
        if self.hold is not None:
            await self.hold.wait()
        if self.failure is not None and (self.failures == 0 or self.calls <= self.failures):
            raise self.failure
        return identity_pb2.FindPersonResponse(person=types_pb2.Person(email=request.email, name=caller_service()))

    async def ListRoles(self, request: Any, context: Any) -> identity_pb2.ListRolesResponse:
        self.calls += 1
        return identity_pb2.ListRolesResponse()


def settings_of(deployment: Deployment, kind: type[ServiceSettings], **more: Any) -> ServiceSettings:
    return kind(**deployment.values(kind.service, database_url="postgresql+asyncpg://unused/unused", **more))


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest_asyncio.fixture(loop_scope="session")
async def server(directory: Directory, deployment: Deployment) -> AsyncIterator[RpcServer]:
    def add(server: grpc.aio.Server) -> None:
        identity_pb2_grpc.add_DirectoryServicer_to_server(directory, server)

    settings = settings_of(deployment, IdentitySettings, stop_grace_seconds=5)
    started = RpcServer(settings, add, [NAME], callers=CALLERS, clock=SystemClock())
    await started.start()
    yield started
    await started.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def client(server: RpcServer, deployment: Deployment) -> AsyncIterator[RpcClient]:
    opened = RpcClient(f"127.0.0.1:{server.port}", "identity", settings_of(deployment, TicketsSettings))
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
def stale_clock() -> ManualClock:
    """Stands a day ago: what is signed by it has long expired."""
    from datetime import timedelta

    return ManualClock(SystemClock().now() - timedelta(days=1))
