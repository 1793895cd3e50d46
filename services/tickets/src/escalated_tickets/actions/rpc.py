"""`Tickets.CheckActions`: what a rule may keep, for the service that keeps rules."""

from typing import Any, Final

from escalated.tickets.v1 import tickets_pb2 as pb
from google.protobuf import json_format

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import FieldError
from escalated_tickets.actions.checks import check_for_rule, people_named
from escalated_tickets.actions.webhooks import unknown_webhooks
from escalated_tickets.desk import Desk

_FROM: Final = "/actions"


class Checks:
    """A part of `TicketsServicer`."""

    _database: Database
    _desk: Desk

    async def CheckActions(self, request: pb.CheckActionsRequest, context: Any) -> pb.CheckActionsResponse:
        actions = [{**json_format.MessageToDict(each.params), "type": each.type} for each in request.actions]
        await self._desk.people.ensure(people_named(actions))
        unknown = await unknown_webhooks(self._desk.webhooks, actions)
        async with self._database.reading() as reader:
            errors = await check_for_rule(reader, self._desk, actions)
        return pb.CheckActionsResponse(refusals=[_refusal(each) for each in (*errors, *unknown)])


def _refusal(error: FieldError) -> pb.ActionRefusal:
    """Pointers lead from the list on: where the caller keeps it is the caller's affair."""
    return pb.ActionRefusal(pointer=error.pointer.removeprefix(_FROM), code=error.code, detail=error.detail)
