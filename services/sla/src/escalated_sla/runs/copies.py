"""Tickets as rules see them: their copies here, with their clocks and the calendar that open hours count by."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.calendars.rules import Calendar, always_open
from escalated_sla.clocks.rules import Clock, Key
from escalated_sla.clocks.store import newest_clocks
from escalated_sla.fields.values import read_values, with_clocks
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.policies.rules import choose
from escalated_sla.runs.arming import Seen
from escalated_sla.runs.matching import Needs

_NO_CLOCKS: Mapping[Key, Clock] = {}

_NEWEST = """
SELECT DISTINCT ON (ticket_id) ticket_id, deleted, merged FROM escalated_sla_facts
WHERE ticket_id = ANY ($1::uuid[]) ORDER BY ticket_id, sequence DESC
"""


class Copies:
    """Reads what conditions ask for, in a statement or two for any number of tickets."""

    def __init__(self, policies: PolicyBook) -> None:
        self._policies = policies

    async def seen(self, connection: AsyncConnection, tickets: Sequence[Row[Any]], needs: Needs) -> list[Seen]:
        """Tickets as they are now."""
        ids = [each.id for each in tickets]
        clocks = await newest_clocks(connection, self._policies, ids) if needs.clocks else {}
        calendars = await self.calendars(connection, tickets, needs)
        return [seen_with(each, clocks.get(each.id, _NO_CLOCKS), calendars[each.id]) for each in tickets]

    async def calendars(
        self, connection: AsyncConnection, tickets: Sequence[Row[Any]], needs: Needs
    ) -> dict[UUID, Calendar]:
        """The calendar of each ticket's policy, where it matters; every hour counts where no policy applies."""
        if not needs.business:
            return {ticket.id: always_open() for ticket in tickets}
        policies = await self._policies.in_force(connection)
        chosen = {ticket.id: choose(policies, ticket.fields, ticket.policy_id) for ticket in tickets}
        return {key: always_open() if policy is None else policy.calendar for key, policy in chosen.items()}


def seen_with(ticket: Row[Any], clocks: Mapping[Key, Clock], calendar: Calendar) -> Seen:
    return Seen(ticket, with_clocks(read_values(ticket.fields), clocks), calendar)


async def gone(connection: AsyncConnection, ticket_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Why nobody works on some of these tickets any more: `deleted` or `merged`, by their newest event."""
    if not ticket_ids:
        return {}
    rows = await connection.exec_driver_sql(_NEWEST, (list(ticket_ids),))
    return {row.ticket_id: "deleted" if row.deleted else "merged" for row in rows if row.deleted or row.merged}
