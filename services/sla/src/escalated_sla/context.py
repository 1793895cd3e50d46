"""What commands and routes need beside their unit of work. The composition root makes it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends, Request

from escalated_chassis.clock import Clock
from escalated_sla.clocks.service import Clocks
from escalated_sla.fields.catalogue import FieldBook
from escalated_sla.neighbours import RpcTickets
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.rules.queries import RuleBook
from escalated_sla.runs.copies import Copies
from escalated_sla.runs.engine import Engine
from escalated_sla.switches import Switches


class Sight(Protocol):
    """Says which ticket a person sees under an id; None where it is for other eyes. Raises Unavailable, NotFound."""

    async def seen_by(self, person_id: UUID, ticket_id: UUID) -> UUID | None: ...


class People(Protocol):
    """Says what people are called; who is not known is left out. Raises Unavailable while it cannot."""

    async def names(self, person_ids: Sequence[UUID], /) -> dict[UUID, str]: ...


class Nameless:
    """Knows nobody: where `identity` is not asked, as in operators' commands."""

    async def names(self, _: Sequence[UUID], /) -> dict[UUID, str]:
        return {}


@dataclass(frozen=True)
class Context:
    """The parts of a running sla."""

    clock: Clock
    book: PolicyBook
    clocks: Clocks
    sight: Sight
    tickets: RpcTickets
    fields: FieldBook
    rules: RuleBook
    copies: Copies
    engine: Engine
    switches: Switches
    people: People


async def _of_request(request: Request) -> Context:
    context: Context = request.app.state.sla
    return context


TheContext = Annotated[Context, Depends(_of_request)]
"""How routes get it."""
