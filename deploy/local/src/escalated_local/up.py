"""`up`, `down` and `status`: what a person at the prompt does with the suite."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from escalated_local.credentials import credentials_of
from escalated_local.environment import Setup
from escalated_local.layout import Layout, ports_from
from escalated_local.log_files import last_lines
from escalated_local.nats_accounts import OBSERVER
from escalated_local.ports import holder_of, is_taken
from escalated_local.postgres import reachable_place
from escalated_local.processes import is_alive, stop, wait_until
from escalated_local.state import State, read_state, stop_leftovers
from escalated_local.suite import supervise
from escalated_local.supervisor import hold_file
from escalated_local.system_user import server_user

DEMO_ACCOUNTS = ("admin@example.com", "agent@example.com", "customer@example.com")
DEMO_PASSWORD = "escalated-demo"  # noqa: S105 - printed for everybody, and only where the demo desk is
_STOP_SECONDS = 60.0

console = Console(highlight=False, soft_wrap=True)


def setup_of(layout: Layout, *, demo: bool, without: frozenset[str] = frozenset()) -> Setup:
    """Everything that decides the run, made or read; the directories exist afterwards."""
    layout.make()
    credentials = credentials_of(layout.run / "secrets.json")
    return Setup(layout, ports_from(os.environ), credentials, dict(os.environ), demo, without)


def up(setup: Setup, *, foreground: bool) -> int:
    """Starts the suite and returns when it is ready (or, in the foreground, when it was stopped)."""
    running = read_state(setup.layout.state_file)
    if running is not None and running.phase in ("stopping", "failed"):
        wait_until(lambda: not running.is_current, _STOP_SECONDS, every=0.1)
    if running is not None and running.is_current:
        if running.phase == "ready":
            console.print("The suite is running already.")
        return _follow(setup, running.pid)
    if running is not None:
        _say_leftovers(stop_leftovers(running))
    if complaints := _ports_in_use(setup):
        console.print("\n".join(complaints), style="red")
        console.print("Stop them, or choose other ports: see `make ports`.")
        return 1
    if foreground:
        return asyncio.run(supervise(setup, console.print))
    return _follow(setup, _start_daemon(setup).pid)


def down(layout: Layout) -> int:
    """Stops the suite; what it stored stays."""
    state = read_state(layout.state_file)
    if state is None or not state.is_current:
        leftovers = stop_leftovers(state) if state else []
        console.print(f"Stopped what was left: {', '.join(leftovers)}." if leftovers else "The suite is not running.")
        return 0
    console.print("Stopping …")
    if not stop(state.pid, ((signal.SIGTERM, _STOP_SECONDS), (signal.SIGKILL, 5.0))):
        console.print(f"The supervisor (process {state.pid}) does not stop.", style="red")
        return 1
    leftovers = stop_leftovers(read_state(layout.state_file) or state)
    console.print("Stopped." + (f" By force: {', '.join(leftovers)}." if leftovers else ""))
    return 0


def hold(layout: Layout, name: str) -> int:
    """Stops one process and keeps it stopped until `release`: how a bad day is tried."""
    state = read_state(layout.state_file)
    record = state.programs.get(name) if state is not None and state.is_current else None
    if record is None:
        console.print(f"There is no running process {name}: see `make status`.", style="red")
        return 1
    hold_file(layout.logs, name).touch()
    if record["pid"]:
        stop(record["pid"], ((signal.Signals(record["stop_signal"]), 15.0), (signal.SIGKILL, 5.0)))
    console.print(f"{name} is stopped, until: python -m escalated_local release {name}")
    return 0


def release(layout: Layout, name: str) -> int:
    """Lets a held process start again."""
    hold_file(layout.logs, name).unlink(missing_ok=True)
    return 0


def erase(layout: Layout) -> int:
    """Removes everything the desk stored here: tickets, files, mail, keys."""
    state = read_state(layout.state_file)
    if state is not None and state.is_current:
        console.print("The suite is running: `make down` first.", style="red")
        return 1
    database = reachable_place(layout.run / "postgres", server_user())
    moved = [] if database.is_relative_to(layout.run) else [database.parent]
    for directory in (*moved, layout.run):
        shutil.rmtree(directory, ignore_errors=True)
    console.print(f"Removed {' and '.join(str(directory) for directory in (layout.run, *moved))}.")
    return 0


def status(layout: Layout) -> int:
    """Shows each process; 0 only when the suite is up and ready."""
    state = read_state(layout.state_file)
    if state is None or not state.is_current:
        console.print("The suite is not running.")
        return 3
    table = Table("process", "pid", "up for", "restarts", "memory", box=None, header_style="bold")
    for name, record in sorted(state.programs.items()):
        pid = record["pid"]
        alive = pid is not None and is_alive(pid)
        since = _duration(time.time() - record["since"]) if alive else "-"
        memory = f"{memory_of(pid) // 1_048_576} MB" if alive else "-"
        table.add_row(name, str(pid) if alive else "down", since, str(record["restarts"]), memory)
    console.print(table)
    console.print(f"The suite is {state.phase}. Memory of all: {_memory_of_all(state) // 1_048_576} MB (PSS).")
    return 0 if state.phase == "ready" else 3


def show_ports(setup: Setup) -> int:
    table = Table("what", "port", "chosen by", box=None, header_style="bold")
    chosen_by = {
        "gateway": "ESCALATED_HTTP_PORT",
        "postgres": "ESCALATED_POSTGRES_PORT",
        "nats": "ESCALATED_NATS_PORT",
        "mail catcher": "ESCALATED_MAIL_CATCHER_PORT",
        "mail listener": "ESCALATED_MAIL_LISTENER",
    }
    for name, port in setup.ports.all(with_mail_catcher=setup.catches_mail).items():
        table.add_row(name, str(port), chosen_by.get(name, "ESCALATED_PORT_BASE"))
    console.print(table)
    return 0


def where_to_go(setup: Setup) -> str:
    """What `up` prints at its end."""
    ports, prefix = setup.ports, setup.chosen("route_prefix") or "support"
    public = setup.chosen("public_url") or f"http://127.0.0.1:{ports.gateway}"
    observer = f"nats://{OBSERVER}:{setup.credentials.nats[OBSERVER]}@127.0.0.1:{ports.nats}"
    lines = [
        f"  desk and portal   {public}/{prefix}",
        f"  API               {public}/api/docs",
        f"  events            nats sub -s '{observer}' 'escalated.tickets.>'",
        "                    (without the nats program: make events SUBJECT='escalated.tickets.>')",
        f"  incoming mail     smtp://127.0.0.1:{ports.mail_listener}",
    ]
    if setup.catches_mail:
        lines.append(f"  outgoing mail     kept as .eml files in {_short(setup.layout.mail)}")
    lines.append(f"  logs              {_short(setup.layout.logs)}   (make logs SERVICE=tickets)")
    if setup.demo:
        lines += ["", f"  Sign in as {', '.join(DEMO_ACCOUNTS)}; password {DEMO_PASSWORD}"]
    else:
        lines += ["", "  No demo desk. The first administrator: .venv/bin/escalated users create --admin"]
    return "\n".join(lines)


def memory_of(pid: int) -> int:
    """Bytes of the process, shared pages by share (PSS); 0 where the kernel does not tell."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    kilobytes = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(kilobytes[0]) * 1024 if kilobytes else 0


