"""The supervisor with small programs: what dies comes back, what is stopped goes in order."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from escalated_local.log_files import last_lines, rotate
from escalated_local.ports import holder_of, is_taken
from escalated_local.processes import is_alive, wait_until
from escalated_local.state import own_state, stop_leftovers
from escalated_local.supervisor import Child, Program, Supervisor

# Says that it runs, and at SIGTERM writes its name into the file given.
OBEDIENT = """
import signal, sys
def stop(*_):
    open(sys.argv[1], "a").write(sys.argv[2] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("running", flush=True)
signal.pause()
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('running', flush=True); signal.pause()"


@pytest.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    kept = Supervisor(tmp_path / "log")
    yield kept
    await kept.stop()


async def test_a_process_killed_with_nine_is_back_within_a_second(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(_obedient("one", tmp_path))
    await _says(supervisor, child, times=1)
    first = child.pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    await _says(supervisor, child, times=2, seconds=1)

    assert child.pid not in (None, first)
    assert (child.restarts, child.last_exit) == (1, -signal.SIGKILL)


async def test_ranks_are_stopped_one_after_the_other(supervisor: Supervisor, tmp_path: Path) -> None:
    for name, rank in (("database", 3), ("bus", 2), ("service", 0), ("gateway", 1)):
        child = supervisor.start(_obedient(name, tmp_path, rank))
        await _says(supervisor, child, times=1)

    await supervisor.stop()

    assert (tmp_path / "stops").read_text().splitlines() == ["service", "gateway", "bus", "database"]
    assert [child.pid for child in supervisor.children.values()] == [None] * 4
    assert [child.restarts for child in supervisor.children.values()] == [0] * 4


async def test_what_does_not_obey_is_killed_with_what_it_started(supervisor: Supervisor) -> None:
    nested = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]).wait()"
    program = Program("stubborn", (sys.executable, "-c", f"{_ignoring()}{nested}"), stop_seconds=0.2)
    child = supervisor.start(program)
    await _says(supervisor, child, times=1)
    pid = child.pid
    assert pid is not None
    grandchild = _only_child_of(pid)

    await supervisor.stop()

    assert child.last_exit == -signal.SIGKILL
    assert await asyncio.to_thread(wait_until, lambda: not is_alive(grandchild), 5)


async def test_a_program_that_is_not_there_is_tried_again_with_growing_delay(supervisor: Supervisor) -> None:
    child = supervisor.start(Program("missing", ("/nonexistent/program",)))

    assert await asyncio.to_thread(wait_until, lambda: child.restarts == 3, 5)
    assert child.last_exit == 127


async def test_what_a_killed_supervisor_left_is_found_and_stopped(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / "log")
    child = supervisor.start(_obedient("left", tmp_path))
    await _says(supervisor, child, times=1)
    state = own_state()
    state.programs = {"left": child.as_record(), "stranger": {**child.as_record(), "started": 1}}
    child.stop_asked.set()  # so that it is not started again here

    stopped = await asyncio.to_thread(stop_leftovers, state)

    assert stopped == ["left"]
    assert (tmp_path / "stops").read_text() == "left\n"
    await supervisor.stop()


def test_a_log_that_grew_too_large_is_cut_and_its_last_parts_kept(tmp_path: Path) -> None:
    log = tmp_path / "tickets.log"
    with log.open("ab") as writer:
        for part in ("first", "second", "third"):
            writer.write(part.encode() * 10)
            writer.flush()
            assert rotate(tmp_path, max_bytes=20, kept=2) == [log]
        writer.write(b"now\n")

    assert log.read_bytes() == b"now\n"
    assert last_lines(log) == ["now"]
    assert (tmp_path / "tickets.log.1").read_text() == "third" * 10
    assert (tmp_path / "tickets.log.2").read_text() == "second" * 10
    assert not (tmp_path / "tickets.log.3").exists()


def test_the_holder_of_a_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        holder = holder_of(port)

        assert is_taken(port)
        assert holder.pid == os.getpid()
        assert f"port {port} is in use by process {os.getpid()}: " in str(holder)
    assert not is_taken(port)


def _obedient(name: str, place: Path, rank: int = 0) -> Program:
    return Program(name, (sys.executable, "-c", OBEDIENT, str(place / "stops"), name), stop_rank=rank)


def _ignoring() -> str:
    return "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "


async def _says(supervisor: Supervisor, child: Child, times: int, seconds: float = 10) -> None:
    """Waits until the program has said so often that it runs."""
    log = supervisor.log_of(child.program.name)
    said = await asyncio.to_thread(wait_until, lambda: "\n".join(last_lines(log)).count("running") >= times, seconds)
    assert said, last_lines(log)


def _only_child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text())
