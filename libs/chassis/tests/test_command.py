"""The commands, run as operators run them: as processes, with their settings from files."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import nats
import pytest
import pytest_asyncio
from escalated.identity.v1 import events_pb2 as identity_events
from sqlalchemy import text

from escalated_chassis.database.engine import Database
from escalated_chassis.events.dead_letters import PREFIX
from escalated_chassis.events.envelope import encode, headers_of
from escalated_chassis.testing.deployment import Deployment

SECONDS = 90

MAIN = """
from pathlib import Path
import typer
from sqlalchemy import text
from escalated.identity.v1 import events_pb2
from escalated_chassis.clock import SystemClock
from escalated_chassis.command import load_settings, run_async, service_command
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Conflict
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.envelope import EventRegistry
from escalated_chassis.http.probes import probes_app
from escalated_chassis.http.server import HttpServer
from escalated_chassis.lifecycle import Service
from escalated_chassis.projections import Projection
from escalated_chassis.settings import ServiceSettings
from escalated_contracts.streams import durables_of

class Settings(ServiceSettings):
    service = "identity"
    greeting: str = "hello"

async def take(uow, event):
    insert = text("INSERT INTO escalated_departments VALUES (:id, :name, 1)")
    await uow.execute(insert, {"id": event.entity_id, "name": event.data.department.name})

def build(settings):
    database = Database(settings.database_url, service="identity", clock=SystemClock())
    nats = Nats(settings)
    registry = EventRegistry([events_pb2])
    consumer = DurableConsumer(durables_of("identity")[0], database, nats, registry, {"department.created": take})
    async def rebuild():
        async with database.transaction() as uow:
            insert = text("INSERT INTO escalated_departments VALUES (gen_random_uuid(), 'rebuilt', 1)")
            await uow.execute(insert)
    projection = Projection("people", database, rebuild)
    http = HttpServer(probes_app(lambda: []), settings)
    return Service("identity", settings, base=[nats], work=[consumer, projection], serve=[http])

group = typer.Typer(name="demo", no_args_is_help=True)

@group.command("greet")
def greet(name: str) -> None:
    typer.echo(f"{load_settings(Settings).greeting}, {name}")

@group.command("refuse")
def refuse() -> None:
    async def work():
        raise Conflict("not while the desk is open")
    run_async(work())

async def seed(settings, demo):
    typer.echo(f"seeded, demo: {demo}")

app = service_command("identity", build=build, settings=Settings, migrations=Path("unused"), seed=seed,
                      groups=[group], openapi=lambda: {"openapi": "3.1.0"})
if __name__ == "__main__":
    app()
