"""The other services as those who hold a person's data: asked by gRPC, never inside a transaction."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

from escalated.notifications.v1 import notifications_pb2, notifications_pb2_grpc
from escalated.sla.v1 import sla_pb2, sla_pb2_grpc
from escalated.tickets.v1 import tickets_pb2, tickets_pb2_grpc

from escalated_chassis.rpc.client import RpcClient
from escalated_identity.privacy.rules import Finding

COUNT_SECONDS = 5.0
LONGEST_SECONDS = 300.0

Part = tuple[str, bytes]
"""The name of a file that begins, or nothing; and bytes of the file at hand."""


class Holder(Protocol):
    """Somebody who holds data of people."""

    async def count(self, person_id: str, email: str) -> list[Finding]: ...

    async def erase(self, person_id: str, email: str) -> list[Finding]: ...

    def export(self, person_id: str, email: str) -> AsyncIterator[Part]: ...


class RpcHolder:
    """A service with `ExportPerson` and `ErasePerson`; the messages are the service's own."""

    def __init__(self, stub: Any, export: Any, erase: Any) -> None:
        self._stub, self._export, self._erase = stub, export, erase

    async def count(self, person_id: str, email: str) -> list[Finding]:
        request = self._erase(person_id=person_id, email=email, only_count=True)
        return _findings(await self._stub.ErasePerson(request, timeout=COUNT_SECONDS))

    async def erase(self, person_id: str, email: str) -> list[Finding]:
        request = self._erase(person_id=person_id, email=email)
        return _findings(await self._stub.ErasePerson(request, timeout=LONGEST_SECONDS))

    async def export(self, person_id: str, email: str) -> AsyncIterator[Part]:
        request = self._export(person_id=person_id, email=email)
        async for answer in self._stub.ExportPerson(request, timeout=LONGEST_SECONDS):
            yield answer.part.file, answer.part.chunk


def holders(clients: Mapping[str, RpcClient]) -> dict[str, Holder]:
    """Those services of the suite that hold data of people, by name."""
    return {
        "tickets": RpcHolder(
            clients["tickets"].stub(tickets_pb2_grpc.TicketsStub),
            tickets_pb2.ExportPersonRequest,
            tickets_pb2.ErasePersonRequest,
        ),
        "sla": RpcHolder(
            clients["sla"].stub(sla_pb2_grpc.SlaStub), sla_pb2.ExportPersonRequest, sla_pb2.ErasePersonRequest
        ),
        "notifications": RpcHolder(
            clients["notifications"].stub(notifications_pb2_grpc.NotificationsStub),
            notifications_pb2.ExportPersonRequest,
            notifications_pb2.ErasePersonRequest,
        ),
    }


def _findings(answer: Any) -> list[Finding]:
    return [Finding(each.what, each.found, each.erased, each.kept, each.why) for each in answer.findings]
