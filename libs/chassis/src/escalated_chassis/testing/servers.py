"""PostgreSQL and NATS for tests: containers where a Docker engine answers and has or gets the images, else the wheels.

`ESCALATED_TEST_BACKEND=docker|embedded` forces one. Either way a server belongs to one pytest process, so that
pytest-xdist workers can restart theirs without disturbing each other.
"""

import os
import secrets
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import asyncpg
import nats
import nats.errors

if TYPE_CHECKING:
    from testcontainers.core.container import DockerContainer

Backend = Literal["docker", "embedded"]

POSTGRES_IMAGE = "postgres:18"
NATS_IMAGE = "nats:2.12-alpine"
READY_SECONDS = 60.0
# Not waiting for the disk, but a commit reaches the kernel: it survives kill -9 of the server.
_FAST = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off", "max_connections": "200"}


class PostgresServer(Protocol):
    def dsn(self, database: str = "postgres", *, scheme: str = "postgresql") -> str: ...
    def start(self) -> None: ...
    def kill(self) -> None:
        """kill -9; `start` brings it back on the same port with the committed rows."""

    def stop(self) -> None: ...


class NatsServer(Protocol):
    @property
    def url_with_user(self) -> str: ...
    def start(self) -> None: ...
    def kill(self) -> None:
        """kill -9; `start` brings it back on the same port with the acknowledged messages."""

    def stop(self) -> None: ...


@cache
def backend() -> Backend:
    """Which servers this run uses.

    Raises:
        ValueError: ESCALATED_TEST_BACKEND is neither docker nor embedded.
    """
    forced = os.environ.get("ESCALATED_TEST_BACKEND", "")
    if forced == "docker" or (forced == "" and _docker_has(POSTGRES_IMAGE, NATS_IMAGE)):
        return "docker"
    if forced in ("", "embedded"):
        return "embedded"
    raise ValueError(f"ESCALATED_TEST_BACKEND is docker or embedded, not {forced!r}")


def describe_backend() -> str:
    if backend() == "docker":
        return f"PostgreSQL and NATS from containers ({POSTGRES_IMAGE}, {NATS_IMAGE})"
    return "PostgreSQL and NATS from the embedded wheels (no containers)"


def postgres_server(directory: Path) -> PostgresServer:
    """A server that forgets everything when it is stopped; call `start`."""
    if backend() == "docker":
        return DockerPostgres()
    from escalated_local.postgres import EmbeddedPostgres

    return EmbeddedPostgres(directory / "postgres", durable=False, shared_buffers="64MB", settings=_FAST)


def nats_server(directory: Path, *, sync_interval: str | None = None) -> NatsServer:
    """A server with JetStream that forgets everything when it is stopped; call `start`."""
    if backend() == "docker":
        return DockerNats()
    from escalated_local.nats import EmbeddedNats

    return EmbeddedNats(directory / "nats", sync_interval=sync_interval)


class DockerPostgres:
    def __init__(self) -> None:
        self._password = secrets.token_urlsafe(12)
        self._container: DockerContainer | None = None
        self._port = _free_port()

    def dsn(self, database: str = "postgres", *, scheme: str = "postgresql") -> str:
        return f"{scheme}://postgres:{self._password}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value}" for name, value in _FAST.items())
        environment = {"POSTGRES_PASSWORD": self._password}
        self._container = _started(
            self._container, POSTGRES_IMAGE, f"postgres {settings}", {5432: self._port}, environment
        )
        _wait_for(self._answers)

    def kill(self) -> None:
        _kill(self._container)

    def stop(self) -> None:
        _stop(self._container)
        self._container = None

    async def _answers(self) -> None:
        connection = await asyncpg.connect(self.dsn(), timeout=2)
        await connection.close()


class DockerNats:
    def __init__(self) -> None:
        self._container: DockerContainer | None = None
        self._port = _free_port()

    @property
    def url_with_user(self) -> str:
        return f"nats://test:test@127.0.0.1:{self._port}"

    def start(self) -> None:
        command = "-js -sd /data --user test --pass test"
        self._container = _started(self._container, NATS_IMAGE, command, {4222: self._port}, {})
        _wait_for(self._answers)

    def kill(self) -> None:
        _kill(self._container)

    def stop(self) -> None:
        _stop(self._container)
        self._container = None

    async def _answers(self) -> None:
        client = await nats.connect(self.url_with_user, connect_timeout=2, allow_reconnect=False)
        await client.jetstream().account_info()
        await client.close()


def _docker_has(*images: str) -> bool:
    """Whether an engine answers and has the images, or can fetch them."""
    try:
        import docker
        from docker.errors import DockerException
    except ImportError:
        return False
    try:
        client = docker.from_env(timeout=60)
        for image in images:
            if not client.images.list(image):
                client.images.pull(image)
        client.close()
    except (DockerException, OSError):
        return False
    return True


def _started(
    known: "DockerContainer | None", image: str, command: str, ports: dict[int, int], environment: dict[str, str]
) -> "DockerContainer":
    """A running container; the known one is started again, with its data and its port."""
    from testcontainers.core.config import testcontainers_config
    from testcontainers.core.container import DockerContainer

    if known is not None:
        known.get_wrapped_container().start()
        return known
    testcontainers_config.ryuk_disabled = not _docker_has(testcontainers_config.ryuk_image)
    container = DockerContainer(image, command=command)
    for inner, outer in ports.items():
        container.with_bind_ports(inner, outer)
    for name, value in environment.items():
        container.with_env(name, value)
    return container.start()


def _kill(container: "DockerContainer | None") -> None:
    if container is not None:
        wrapped = container.get_wrapped_container()
        wrapped.kill()
        wrapped.wait(timeout=10)


def _stop(container: "DockerContainer | None") -> None:
    if container is not None:
        container.stop()


def _wait_for(answers: Callable[[], Any]) -> None:
    """Tries until the server answers, from a thread of its own: the caller's loop may be running."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    end = time.monotonic() + READY_SECONDS
    with ThreadPoolExecutor(1) as thread:
        while True:
            try:
                thread.submit(lambda: asyncio.run(answers())).result()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, nats.errors.Error, TimeoutError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                return


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
