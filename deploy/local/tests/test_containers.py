"""Credentials as containers mount them: made once, whole, and each only where it is needed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import nats
import pytest

from escalated_chassis.settings import ServiceSettings
from escalated_local.containers import main, write_config
from escalated_local.layout import SERVICES
from escalated_local.nats import EmbeddedNats, server_binary
from escalated_local.nats_accounts import accounts_config, mirror_name, public_streams
from escalated_local.ports import free_port
from escalated_local.postgres import EmbeddedPostgres


@pytest.fixture
def config(tmp_path: Path) -> Path:
    out = tmp_path / "config"
    write_config(out)
    return out


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_second_run_changes_nothing(config: Path) -> None:
    before = {path: (path.read_text(), path.stat().st_mtime_ns) for path in config.rglob("*") if path.is_file()}

    assert main(["write-config", "--out", str(config)]) == 0

    assert before == {path: (path.read_text(), path.stat().st_mtime_ns) for path in config.rglob("*") if path.is_file()}


def test_what_was_lost_is_written_again_with_the_same_passwords(config: Path) -> None:
    before = contents(config)
    (config / "identity" / "escalated_nats_password").unlink()
    (config / "postgres" / "superuser_password").unlink()

    write_config(config)

    assert contents(config) == before


def test_another_deployment_has_other_secrets(config: Path, tmp_path: Path) -> None:
    write_config(tmp_path / "other")

    ours, theirs = contents(config), contents(tmp_path / "other")
    same = {name for name in ours if ours[name] == theirs[name]}

    assert same == {f"{name}/escalated_nats_user" for name in SERVICES} | {
        "provisioner/escalated_nats_provisioner_user"
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_finds_all_it_needs_and_no_secret_of_another(
    config: Path, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESCALATED_SECRETS_DIR", str(config / service))
    credentials = json.loads((config / "credentials" / "credentials.json").read_text())

    settings = ServiceSettings()

    assert settings.database_url == (
        f"postgresql+asyncpg://escalated_{service}:{credentials['database'][service]}@postgres:5432/escalated_{service}"
    )
    assert settings.nats_user == service
    assert settings.nats_password.get_secret_value() == credentials["nats"][service]
    assert json.loads(settings.service_key.get_secret_value()) == credentials["service_keys"][service]
    assert set(json.loads(settings.service_keys)) == {*SERVICES, "web"}
    assert settings.secret.get_secret_value() == credentials["secret"]
    assert settings.nats_provisioner_password.get_secret_value() == ""
    text = "".join(contents(config / service).values())
    foreign = [
        credentials[kind][name] for kind in ("database", "nats") for name in credentials[kind] if name != service
    ]
    foreign += [credentials["service_keys"][name]["d"] for name in SERVICES if name != service]
    assert not [secret for secret in foreign if secret in text]


def test_files_are_for_their_owner_and_group_only(config: Path) -> None:
    assert {
        path.name: oct(path.stat().st_mode & 0o777) for path in config.rglob("*") if path.stat().st_mode & 0o007
    } == {folder.name: "0o755" for folder in config.rglob("*") if folder.is_dir()}


def test_the_server_takes_the_nats_configuration(config: Path) -> None:
    command = [server_binary(), "-t", "-c", config / "nats" / "nats.conf"]
    tried = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)

    assert (tried.returncode, "is valid" in tried.stdout + tried.stderr) == (0, True), tried.stderr


async def test_each_service_reaches_its_own_database_and_no_other(config: Path, tmp_path: Path) -> None:
    passwords = json.loads((config / "credentials" / "credentials.json").read_text())["database"]
    script = (config / "postgres" / "databases.sql").read_text()

    with EmbeddedPostgres(tmp_path / "pg", durable=False, shared_buffers="16MB") as server:
        server.execute(script)
        server.execute(script)

        for service in SERVICES:
            role = f"escalated_{service}"
            connection = await asyncpg.connect(server.dsn(role, user=role, password=passwords[service]))
            assert await connection.fetchval("select current_user") == role
            await connection.close()
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied for database"):
            await asyncpg.connect(server.dsn("escalated_tickets", user="escalated_sla", password=passwords["sla"]))


async def test_the_mirrors_are_made_also_when_the_server_comes_late(config: Path, tmp_path: Path) -> None:
    passwords = json.loads((config / "credentials" / "credentials.json").read_text())["nats"]
    server = EmbeddedNats(tmp_path / "nats", port=free_port(), config=accounts_config(passwords))
    arguments = ["make-mirrors", "--config", str(config), "--nats", server.url]
    async with hanging_up(server.port) as called:
        early = await asyncio.create_subprocess_exec(sys.executable, "-m", "escalated_local.containers", *arguments)
        await asyncio.wait_for(called.wait(), 20)

    with server:
        assert await asyncio.wait_for(early.wait(), 30) == 0
        observer = await nats.connect(server.url, user="observer", password=passwords["observer"])
        for stream in public_streams():
            info = await observer.jetstream().stream_info(mirror_name(stream))
            assert info.mirror is not None
            assert info.mirror.name == stream.name
        await observer.close()


async def test_events_are_followed_with_the_observers_password(config: Path, tmp_path: Path) -> None:
    passwords = json.loads((config / "credentials" / "credentials.json").read_text())["nats"]
    with EmbeddedNats(tmp_path / "nats", config=accounts_config(passwords)) as server:
        tickets = await nats.connect(server.url, user="tickets", password=passwords["tickets"])
        arguments = ["follow", "--config", str(config), "--nats", server.url, "--count", "1", "escalated.tickets.>"]
        listener = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "escalated_local.containers", *arguments, stdout=asyncio.subprocess.PIPE
        )
        heard = asyncio.create_task(listener.communicate())
        for _ in range(200):
            await tickets.publish("escalated.tickets.ticket.created.1", b'{"n": 1}')
            if (await asyncio.wait({heard}, timeout=0.1))[0]:
                break
        await tickets.close()

    assert (await heard)[0].decode() == 'escalated.tickets.ticket.created.1 {"n":1}\n'


@asynccontextmanager
async def hanging_up(port: int) -> AsyncIterator[asyncio.Event]:
    """Somebody on the port who is no server yet; the event is set by the first call."""
    called = asyncio.Event()

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        called.set()

    async with await asyncio.start_server(hang_up, "127.0.0.1", port):
        yield called
