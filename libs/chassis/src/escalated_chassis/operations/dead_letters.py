"""`escalated dlq`: what durable consumers gave up."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from nats.js import JetStreamContext
from rich.console import Console
from rich.table import Table

from escalated_chassis.errors import NotFound, Unavailable
from escalated_chassis.events import dead_letters
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.dead_letters import DeadLetter
from escalated_chassis.lifecycle import Service
from escalated_chassis.operations.connections import DryRun, run_async
from escalated_chassis.pauses import pause

CONNECT_SECONDS = 5.0

_Number = Annotated[int, typer.Argument(help="The dead letter's number.")]
_Consumer = Annotated[str, typer.Option(help="Only those of this durable.")]


def dead_letters_group(make: Callable[[], Service]) -> typer.Typer:
    """The group for one service."""
    group = typer.Typer(name="dlq", help="Events that a consumer gave up.", no_args_is_help=True)

    @group.command("list")
    def list_command(consumer: _Consumer = "", limit: Annotated[int, typer.Option(min=1, max=1_000)] = 50) -> None:
        """The oldest first."""
        run_async(_list(make, consumer, limit))

    @group.command("show")
    def show_command(number: _Number) -> None:
        """One of them with its headers and body."""
        run_async(_show(make, number))

    @group.command("replay")
    def replay_command(number: _Number, dry_run: DryRun = False) -> None:
        """Take its event now, and drop it when that succeeds."""
        run_async(_replay(make, number, dry_run=dry_run))

    @group.command("drop")
    def drop_command(number: _Number, dry_run: DryRun = False) -> None:
        """Remove it for good."""
        run_async(_drop(make, number, dry_run=dry_run))

    return group


@asynccontextmanager
async def _streams(service: Service) -> AsyncIterator[JetStreamContext]:
    """JetStream by the service's own connection."""
    nats = next(part for part in service.parts if isinstance(part, Nats))
    connected = asyncio.Event()

    async def note() -> None:
        connected.set()

    nats.on_connect(note)
    async with service.opened():
        if not await pause(connected, CONNECT_SECONDS):
            raise Unavailable("NATS is not connected", code="nats_unavailable")
        yield nats.js


async def _list(make: Callable[[], Service], consumer: str, limit: int) -> None:
    service = make()
    async with _streams(service) as js:
        letters = await dead_letters.list_letters(js, service.name, consumer=consumer, limit=limit)
    table = Table("number", "at", "consumer", "reason", "event", "error")
    for each in letters:
        table.add_row(
            str(each.sequence), f"{each.at:%Y-%m-%d %H:%M:%S}", each.consumer, each.reason, each.subject, each.error
        )
    console = Console()
    console.print(table if letters else "There are no dead letters.")


async def _show(make: Callable[[], Service], number: int) -> None:
    async with _streams(make()) as js:
        letter = await dead_letters.get_letter(js, number)
    typer.echo(f"{letter.subject}  ({letter.stream} {letter.stream_sequence})")
    typer.echo(f"{letter.consumer} gave it up after {letter.deliveries}: {letter.reason}: {letter.error}")
    for name, value in letter.headers.items():
        typer.echo(f"{name}: {value}")
    typer.echo("")
    typer.echo(letter.body.decode(errors="replace"))


async def _replay(make: Callable[[], Service], number: int, *, dry_run: bool) -> None:
    service = make()
    async with _streams(service) as js:
        letter = await dead_letters.get_letter(js, number)
        consumer = _consumer_of(service, letter)
        if dry_run:
            typer.echo(f"{letter.subject} would be taken by {consumer.name}")
            return
        new = await consumer.replay(letter)
    typer.echo(f"{letter.subject} {'was taken' if new else 'had been taken before'}; the dead letter is gone")


async def _drop(make: Callable[[], Service], number: int, *, dry_run: bool) -> None:
    service = make()
    async with _streams(service) as js:
        letter = await dead_letters.get_letter(js, number)
        _consumer_of(service, letter)
        if not dry_run:
            await dead_letters.drop(js, number)
    typer.echo(f"{letter.subject} {'would be' if dry_run else 'is'} dropped")


def _consumer_of(service: Service, letter: DeadLetter) -> DurableConsumer:
    """The stream is shared: a service touches only what its own consumers gave up. Raises NotFound."""
    for part in service.parts:
        if isinstance(part, DurableConsumer) and part.name == letter.consumer:
            return part
    raise NotFound(f"Dead letter {letter.sequence} is of {letter.consumer or 'nobody'}, not of {service.name}.")
