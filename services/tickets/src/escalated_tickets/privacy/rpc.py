"""A person's data over gRPC, for identity, which answers for the person."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from escalated.privacy.v1 import types_pb2
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import tickets_pb2_grpc

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import invalid
from escalated_tickets.desk import Desk
from escalated_tickets.privacy.export import export_person
from escalated_tickets.privacy.findings import Subject, findings_of, selves_of
from escalated_tickets.privacy.service import erase_person


class Privacy(tickets_pb2_grpc.TicketsServicer):
    """The methods of `escalated.tickets.v1.Tickets` that hand out and erase a person's data."""

    _database: Database
    _desk: Desk

    async def ExportPerson(
        self, request: pb.ExportPersonRequest, context: Any
    ) -> AsyncIterator[pb.ExportPersonResponse]:
        subject = _subject(request.person_id, request.email)
        async with self._database.reading() as reader:
            selves = await selves_of(reader, subject)
        async for name, chunk in export_person(self._database, self._desk.files, selves):
            part = types_pb2.ExportPart(file=name) if name else types_pb2.ExportPart(chunk=chunk)
            yield pb.ExportPersonResponse(part=part)

    async def ErasePerson(self, request: pb.ErasePersonRequest, context: Any) -> pb.ErasePersonResponse:
        subject = _subject(request.person_id, request.email)
        async with self._database.reading() as reader:
            selves = await selves_of(reader, subject)
            found = await findings_of(reader, selves)
        if not request.only_count:
            for each in selves:
                await erase_person(self._database, self._desk, each, self._desk.clock.now())
        return pb.ErasePersonResponse(findings=found)


def _subject(person_id: str, email: str) -> Subject:
    try:
        return Subject(UUID(person_id), email)
    except ValueError:
        raise invalid("/person_id", "bad_id", "This is no id.") from None
