"""Grants over gRPC, for services that mail them: nobody else can sign one, and nobody else can read one."""

from typing import Any
from uuid import UUID

from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import tickets_pb2_grpc

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import invalid
from escalated_tickets.desk import Desk
from escalated_tickets.guests.rules import RATING
from escalated_tickets.ratings.service import issue_invitation


class Grants(tickets_pb2_grpc.TicketsServicer):
    """The methods of `escalated.tickets.v1.Tickets` that sign grants."""

    _database: Database
    _desk: Desk

    async def IssueGrant(self, request: pb.IssueGrantRequest, context: Any) -> pb.IssueGrantResponse:
        if request.purpose != RATING:
            raise invalid("/purpose", "unknown", f"A grant is given for: {RATING}.")
        ticket_id, person_id = _id(request.ticket_id, "/ticket_id"), _id(request.person_id, "/person_id")
        async with self._database.reading() as reader:
            token, grant = await issue_invitation(reader, self._desk, ticket_id, person_id)
        answer = pb.IssueGrantResponse(grant=token)
        answer.expires_at.FromDatetime(grant.expires_at)
        return answer


def _id(text: str, pointer: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid(pointer, "bad_id", "This is no id.") from None
