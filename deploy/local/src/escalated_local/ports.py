"""TCP ports of this machine: a free one, and who holds a taken one."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

_LISTEN = "0A"


@dataclass(frozen=True)
class Holder:
    """The process that uses a port; `pid` is None where the kernel does not tell us (another user's)."""

    port: int
    pid: int | None
    command: str

    def __str__(self) -> str:
        if self.pid is None:
            return f"port {self.port} is in use, by another user's process or by a connection that ends within a minute"
        return f"port {self.port} is in use by process {self.pid}: {self.command}"


def free_port() -> int:
    """A port nobody listened on a moment ago; whoever takes it must be ready to lose the race."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_taken(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def holder_of(port: int) -> Holder:
    """Finds it by /proc/net/tcp → socket inode → /proc/<pid>/fd: the listener, or else who calls out from this port.

    Elsewhere than on Linux it stays unknown.
    """
    inodes = _inodes(port, listening=True) or _inodes(port, listening=False)
    for process in Path("/proc").glob("[0-9]*"):
        if inodes and _holds(process, inodes):
            return Holder(port, int(process.name), command_line(int(process.name)))
    return Holder(port, None, "")


def command_line(pid: int) -> str:
    """The command line of a process, cut at 160 characters; empty when it is gone or not ours to see."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return raw.replace(b"\0", b" ").decode(errors="replace").strip()[:160]


def _inodes(port: int, *, listening: bool) -> set[str]:
    wanted = f"{port:04X}"
    inodes: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(f":{wanted}") and (fields[3] == _LISTEN) is listening:
                inodes.add(fields[9])
    return inodes - {"0"}  # a connection that only waits for its end belongs to nobody


def _holds(process: Path, inodes: set[str]) -> bool:
    targets = {f"socket:[{inode}]" for inode in inodes}
    try:
        return any(_target(link) in targets for link in (process / "fd").iterdir())
    except OSError:
        return False


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
