"""What the supervisor tells the outside: a small file, replaced whole, that `up`, `down` and `status` read."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from escalated_local.processes import is_alive, started_at, stop

Phase = Literal["starting", "ready", "failed", "stopping", "stopped"]


@dataclass
class State:
    """The supervisor's own words about itself; times are seconds since the epoch."""

    pid: int
    started: int
    phase: Phase = "starting"
    message: str = ""
    steps: list[str] = field(default_factory=list)
    programs: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_current(self) -> bool:
        """Whether the supervisor that wrote this still lives (pids are used again, so its start is compared)."""
        return is_alive(self.pid) and started_at(self.pid) == self.started


def own_state() -> State:
    return State(pid=os.getpid(), started=started_at(os.getpid()))


def write_state(path: Path, state: State) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(asdict(state)))
    draft.replace(path)


def read_state(path: Path) -> State | None:
    """The last words; None when nothing ever ran here."""
    try:
        return State(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def stop_leftovers(state: State) -> list[str]:
    """Stops the processes of a supervisor that was killed; the names of those that were still there."""
    stopped: list[str] = []
    for name, record in sorted(state.programs.items(), key=lambda item: int(item[1]["stop_rank"])):
        pid = record["pid"]
        if pid and is_alive(pid) and started_at(pid) == record["started"]:
            stop(pid, ((signal.Signals(record["stop_signal"]), 15.0), (signal.SIGKILL, 5.0)))
            stopped.append(name)
    return stopped
