"""Keeps processes running: starts them, restarts what dies, stops all in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from escalated_local.log_files import open_log, rotate
from escalated_local.processes import started_at

FIRST_DELAY = 0.1
LONGEST_DELAY = 10.0
# A process that lived this long was well; its next death starts at the shortest delay again.
SETTLED_AFTER = 10.0
_ROTATION_EVERY = 5.0
_HOLD_POLL = 0.1


@dataclass(frozen=True)
class Program:
    """One process to keep.

    Attributes:
        stop_rank: stopping goes from the lowest rank to the highest; a rank is stopped together.
        stop_seconds: patience between the stop signal and SIGKILL.
        spawn_options: further arguments for the start of the process (user, group).
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    directory: Path = Path("/")
    stop_rank: int = 0
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15.0
    spawn_options: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Child:
    """What is known of a program's process: `pid` is None between two lives."""

    program: Program
    pid: int | None = None
    since: float = 0.0
    restarts: int = 0
    last_exit: int | None = None
    stop_asked: asyncio.Event = field(default_factory=asyncio.Event)

    def as_record(self) -> dict[str, Any]:
        """For the state file: enough to show it, and to find and stop the process when we are gone."""
        return {
            "pid": self.pid,
            "started": started_at(self.pid) if self.pid else 0,
            "since": self.since,
            "restarts": self.restarts,
            "last_exit": self.last_exit,
            "stop_rank": self.program.stop_rank,
            "stop_signal": int(self.program.stop_signal),
        }


class Supervisor:
    """Runs programs, each with its log `<name>.log`; `on_change` is called when one started or ended."""

    def __init__(self, logs: Path, on_change: Callable[[], None] = lambda: None) -> None:
        self._logs = logs
        self._on_change = on_change
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.children: dict[str, Child] = {}

    def log_of(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def start(self, program: Program) -> Child:
        """Starts a program and keeps it running until `stop`."""
        hold_file(self._logs, program.name).unlink(missing_ok=True)
        child = Child(program)
        self.children[program.name] = child
        self._tasks[program.name] = asyncio.create_task(self._keep(child), name=program.name)
        return child

    async def run_once(self, program: Program) -> int:
        """Runs a program to its end; its exit status."""
        process = await self._spawn(program)
        try:
            return await process.wait()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            raise

    async def rotate_logs(self) -> None:
        """Until cancelled: keeps the logs below their size."""
        while True:
            await asyncio.to_thread(rotate, self._logs)
            await asyncio.sleep(_ROTATION_EVERY)

    async def stop(self) -> None:
        """Stops everything, lower ranks first."""
        for rank in sorted({child.program.stop_rank for child in self.children.values()}):
            names = [name for name, child in self.children.items() if child.program.stop_rank == rank]
            await asyncio.gather(*(self._stop(name) for name in names))

    async def _stop(self, name: str) -> None:
        child, task = self.children[name], self._tasks[name]
        child.stop_asked.set()
        _signal(child.pid, child.program.stop_signal)
        done, _ = await asyncio.wait({task}, timeout=child.program.stop_seconds)
        if not done:
            _signal_group(child.pid, signal.SIGKILL)
            await task

    async def _keep(self, child: Child) -> None:
        delay = 0.0
        while not child.stop_asked.is_set():
            began = time.monotonic()
            await self._live(child)
            if child.stop_asked.is_set():
                return
            settled = time.monotonic() - began > SETTLED_AFTER
            delay = FIRST_DELAY if settled or not delay else min(delay * 2, LONGEST_DELAY)
            child.restarts += 1
            say(f"{child.program.name} ended with {child.last_exit}, again in {delay:.1f} s")
            await _pause(child, delay)
            while hold_file(self._logs, child.program.name).exists() and not child.stop_asked.is_set():
                await _pause(child, _HOLD_POLL)

    async def _live(self, child: Child) -> None:
        """One life of a child, from its start to its end."""
        try:
            process = await self._spawn(child.program)
        except OSError as error:
            child.last_exit = 127
            say(f"{child.program.name} cannot be started: {error}")
            return
        child.pid, child.since = process.pid, time.time()
        self._on_change()
        if child.stop_asked.is_set():  # asked while it was being started: the signal has found nobody
            _signal(child.pid, child.program.stop_signal)
        child.last_exit = await process.wait()
        child.pid = None
        self._on_change()

    async def _spawn(self, program: Program) -> asyncio.subprocess.Process:
        with open_log(self.log_of(program.name)) as log:
            return await asyncio.create_subprocess_exec(
                *program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(program.environment),
                cwd=program.directory,
                start_new_session=True,
                **program.spawn_options,
            )


def hold_file(logs: Path, name: str) -> Path:
    """While this file exists the program is not started again."""
    return logs / f"{name}.hold"


async def _pause(child: Child, seconds: float) -> None:
    """Cut short when the child is to stop."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(child.stop_asked.wait(), seconds)


def say(words: str) -> None:
    """A line of the supervisor's own log."""
    print(time.strftime("%Y-%m-%dT%H:%M:%S"), words, file=sys.stderr, flush=True)


def _signal(pid: int | None, sign: signal.Signals) -> None:
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)


def _signal_group(pid: int | None, sign: signal.Signals) -> None:
    """Every child leads a session of its own: what it started goes with it."""
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, sign)
