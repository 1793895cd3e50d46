"""`escalated outbox`: what waits to be published, and publishing again."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.events import outbox
from escalated_chassis.operations.connections import DryRun, Settings, database_of, run_async
from escalated_chassis.settings import ServiceSettings


class _Leave(Exception):
    """Ends a dry run's transaction without keeping it."""


def outbox_group(settings: Settings) -> typer.Typer:
    """The group for one service."""
    group = typer.Typer(name="outbox", help="Events that are published, wait or were set aside.", no_args_is_help=True)

    @group.command("list")
    def list_command(
        parked: Annotated[bool, typer.Option(help="Only what could not be published.")] = False,
        waiting: Annotated[bool, typer.Option(help="Only what is not published yet.")] = False,
        limit: Annotated[int, typer.Option(min=1, max=1_000)] = 50,
    ) -> None:
        """The newest events first."""
        run_async(_list(settings(), parked=parked, waiting=waiting, limit=limit))

    @group.command("replay")
    def replay_command(
        since: Annotated[str, typer.Option(help="2h, 3d, or a time such as 2026-01-31T09:00:00Z.")],
        subject: Annotated[str, typer.Option(help="Only subjects that begin so.")] = "",
        dry_run: DryRun = False,
    ) -> None:
        """Publish again what was published since. Consumers drop what they took effect of."""
        run_async(_replay(settings(), _moment(since), subject, dry_run=dry_run))

    @group.command("unpark")
    def unpark_command(
        row: Annotated[int | None, typer.Argument(help="The event's number; all parked ones without.")] = None,
        dry_run: DryRun = False,
    ) -> None:
        """Try again to publish what was set aside."""
        run_async(_unpark(settings(), row, dry_run=dry_run))

    return group


async def _list(settings: ServiceSettings, *, parked: bool, waiting: bool, limit: int) -> None:
    async with database_of(settings) as database, database.reading() as connection:
        entries = await outbox.list_rows(connection, parked=parked, unpublished=waiting, limit=limit)
        state = await outbox.state(connection)
    table = Table("id", "created", "subject", "state")
    for entry in entries:
        table.add_row(str(entry.id), f"{entry.created_at:%Y-%m-%d %H:%M:%S}", entry.subject, _state_of(entry))
    console = Console()
    console.print(table)
    console.print(f"{state.open} waiting, {state.parked} set aside")


def _state_of(entry: outbox.OutboxEntry) -> str:
    if entry.parked_at is not None:
        return f"set aside: {entry.error}"
    return "waiting" if entry.published_at is None else "published"


async def _replay(settings: ServiceSettings, since: datetime, subject: str, *, dry_run: bool) -> None:
    async def work(connection: AsyncConnection) -> int:
        return await outbox.replay(connection, since=since, subject_prefix=subject)

    count = await _changing(settings, work, dry_run=dry_run)
    typer.echo(f"{count} events {'would be' if dry_run else 'are'} published again")


async def _unpark(settings: ServiceSettings, row: int | None, *, dry_run: bool) -> None:
    async def work(connection: AsyncConnection) -> int:
        return await outbox.unpark(connection, row)

    count = await _changing(settings, work, dry_run=dry_run)
    typer.echo(f"{count} events {'would be' if dry_run else 'are'} tried again")


async def _changing(
    settings: ServiceSettings, work: Callable[[AsyncConnection], Awaitable[int]], *, dry_run: bool
) -> int:
    """Counts what `work` changes; a dry run really does it, and then takes it back."""
    count = 0
    async with database_of(settings) as database:
        with suppress(_Leave):
            async with database.transaction() as uow:
                count = await work(uow.connection)
                if dry_run:
                    raise _Leave
    return count


def _moment(text: str) -> datetime:
    """A time, or so long ago (`30m`, `2h`, `3d`)."""
    units = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
    if text[-1:] in units and text[:-1].isdecimal():
        return datetime.now(UTC) - int(text[:-1]) * units[text[-1]]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
