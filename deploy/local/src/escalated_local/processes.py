"""Operating-system processes: alive or not, stopped in order, never outliving a test run."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def is_alive(pid: int) -> bool:
    """True while the process runs; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) != "Z"


def started_at(pid: int) -> int:
    """Start of a process in clock ticks since boot, 0 where unknown: with the pid it names one process for ever."""
    fields = _stat(pid)
    return int(fields[19]) if len(fields) > 19 else 0


def stop(pid: int, steps: Sequence[tuple[signal.Signals, float]]) -> bool:
    """Sends each signal in turn and waits its seconds; True as soon as the process is gone."""
    for sign, seconds in steps:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return True
        if wait_until(lambda: not is_alive(pid), seconds):
            return True
    return not is_alive(pid)


def wait_until(condition: Callable[[], bool], seconds: float, every: float = 0.01) -> bool:
    """Polls until the condition holds; False when the seconds are over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(every)
    return condition()


def dying_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` that has the child signalled when the thread that started it ends, however it ends.

    A test run that is killed leaves no server behind. Linux only; None elsewhere.
    """
    libc = _LIBC
    if libc is None:
        return None

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)

    return ask_kernel


def _state(pid: int) -> str:
    fields = _stat(pid)
    return fields[0] if fields else ""


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name (which may hold blanks and parentheses)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
