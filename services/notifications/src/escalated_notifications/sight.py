"""Who may see a ticket: asked of tickets, which alone decides it, and remembered for half a minute."""

import re
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from escalated.tickets.v1 import tickets_pb2

from escalated_chassis.clock import Clock
from escalated_chassis.errors import NotFound

if TYPE_CHECKING:
    from escalated.tickets.v1.tickets_pb2_grpc import TicketsAsyncStub

KEPT_FOR = timedelta(seconds=30)
_REMEMBERED = 4_096
_TICKET = re.compile(r"^[A-Za-z0-9-]{1,40}\Z")


@dataclass(frozen=True)
class Seen:
    """A ticket that somebody may see, and as whom: staff see its notes and each other. One that was merged leads to
    another; else to itself.
    """

    ticket_id: str
    leads_to: str
    as_staff: bool


@dataclass(frozen=True)
class _Answer:
    seen: Seen | None
    at: datetime


class Sight:
    """Answers for (ticket, person)."""

    def __init__(self, tickets: "TicketsAsyncStub", clock: Clock) -> None:
        self._tickets, self._clock = tickets, clock
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()

    async def of(self, ticket: str, person_id: UUID) -> Seen:
        """As whom a person sees a ticket named by id or reference. Raises `NotFound` where they may not see it."""
        if not _TICKET.match(ticket):
            raise NotFound("There is no such ticket.")
        key = (ticket.upper(), str(person_id))
        known = self._answers.get(key)
        if known is None or self._clock.now() - known.at > KEPT_FOR:
            known = await self._ask(ticket, str(person_id))
            self._answers[key] = known
            if len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        if known.seen is None:
            raise NotFound("There is no such ticket.")
        return known.seen

    async def staffs(self, ticket: str, person_id: UUID) -> str:
        """The id of a ticket that a person sees as staff. Raises `NotFound` for everybody else, its customers too."""
        seen = await self.of(ticket, person_id)
        if not seen.as_staff:
            raise NotFound("There is no such ticket.")
        return seen.ticket_id

    async def _ask(self, ticket: str, person_id: str) -> _Answer:
        ticket_id = await self._id_of(ticket)
        if not ticket_id:
            return _Answer(None, self._clock.now())
        request = tickets_pb2.WhoMaySeeRequest(ticket_id=ticket_id, person_ids=[person_id])
        answer = await self._tickets.WhoMaySee(request)
        if person_id not in answer.person_ids:
            return _Answer(None, self._clock.now())
        # The version before does not say where a ticket leads to.
        leads_to = answer.ticket_id or ticket_id
        return _Answer(Seen(ticket_id, leads_to, person_id in answer.staff_ids), self._clock.now())

    async def _id_of(self, ticket: str) -> str:
        with suppress(ValueError):
            return str(UUID(ticket))
        try:
            found = await self._tickets.FindTicket(tickets_pb2.FindTicketRequest(reference=ticket.upper()))
        except NotFound:
            return ""
        return found.ticket.id
