"""`escalated GROUP …`: finds the service that a group belongs to and runs it there, with that service's settings.

A service registers its groups by entry points, group `escalated.groups`: name of the group to module of the service.
Little is imported here: the service's own process imports the rest.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import NoReturn

GROUPS = "escalated.groups"
MODULE_PREFIX = "escalated_"
ENVIRONMENTS = Path(".run/env")
SHARED_GROUPS = ("outbox", "dlq", "projections")
"""Every service has these: `--service` says whose."""


def dispatch() -> None:
    """The `escalated` command: runs a group in the process, and with the settings, of the service it belongs to."""
    arguments = sys.argv[1:]
    groups = {point.name: point.value for point in entry_points(group=GROUPS)}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        _print_groups(groups)
        return
    module, passed = _target(arguments, groups)
    _load_environment(module.removeprefix(MODULE_PREFIX))
    os.execv(sys.executable, [sys.executable, "-m", module, *passed])  # noqa: S606 -- our own module, no shell


def _target(arguments: Sequence[str], groups: dict[str, str]) -> tuple[str, Sequence[str]]:
    """The module that a command belongs to, and what it is called with."""
    group = arguments[0]
    if group in groups:
        return groups[group], arguments
    modules = sorted(set(groups.values()))
    services = [module.removeprefix(MODULE_PREFIX) for module in modules]
    if group not in SHARED_GROUPS:
        _refuse(f"there is no group {group!r}; `escalated` alone lists them")
    service, rest = _service_option(arguments)
    if service not in services:
        _refuse(f"say whose: --service {'|'.join(services)}")
    return MODULE_PREFIX + service, rest


def _service_option(arguments: Sequence[str]) -> tuple[str, list[str]]:
    rest = list(arguments)
    for index, word in enumerate(arguments):
        if word == "--service" and index + 1 < len(arguments):
            return arguments[index + 1], rest[:index] + rest[index + 2 :]
        if word.startswith("--service="):
            return word.removeprefix("--service="), rest[:index] + rest[index + 1 :]
    return "", rest


def _load_environment(service: str) -> None:
    """`.run/env/<service>.env`, KEY=value a line, below what the environment already says."""
    path = Path(os.environ.get("ESCALATED_ENV_DIR", ENVIRONMENTS)) / f"{service}.env"
    if not path.is_file():
        return
    for line in path.read_text().splitlines():
        key, found, value = line.partition("=")
        if found and not key.startswith("#"):
            os.environ.setdefault(key.strip(), value)


def _print_groups(groups: dict[str, str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("group", "service", title="escalated GROUP COMMAND …", title_justify="left")
    for name, module in sorted(groups.items()):
        table.add_row(name, module.removeprefix(MODULE_PREFIX))
    for name in SHARED_GROUPS:
        table.add_row(name, "any (--service NAME)")
    Console().print(table)


def _refuse(message: str) -> NoReturn:
    print(f"error: {message}", file=sys.stderr)  # noqa: T201 -- a command speaks
    sys.exit(2)
