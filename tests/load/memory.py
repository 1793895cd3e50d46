"""The whole suite as `make up` starts it: how soon it is ready, and what it holds in memory when idle."""

import asyncio
import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from escalated_local.ports import free_port
from tests.load import desk
from tests.load.filling import Say
from tests.load.processes import family, pss_bytes
from tests.load.report import Section, table
from tests.load.stand import RUN
from tests.suite import free_range

READY_TARGET: Final = 20.0
MEMORY_TARGET: Final = 1.1e9
_SETTLE_SECONDS = 30.0
_MAKE_SECONDS = 600.0


async def measure(say: Say) -> Section:
    """Starts a suite of its own with the demo desk once to warm up, and once more for the clock."""
    run = RUN / "suite"
    environment = _environment(run)
    try:
        _make("up", environment)
        _make("down", environment)
        say("memory: the suite was up once; now the second start")
        began = time.perf_counter()
        _make("up", environment)
        ready = time.perf_counter() - began
        await asyncio.sleep(_SETTLE_SECONDS)
        pss = _memory(run)
    finally:
        _make("down", environment)
    return Section("memory", "Start and memory", _as_markdown(ready, pss))


def _environment(run: Path) -> dict[str, str]:
    """Its own folder and ports, so that a suite that runs already is left alone."""
    # Make hands its own flags and ARGS on to those it starts: `make up` would take the bench's for its own.
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("ESCALATED_", "MAKE", "ARGS"))}
    return {
        **outside,
        "ESCALATED_RUN_DIR": str(run),
        "ESCALATED_HTTP_PORT": str(free_port()),
        "ESCALATED_POSTGRES_PORT": str(free_port()),
        "ESCALATED_NATS_PORT": str(free_port()),
        "ESCALATED_MAIL_CATCHER_PORT": str(free_port()),
        "ESCALATED_MAIL_LISTENER": f"127.0.0.1:{free_port()}",
        "ESCALATED_PORT_BASE": str(free_range()),
    }


def _make(target: str, environment: Mapping[str, str]) -> None:
    """Raises subprocess.CalledProcessError, after its words were shown."""
    command = ["make", "--silent", target]
    done = subprocess.run(
        command, cwd=desk.CHECKOUT, env=environment, text=True, capture_output=True, timeout=_MAKE_SECONDS, check=False
    )
    if done.returncode:
        print(done.stdout, done.stderr)
        done.check_returncode()


def _memory(run: Path) -> dict[str, int]:
    """PSS by process of the suite, each with its descendants."""
    state = json.loads((run / "supervisor.json").read_text())
    programs = {name: record["pid"] for name, record in state["programs"].items() if record["pid"]}
    pss = {name: sum(pss_bytes(pid) for pid in family(pid)) for name, pid in sorted(programs.items())}
    return {**pss, "supervisor": pss_bytes(state["pid"])}


def _as_markdown(ready: float, pss: Mapping[str, int]) -> str:
    total = sum(pss.values())
    targets = [
        ["`make up`, warm", "≤ 20 s", f"{ready:.1f} s", "ok" if ready <= READY_TARGET else "**missed**"],
        ["the suite, idle", "< 1,100 MB", f"{total / 1e6:,.0f} MB", "ok" if total < MEMORY_TARGET else "**missed**"],
    ]
    processes = [[name, f"{size / 1e6:,.0f}"] for name, size in pss.items()]
    return (
        table(["", "target", "measured", ""], targets)
        + f"\n\nPSS in MB {_SETTLE_SECONDS:.0f} s after the start, demo desk, nobody signed in.\n\n"
        + table(["process", "MB"], processes)
    )
