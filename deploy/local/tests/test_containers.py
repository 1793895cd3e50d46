"""Credentials as containers mount them: made once, whole, and each only where it is needed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import asyncpg
import pytest

from escalated_chassis.settings import ServiceSettings
from escalated_local.containers import main, write_config
from escalated_local.layout import SERVICES
from escalated_local.nats import server_binary
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
