"""Operators' commands: `escalated deliveries …` and `escalated mail …`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from escalated_chassis.acting import Acting
from escalated_chassis.clock import SystemClock
from escalated_chassis.command import load_settings, run_async
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import retry_failed
from escalated_chassis.http.dependencies import PageRequest
from escalated_chassis.operations.connections import DryRun
from escalated_notifications.deliveries.models import DELIVERIES
from escalated_notifications.deliveries.queries import DeliveryFilter, list_deliveries
from escalated_notifications.deliveries.service import retry_delivery
from escalated_notifications.mail_in.queries import list_mails
from escalated_notifications.mail_in.schemas import SHOWN, STORED
from escalated_notifications.mail_in.service import retry_mail
from escalated_notifications.settings import NotificationsSettings

OPERATOR = Acting(kind="system", name="escalated command")

deliveries = typer.Typer(name="deliveries", help="Mails and webhook calls that went out.", no_args_is_help=True)
mail = typer.Typer(name="mail", help="Mail that came in.", no_args_is_help=True)


@asynccontextmanager
async def _database() -> AsyncIterator[Database]:
    settings = load_settings(NotificationsSettings)
    database = Database(settings.database_url, service="notifications", clock=SystemClock(), pool_size=1)
    try:
        yield database
    finally:
        await database.close()


class _Leave(Exception):
    """Ends a dry run's transaction without keeping it."""


@asynccontextmanager
async def _changing(dry_run: bool) -> AsyncIterator[UnitOfWork]:
    """A transaction that a dry run does not keep: what would be refused is refused there too."""
    try:
        async with _database() as database, database.transaction(OPERATOR) as uow:
            yield uow
            if dry_run:
                raise _Leave
    except _Leave:
        return


@deliveries.command("list")
def list_command(state: str | None = None, channel: str | None = None, limit: int = 25) -> None:
    """The newest deliveries."""

    async def work() -> None:
        async with _database() as database, database.reading() as connection:
            rows, _ = await list_deliveries(
                connection, DeliveryFilter(state=state, channel=channel), PageRequest(min(limit, 100), None)
            )
        table = Table("id", "state", "channel", "recipient", "event", "tries", "detail")
        for row in rows:
            table.add_row(
                str(row.id), row.state, row.channel, row.recipient, row.event_type, str(row.tries), row.detail[:80]
            )
        Console().print(table)

    run_async(work())


@deliveries.command("retry")
def retry_command(delivery_id: UUID, dry_run: DryRun = False) -> None:
    """Sends one delivery again."""

    async def work() -> None:
        async with _changing(dry_run) as uow:
            await retry_delivery(uow, delivery_id)
        typer.echo(f"{'would queue' if dry_run else 'queued'} {delivery_id}")

    run_async(work())


@deliveries.command("retry-failed")
def retry_failed_command(target: str, hours: int = 24, dry_run: DryRun = False) -> None:
    """Queues every parked delivery of a target (`mail:<address>` or `webhook:<id>`) of the last hours again."""

    async def work() -> None:
        async with _changing(dry_run) as uow:
            count = await retry_failed(uow, DELIVERIES, target, uow.now - timedelta(hours=hours))
        typer.echo(f"{'would queue' if dry_run else 'queued'} {count}")

    run_async(work())


@mail.command("list")
def list_mail_command(state: str | None = None, limit: int = 25) -> None:
    """The newest mails; states are received, handling, handled, failed, ignored."""

    async def work() -> None:
        async with _database() as database, database.reading() as connection:
            rows, _ = await list_mails(connection, PageRequest(min(limit, 100), None), STORED.get(state or ""))
        table = Table("id", "state", "from", "subject", "detail")
        for row in rows:
            table.add_row(str(row.id), SHOWN[row.state], row.sender, row.subject[:60], row.detail[:80])
        Console().print(table)

    run_async(work())


@mail.command("retry")
def retry_mail_command(mail_id: UUID, dry_run: DryRun = False) -> None:
    """Handles a mail again that failed or was ignored."""

    async def work() -> None:
        async with _changing(dry_run) as uow:
            await retry_mail(uow, mail_id)
        typer.echo(f"{'would queue' if dry_run else 'queued'} {mail_id}")

    run_async(work())
