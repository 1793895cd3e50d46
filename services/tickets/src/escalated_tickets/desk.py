"""What commands and routes need beside the transaction: the rules in force and what was composed in `app.py`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Request

from escalated_chassis.clock import Clock
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.stored_settings import StoredSettings
from escalated_tickets.actions.webhooks import NoWebhooks, Webhooks
from escalated_tickets.attachments.storage import FileStore
from escalated_tickets.fields.queries import Fields
from escalated_tickets.guests.mails import GuestMailer
from escalated_tickets.metadata import stored_settings
from escalated_tickets.people.directory import KnownPeople
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.statuses.queries import Statuses
from escalated_tickets.tickets.arming import rearm
from escalated_tickets.tickets.rules import Policy
from escalated_tickets.views.kept import KeptCounts

AUTO_CLOSE: Final = "auto_close_resolved_after_days"


class Stored(StoredSettings[TicketsSettings]):
    """Stored settings. How long resolved tickets wait to be closed counts for those that wait already."""

    async def change(self, uow: UnitOfWork, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        shown = await super().change(uow, values)
        if AUTO_CLOSE in values:
            (days,) = (each["value"] for each in shown if each["name"] == AUTO_CLOSE)
            await rearm(uow, timedelta(days=days))
        return shown


async def nobody_to_wake() -> None:
    """For a process that works on no jobs."""


@dataclass
class Desk:
    """One per process, made by the composition root. `settings` are those in force now: stored ones win."""

    settings: TicketsSettings
    clock: Clock
    people: KnownPeople
    files: FileStore
    mailer: GuestMailer = field(default_factory=lambda: GuestMailer(None))
    webhooks: Webhooks = field(default_factory=NoWebhooks)
    statuses: Statuses = field(default_factory=Statuses)
    fields: Fields = field(default_factory=Fields)
    counts: KeptCounts = field(default_factory=KeptCounts)
    # Tells this process's worker of a new bulk job; a process without one leaves it to the others.
    wake_bulk: Callable[[], Awaitable[None]] = nobody_to_wake

    stored: Stored = field(init=False)

    def __post_init__(self) -> None:
        self.stored = Stored(stored_settings, self.settings, self._obey)

    def _obey(self, settings: TicketsSettings) -> None:
        self.settings = settings

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
