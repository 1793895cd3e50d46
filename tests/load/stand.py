"""What is measured: PostgreSQL and NATS as `make up` runs them, and for each desk a `tickets` behind a gateway.

Everything listens on the loopback, on free ports, and ends with us.
"""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from uuid import UUID, uuid4

from escalated_chassis.access.signing import generate_jwk
from escalated_chassis.access.tokens import sign_user_token
from escalated_local import programs
from escalated_local.credentials import credentials_of
from escalated_local.environment import Setup, whole_environment
from escalated_local.layout import SERVICES, WEB, Layout, Ports
from escalated_local.nats import EmbeddedNats
from escalated_local.nats_accounts import accounts_config
from escalated_local.ports import free_port
from escalated_local.postgres import EmbeddedPostgres
from escalated_local.processes import dying_with_parent
from escalated_local.readiness import http_status, until
from escalated_local.supervisor import Program
from tests.load import desk
from tests.load.filling import Size
from tests.load.identity import identity_stand_in

RUN = desk.CHECKOUT / ".run" / "bench"
_READY_SECONDS = 60.0
_STOP_SECONDS = 15.0
# Statements are counted as the client sends them: without those of triggers, without BEGIN and COMMIT.
_COUNTING = {
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track": "top",
    "pg_stat_statements.track_utility": "off",
    "pg_stat_statements.track_planning": "on",
}


@dataclass(frozen=True)
class Person:
    """Somebody who calls, as the desk knows them."""

    id: UUID
    kind: str
    name: str
    email: str
    department_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Stand:
    """One desk, ready to be asked through its gateway."""

    size: Size
    port: int
    tickets_pid: int
    gateway_pid: int
    dsn: str
    public_url: str
    signing_key: Mapping[str, object]

    def token(self, person: Person) -> str:
        """An access token as identity would sign it, good for a day."""
        return sign_user_token(
            self.signing_key,
            issuer=self.public_url,
            now=datetime.now(UTC),
            person_id=person.id,
            session_id=str(uuid4()),
            kind=person.kind,
            name=person.name,
            email=person.email,
            role_ids=[person.kind],
            department_ids=person.department_ids,
            access_version=1,
            lifetime=timedelta(days=1),
        )


@contextmanager
def postgres(
    *, loading: bool = False, more: Mapping[str, str] = MappingProxyType({}), run: Path = RUN
) -> Iterator[EmbeddedPostgres]:
    """The server that keeps the desks; while it loads, it does not care for crashes.

    `more` are further settings, `run` a directory of its own.
    """
    server = programs.postgres_of(_setup(run))
    server.settings = {**(desk.LOADING if loading else {**server.settings, **_COUNTING}), **more}
    server.port = 0
    with server:
        yield server


@contextmanager
def nats(sync_interval: str) -> Iterator[EmbeddedNats]:
    """A server with the suite's accounts and an empty store."""
    accounts = accounts_config(_setup(RUN).credentials.nats)
    with EmbeddedNats(RUN / "nats", config=accounts, sync_interval=sync_interval) as server:
        yield server


@asynccontextmanager
async def stand(size: Size, server: EmbeddedPostgres, events: EmbeddedNats) -> AsyncIterator[Stand]:
    """Starts `tickets serve` and a gateway on the desk, and stops them."""
    key = generate_jwk("bench")
    async with identity_stand_in(key) as identity:
        setup = _setup(RUN / f"desk-{size.tickets}", postgres=server.port, nats=events.port)
        own = {
            "ESCALATED_DATABASE_URL": server.dsn(desk.database_of(size), scheme="postgresql+asyncpg"),
            "ESCALATED_IDENTITY_URL": identity.url,
            "ESCALATED_IDENTITY_GRPC": identity.grpc,
        }
        command = (sys.executable, "-m", "escalated_tickets", "serve")
        tickets = Program("tickets", command, {**whole_environment("tickets", setup), **own}, desk.CHECKOUT)
        with _running(tickets, setup) as serving, _running(programs.gateway_program(setup), setup) as gateway:
            await _ready(serving, "tickets", setup.ports.http["tickets"], "/readyz", 200)
            await _ready(gateway, "gateway", setup.ports.gateway, "/api/v1/tickets", 401)
            yield Stand(
                size=size,
                port=setup.ports.gateway,
                tickets_pid=serving.pid,
                gateway_pid=gateway.pid,
                dsn=server.dsn(desk.database_of(size)),
                public_url=f"http://127.0.0.1:{setup.ports.gateway}",
                signing_key=key,
            )


def _setup(run: Path, *, postgres: int = 0, nats: int = 0) -> Setup:
    """As `make up` would have it: default settings, whatever the environment says, but without a rate limit."""
    layout = Layout(desk.CHECKOUT, run)
    layout.make()
    RUN.mkdir(parents=True, exist_ok=True)
    ports = Ports(
        gateway=free_port(),
        gateway_internal=free_port(),
        postgres=postgres,
        nats=nats,
        http={name: free_port() for name in (*SERVICES, WEB)},
        grpc={name: free_port() for name in SERVICES},
    )
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ESCALATED_")}
    credentials = credentials_of(RUN / "secrets.json")
    return Setup(layout, ports, credentials, {**outside, "ESCALATED_RATE_LIMIT": "0"}, demo=False)


@contextmanager
def _running(program: Program, setup: Setup) -> Iterator["subprocess.Popen[bytes]"]:
    """A process with its output in a log; it dies with us, however we end."""
    with (setup.layout.logs / f"{program.name}.log").open("wb") as log:
        process = subprocess.Popen(
            program.command,
            env=dict(program.environment),
            cwd=program.directory,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=dying_with_parent(signal.SIGKILL),  # noqa: PLW1509 - one system call, no locks
        )
    try:
        yield process
    finally:
        process.send_signal(program.stop_signal)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _ready(process: "subprocess.Popen[bytes]", name: str, port: int, path: str, status: int) -> None:
    async def answers() -> bool:
        return (await http_status(port, path))[0] == status

    # A process that has ended is given up at once.
    await until(answers, name, seconds=_READY_SECONDS, deaths=lambda: 0 if process.poll() is None else 99)
