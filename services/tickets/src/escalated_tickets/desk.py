"""What commands and routes need beside the transaction: the rules in force and what was composed in `app.py`."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from escalated_chassis.clock import Clock
from escalated_tickets.attachments.storage import FileStore
from escalated_tickets.people.directory import KnownPeople
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.statuses.queries import Statuses
from escalated_tickets.tickets.rules import Policy


@dataclass
class Desk:
    """One per process, made by the composition root."""

    settings: TicketsSettings
    clock: Clock
    people: KnownPeople
    files: FileStore
    statuses: Statuses = field(default_factory=Statuses)

    @property
    def deployment(self) -> UUID:
        return self.settings.deployment_id

    @property
    def policy(self) -> Policy:
        return policy_of(self.settings)


def policy_of(settings: TicketsSettings) -> Policy:
    return Policy(
        allow_customer_close=settings.allow_customer_close,
        reopen_window=timedelta(days=settings.reopen_window_days),
        auto_close_after=timedelta(days=settings.auto_close_resolved_after_days),
        reference_prefix=settings.ticket_reference_prefix,
        default_priority=settings.default_priority,
        max_attachments=settings.max_attachments,
    )


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
