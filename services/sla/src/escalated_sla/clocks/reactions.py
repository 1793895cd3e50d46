"""What follows from changed clocks and due rules: the engine of rules answers to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_sla.clocks.announce import Change
from escalated_sla.clocks.facts import Heard
from escalated_sla.clocks.rules import Clock, Key


class Reactions(Protocol):
    """Told in the transaction of what it reacts to, under the locks of the tickets' rows."""

    async def ticket_changed(self, uow: UnitOfWork, ticket: Row[Any], heard: Heard) -> None:
        """One event of a ticket was taken in, its clocks are written."""

    async def clocks_changed(
        self, uow: UnitOfWork, changes: Sequence[tuple[Row[Any], Mapping[Key, Clock], Sequence[Change]]]
    ) -> None:
        """Clocks of tickets changed; given are the clocks as they are now, of each metric the present round."""

    async def time_came(self, uow: UnitOfWork, due: Sequence[tuple[Row[Any], UUID, datetime]]) -> None:
        """Timers of rules were due: ticket, rule, and when. They are no longer armed."""


class Silence:
    """Nobody reacts."""

    async def ticket_changed(self, *_: object) -> None:
        return None

    async def clocks_changed(self, *_: object) -> None:
        return None

    async def time_came(self, *_: object) -> None:
        return None
