"""Operators' groups of tickets: `escalated tickets`, `escalated activities`. Each does once, now, what workers do."""

from datetime import timedelta
from typing import Annotated

import typer

from escalated_chassis.acting import Acting
from escalated_chassis.command import load_settings, run_async
from escalated_tickets.activity.service import audit_purge, count_old, purge
from escalated_tickets.parts import opened
from escalated_tickets.privacy.purge import count_deleted, purge_deleted
from escalated_tickets.search.service import count_indexed, rebuild_after
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.tickets.timers import close_resolved, count_resolved, count_waking, wake_due
from escalated_tickets.tickets.visibility import NOBODY

BATCH = 200
PURGED_AT_ONCE = 10_000
_ACTING = Acting(kind="system", id="operator", name="Operator")

tickets = typer.Typer(name="tickets", help="Tickets.", no_args_is_help=True)
activities = typer.Typer(name="activities", help="What happened to tickets.", no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say how many, and change nothing.")]


@tickets.callback()
def _tickets() -> None:
    """Keeps the group a group: a lone command would take its name."""


@activities.callback()
def _activities() -> None:
    """As above."""


@tickets.command("close-resolved")
def close_resolved_command(
    days: Annotated[int | None, typer.Option(min=0, help="Resolved for so long; else as set, where 0 is never")] = None,
    dry_run: DryRun = False,
) -> None:
    """Close tickets that have been resolved for a while."""
    count = run_async(_close_resolved(load_settings(TicketsSettings), days, dry_run=dry_run))
    if count is None:
        typer.echo("closed 0 tickets: auto_close_resolved_after_days is 0, which is never; say --days")
    else:
        typer.echo(f"{'would close' if dry_run else 'closed'} {count} tickets")


async def _close_resolved(settings: TicketsSettings, asked: int | None, *, dry_run: bool) -> int | None:
    """How many; None where it is configured that none is ever closed by itself, and nothing else was asked for."""
    async with opened(settings) as (desk, database):
        days = asked if asked is not None else desk.settings.auto_close_resolved_after_days
        if asked is None and not days:
            return None
        if dry_run:
            async with database.transaction(_ACTING) as uow:
                return await count_resolved(uow, desk, days=days)
        total = 0
        while True:
            async with database.transaction(_ACTING) as uow:
                closed = await close_resolved(uow, desk, days=days, limit=BATCH)
            total += closed
            if closed < BATCH:
                return total


@tickets.command("reindex")
def reindex_command(dry_run: DryRun = False) -> None:
    """Make anew what is searched of every ticket, while the desk runs: after tickets were loaded past the service."""
    count = run_async(_reindex(load_settings(TicketsSettings), dry_run=dry_run))
    typer.echo(f"{'would index' if dry_run else 'indexed'} {count} tickets")


async def _reindex(settings: TicketsSettings, *, dry_run: bool) -> int:
    async with opened(settings) as (_, database):
        if dry_run:
            async with database.transaction(_ACTING) as uow:
                return await count_indexed(uow)
        total, last = 0, NOBODY
        while True:
            async with database.transaction(_ACTING) as uow:
                done = await rebuild_after(uow, last, BATCH)
            if not done:
                return total
            total, last = total + len(done), done[-1]


@tickets.command("wake-snoozed")
def wake_snoozed_command(dry_run: DryRun = False) -> None:
    """Wake the tickets whose snooze is over."""
    count = run_async(_wake_snoozed(load_settings(TicketsSettings), dry_run=dry_run))
    typer.echo(f"{'would wake' if dry_run else 'woke'} {count} tickets")


async def _wake_snoozed(settings: TicketsSettings, *, dry_run: bool) -> int:
    async with opened(settings) as (desk, database):
        if dry_run:
            async with database.transaction(_ACTING) as uow:
                return await count_waking(uow)
        total = 0
        while True:
            async with database.transaction(_ACTING) as uow:
                woken = await wake_due(uow, desk, BATCH)
            total += woken
            if woken < BATCH:
                return total


@tickets.command("purge-deleted")
def purge_deleted_command(
    days: Annotated[int, typer.Option(min=0, help="Deleted for so many days of 24 hours")] = 30,
    dry_run: DryRun = False,
) -> None:
    """Throw away deleted tickets for good, with everything of them."""
    count = run_async(_purge_deleted(load_settings(TicketsSettings), timedelta(days=days), dry_run=dry_run))
    typer.echo(f"{'would purge' if dry_run else 'purged'} {count} tickets")


async def _purge_deleted(settings: TicketsSettings, kept: timedelta, *, dry_run: bool) -> int:
    async with opened(settings) as (desk, database):
        if dry_run:
            async with database.transaction(_ACTING) as uow:
                return await count_deleted(uow, kept)
        total = 0
        while True:
            async with database.transaction(_ACTING) as uow:
                purged = await purge_deleted(uow, desk.files, BATCH, kept)
            total += purged
            if purged < BATCH:
                return total


@activities.command("purge")
def purge_command(
    days: Annotated[int, typer.Option(min=1, help="Older than so many days of 24 hours")], dry_run: DryRun = False
) -> None:
    """Throw away what happened longer ago; the audit trail keeps that it was done."""
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
                    if total:
                        audit_purge(uow, before=before, count=total)
                    return total
