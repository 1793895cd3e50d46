"""The union of all settings is fresh, and a name that stands nowhere stops every service."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from escalated_contracts.settings import NAMES, unknown

CHECKOUT = Path(__file__).parents[2]
SET_SOMEWHERE = (
    CHECKOUT / "docker-compose.yml",
    *sorted((CHECKOUT / "deploy" / "docker").glob("*.Dockerfile")),
    *sorted((CHECKOUT / "deploy" / "k8s").rglob("*.yaml")),
    *sorted((CHECKOUT / "deploy" / "local" / "src").rglob("*.py")),
)
NAMED = re.compile(r"""(?:^\s*|["'{ ])(ESCALATED_[A-Z][A-Z0-9_]*)(?=["':=}]|: )""", re.MULTILINE)


def test_the_union_and_its_page_are_fresh() -> None:
    command = [sys.executable, "scripts/document_settings.py", "--check"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_compose_kubernetes_and_the_launcher_set_is_known() -> None:
    # given every name that a file which starts the suite sets or reads
    named = {name for path in SET_SOMEWHERE for name in NAMED.findall(path.read_text())}
    assert {"ESCALATED_DATABASE_URL", "ESCALATED_SECRETS_DIR", "ESCALATED_HTTP_PORT"} <= named
    # then
    streams = {name for name in named if name.startswith("ESCALATED_") and name in _streams()}
    assert unknown(named - streams) == []


@pytest.mark.parametrize(
    "command",
    [
        *((f"escalated_{name}", "run") for name in ("identity", "tickets", "sla", "notifications", "web")),
        ("escalated_tickets", "migrate"),
    ],
    ids=" ".join,
)
def test_a_misspelt_variable_stops_the_start_with_its_name(command: tuple[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESCALATED_")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        env={**kept, "ESCALATED_PUBLIC_ULR": "http://desk.test"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "error: there is no setting ESCALATED_PUBLIC_ULR\n")


def test_the_launchers_own_names_are_no_settings_of_services() -> None:
    assert {"ESCALATED_HTTP_PORT", "ESCALATED_RUN_DIR", "ESCALATED_CONFIG"} <= NAMES


def _streams() -> set[str]:
    from escalated_contracts.streams import STREAMS

    return {stream.name for stream in STREAMS}
