"""`escalated.sla.v1.Sla`: translates, asks queries."""

from itertools import groupby
from typing import Any
from uuid import UUID

from escalated.sla.v1 import sla_pb2 as pb

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import invalid
from escalated_sla.clocks.announce import row_message
from escalated_sla.clocks.queries import clock_rows
from escalated_sla.privacy.rpc import Privacy

NAME = "escalated.sla.v1.Sla"
MOST_IDS = 500


class SlaServicer(Privacy):
    """Clocks, for the other services; a person's data is served by `privacy`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def GetClocks(self, request: pb.GetClocksRequest, context: Any) -> pb.GetClocksResponse:
        if len(request.ticket_ids) > MOST_IDS:
            raise invalid("/ticket_ids", "too_many", f"At most {MOST_IDS} ids at once.")
        async with self._database.reading() as reader:
            rows = await clock_rows(reader, [_id(each) for each in request.ticket_ids])
        answer = pb.GetClocksResponse()
        for ticket_id, of_ticket in groupby(rows, key=lambda row: row.ticket_id):
            found = list(of_ticket)
            entry = answer.tickets.add(ticket_id=str(ticket_id), clocks_version=found[0].clocks_version)
            entry.clocks.extend(row_message(row) for row in found)
        return answer


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid("/ticket_ids", "uuid", "That is no id.") from None
