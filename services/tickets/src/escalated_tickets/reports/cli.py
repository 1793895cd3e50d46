"""Operators' group `escalated reports`."""

from typing import Annotated

import typer

from escalated_chassis.command import load_settings, run_async
from escalated_chassis.projections import Projection
from escalated_tickets.parts import opened
from escalated_tickets.reports.rebuild import Progress, progress_of, rebuild
from escalated_tickets.settings import TicketsSettings

PROJECTION = "reports"

reports = typer.Typer(name="reports", help="Roll-ups of reports.", no_args_is_help=True)


@reports.callback()
def _reports() -> None:
    """Keeps the group a group: a lone command would take its name."""


@reports.command("rebuild")
def rebuild_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many tickets, and change nothing.")] = False,
) -> None:
    """Make every ticket's figures anew from tickets, messages and activity; reports answer meanwhile."""
    progress = run_async(_rebuild(load_settings(TicketsSettings), dry_run=dry_run))
    typer.echo(f"would count {progress.total} tickets" if dry_run else f"counted {progress.done} tickets")


async def _rebuild(settings: TicketsSettings, *, dry_run: bool) -> Progress:
    async with opened(settings) as (_desk, database):
        if dry_run:
            return await progress_of(database)

        async def work() -> None:
            await rebuild(database, tell=lambda at: typer.echo(f"{at.done} of {at.total} tickets", err=True))

        await Projection(PROJECTION, database, work).rebuild()
        return await progress_of(database)
