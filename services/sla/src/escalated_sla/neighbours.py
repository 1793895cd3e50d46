"""What sla asks of its neighbours, by gRPC and never inside a transaction."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from escalated.identity.v1 import identity_pb2, identity_pb2_grpc
from escalated.tickets.v1 import tickets_pb2, tickets_pb2_grpc, types_pb2

from escalated_chassis.rpc.client import RpcClient

APPLY_SECONDS = 10.0
REHEARSE_SECONDS = 30.0
SNAPSHOT_SECONDS = 10.0
SNAPSHOT_PAGE = 200
MOST_PEOPLE = 100
MOST_REHEARSED = 100


class RpcTickets:
    """`tickets` over the network. Every call raises Problem; Unavailable while it is away."""

    def __init__(self, client: RpcClient) -> None:
        self._stub = client.stub(tickets_pb2_grpc.TicketsStub)

    async def sequences(self, ticket_ids: Sequence[UUID]) -> dict[UUID, int]:
        """The newest sequence of each ticket."""
        request = tickets_pb2.GetSequencesRequest(ticket_ids=[str(each) for each in ticket_ids])
        answer = await self._stub.GetSequences(request)
        return {UUID(each.ticket_id): each.sequence for each in answer.sequences}

    async def seen_by(self, person_id: UUID, ticket_id: UUID) -> UUID | None:
        """The ticket that this one leads to, itself unless it was merged; None where the person may not see it."""
        request = tickets_pb2.WhoMaySeeRequest(ticket_id=str(ticket_id), person_ids=[str(person_id)])
        answer = await self._stub.WhoMaySee(request)
        # A `tickets` of the version before says nothing of where it leads.
        return UUID(answer.ticket_id or str(ticket_id)) if answer.person_ids else None

    async def list_seen(self, person_id: UUID, ticket_ids: Sequence[UUID]) -> set[UUID]:
        """Those of at most 1,000 tickets that a person may see."""
        request = tickets_pb2.ListSeenRequest(person_id=str(person_id), ticket_ids=[str(each) for each in ticket_ids])
        answer = await self._stub.ListSeen(request)
        return {UUID(each) for each in answer.ticket_ids}

    async def describe_fields(self) -> tickets_pb2.DescribeFieldsResponse:
        """What conditions can name of a ticket, and what actions can be done to one."""
        answer: tickets_pb2.DescribeFieldsResponse = await self._stub.DescribeFields(
            tickets_pb2.DescribeFieldsRequest()
        )
        return answer

    async def check_actions(self, actions: Sequence[types_pb2.Action]) -> Sequence[tickets_pb2.ActionRefusal]:
        """What is wrong with actions that a rule wants to keep."""
        answer = await self._stub.CheckActions(tickets_pb2.CheckActionsRequest(actions=actions))
        refusals: Sequence[tickets_pb2.ActionRefusal] = answer.refusals
        return refusals

    async def apply(self, request: tickets_pb2.ApplyRequest) -> tickets_pb2.ApplyResponse:
        """Does actions on a ticket, all or nothing."""
        answer: tickets_pb2.ApplyResponse = await self._stub.Apply(request, timeout=APPLY_SECONDS)
        return answer

    async def rehearse(self, request: tickets_pb2.RehearseRequest) -> Sequence[tickets_pb2.Rehearsal]:
        """What actions would do to each of at most `MOST_REHEARSED` tickets."""
        answer = await self._stub.Rehearse(request, timeout=REHEARSE_SECONDS)
        rehearsals: Sequence[tickets_pb2.Rehearsal] = answer.rehearsals
        return rehearsals

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


class RpcPeople:
    """`identity` over the network, for what people are called. Raises Problem; Unavailable while it is away."""

    def __init__(self, client: RpcClient) -> None:
        self._stub = client.stub(identity_pb2_grpc.DirectoryStub)

    async def names(self, person_ids: Sequence[UUID]) -> dict[UUID, str]:
        """The names of those that are known."""
        found: dict[UUID, str] = {}
        for first in range(0, len(person_ids), MOST_PEOPLE):
            wanted = [str(each) for each in person_ids[first : first + MOST_PEOPLE]]
            answer = await self._stub.GetPeople(identity_pb2.GetPeopleRequest(ids=wanted))
            found |= {UUID(person.id): person.name for person in answer.people}
        return found
