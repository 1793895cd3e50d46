"""docker-compose.yml: closed containers, one truth for images, an order in which everything is there when needed."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from escalated_chassis.settings import ServiceSettings
from escalated_contracts.settings import unknown
from escalated_local.containers import write_config
from escalated_local.layout import SERVICES
from escalated_web.settings import WebSettings

ROOT = Path(__file__).parents[3]
DOCKERFILES = sorted((ROOT / "deploy" / "docker").glob("*.Dockerfile"))
# The image starts as root to hand its data to the server's user; the only one that does.
STARTS_AS_ROOT = {"postgres"}
ONCE = {"setup", "databases", "streams", *(f"{name}-{what}" for name in SERVICES for what in ("migrate", "seed"))}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def command_line() -> list[str] | None:
    """The plugin, or the older program of its own; None where there is neither."""
    if shutil.which("docker"):
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, timeout=20, check=False)
        if plugin.returncode == 0:
            return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else None


@pytest.mark.skipif(command_line() is None, reason="no docker compose on this machine")
def test_compose_accepts_the_file() -> None:
    done = subprocess.run(
        [*(command_line() or []), "config", "-q"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_every_container_is_closed(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "mem_limit" in service and "pids_limit" in service, name
        assert "privileged" not in service and "network_mode" not in service, name
        root = service["user"].split(":")[0] == "0"
        assert (name in STARTS_AS_ROOT) == root, name
        assert bool(service.get("cap_add")) == (name in STARTS_AS_ROOT), name


def test_what_is_published_is_so_on_this_machine_only(services: dict[str, dict[str, Any]]) -> None:
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert ports == {
        "gateway": ["127.0.0.1:${ESCALATED_HTTP_PORT:-8080}:8080"],
        "nats": ["127.0.0.1:${ESCALATED_NATS_PORT:-4222}:4222"],
        "notifications-worker": ["127.0.0.1:${ESCALATED_MAIL_PORT:-2525}:2525"],
    }


def test_what_runs_for_long_comes_back_and_what_runs_once_does_not(services: dict[str, dict[str, Any]]) -> None:
    restarts = {name: service["restart"] for name, service in services.items()}

    assert restarts == {name: "no" if name in ONCE else "unless-stopped" for name in services}
    # The NATS image has nothing in it to ask with: `streams` waits for the server in its place.
    assert {name for name in services if "healthcheck" not in services[name]} == ONCE | {"nats"}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_is_migrated_and_seeded_before_it_serves(
    services: dict[str, dict[str, Any]], service: str
) -> None:
    done = {"condition": "service_completed_successfully"}

    assert services[f"{service}-migrate"]["depends_on"] == {"databases": done, "streams": done}
    assert services[f"{service}-seed"]["depends_on"] == {f"{service}-migrate": done}
    assert services[service]["depends_on"] == {f"{service}-seed": done}
    assert services[f"{service}-worker"]["depends_on"] == {f"{service}-seed": done}
    assert (services[service]["command"], services[f"{service}-worker"]["command"]) == (["serve"], ["worker"])


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_sees_its_own_secrets_only(services: dict[str, dict[str, Any]], service: str) -> None:
    own = f"{service}-secrets:/run/secrets/escalated:ro"
    for name in (service, f"{service}-worker", f"{service}-seed"):
        assert [v for v in services[name]["volumes"] if "secrets" in v] == [own], name
    assert services[f"{service}-migrate"]["volumes"] == [own, "provisioner-secrets:/run/secrets/provisioner:ro"]


def test_setup_writes_into_a_volume_for_each_reader(
    services: dict[str, dict[str, Any]], compose: dict[str, Any], tmp_path: Path
) -> None:
    write_config(tmp_path)
    mounted = dict(volume.split(":")[:2] for volume in services["setup"]["volumes"])

    assert {path.removeprefix("/config/") for path in mounted.values() if path.startswith("/config/")} == {
        folder.name for folder in tmp_path.iterdir()
    }
    assert set(mounted) <= set(compose["volumes"])
    assert [name for name, service in services.items() if "credentials:" in str(service.get("volumes"))] == ["setup"]


def test_every_volume_is_declared_and_used(services: dict[str, dict[str, Any]], compose: dict[str, Any]) -> None:
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}

    assert {name for name in used if not name.startswith(".")} == set(compose["volumes"])


def test_every_setting_exists(services: dict[str, dict[str, Any]]) -> None:
    fields = {*ServiceSettings.model_fields, *WebSettings.model_fields, "secrets_dir"}
    for service in SERVICES:
        module = importlib.import_module(f"escalated_{service}.settings")
        fields |= set(getattr(module, f"{service.capitalize()}Settings").model_fields)
    given = {key for name in SERVICES for key in services[name]["environment"]}

    assert {key.removeprefix("ESCALATED_").lower() for key in given} <= fields
    assert unknown(given) == []


def test_an_image_is_built_by_the_first_that_needs_it(services: dict[str, dict[str, Any]]) -> None:
    """Others find it there; and it is built once, not once for each container."""
    builders = {service["image"]: name for name, service in services.items() if "build" in service}

    assert builders == {
        "escalated-setup:0.1.0": "setup",
        "escalated-web:0.1.0": "web",
        **{f"escalated-{name}:0.1.0": f"{name}-migrate" for name in SERVICES},
    }
    for name, service in services.items():
        pinned = re.fullmatch(r"(postgres|nats|traefik):v?[0-9.]+(-alpine)?", service["image"])
        assert pinned or service["image"] in builders, name
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_an_image_has_pinned_parts_and_no_root(path: Path) -> None:
    text = path.read_text()
    last = text[text.rindex("\nFROM ") :]

    assert re.findall(r"^ARG \w+_IMAGE=(.+)$", text, re.M)[0] == "python:3.11-slim-bookworm"
    assert "\nUSER 10001:10001\n" in last
    assert "pip install" not in last and "npm" not in last
    for line in re.findall(r"pip install .*", text):
        assert "--require-hashes" in line or "--no-deps" in line, line


def test_the_images_share_the_layers_of_the_libraries() -> None:
    """The same words give the same layers; one that strays would be stored and pulled a second time."""
    stages = {re.search(r"^FROM \S+ AS libs\n.*?(?=\n\nFROM )", path.read_text(), re.M | re.S) for path in DOCKERFILES}

    assert len(DOCKERFILES) == 3
    assert len({stage.group(0) for stage in stages if stage}) == 1
    assert None not in stages
    # A layer is the same only on the same layers: so nothing may come before it in an image.
    shared = "\nFROM ${PYTHON_IMAGE}\nCOPY --from=libs /opt/venv /opt/venv\n"
    assert [path.name for path in DOCKERFILES if shared not in path.read_text()] == []
