"""The command of one service: `python -m escalated_tickets run|serve|worker|migrate|seed|openapi|…`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import orjson
import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from escalated_chassis import operations
from escalated_chassis.database.migrations import migrate
from escalated_chassis.dispatch import dispatch
from escalated_chassis.lifecycle import Mode, Service
from escalated_chassis.operations.connections import fail, run_async
from escalated_chassis.settings import ServiceSettings, refuse_unknown
from escalated_chassis.telemetry.logging import configure_logging, quiet_logging
from escalated_chassis.telemetry.tracing import configure_tracing

__all__ = ["dispatch", "fail", "load_settings", "run_async", "service_command"]

S = TypeVar("S", bound=ServiceSettings)
Seed = Callable[[S, bool], Awaitable[None]]


def load_settings(settings: type[S]) -> S:
    """The settings of a service; what is missing, wrong or unknown is named, and ends the process with 1."""
    try:
        refuse_unknown(settings)
        return settings()
    except ValidationError as error:
        names = "; ".join(f"ESCALATED_{'__'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise fail(f"the settings of {settings.service} are not complete: {names}") from None
    except SettingsError as error:
        raise fail(str(error)) from None


def service_command(
    name: str,
    *,
    build: Callable[[S], Service],
    settings: type[S],
    migrations: Path,
    seed: Seed[S] | None = None,
    groups: Sequence[typer.Typer] = (),
    openapi: Callable[[], dict[str, Any]] | None = None,
) -> typer.Typer:
    """The command of one service.

    Args:
        build: the composition root; called within the running loop.
        seed: called with the settings and whether the demo desk is wanted; must change nothing the second time.
        groups: what operators do with this service; each with a name.
        openapi: makes the document, without settings.
    """
    app = typer.Typer(name=name, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(quiet_logging)
    for mode, help_text in (
        ("serve", "Serve REST and gRPC."),
        ("worker", "Relay events, consume them, run timers."),
        ("run", "Both in one process."),
    ):
        app.command(mode, help=help_text)(_running(mode, build, settings))  # type: ignore[arg-type]
    _add_setup(app, settings, migrations, seed)
    if openapi is not None:
        _add_openapi(app, openapi)
    for group in (*groups, *operations.groups(lambda: load_settings(settings), build)):
        app.add_typer(group)
    return app


def _running(mode: Mode, build: Callable[[S], Service], settings: type[S]) -> Callable[[], None]:
    async def work(loaded: S) -> None:
        await build(loaded).run(mode)

    def command() -> None:
        loaded = load_settings(settings)
        configure_logging(loaded.service, loaded.log_level)
        configure_tracing(loaded)
        run_async(work(loaded))

    return command


def _add_setup(app: typer.Typer, settings: type[S], migrations: Path, seed: Seed[S] | None) -> None:
    @app.command("migrate", help="Bring the database to this version; declare streams where allowed to.")
    def migrate_command() -> None:
        loaded = load_settings(settings)
        configure_logging(loaded.service, loaded.log_level)
        asyncio.run(migrate(loaded, migrations))

    async def sow(loaded: S, demo: bool) -> None:
        if seed is None:
            typer.echo(f"{loaded.service} needs nothing to begin with")
        else:
            await seed(loaded, demo)

    @app.command("seed", help="Put in what a new desk needs.")
    def seed_command(demo: Annotated[bool, typer.Option("--demo", help="And a desk to look at.")] = False) -> None:
        loaded = load_settings(settings)
        configure_logging(loaded.service, loaded.log_level)
        run_async(sow(loaded, demo))


def _add_openapi(app: typer.Typer, make: Callable[[], dict[str, Any]]) -> None:
    @app.command("openapi", help="Print the OpenAPI document.")
    def openapi_command() -> None:
        sys.stdout.buffer.write(orjson.dumps(make(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
