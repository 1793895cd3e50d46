"""A person's data over gRPC, for identity, which answers for the person."""

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

import orjson
from escalated.privacy.v1 import types_pb2
from escalated.sla.v1 import sla_pb2 as pb
from escalated.sla.v1 import sla_pb2_grpc

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import invalid
from escalated_sla.privacy.service import BATCH, Subject, erase_person, findings_of, rules_naming, tickets_of

_TOLD: Final = ("requester_name", "requester_email", "subject")


class Privacy(sla_pb2_grpc.SlaServicer):
    """The methods of `escalated.sla.v1.Sla` that answer for a person's data."""

    _database: Database

    async def ExportPerson(
        self, request: pb.ExportPersonRequest, context: Any
    ) -> AsyncIterator[pb.ExportPersonResponse]:
        subject = Subject(_id(request.person_id), request.email)
        async with self._database.reading() as reader:
            rules = await rules_naming(reader, subject)
        yield _begins("rules.jsonl")
        for row in rules:
            yield _line({"id": str(row.id), "kind": row.kind, "name": row.name})
        yield _begins("sla-tickets.jsonl")
        async for ticket in self._tickets_of(subject):
            yield _line(ticket)

    async def _tickets_of(self, subject: Subject) -> AsyncIterator[dict[str, Any]]:
        after: UUID | None = UUID(int=0)
        while after is not None:
            async with self._database.reading() as reader:
                rows = await tickets_of(reader, subject, after)
            for row in rows:
                yield {"id": str(row.id), "reference": row.reference, **{name: row.fields.get(name) for name in _TOLD}}
            after = rows[-1].id if len(rows) == BATCH else None

    async def ErasePerson(self, request: pb.ErasePersonRequest, context: Any) -> pb.ErasePersonResponse:
        subject = Subject(_id(request.person_id), request.email)
        async with self._database.reading() as reader:
            found = await findings_of(reader, subject)
        if not request.only_count:
            await erase_person(self._database, subject)
        return pb.ErasePersonResponse(findings=found)


def _begins(name: str) -> pb.ExportPersonResponse:
    return pb.ExportPersonResponse(part=types_pb2.ExportPart(file=name))


def _line(content: dict[str, Any]) -> pb.ExportPersonResponse:
    return pb.ExportPersonResponse(part=types_pb2.ExportPart(chunk=orjson.dumps(content) + b"\n"))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid("/person_id", "uuid", "That is no id.") from None
