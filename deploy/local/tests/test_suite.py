"""`up`, `down` and what lies between, with real servers and small stand-ins for the services."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import signal
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from escalated_local.layout import SERVICES, WEB
from escalated_local.ports import is_taken
from escalated_local.postgres import reachable_place
from escalated_local.processes import is_alive, wait_until
from escalated_local.state import State, read_state
from escalated_local.system_user import server_user

ROUTES = Path(__file__).parents[3] / "gateway" / "routes.toml"


@dataclass
class Desk:
    """A suite of its own: a checkout with the table of routes, its ports, and stand-ins in place of the services."""

    checkout: Path
    environment: dict[str, str]

    @property
    def run(self) -> Path:
        return self.checkout / ".run"

    def command(self, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "escalated_local", *arguments],
            env=self.environment,
            cwd=self.checkout,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def up(self) -> str:
        done = self.command("up")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def get(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port('HTTP_PORT')}{path}", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def pid_of(self, service: str) -> int | None:
        try:
            return int(self.get({"tickets": "/api/v1/tags", "sla": "/api/v1/clocks"}[service])["pid"])
        except (urllib.error.URLError, OSError):
            return None

    def rows(self) -> str | None:
        """What the stand-in of tickets reads from its database, through the gateway; None while it cannot."""
        try:
            return str(self.get("/api/v1/tags")["rows"])
        except (urllib.error.URLError, OSError):
            return None

    def port(self, name: str) -> int:
        return int(self.environment[f"ESCALATED_{name}"].rpartition(":")[2])

    def state(self) -> State:
        state = read_state(self.run / "supervisor.json")
        assert state is not None
        return state

    def pids(self) -> dict[str, int]:
        return {name: record["pid"] for name, record in self.state().programs.items() if record["pid"]}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that was never started."""
    with _desk(tmp_path) as one:
        yield one


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that is up, for tests that leave it so."""
    with _desk(tmp_path_factory.mktemp("running")) as one:
        one.environment["ESCALATED_BRAND_NAME"] = "Acme Desk"
        one.up()
        yield one


def test_the_life_of_a_desk(desk: Desk) -> None:
    # given a first start
    printed = desk.up()

    # then it says where to go, everything runs, migrated and seeded once
    assert f"http://127.0.0.1:{desk.port('HTTP_PORT')}/support" in printed
    assert "Sign in as admin@example.com, agent@example.com, customer@example.com; password escalated-demo" in printed
    assert set(desk.pids()) == {"postgres", "nats", "gateway", "mail-catcher", WEB, *SERVICES}
    assert desk.get("/api/v1/tags")["rows"] == "migrate,seed --demo"
    assert desk.command("status").returncode == 0

    # when a service is killed, then it is back within a second, and the others never went
    before = desk.pids()
    os.kill(before["tickets"], signal.SIGKILL)
    assert wait_until(lambda: desk.pid_of("tickets") not in (None, before["tickets"]), 1.5)
    after = desk.pids()
    assert {name for name in before if before[name] != after[name]} == {"tickets"}

    # when a second `up` comes, then it only says where to go
    assert desk.up().startswith("The suite is running already.")
    assert desk.pids() == after

    # when it is stopped, then nothing is left, and all ports are free
    assert desk.command("down").stdout.endswith("Stopped.\n")
    assert [name for name, pid in after.items() if is_alive(pid)] == []
    assert not is_taken(desk.port("HTTP_PORT"))
    assert desk.command("status").returncode == 3

    # when it starts again, then data are there and nothing was migrated or seeded again, and it is quick
    began = time.monotonic()
    desk.up()
    assert time.monotonic() - began < 20
    assert desk.get("/api/v1/tags")["rows"] == "migrate,seed --demo"


@pytest.mark.parametrize("name", ["postgres", "nats", "gateway", WEB, "mail-catcher"])
def test_any_process_killed_with_nine_is_back_within_a_second_and_the_desk_goes_on(running: Desk, name: str) -> None:
    before = running.pids()

    os.kill(before[name], signal.SIGKILL)

    assert wait_until(lambda: running.pids().get(name) not in (None, before[name]), 1.5)
    assert wait_until(lambda: running.rows() == "migrate,seed --demo", 20)
    assert {other for other in before if before[other] != running.pids()[other]} == {name}


def test_a_supervisor_that_was_killed_leaves_nothing_the_next_start_cannot_take_over(desk: Desk) -> None:
    desk.up()
    before = desk.pids()
    os.kill(desk.state().pid, signal.SIGKILL)
    assert wait_until(lambda: not desk.state().is_current, 5)
    assert desk.get("/api/v1/tags")["pid"] == before["tickets"]

    printed = desk.up()

    assert printed.startswith("Stopped what an earlier run had left: ")
    assert [name for name, pid in before.items() if is_alive(pid)] == []
    assert desk.get("/api/v1/tags")["rows"] == "migrate,seed --demo"


def test_a_port_in_use_is_named_with_its_holder_before_anything_starts(desk: Desk, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(desk.port("HTTP_PORT"))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert wait_until(lambda: is_taken(desk.port("HTTP_PORT")), 10)

    refused = desk.command("up")
    holder.terminate()
    holder.wait(10)

    assert refused.returncode == 1
    wanted = rf"gateway: port {desk.port('HTTP_PORT')} is in use by process {holder.pid}: \S*python\S* -m http.server"
    assert re.search(wanted, refused.stdout)
    assert not (desk.run / "supervisor.json").exists()


def test_a_service_that_cannot_start_stops_the_start_with_its_own_words(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "standins" / "escalated_sla" / "__main__.py").write_text("raise SystemExit('no calendar, no clock')")

    refused = desk.command("up")

    assert refused.returncode == 1
    assert "The suite did not come up: sla-migrate ended with 1" in refused.stdout
    assert "no calendar, no clock" in refused.stdout
    assert wait_until(lambda: not is_taken(desk.port("POSTGRES_PORT")), 5)


def test_a_process_that_is_held_stays_away_until_it_is_released(running: Desk) -> None:
    assert running.command("hold", "postgres").returncode == 0
    restarts = running.state().programs["postgres"]["restarts"]
    assert running.rows() is None
    assert is_taken(running.port("NATS_PORT"))

    running.command("release", "postgres")

    assert wait_until(lambda: running.rows() == "migrate,seed --demo", 20)
    assert running.state().programs["postgres"]["restarts"] - restarts in (0, 1)  # counted when it went
    assert running.command("hold", "nobody").returncode == 1


def test_each_role_connects_to_its_own_database_only(running: Desk) -> None:
    own = running.command("psql", "sla", "-Atc", "select current_user, current_database()")
    foreign = running.command("psql", "sla", "-d", "escalated_tickets", "-Atc", "select 1")
    shared = running.command("psql", "sla", "-d", "postgres", "-Atc", "select 1")

    assert own.stdout.strip() == "escalated_sla|escalated_sla"
    assert (foreign.returncode, foreign.stdout) == (2, "")
    assert "permission denied for database" in foreign.stderr
    assert (shared.returncode, shared.stdout) == (2, "")


def test_the_observer_prints_events_and_the_mail_catcher_keeps_mail(running: Desk) -> None:
    observer = subprocess.Popen(
        [sys.executable, "-m", "escalated_local", "sub", "escalated.tickets.>", "--count", "1"],
        env=running.environment,
        cwd=running.checkout,
        stdout=subprocess.PIPE,
        text=True,
    )
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "a@example.com", "b@example.com", "<one@example.com>"
    mail.set_content("hello")

    # the subscription is there when the first event after it is printed: publish until then
    assert wait_until(
        lambda: running.get("/api/v1/tags/publish")["seq"] > 0 and observer.poll() is not None, 20, every=0.1
    )
    with smtplib.SMTP("127.0.0.1", running.port("MAIL_CATCHER_PORT"), timeout=10) as client:
        client.send_message(mail)

    assert observer.stdout is not None
    assert observer.stdout.read() == 'escalated.tickets.standin.called.1 {"n":1}\n'
    observer.stdout.close()
    assert [b"hello" in path.read_bytes() for path in (running.run / "mail").glob("*.eml")] == [True]


def test_an_empty_desk_has_what_it_needs_and_no_demo_accounts(desk: Desk) -> None:
    done = desk.command("up", "--no-demo")

    assert desk.rows() == "migrate,seed"
    assert "escalated-demo" not in done.stdout
    assert "escalated users create --admin" in done.stdout


def test_a_service_run_by_hand_is_prepared_and_left_out(desk: Desk) -> None:
    done = desk.command("up", "--without", "sla")

    assert done.returncode == 0
    assert "sla" not in desk.pids()
    assert "ESCALATED_DATABASE_URL=postgresql+asyncpg://escalated_sla:" in (desk.run / "env" / "sla.env").read_text()


def test_erasing_asks_for_a_stopped_desk_and_then_leaves_nothing(desk: Desk) -> None:
    desk.up()
    refused = desk.command("erase")
    desk.command("down")
    assert (_database_of(desk) / "PG_VERSION").exists()

    erased = desk.command("erase")

    assert (refused.returncode, erased.returncode) == (1, 0)
    assert not desk.run.exists()
    assert not _database_of(desk).exists()


def test_secrets_are_private_and_the_environment_of_a_service_is_kept_for_its_command(running: Desk) -> None:
    lines = (running.run / "env" / "sla.env").read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines)

    assert (running.run / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert (running.run / "env" / "sla.env").stat().st_mode & 0o777 == 0o600
    assert settings["ESCALATED_BRAND_NAME"] == "Acme Desk"
    assert settings["ESCALATED_SMTP_PORT"] == str(running.port("MAIL_CATCHER_PORT"))
    assert settings["ESCALATED_NATS_USER"] == "sla"
    assert (
        json.loads(settings["ESCALATED_SERVICE_KEY"])["x"] == json.loads(settings["ESCALATED_SERVICE_KEYS"])["sla"]["x"]
    )
    assert "d" not in json.loads(settings["ESCALATED_SERVICE_KEYS"])["sla"]


def test_a_configured_mail_server_replaces_the_catcher(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text('smtp_host = "mail.example.com"\npublic_url = "https://desk.example.com"\n')
    desk.environment["ESCALATED_CONFIG"] = str(tmp_path / "desk.toml")
    printed = desk.up()

    settings = (desk.run / "env" / "notifications.env").read_text()

    assert "https://desk.example.com/support" in printed
    assert "mail-catcher" not in desk.pids()
    assert "ESCALATED_SMTP" not in settings
    assert "ESCALATED_PUBLIC_URL" not in settings


@contextlib.contextmanager
def _desk(place: Path) -> Iterator[Desk]:
    one = _prepared_desk(place)
    try:
        yield one
    finally:
        one.command("down")
        one.command("erase")


def _prepared_desk(place: Path) -> Desk:
    standins = place / "standins"
    for name in (*SERVICES, WEB):
        package = standins / f"escalated_{name}"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(f"from service import main\n\nmain({name!r})\n")
    shutil.copy(Path(__file__).parent / "standins" / "service.py", standins)
    base = _free_base()
    own = {
        "ESCALATED_PORT_BASE": str(base),
        "ESCALATED_HTTP_PORT": str(base + 50),
        "ESCALATED_POSTGRES_PORT": str(base + 51),
        "ESCALATED_NATS_PORT": str(base + 52),
        "ESCALATED_MAIL_CATCHER_PORT": str(base + 53),
        "ESCALATED_MAIL_LISTENER": f"127.0.0.1:{base + 54}",
        "ESCALATED_POSTGRES_SHARED_BUFFERS": "16MB",
        "ESCALATED_NATS_SYNC_INTERVAL": "10s",
        "PYTHONPATH": str(standins),
    }
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("ESCALATED_")}
    return Desk(_checkout(place / "checkout"), {**inherited, **own})


def _checkout(place: Path) -> Path:
    """Not this one: people work in it, and changed code is migrated again."""
    (place / "gateway").mkdir(parents=True)
    shutil.copy(ROUTES, place / "gateway")
    return place


def _free_base() -> int:
    """The start of a range of ports that nobody uses now."""
    while True:
        base = random.randrange(20_000, 32_000)
        if not any(is_taken(port) for port in range(base - 1, base + 106)):
            return base


def _database_of(desk: Desk) -> Path:
    """Where the cluster lies: under /var/tmp when the system user cannot reach the run directory."""
    return reachable_place(desk.run / "postgres", server_user())
