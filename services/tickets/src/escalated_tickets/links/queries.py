"""Reading links."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.links.rules import PUBLIC
from escalated_tickets.tickets.models import links
from escalated_tickets.tickets.queries import linked_tickets
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Viewer

MOST_SHOWN: Final = 500

_OF = links.c.ticket_id == bindparam("id", type_=Uuid)
_KINDS = select(links.c.kind).where(_OF).distinct()
_BETWEEN = select(links.c.kind).where(_OF, links.c.other_id == bindparam("other", type_=Uuid))
# UNION finds each once, so that it ends whatever stands there.
_ABOVE = text(
    """
    WITH RECURSIVE above (id) AS (
        SELECT CAST(:id AS uuid)
        UNION
        SELECT links.other_id FROM escalated_ticket_links AS links
        JOIN above ON links.ticket_id = above.id AND links.kind = :up
    )
    SELECT id FROM above
    """
)


async def links_view(
    reader: AsyncConnection, viewer: Viewer, ticket_id: UUID, *, as_staff: bool
) -> list[dict[str, Any]]:
    """The links of a ticket as far as the viewer sees the other ends too; customers are shown follow-ups alone."""
    linked = await linked_tickets(reader, viewer, ticket_id)
    shown = [(kind, other) for kind, other in linked if as_staff or kind in PUBLIC]
    return [
        {
            "kind": kind,
            "id": other.id,
            "reference": other.reference,
            "subject": other.subject,
            "status": other.status,
        }
        for kind, other in shown[:MOST_SHOWN]
    ]


async def kinds_of(reader: AsyncConnection, ticket_id: UUID) -> frozenset[str]:
    return frozenset((await reader.execute(_KINDS, {"id": ticket_id})).scalars())


async def kinds_between(reader: AsyncConnection, ticket_id: UUID, other_id: UUID) -> list[str]:
    """What the other one is to the ticket, in alphabetical order."""
    return sorted((await reader.execute(_BETWEEN, {"id": ticket_id, "other": other_id})).scalars())


async def and_all_above(reader: AsyncConnection, ticket_id: UUID, up: str) -> frozenset[UUID]:
    """The ticket, its parent, its parent's parent and so on; or its problem, by `up`."""
    return frozenset((await reader.execute(_ABOVE, {"id": ticket_id, "up": up})).scalars())


async def open_incidents(reader: AsyncConnection, viewer: Viewer, ticket_id: UUID) -> list[TicketState]:
    """Incidents of a problem that are not done, as far as the viewer sees them, in the order of their ids."""
    linked = await linked_tickets(reader, viewer, ticket_id)
    found = [other for kind, other in linked if kind == "incident" and not other.done]
    return sorted(found, key=lambda each: each.id)
