"""Answers about tickets that have incidents."""

from collections.abc import Sequence
from typing import Any

from fastapi import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.http.dependencies import Uow
from escalated_tickets.desk import Desk
from escalated_tickets.links.queries import open_incidents
from escalated_tickets.links.service import IncidentOutcome
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.writing import Changed


async def done(
    uow: Uow, desk: Desk, caller: Principal, after: Changed, incidents: Sequence[IncidentOutcome] | None = None
) -> Response:
    """A ticket that is resolved or closed. Staff learn how many incidents are open, and what became of others."""
    more: dict[str, Any] = {}
    if after.ticket.as_staff:
        more["open_incidents"] = len(await open_incidents(uow.connection, viewer_of(caller), after.state.id))
    if incidents is not None:
        more["incidents"] = [
            {"id": each.id, "reference": each.reference, "outcome": each.outcome, "code": each.code}
            for each in incidents
        ]
    return await changed(uow, desk, caller, after, **more)
