"""The groups of commands that every service has."""

from collections.abc import Callable
from typing import TypeVar

import typer

from escalated_chassis.lifecycle import Service
from escalated_chassis.operations.dead_letters import dead_letters_group
from escalated_chassis.operations.outbox import outbox_group
from escalated_chassis.operations.projections import projections_group
from escalated_chassis.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)


def groups(settings: Callable[[], S], build: Callable[[S], Service]) -> list[typer.Typer]:
    """Both are called when a command runs, not before: help needs no settings."""

    def make() -> Service:
        return build(settings())

    return [outbox_group(settings), dead_letters_group(make), projections_group(make)]
