"""`Tickets.DescribeFields`: the words of rules, for the service that keeps them."""

from typing import Any

from escalated.tickets.v1 import tickets_pb2 as pb
from google.protobuf import json_format

from escalated_chassis.database.engine import Database
from escalated_rules import describe
from escalated_tickets.desk import Desk
from escalated_tickets.fields.actions import described_actions


class Descriptions:
    """A part of `TicketsServicer`."""

    _database: Database
    _desk: Desk

    async def DescribeFields(self, request: pb.DescribeFieldsRequest, context: Any) -> pb.DescribeFieldsResponse:
        async with self._database.reading() as reader:
            catalogue = await self._desk.fields.present(reader)
        described = {
            "fields": [describe(each) for each in catalogue.conditions],
            "actions": list(described_actions()),
        }
        return json_format.ParseDict(described, pb.DescribeFieldsResponse())
