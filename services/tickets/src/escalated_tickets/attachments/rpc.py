"""Files over gRPC, in chunks of 64 KB: for services that bring files along (mail) or fetch them."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import tickets_pb2_grpc

from escalated_chassis.acting import Acting
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import NotFound, invalid
from escalated_chassis.rpc.server import caller_service
from escalated_tickets import translate
from escalated_tickets.attachments.queries import find
from escalated_tickets.attachments.service import NewFile, upload
from escalated_tickets.desk import Desk


def calling_service() -> Acting:
    """The service that made the call in hand: uploads are its own, whoever it acts for when it attaches them."""
    return Acting("service", caller_service())


class Files(tickets_pb2_grpc.TicketsServicer):
    """The methods of `escalated.tickets.v1.Tickets` that carry bytes."""

    def __init__(self, database: Database, desk: Desk) -> None:
        self._database = database
        self._desk = desk

    async def Upload(self, request_iterator: AsyncIterator[pb.UploadRequest], context: Any) -> pb.UploadResponse:
        first = await anext(request_iterator, None)
        if first is None or first.WhichOneof("part") != "header":
            raise invalid("/header", "missing", "The first part is the header.")
        file = NewFile(first.header.filename, _chunks(request_iterator), first.header.content_id)
        limit = self._desk.settings.max_attachment_size_kb * 1024
        async with self._database.transaction(calling_service()) as uow:
            row = await upload(uow, self._desk.files, file, limit)
        return pb.UploadResponse(attachment=translate.attachment(row))

    async def Download(self, request: pb.DownloadRequest, context: Any) -> AsyncIterator[pb.DownloadResponse]:
        async with self._database.reading() as reader:
            row = await find(reader, _id(request.attachment_id))
        if row is None:
            raise NotFound("There is no such file.", code="attachment_not_found")
        async for chunk in await self._desk.files.read(row.id):
            yield pb.DownloadResponse(chunk=chunk)


async def _chunks(parts: AsyncIterator[pb.UploadRequest]) -> AsyncIterator[bytes]:
    async for part in parts:
        yield part.chunk


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid("/attachment_id", "uuid", "That is no id.") from None
