"""The environment each process of the suite is started with."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from escalated_local.credentials import Credentials
from escalated_local.databases import database_name
from escalated_local.layout import SERVICES, WEB, Layout, Ports
from escalated_local.nats_accounts import PROVISIONER


@dataclass(frozen=True)
class Setup:
    """All that decides how the suite is run here.

    Attributes:
        outside: the environment of who started the suite; its own ESCALATED_ settings pass through to every process.
        demo: whether the demo desk is seeded (and its accounts named on the sign-in page).
        without: services that somebody runs by hand (in a debugger, say), with the environment in `.run/env/`.
    """

    layout: Layout
    ports: Ports
    credentials: Credentials
    outside: Mapping[str, str]
    demo: bool
    without: frozenset[str] = frozenset()

    @property
    def catches_mail(self) -> bool:
        """Whether mail goes to our catcher: always, unless an SMTP server is configured."""
        return self.chosen("smtp_host") is None

    def chosen(self, name: str) -> str | None:
        """A setting as who runs the suite chose it: in the environment, or else in the file ESCALATED_CONFIG."""
        fallback = _configured(self.outside).get(name)
        return self.outside.get(f"ESCALATED_{name.upper()}", None if fallback is None else str(fallback))


def environment_of(name: str, setup: Setup) -> dict[str, str]:
    """What one process gets on top of the environment outside: first what may be chosen, then what is our business."""
    chosen = {
        key: value
        for key, value in _defaults(setup).items()
        if setup.chosen(key.removeprefix("ESCALATED_").lower()) is None
    }
    return {**chosen, **_wiring(name, setup)}


def whole_environment(name: str, setup: Setup) -> dict[str, str]:
    return {**setup.outside, **environment_of(name, setup)}


def migration_environment(name: str, setup: Setup) -> dict[str, str]:
    """That of the service, and the user who may declare streams."""
    return {
        **whole_environment(name, setup),
        "ESCALATED_NATS_PROVISIONER_USER": PROVISIONER,
        "ESCALATED_NATS_PROVISIONER_PASSWORD": setup.credentials.nats[PROVISIONER],
    }


def write_environment_files(setup: Setup) -> None:
    """`.run/env/<service>.env`, KEY=value a line: the `escalated` command runs a service's group with it."""
    for name in (*SERVICES, WEB):
        target = setup.layout.environments / f"{name}.env"
        settings = {**_own_settings(setup.outside), **environment_of(name, setup)}
        target.touch(mode=0o600)
        target.write_text("".join(f"{key}={value}\n" for key, value in sorted(settings.items())))


def _defaults(setup: Setup) -> dict[str, str]:
    layout, ports = setup.layout, setup.ports
    return {
        "ESCALATED_PUBLIC_URL": f"http://127.0.0.1:{ports.gateway}",
        "ESCALATED_SECRET": setup.credentials.secret,
        "ESCALATED_DEPLOYMENT_ID": setup.credentials.deployment_id,
        "ESCALATED_STORAGE": str(layout.run / "files"),
        "ESCALATED_UI_DIR": str(layout.checkout / "gateway" / "ui" / "dist"),
        "ESCALATED_DEMO": "true" if setup.demo else "false",
        "ESCALATED_MAIL_LISTENER": f"127.0.0.1:{ports.mail_listener}",
        **(
            {"ESCALATED_SMTP_HOST": "127.0.0.1", "ESCALATED_SMTP_PORT": str(ports.mail_catcher)}
            if setup.catches_mail
            else {}
        ),
    }


def _wiring(name: str, setup: Setup) -> dict[str, str]:
    ports, credentials = setup.ports, setup.credentials
    return {
        "ESCALATED_HTTP_HOST": "127.0.0.1",
        "ESCALATED_SERVICE_HTTP_PORT": str(ports.http[name]),
        "ESCALATED_SERVICE_KEY": _compact(credentials.service_keys[name]),
        "ESCALATED_SERVICE_KEYS": _compact(credentials.public_keys),
        "ESCALATED_IDENTITY_URL": f"http://127.0.0.1:{ports.http['identity']}",
        **{f"ESCALATED_{other.upper()}_GRPC": f"127.0.0.1:{ports.grpc[other]}" for other in SERVICES},
        **(_servers(name, setup) if name in SERVICES else {}),
    }


def _servers(name: str, setup: Setup) -> dict[str, str]:
    ports, credentials = setup.ports, setup.credentials
    role = database_name(name)
    address = f"{role}:{credentials.database[name]}@127.0.0.1:{ports.postgres}"
    return {
        "ESCALATED_DATABASE_URL": f"postgresql+asyncpg://{address}/{role}",
        "ESCALATED_NATS_URL": f"nats://127.0.0.1:{ports.nats}",
        "ESCALATED_NATS_USER": name,
        "ESCALATED_NATS_PASSWORD": credentials.nats[name],
        "ESCALATED_GRPC_PORT": str(ports.grpc[name]),
    }


def _own_settings(outside: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in outside.items() if key.startswith("ESCALATED_")}


def _configured(outside: Mapping[str, str]) -> dict[str, object]:
    path = outside.get("ESCALATED_CONFIG")
    return {key.lower(): value for key, value in tomllib.loads(Path(path).read_text()).items()} if path else {}


def _compact(value: Mapping[str, object] | Iterable[object]) -> str:
    return json.dumps(value, separators=(",", ":"))
