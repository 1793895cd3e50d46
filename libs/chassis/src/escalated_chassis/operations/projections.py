"""`escalated projections`: copies of other services' data, and building them anew."""

from collections.abc import Callable
from typing import Annotated

import typer

from escalated_chassis.errors import NotFound
from escalated_chassis.lifecycle import Service
from escalated_chassis.operations.connections import DryRun, run_async
from escalated_chassis.projections import Projection


def projections_group(make: Callable[[], Service]) -> typer.Typer:
    """The group for one service."""
    group = typer.Typer(name="projections", help="Copies of other services' data.", no_args_is_help=True)

    @group.command("list")
    def list_command() -> None:
        """Their names."""
        run_async(_list(make))

    @group.command("rebuild")
    def rebuild_command(
        name: Annotated[str, typer.Argument(help="As `list` names it.")], dry_run: DryRun = False
    ) -> None:
        """Read the owner's snapshot again, over what is there; events go on being taken meanwhile."""
        run_async(_rebuild(make, name, dry_run=dry_run))

    return group


async def _list(make: Callable[[], Service]) -> None:
    for each in _projections(make()):
        typer.echo(each.name)


async def _rebuild(make: Callable[[], Service], name: str, *, dry_run: bool) -> None:
    service = make()
    found = next((each for each in _projections(service) if each.name == name), None)
    if found is None:
        raise NotFound(f"{service.name} has no projection {name}.")
    if dry_run:
        typer.echo(f"{name} would be rebuilt")
        return
    async with service.opened():
        await found.rebuild()
    typer.echo(f"{name} is rebuilt")


def _projections(service: Service) -> list[Projection]:
    return [part for part in service.parts if isinstance(part, Projection)]
