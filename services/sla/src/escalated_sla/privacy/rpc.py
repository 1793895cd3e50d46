"""A person's data over gRPC, for identity, which answers for the person."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
from escalated.privacy.v1 import types_pb2
from escalated.sla.v1 import sla_pb2 as pb
from escalated.sla.v1 import sla_pb2_grpc

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import invalid
from escalated_sla.privacy.service import findings_of, rules_naming


class Privacy(sla_pb2_grpc.SlaServicer):
    """The methods of `escalated.sla.v1.Sla` that answer for a person's data."""

    _database: Database

    async def ExportPerson(
        self, request: pb.ExportPersonRequest, context: Any
    ) -> AsyncIterator[pb.ExportPersonResponse]:
        async with self._database.reading() as reader:
            rules = await rules_naming(reader, _id(request.person_id))
        yield pb.ExportPersonResponse(part=types_pb2.ExportPart(file="escalation-rules.jsonl"))
        for rule_id, name in rules:
            line = orjson.dumps({"id": str(rule_id), "name": name}) + b"\n"
            yield pb.ExportPersonResponse(part=types_pb2.ExportPart(chunk=line))

    async def ErasePerson(self, request: pb.ErasePersonRequest, context: Any) -> pb.ErasePersonResponse:
        async with self._database.reading() as reader:
            return pb.ErasePersonResponse(findings=await findings_of(reader, _id(request.person_id)))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid("/person_id", "uuid", "That is no id.") from None
