"""Where settings come from, and what wins."""

from pathlib import Path
from uuid import UUID

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from escalated_chassis.settings import ServiceSettings

DEPLOYMENT = "0192d0c1-0000-7000-8000-000000000001"


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of secrets as a container gets it, and nothing else set."""
    for name in ("DATABASE_URL", "NATS_PASSWORD", "SECRET", "DEPLOYMENT_ID", "CONFIG", "NATS_USER"):
        monkeypatch.delenv(f"ESCALATED_{name}", raising=False)
    folder = tmp_path / "secrets"
    folder.mkdir()
    write(folder, "escalated_database_url", "postgresql+asyncpg://u:p@postgres/escalated_x\n")
    write(folder, "escalated_nats_password", "from-file\n")
    write(folder, "escalated_secret", "ab" * 32)
    write(folder, "escalated_deployment_id", DEPLOYMENT)
    monkeypatch.setenv("ESCALATED_SECRETS_DIR", str(folder))
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)


def test_settings_are_read_from_files_without_the_line_end(mounted: Path) -> None:
    settings = ServiceSettings()
    assert settings.database_url == "postgresql+asyncpg://u:p@postgres/escalated_x"
    assert settings.nats_password.get_secret_value() == "from-file"
    assert settings.secret.get_secret_value() == "ab" * 32
    assert settings.deployment_id == UUID(DEPLOYMENT)


def test_the_environment_wins_over_a_file(mounted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCALATED_NATS_PASSWORD", "from-environment")
    assert ServiceSettings().nats_password.get_secret_value() == "from-environment"


def test_a_file_wins_over_the_toml_file(mounted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "desk.toml"
    config.write_text('nats_password = "from-toml"\nnats_user = "toml-user"\n')
    monkeypatch.setenv("ESCALATED_CONFIG", str(config))
    settings = ServiceSettings()
    assert (settings.nats_password.get_secret_value(), settings.nats_user) == ("from-file", "toml-user")


def test_of_several_folders_the_last_one_wins(mounted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = tmp_path / "provisioner"
    second.mkdir()
    write(second, "escalated_nats_password", "from-second")
    write(second, "escalated_nats_provisioner_user", "provisioner")
    monkeypatch.setenv("ESCALATED_SECRETS_DIR", f"{mounted}:{second}")
    settings = ServiceSettings()
    assert settings.nats_password.get_secret_value() == "from-second"
    assert settings.nats_provisioner_user == "provisioner"
    assert settings.deployment_id == UUID(DEPLOYMENT)


def test_files_are_found_through_the_links_a_cluster_mounts(mounted: Path) -> None:
    version = mounted / "..2026_11_23"
    version.mkdir()
    write(version, "escalated_nats_user", "tickets")
    (mounted / "..data").symlink_to(version.name)
    (mounted / "escalated_nats_user").symlink_to("..data/escalated_nats_user")
    assert ServiceSettings().nats_user == "tickets"


def test_a_folder_that_is_not_mounted_stops_the_start(mounted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCALATED_SECRETS_DIR", f"{mounted}/missing")
    with pytest.raises(SettingsError, match=r"ESCALATED_SECRETS_DIR: .*/missing is no folder"):
        ServiceSettings()


def test_a_missing_secret_is_named(mounted: Path) -> None:
    (mounted / "escalated_secret").unlink()
    with pytest.raises(ValidationError) as refused:
        ServiceSettings()
    assert [error["loc"] for error in refused.value.errors()] == [("secret",)]
