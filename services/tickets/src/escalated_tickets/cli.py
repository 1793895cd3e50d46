"""Operators' groups of tickets: `escalated tickets`, `escalated activities`. Each does once, now, what workers do."""

from datetime import timedelta
from typing import Annotated

import typer

from escalated_chassis.acting import Acting
from escalated_chassis.command import load_settings, run_async
from escalated_tickets.activity.service import count_old, purge
from escalated_tickets.parts import opened
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.tickets.timers import close_resolved, count_resolved

BATCH = 200
PURGED_AT_ONCE = 10_000
_ACTING = Acting(kind="system", id="operator", name="Operator")

tickets = typer.Typer(name="tickets", help="Tickets.", no_args_is_help=True)
activities = typer.Typer(name="activities", help="What happened to tickets.", no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say how many, and change nothing.")]
Days = Annotated[int, typer.Option(min=0, help="Days of 24 hours")]


@tickets.callback()
def _tickets() -> None:
    """Keeps the group a group: a lone command would take its name."""


@activities.callback()
def _activities() -> None:
    """As above."""


@tickets.command("close-resolved")
def close_resolved_command(
    days: Annotated[int | None, typer.Option(min=0, help="Resolved for so long; else as configured")] = None,
    dry_run: DryRun = False,
) -> None:
    """Close tickets that have been resolved for a while."""
    settings = load_settings(TicketsSettings)
    wait = settings.auto_close_resolved_after_days if days is None else days
    count = run_async(_close_resolved(settings, wait, dry_run=dry_run))
    typer.echo(f"{'would close' if dry_run else 'closed'} {count} tickets")


async def _close_resolved(settings: TicketsSettings, days: int, *, dry_run: bool) -> int:
    async with opened(settings) as (desk, database):
        if dry_run:
            async with database.transaction(_ACTING) as uow:
                return await count_resolved(uow, days=days)
        total = 0
        while True:
            async with database.transaction(_ACTING) as uow:
                closed = await close_resolved(uow, desk, days=days, limit=BATCH)
            total += closed
            if closed < BATCH:
                return total


@activities.command("purge")
def purge_command(days: Days, dry_run: DryRun = False) -> None:
    """Delete activity older than so many days: the only way it goes."""
    count = run_async(_purge(load_settings(TicketsSettings), days, dry_run=dry_run))
    typer.echo(f"{'would purge' if dry_run else 'purged'} {count} activities")


async def _purge(settings: TicketsSettings, days: int, *, dry_run: bool) -> int:
    async with opened(settings) as (_desk, database):
        before = database.clock.now() - timedelta(days=days)
        if dry_run:
            async with database.transaction(_ACTING) as uow:
                return await count_old(uow, before=before)
        total = 0
        while True:
            async with database.transaction(_ACTING) as uow:
                purged = await purge(uow, before=before, limit=PURGED_AT_ONCE)
            total += purged
            if purged < PURGED_AT_ONCE:
                return total
