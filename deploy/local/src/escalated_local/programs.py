"""The processes of the suite, as the supervisor is to keep them."""

from __future__ import annotations

import json
import signal
import sys

from escalated_local.environment import Setup, migration_environment, whole_environment
from escalated_local.layout import SERVICES, WEB
from escalated_local.nats import EmbeddedNats
from escalated_local.nats_accounts import accounts_config
from escalated_local.postgres import EmbeddedPostgres
from escalated_local.routes import read_routes
from escalated_local.supervisor import Program
from escalated_local.traefik import (
    Listening,
    dynamic_config,
    static_config,
    traefik_command,
    traefik_environment,
    with_limits,
    write_atomically,
)

# Services go first, what they stand on last: they drain with everything still there.
_SERVICES_RANK, _GATEWAY_RANK, _NATS_RANK, _POSTGRES_RANK = range(4)
_POSTGRES_SETTINGS = {
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_duration_statement": "500ms",
    "log_line_prefix": "%m [%p] %u@%d ",
}


def postgres_of(setup: Setup) -> EmbeddedPostgres:
    buffers = setup.outside.get("ESCALATED_POSTGRES_SHARED_BUFFERS", "256MB")
    return EmbeddedPostgres(
        setup.layout.run / "postgres", port=setup.ports.postgres, shared_buffers=buffers, settings=_POSTGRES_SETTINGS
    )


def nats_of(setup: Setup) -> EmbeddedNats:
    """Every message through to the disk before its ack: there is one node, nobody else has a copy."""
    return EmbeddedNats(
        setup.layout.run / "nats",
        port=setup.ports.nats,
        config=accounts_config(setup.credentials.nats),
        sync_interval=setup.outside.get("ESCALATED_NATS_SYNC_INTERVAL", "always"),
        durable=True,
    )


def postgres_program(postgres: EmbeddedPostgres, setup: Setup) -> Program:
    return Program(
        "postgres",
        tuple(postgres.command()),
        setup.outside,
        stop_rank=_POSTGRES_RANK,
        stop_signal=signal.SIGINT,  # fast shutdown: sessions are told, nothing is waited for
        spawn_options=postgres.user.popen_options(),
    )


def nats_program(nats: EmbeddedNats, setup: Setup) -> Program:
    return Program("nats", tuple(nats.command()), setup.outside, stop_rank=_NATS_RANK)


def service_program(name: str, setup: Setup) -> Program:
    """A service, or the web app: everything it does in one process."""
    command = (sys.executable, "-m", f"escalated_{name}", "run")
    return Program(name, command, whole_environment(name, setup), setup.layout.checkout, _SERVICES_RANK)


def migration_program(name: str, setup: Setup) -> Program:
    command = (sys.executable, "-m", f"escalated_{name}", "migrate")
    return Program(f"{name}-migrate", command, migration_environment(name, setup), setup.layout.checkout)


def seed_program(name: str, setup: Setup) -> Program:
    """What a new desk needs, and with `demo` a desk to look at."""
    wanted, label = (("--demo",), "seed-demo") if setup.demo else ((), "seed")
    command = (sys.executable, "-m", f"escalated_{name}", "seed", *wanted)
    return Program(f"{name}-{label}", command, migration_environment(name, setup), setup.layout.checkout)


def mail_catcher_program(setup: Setup) -> Program:
    arguments = ("127.0.0.1", str(setup.ports.mail_catcher), str(setup.layout.mail))
    command = (sys.executable, "-m", "escalated_local.mail_catcher", *arguments)
    return Program("mail-catcher", command, setup.outside, setup.layout.checkout, _GATEWAY_RANK)


def gateway_program(setup: Setup) -> Program:
    """Writes Traefik's configuration and says how it is started."""
    directory = setup.layout.run / "traefik"
    directory.mkdir(exist_ok=True)
    table = with_limits(read_routes(setup.layout.routes), setup.outside)
    upstreams = {name: f"http://127.0.0.1:{setup.ports.http[name]}" for name in (*SERVICES, WEB)}
    prefix = setup.chosen("route_prefix") or "support"
    write_atomically(
        directory / "dynamic.yml", json.dumps(dynamic_config(table, upstreams, route_prefix=prefix), indent=1)
    )
    listening = Listening(
        f"127.0.0.1:{setup.ports.gateway}",
        f"127.0.0.1:{setup.ports.gateway_internal}",
        str(setup.layout.logs / "access.log"),
    )
    static = directory / "traefik.yml"
    write_atomically(static, json.dumps(static_config(listening, str(directory / "dynamic.yml")), indent=1))
    environment = {**setup.outside, **traefik_environment()}
    return Program("gateway", tuple(traefik_command(static)), environment, directory, _GATEWAY_RANK)