def _start_daemon(setup: Setup) -> subprocess.Popen[bytes]:
    """Our own command line again, as `supervise`, with a session of its own."""
    options = [*([] if setup.demo else ["--no-demo"]), *(f"--without={name}" for name in sorted(setup.without))]
    with (setup.layout.logs / "supervisor.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "escalated_local", "supervise", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=setup.layout.checkout,
            start_new_session=True,
        )


def _follow(setup: Setup, pid: int) -> int:
    """Prints the steps of the supervisor `pid` until it is ready or has failed."""
    shown = 0
    while True:
        alive = is_alive(pid)
        state = read_state(setup.layout.state_file)
        if state is not None and state.pid == pid:
            for words in state.steps[shown:]:
                console.print(words)
            shown = len(state.steps)
            if state.phase == "ready":
                console.print(where_to_go(setup))
                return 0
        if not alive:
            return _say_failure(setup, state if state is not None and state.pid == pid else None)
        time.sleep(0.1)


def _say_failure(setup: Setup, state: State | None) -> int:
    log = setup.layout.logs / "supervisor.log"
    message = state.message if state and state.message else "\n".join(last_lines(log))
    console.print(f"The suite did not come up: {message}", style="red", markup=False)
    return 1


def _ports_in_use(setup: Setup) -> list[str]:
    wanted = setup.ports.all(with_mail_catcher=setup.catches_mail)
    return [f"{name}: {holder_of(port)}" for name, port in wanted.items() if is_taken(port)]


def _say_leftovers(names: list[str]) -> None:
    if names:
        console.print(f"Stopped what an earlier run had left: {', '.join(names)}.")


def _memory_of_all(state: State) -> int:
    pids = [record["pid"] for record in state.programs.values() if record["pid"]]
    return sum(memory_of(pid) for pid in (state.pid, *pids, *_descendants(pids)))


def _descendants(pids: list[int]) -> list[int]:
    """Processes that ours started themselves: PostgreSQL has one for each connection."""
    found: list[int] = []
    for pid in pids:
        try:
            children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except OSError:
            continue
        found += [*children, *_descendants(children)]
    return found


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
