"""What commands and routes need beside their unit of work. The composition root makes it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends, Request

from escalated_chassis.clock import Clock
from escalated_sla.clocks.service import Clocks
from escalated_sla.policies.queries import PolicyBook


class Sight(Protocol):
    """Says who of these people may see a ticket. Raises Unavailable while it cannot."""

    async def who_may_see(self, ticket_id: UUID, person_ids: Sequence[UUID]) -> set[UUID]: ...


@dataclass(frozen=True)
class Context:
    """The parts of a running sla."""

    clock: Clock
    book: PolicyBook
    clocks: Clocks
    sight: Sight


async def _of_request(request: Request) -> Context:
    context: Context = request.app.state.sla
    return context


TheContext = Annotated[Context, Depends(_of_request)]
"""How routes get it."""
