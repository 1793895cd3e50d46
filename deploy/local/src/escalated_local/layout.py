"""Where things lie and listen when the suite runs on one machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SERVICES = ("identity", "tickets", "sla", "notifications")
WEB = "web"


class LayoutError(RuntimeError):
    """The suite cannot be run from here; the message says what to do."""


@dataclass(frozen=True)
class Ports:
    """Every TCP port the suite listens on; all on 127.0.0.1."""

    gateway: int = 8080
    gateway_internal: int = 18099
    postgres: int = 15432
    nats: int = 4222
    mail_catcher: int = 1025
    mail_listener: int = 2525
    http: Mapping[str, int] = field(default_factory=lambda: _numbered(18100, (WEB, *SERVICES)))
    grpc: Mapping[str, int] = field(default_factory=lambda: _numbered(18201, SERVICES))

    def all(self, *, with_mail_catcher: bool) -> dict[str, int]:
        """What listens where, by a name a reader understands."""
        return {
            "gateway": self.gateway,
            "gateway (internal)": self.gateway_internal,
            "postgres": self.postgres,
            "nats": self.nats,
            **({"mail catcher": self.mail_catcher} if with_mail_catcher else {}),
            "mail listener": self.mail_listener,
            **{f"{name} http": port for name, port in self.http.items()},
            **{f"{name} grpc": port for name, port in self.grpc.items()},
        }


def ports_from(environment: Mapping[str, str]) -> Ports:
    """Ports as the environment wants them.

    ESCALATED_HTTP_PORT, ESCALATED_POSTGRES_PORT, ESCALATED_NATS_PORT, ESCALATED_MAIL_CATCHER_PORT,
    ESCALATED_MAIL_LISTENER (host:port), and ESCALATED_PORT_BASE for everything that only the suite itself talks to.

    Raises:
        LayoutError: one of them is no port.
    """
    base = _port(environment, "ESCALATED_PORT_BASE", 18100)
    return Ports(
        gateway=_port(environment, "ESCALATED_HTTP_PORT", 8080),
        gateway_internal=base - 1,
        postgres=_port(environment, "ESCALATED_POSTGRES_PORT", 15432),
        nats=_port(environment, "ESCALATED_NATS_PORT", 4222),
        mail_catcher=_port(environment, "ESCALATED_MAIL_CATCHER_PORT", 1025),
        mail_listener=_port(environment, "ESCALATED_MAIL_LISTENER", 2525),
        http=_numbered(base, (WEB, *SERVICES)),
        grpc=_numbered(base + 101, SERVICES),
    )


@dataclass(frozen=True)
class Layout:
    """The directories of one checkout; `run` holds everything that is made while running and is ours to delete."""

    checkout: Path
    run: Path

    @property
    def logs(self) -> Path:
        return self.run / "log"

    @property
    def mail(self) -> Path:
        return self.run / "mail"

    @property
    def environments(self) -> Path:
        return self.run / "env"

    @property
    def state_file(self) -> Path:
        return self.run / "supervisor.json"

    @property
    def pid_file(self) -> Path:
        return self.run / "supervisor.pid"

    @property
    def routes(self) -> Path:
        return self.checkout / "gateway" / "routes.toml"

    def make(self) -> None:
        for directory in (self.run, self.logs, self.mail, self.environments, self.run / "files"):
            directory.mkdir(parents=True, exist_ok=True)
        self.environments.chmod(0o700)


def find_layout(start: Path | None = None, environment: Mapping[str, str] = os.environ) -> Layout:
    """The checkout that holds `start` (default: the current directory); ESCALATED_RUN_DIR moves `.run`.

    Raises:
        LayoutError: there is no checkout above.
    """
    here = (start or Path.cwd()).absolute()
    for directory in (here, *here.parents):
        if (directory / "gateway" / "routes.toml").exists():
            return Layout(directory, Path(environment.get("ESCALATED_RUN_DIR", directory / ".run")).absolute())
    raise LayoutError(f"{here} is not inside a checkout of the suite (no gateway/routes.toml above it)")


def _numbered(first: int, names: tuple[str, ...]) -> dict[str, int]:
    return {name: first + index for index, name in enumerate(names)}


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default)).rpartition(":")[2]
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LayoutError(f"{name}={environment[name]!r} is no port")
    return int(text)
