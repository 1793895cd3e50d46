"""What an operator's command opens for its short life."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

import typer
import uvloop

from escalated_chassis.clock import SystemClock
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Problem
from escalated_chassis.settings import ServiceSettings

T = TypeVar("T")
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and leave it.")]

Settings = Callable[[], ServiceSettings]


@asynccontextmanager
async def database_of(settings: ServiceSettings) -> AsyncIterator[Database]:
    """The service's database, with a single connection."""
    database = Database(settings.database_url, service=settings.service, clock=SystemClock(), pool_size=1)
    try:
        yield database
    finally:
        await database.close()


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Runs a command's coroutine; a `Problem` is said in one line and ends the process with 1."""
    try:
        return uvloop.run(work)
    except Problem as problem:
        raise fail(problem.detail) from problem


def fail(message: str) -> typer.Exit:
    """Says why on standard error; raise what it returns."""
    typer.echo(f"error: {message}", err=True)
    return typer.Exit(1)
