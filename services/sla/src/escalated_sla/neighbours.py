"""What sla asks of `tickets`, by gRPC and never inside a transaction."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from escalated.tickets.v1 import tickets_pb2, tickets_pb2_grpc, types_pb2

from escalated_chassis.rpc.client import RpcClient

APPLY_SECONDS = 10.0
SNAPSHOT_SECONDS = 10.0
SNAPSHOT_PAGE = 200


class RpcTickets:
    """`tickets` over the network. Every call raises Problem; Unavailable while it is away."""

    def __init__(self, client: RpcClient) -> None:
        self._stub = client.stub(tickets_pb2_grpc.TicketsStub)

    async def sequences(self, ticket_ids: Sequence[UUID]) -> dict[UUID, int]:
        """The newest sequence of each ticket."""
        request = tickets_pb2.GetSequencesRequest(ticket_ids=[str(each) for each in ticket_ids])
        answer = await self._stub.GetSequences(request)
        return {UUID(each.ticket_id): each.sequence for each in answer.sequences}

    async def who_may_see(self, ticket_id: UUID, person_ids: Sequence[UUID]) -> set[UUID]:
        """Which of these people may see a ticket."""
        request = tickets_pb2.WhoMaySeeRequest(ticket_id=str(ticket_id), person_ids=[str(each) for each in person_ids])
        answer = await self._stub.WhoMaySee(request)
        return {UUID(each) for each in answer.person_ids}

    async def apply(self, request: tickets_pb2.ApplyRequest) -> tickets_pb2.ApplyResponse:
        """Does actions on a ticket, all or nothing."""
        answer: tickets_pb2.ApplyResponse = await self._stub.Apply(request, timeout=APPLY_SECONDS)
        return answer

    async def snapshot(self) -> AsyncIterator[Sequence[types_pb2.Ticket]]:
        """All tickets, page by page."""
        cursor = ""
        while True:
            request = tickets_pb2.SnapshotRequest(cursor=cursor, limit=SNAPSHOT_PAGE)
            page = await self._stub.Snapshot(request, timeout=SNAPSHOT_SECONDS)
            yield page.tickets
            cursor = page.next_cursor
            if not cursor:
                return
