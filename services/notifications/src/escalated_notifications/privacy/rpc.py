"""A person's data over gRPC, for identity, which answers for the person."""

from collections.abc import AsyncIterator
from typing import Any

from escalated.notifications.v1 import notifications_pb2 as pb
from escalated.notifications.v1 import notifications_pb2_grpc
from escalated.privacy.v1 import types_pb2

from escalated_chassis.acting import Acting
from escalated_chassis.errors import invalid
from escalated_notifications.context import Context
from escalated_notifications.privacy.export import export_person
from escalated_notifications.privacy.findings import Subject, findings_of
from escalated_notifications.privacy.service import erase_person


class Privacy(notifications_pb2_grpc.NotificationsServicer):
    """The methods of `escalated.notifications.v1.Notifications` that hand out and erase a person's data."""

    _context: Context

    async def ExportPerson(
        self, request: pb.ExportPersonRequest, context: Any
    ) -> AsyncIterator[pb.ExportPersonResponse]:
        async for name, chunk in export_person(self._context.database, _subject(request.person_id, request.email)):
            part = types_pb2.ExportPart(file=name) if name else types_pb2.ExportPart(chunk=chunk)
            yield pb.ExportPersonResponse(part=part)

    async def ErasePerson(self, request: pb.ErasePersonRequest, context: Any) -> pb.ErasePersonResponse:
        subject = _subject(request.person_id, request.email)
        async with self._context.database.reading() as reader:
            found = await findings_of(reader, subject)
        if not request.only_count:
            async with self._context.database.transaction(Acting("service", "identity")) as uow:
                await erase_person(uow, subject)
        return pb.ErasePersonResponse(findings=found)


def _subject(person_id: str, email: str) -> Subject:
    if not person_id:
        raise invalid("/person_id", "missing", "A person is named by id, and by address where it is theirs.")
    return Subject(person_id, email)