"""


@dataclass
class Ran:
    code: int
    out: str
    err: str


class Operator:
    """Runs commands in a folder where a service called `demo` is installed."""

    def __init__(self, folder: Path, values: Mapping[str, object]) -> None:
        self.folder = folder
        package = folder / "escalated_demo"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(MAIN)
        info = folder / "escalated_demo-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: escalated-demo\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[escalated.groups]\ndemo = escalated_demo\n")
        (folder / ".run" / "env").mkdir(parents=True)
        lines = [f"ESCALATED_{name.upper()}={value}" for name, value in values.items()]
        (folder / ".run" / "env" / "demo.env").write_text("\n".join(["# written by make up", *lines]))

    async def start(self, *command: str, **more: str) -> asyncio.subprocess.Process:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ESCALATED_")}
        return await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=self.folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={**kept, "PYTHONPATH": str(self.folder), "COLUMNS": "250", "NO_COLOR": "1", **more},
        )  # fmt: skip

    async def run(self, *command: str, **more: str) -> Ran:
        process = await self.start(*command, **more)
        out, err = await asyncio.wait_for(process.communicate(), SECONDS)
        assert process.returncode is not None
        return Ran(process.returncode, out.decode(), err.decode())

    async def escalated(self, *words: str, **more: str) -> Ran:
        return await self.run("-c", "from escalated_chassis.dispatch import dispatch; dispatch()", *words, **more)


@pytest.fixture
def values(fresh_database_url: str, nats_url: str, deployment: Deployment) -> Mapping[str, object]:
    return deployment.values("identity", database_url=fresh_database_url, nats_url=nats_url)


@pytest.fixture
def operator(tmp_path: Path, values: Mapping[str, object]) -> Operator:
    return Operator(tmp_path, values)


@pytest_asyncio.fixture(loop_scope="session")
async def published(database: Database) -> str:
    """An event in the outbox, published; answers its subject."""
    async with database.transaction() as uow:
        uow.publish(identity_events.DepartmentCreated(), entity_id=UUID(int=7))
        await uow.write_outbox()
        uow._outbox.clear()
        await uow.execute(text("UPDATE escalated_outbox SET published_at = now()"))
    return f"escalated.identity.department.created.{UUID(int=7)}"


async def waiting(database: Database) -> int | None:
    async with database.reading() as connection:
        return await connection.scalar(text("SELECT count(*) FROM escalated_outbox WHERE published_at IS NULL"))


async def names(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list(await connection.scalars(text("SELECT name FROM escalated_departments")))


async def test_alone_it_lists_the_groups_and_their_services(operator: Operator) -> None:
    ran = await operator.escalated()

    assert ran.code == 0
    rows = [line.split() for line in ran.out.splitlines()]
    assert ["│", "demo", "│", "demo", "│"] in rows


async def test_a_group_runs_with_the_settings_of_its_service(operator: Operator) -> None:
    assert await operator.escalated("demo", "greet", "Ann") == Ran(0, "hello, Ann\n", "")
    assert (await operator.escalated("demo", "greet", "Ann", ESCALATED_GREETING="good day")).out == "good day, Ann\n"


async def test_what_is_unknown_is_said(operator: Operator) -> None:
    unknown = await operator.escalated("nonsense")
    whose = await operator.escalated("outbox", "list")

    assert (unknown.code, "no group 'nonsense'" in unknown.err) == (2, True)
    assert (whose.code, "--service" in whose.err and "demo" in whose.err) == (2, True)


async def test_a_problem_is_one_line_and_a_failure(operator: Operator) -> None:
    assert await operator.escalated("demo", "refuse") == Ran(1, "", "error: not while the desk is open\n")


async def test_missing_settings_are_named(operator: Operator, tmp_path: Path) -> None:
    ran = await operator.run("-m", "escalated_demo", "run")

    assert (ran.code, ran.out) == (1, "")
    assert "ESCALATED_DATABASE_URL: Field required" in ran.err
    assert "Traceback" not in ran.err


async def test_the_document_needs_no_settings(operator: Operator) -> None:
    ran = await operator.run("-m", "escalated_demo", "openapi")

    assert (ran.code, json.loads(ran.out)) == (0, {"openapi": "3.1.0"})


async def test_seeding_knows_whether_a_demo_is_wanted(operator: Operator, values: Mapping[str, object]) -> None:
    settings = {f"ESCALATED_{name.upper()}": str(value) for name, value in values.items()}

    assert (await operator.run("-m", "escalated_demo", "seed", "--demo", **settings)).out == "seeded, demo: True\n"
    assert (await operator.run("-m", "escalated_demo", "seed", **settings)).out == "seeded, demo: False\n"


async def test_a_process_ends_well_on_sigterm_and_logs_json(operator: Operator, values: Mapping[str, object]) -> None:
    settings = {f"ESCALATED_{name.upper()}": str(value) for name, value in values.items()}
    process = await operator.start("-m", "escalated_demo", "run", **settings)
    assert process.stdout is not None
    lines: list[dict[str, object]] = []
    async with asyncio.timeout(SECONDS):
        while not lines or lines[-1]["event"] != "service_ready":
            lines.append(json.loads(await process.stdout.readline()))

    process.send_signal(signal.SIGTERM)
    out, err = await asyncio.wait_for(process.communicate(), SECONDS)

    assert (process.returncode, err.decode()) == (0, "")
    lines += [json.loads(line) for line in out.splitlines()]
    assert lines[-1]["event"] == "service_stopped"
    assert {line["service"] for line in lines} == {"identity"}
    assert all({"timestamp", "level", "event"} <= line.keys() for line in lines)


async def test_the_outbox_is_listed_and_replayed(operator: Operator, database: Database, published: str) -> None:
    listed = await operator.escalated("outbox", "list", "--service", "demo")
    tried = await operator.escalated("outbox", "--service=demo", "replay", "--since", "1h", "--dry-run")
    assert (published in listed.out, "published" in listed.out) == (True, True)
    assert tried == Ran(0, "1 events would be published again\n", "")
    assert await waiting(database) == 0

    done = await operator.escalated("outbox", "replay", "--since", "1h", "--service", "demo")

    assert done == Ran(0, "1 events are published again\n", "")
    assert await waiting(database) == 1


async def bury(nats_url: str, consumer: str, name: str) -> int:
    """A dead letter about a new department; answers its number."""
    entity = str(uuid4())
    event = identity_events.DepartmentCreated()
    event.meta.id, event.meta.type = str(uuid4()), "department.created"
    event.meta.occurred_at.GetCurrentTime()
    event.department.id, event.department.name = entity, name
    headers = headers_of(event.meta, "identity", entity)
    own = {"consumer": consumer, "reason": "failed", "error": "boom", "deliveries": "10",
           "subject": f"escalated.identity.department.created.{entity}", "stream": "ESCALATED_IDENTITY",
           "stream-sequence": "1", "at": "2026-01-05T09:00:00+00:00"}  # fmt: skip
    client = await nats.connect(nats_url)
    try:
        ack = await client.jetstream().publish(
            f"escalated.dead.identity.{consumer}",
            encode(event),
            headers=headers | {PREFIX + key: value for key, value in own.items()},
        )
    finally:
        await client.close()
    return ack.seq


async def test_a_dead_letter_is_shown_replayed_and_dropped(
    operator: Operator, database: Database, nats_url: str
) -> None:
    first = await bury(nats_url, "identity-people-seen", "Sales")
    second = await bury(nats_url, "identity-people-seen", "Billing")
    dlq = ("--service", "demo")

    listed = await operator.escalated("dlq", "list", *dlq)
    shown = await operator.escalated("dlq", "show", str(first), *dlq)
    tried = await operator.escalated("dlq", "replay", str(first), "--dry-run", *dlq)
    assert listed.out.count("identity-people-seen") == 2
    assert "gave it up after 10: failed: boom" in shown.out and '"name":"Sales"' in shown.out.replace('": "', '":"')
    assert "would be taken by identity-people-seen" in tried.out
    assert await names(database) == []

    replayed = await operator.escalated("dlq", "replay", str(first), *dlq)
    dropped = await operator.escalated("dlq", "drop", str(second), *dlq)

    assert (replayed.code, "was taken" in replayed.out) == (0, True)
    assert (dropped.code, "is dropped" in dropped.out) == (0, True)
    assert await names(database) == ["Sales"]
    assert (await operator.escalated("dlq", "list", *dlq)).out == "There are no dead letters.\n"
    again = await operator.escalated("dlq", "replay", str(first), *dlq)
    assert again == Ran(1, "", f"error: There is no dead letter {first}.\n")


async def test_another_services_dead_letter_is_left_alone(operator: Operator, nats_url: str) -> None:
    number = await bury(nats_url, "tickets-clocks", "Sales")

    refused = await operator.escalated("dlq", "drop", str(number), "--service", "demo")
    shown = await operator.escalated("dlq", "show", str(number), "--service", "demo")

    assert (refused.code, "not of identity" in refused.err) == (1, True)
    assert shown.code == 0


async def test_a_projection_is_rebuilt(operator: Operator, database: Database) -> None:
    listed = await operator.escalated("projections", "list", "--service", "demo")
    tried = await operator.escalated("projections", "rebuild", "people", "--dry-run", "--service", "demo")
    assert (listed.out, tried.out) == ("people\n", "people would be rebuilt\n")
    assert await names(database) == []

    done = await operator.escalated("projections", "rebuild", "people", "--service", "demo")
    unknown = await operator.escalated("projections", "rebuild", "pets", "--service", "demo")

    assert (done.code, await names(database)) == (0, ["rebuilt"])
    assert unknown == Ran(1, "", "error: identity has no projection pets.\n")
