"""The operators' groups of sla: each does once, now, what workers do all the time."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from escalated_chassis.clock import SystemClock
from escalated_chassis.command import load_settings, run_async
from escalated_chassis.database.engine import Database
from escalated_chassis.rpc.client import RpcClient
from escalated_sla.context import Context
from escalated_sla.neighbours import RpcTickets
from escalated_sla.parts import make_context, make_executor, open_database
from escalated_sla.runs.queries import count_waiting
from escalated_sla.settings import SlaSettings
from escalated_sla.timers.reconciler import Reconciler
from escalated_sla.timers.store import count_due
from escalated_sla.timers.worker import Timers

sla = typer.Typer(name="sla", help="Clocks and what is due on them.", no_args_is_help=True)
escalations = typer.Typer(name="escalations", help="Escalation rules.", no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say how many there are, and change nothing.")]


@dataclass(frozen=True)
class Desk:
    """The parts, opened for one command."""

    database: Database
    context: Context
    tickets: RpcTickets


@asynccontextmanager
async def _open() -> AsyncIterator[Desk]:
    settings, clock = load_settings(SlaSettings), SystemClock()
    database = open_database(settings, clock)
    client = RpcClient(settings.tickets_grpc, "tickets", settings, clock=clock)
    tickets = RpcTickets(client)
    context = make_context(settings, clock, tickets)
    try:
        async with database.reading() as reader:
            await context.switches.stored.refresh(reader)
        yield Desk(database, context, tickets)
    finally:
        await client.stop()
        await database.stop()


@escalations.callback()
def _escalations() -> None:
    """As above."""


@sla.command("check")
def check(dry_run: DryRun = False) -> None:
    """Fires what is due: warnings, breaches and rules about time, on proof that nothing happened meanwhile."""
    _say("timers fired", "timers due", dry_run, _fire, _count_due)


@sla.command("reconcile")
def reconcile(dry_run: DryRun = False) -> None:
    """Compares the timers with the clocks, and repairs what drifted; workers do it every night."""
    _say("timers repaired", "timers that drifted", dry_run, _repair, _count_drift)


@escalations.command("evaluate")
def evaluate(dry_run: DryRun = False) -> None:
    """Fires what is due, so that it calls for its rules, and runs what rules were called for."""
    _say("timers fired", "timers due", dry_run, _fire, _count_due)
    _say("runs tried", "runs that wait", dry_run, _run_rules, _count_runs)


Count = Callable[[Desk], Awaitable[int]]


def _say(done: str, waiting: str, dry_run: bool, act: Count, count: Count) -> None:
    async def work() -> int:
        async with _open() as desk:
            return await (count if dry_run else act)(desk)

    typer.echo(f"{run_async(work())} {waiting if dry_run else done}")


async def _fire(desk: Desk) -> int:
    return await Timers(desk.database, desk.context.clocks, desk.tickets, desk.context.clock).fire_due()


async def _count_due(desk: Desk) -> int:
    async with desk.database.reading() as reader:
        return await count_due(reader, desk.context.clock.now())


async def _repair(desk: Desk) -> int:
    return len(await Reconciler(desk.database, desk.context.clocks, desk.context.clock).reconcile())


async def _count_drift(desk: Desk) -> int:
    reconciler = Reconciler(desk.database, desk.context.clocks, desk.context.clock)
    return len(await reconciler.reconcile(repair=False))


async def _run_rules(desk: Desk) -> int:
    return await make_executor(desk.context, desk.database).run_until_idle()


async def _count_runs(desk: Desk) -> int:
    async with desk.database.reading() as reader:
        return await count_waiting(reader)
