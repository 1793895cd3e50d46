"""What the suite needs in containers and clusters beside its images: credentials, as files to be mounted.

    python -m escalated_local.containers write-config --out DIR     a folder for each who may read it
    python -m escalated_local.containers make-mirrors --config DIR --nats URL
    python -m escalated_local.containers follow --config DIR --nats URL [SUBJECT]

    DIR/credentials/     everything, for the next run of `write-config`; mounted nowhere else
    DIR/<service>/       that service's settings, a file each, for ESCALATED_SECRETS_DIR
    DIR/provisioner/     further settings for `migrate`
    DIR/nats/            nats.conf with accounts, users and passwords
    DIR/postgres/        the superuser's password, and databases.sql with roles and databases
    DIR/observers/       passwords of the NATS users for those who listen from outside

What is there stays as it is: a second run adds what is new (a service, a durable) and changes no password.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from escalated_local.credentials import Credentials, credentials_of
from escalated_local.databases import database_name, database_script
from escalated_local.layout import SERVICES
from escalated_local.nats_accounts import EXTERNAL_PROVISIONER, OBSERVER, PROVISIONER, accounts_config, render
from escalated_local.observe import connect_observer, ensure_mirrors, follow

POSTGRES_ADDRESS = "postgres:5432"
NATS_STORE = "/data"
# Of the one container user that reads these files; nobody else's business.
_FILE_MODE = 0o440


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; its exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "make-mirrors":
        asyncio.run(ensure_mirrors(options.nats, _observers_of(options.config)))
        return 0
    if options.command == "follow":
        asyncio.run(_follow(options.nats, _observers_of(options.config), options.subject, options.count))
        return 0
    written = write_config(options.out, postgres=options.postgres, sync_interval=options.sync_interval)
    print(f"{len(written)} files in {options.out}: {', '.join(sorted({path.parent.name for path in written}))}")
    return 0


def write_config(out: Path, *, postgres: str = POSTGRES_ADDRESS, sync_interval: str = "always") -> list[Path]:
    """Writes every file; those it wrote or found as wanted.

    Args:
        out: the folder; made where it is missing.
        postgres: host:port of the server as the services see it.
        sync_interval: of JetStream: `always` for one server, `10s` where three hold copies.
    """
    keys = out / "credentials"
    keys.mkdir(parents=True, exist_ok=True)
    credentials = credentials_of(keys / "credentials.json")
    superuser = _kept_password(keys / "postgres-superuser")
    files = {
        **{f"{name}/{key}": text for name in SERVICES for key, text in _settings(name, credentials, postgres).items()},
        **{f"provisioner/{key}": text for key, text in _provisioner(credentials).items()},
        "nats/nats.conf": render(nats_config(credentials, sync_interval)),
        "postgres/superuser_password": superuser,
        "postgres/databases.sql": database_script(credentials.database),
        "observers/observer_password": credentials.nats[OBSERVER],
        "observers/ext_provisioner_password": credentials.nats[EXTERNAL_PROVISIONER],
    }
    return [_write(out / name, text) for name, text in files.items()]


def nats_config(credentials: Credentials, sync_interval: str) -> dict[str, Any]:
    """One server with JetStream in `NATS_STORE`; it takes its name from where it runs."""
    return {
        "port": 4222,
        "http_port": 8222,
        "max_payload": 1_048_576,
        "jetstream": {"store_dir": NATS_STORE, "sync_interval": sync_interval, "max_memory_store": 67_108_864},
        **accounts_config(credentials.nats),
    }


def _settings(service: str, credentials: Credentials, postgres: str) -> dict[str, str]:
    """Settings of one service that differ between deployments or are secret, by the name of their file."""
    role = database_name(service)
    return {
        "escalated_database_url": f"postgresql+asyncpg://{role}:{credentials.database[service]}@{postgres}/{role}",
        "escalated_nats_user": service,
        "escalated_nats_password": credentials.nats[service],
        "escalated_service_key": _compact(credentials.service_keys[service]),
        "escalated_service_keys": _compact(credentials.public_keys),
        "escalated_secret": credentials.secret,
        "escalated_deployment_id": credentials.deployment_id,
    }


def _provisioner(credentials: Credentials) -> dict[str, str]:
    return {
        "escalated_nats_provisioner_user": PROVISIONER,
        "escalated_nats_provisioner_password": credentials.nats[PROVISIONER],
    }


def _observers_of(config: Path) -> dict[str, str]:
    return {name: (config / "observers" / f"{name}_password").read_text() for name in (OBSERVER, EXTERNAL_PROVISIONER)}


async def _follow(url: str, passwords: Mapping[str, str], subject: str, count: int | None) -> None:
    client = await connect_observer(url, passwords)
    await follow(client, subject, lambda line: print(line, flush=True), count)


def _kept_password(path: Path) -> str:
    if not path.exists():
        _write(path, secrets.token_urlsafe(24))
    return path.read_text()


def _write(path: Path, text: str) -> Path:
    """Replaced whole and only where it changed: who watches a file sees no half of it, and no change without one."""
    if path.exists() and path.read_text() == text:
        return path
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.chmod(_FILE_MODE)
    return draft.replace(path)


def _compact(value: Mapping[str, object]) -> str:
    return json.dumps(value, separators=(",", ":"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="escalated-containers", description="Credentials for containers.")
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write-config", help="write what is missing")
    write.add_argument("--out", type=Path, required=True)
    write.add_argument("--postgres", default=POSTGRES_ADDRESS, help="host:port as the services see it")
    write.add_argument("--sync-interval", default="always", help="of JetStream: always, or 10s with three copies")
    mirrors = commands.add_parser("make-mirrors", help="make the streams that observers read")
    listen = commands.add_parser("follow", help="show events as they come, one a line")
    listen.add_argument("subject", nargs="?", default="escalated.>")
    listen.add_argument("--count", type=int, help="end after so many events")
    for one in (mirrors, listen):
        one.add_argument("--config", type=Path, default=Path("/config"), help="what write-config wrote")
        one.add_argument("--nats", default="nats://nats:4222")
    return parser


if __name__ == "__main__":
    sys.exit(main())
