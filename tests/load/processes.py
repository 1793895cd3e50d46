"""What processes cost, as Linux counts it."""

import asyncio
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

# The kernel's number for the CPU clock of another process (CPUCLOCK_SCHED in posix-timers.h): in nanoseconds,
# where /proc/<pid>/stat counts in hundredths of a second.
_CPU_CLOCK = 2


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process since its start."""
    return time.clock_gettime((~pid << 3) | _CPU_CLOCK)


def cpu_of_family(pid: int) -> dict[int, float]:
    """CPU seconds of a process and of each of its descendants that live now."""
    used: dict[int, float] = {}
    for each in family(pid):
        with suppress(OSError):  # it has ended meanwhile
            used[each] = cpu_seconds(each)
    return used


def spent(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """CPU seconds between two looks at a family. What a member spent that ended in between is not known."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


async def idle_share(pid: int, seconds: float) -> float:
    """CPU seconds per second of a process that nobody asks anything."""
    used, began = cpu_seconds(pid), time.perf_counter()
    await asyncio.sleep(seconds)
    return (cpu_seconds(pid) - used) / (time.perf_counter() - began)


def pss_bytes(pid: int) -> int:
    """Memory of a process, pages shared with others by share. 0 when it has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1_024 for line in lines if line.startswith("Pss:"))


def family(pid: int) -> list[int]:
    """A process and its descendants: PostgreSQL has one for each connection."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def load_average() -> float:
    """Of the last minute."""
    return os.getloadavg()[0]


def _parent(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
