"""The whole suite for tests: started as `make up` starts it, on ports and in a folder of its own."""

import asyncio
import email
import email.policy
import json
import os
import smtplib
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2
from nats.aio.client import Client as NatsClient
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import ConsumerConfig, DeliverPolicy

from escalated_chassis.testing.waiting import eventually
from escalated_local.credentials import credentials_of
from escalated_local.observe import connect_observer

CHECKOUT = Path(__file__).parents[1]
MAIL_DOMAIN = "desk.localhost"
PASSWORD = "escalated-demo"
ADMIN, AGENT, CUSTOMER = "admin@example.com", "agent@example.com", "customer@example.com"
START_SECONDS = float(os.environ.get("ESCALATED_TEST_START_SECONDS", "240"))


@dataclass
class Suite:
    """A running suite: where it answers, where its mail lies, and how its processes are stopped."""

    run_dir: Path
    ports: dict[str, int]
    environment: dict[str, str] = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['gateway']}"

    @property
    def mail_dir(self) -> Path:
        return self.run_dir / "mail"

    def local(self, *arguments: str) -> str:
        """`python -m escalated_local …`; raises with its words where it fails."""
        return self._run(sys.executable, "-m", "escalated_local", *arguments)

    def escalated(self, *arguments: str) -> str:
        """The operators' command."""
        return self._run(str(Path(sys.executable).with_name("escalated")), *arguments)

    def runs(self, program: str) -> bool:
        """Whether there is a process of it just now; after it died too often there is a pause."""
        state = json.loads((self.run_dir / "supervisor.json").read_text())
        return state["programs"][program]["pid"] is not None

    def pid_of(self, program: str) -> int:
        state = json.loads((self.run_dir / "supervisor.json").read_text())
        return int(state["programs"][program]["pid"])

    def mails(self, to: str) -> list[EmailMessage]:
        """What the catcher caught for an address, in the order of arrival."""
        caught = [_parsed(path) for path in sorted(self.mail_dir.glob("*.eml"))]
        return [mail for mail in caught if to in str(mail["To"])]

    def send_mail(self, mail: EmailMessage) -> None:
        """Hands a mail to the desk's own listener."""
        with smtplib.SMTP("127.0.0.1", self.ports["mail_listener"], timeout=10) as smtp:
            smtp.send_message(mail)

    @asynccontextmanager
    async def signed_in(self, address: str) -> AsyncIterator[httpx2.AsyncClient]:
        """A client that carries somebody's bearer token."""
        async with httpx2.AsyncClient(base_url=self.url, timeout=20) as client:
            body = {"email": address, "password": PASSWORD}
            answer = await client.post("/api/v1/auth/login", json=body)
            assert answer.status_code == 200, answer.text
            client.cookies.clear()
            client.headers["authorization"] = f"Bearer {answer.json()['data']['access_token']}"
            yield client

    @asynccontextmanager
    async def listening(self, subject: str) -> AsyncIterator[list[dict[str, Any]]]:
        """Collects the events under a subject, as the observer from outside hears them."""
        client = await self._observer()
        heard: list[dict[str, Any]] = []

        async def keep(message: Msg) -> None:
            heard.append(json.loads(message.data))

        await client.subscribe(subject, cb=keep)
        await client.flush()
        yield heard
        await client.close()

    async def kept(self, stream: str, since: datetime) -> list[dict[str, Any]]:
        """The events of a stream since then, as the observer reads its mirror: also those that nobody listened to.

        Ends when none has come for a second.
        """
        client = await self._observer()
        config = ConsumerConfig(deliver_policy=DeliverPolicy.BY_START_TIME, opt_start_time=since.isoformat())
        reader = await client.jetstream().subscribe(
            "escalated.>", stream=f"EXT_{stream}", ordered_consumer=True, config=config
        )
        found: list[dict[str, Any]] = []
        with suppress(NatsTimeout):
            while True:
                found.append(json.loads((await reader.next_msg(timeout=1)).data))
        await client.close()
        return found

    async def _observer(self) -> NatsClient:
        passwords = credentials_of(self.run_dir / "secrets.json").nats
        return await connect_observer(f"nats://127.0.0.1:{self.ports['nats']}", passwords)

    def _run(self, *command: str) -> str:
        done = subprocess.run(  # noqa: PLW1510 -- its words are shown below
            command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, timeout=START_SECONDS
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def start_suite(run_dir: Path) -> Suite:
    """Starts a suite with the demo desk; `stop_suite` ends it. What had started by the time it failed is stopped."""
    ports = {name: free_port() for name in ("gateway", "postgres", "nats", "mail_catcher", "mail_listener")}
    environment = os.environ | {
        "ESCALATED_RUN_DIR": str(run_dir),
        "ESCALATED_HTTP_PORT": str(ports["gateway"]),
        "ESCALATED_POSTGRES_PORT": str(ports["postgres"]),
        "ESCALATED_NATS_PORT": str(ports["nats"]),
        "ESCALATED_MAIL_CATCHER_PORT": str(ports["mail_catcher"]),
        "ESCALATED_MAIL_LISTENER": f"127.0.0.1:{ports['mail_listener']}",
        "ESCALATED_PORT_BASE": str(free_range()),
        # Where tests listen for webhooks.
        "ESCALATED_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.1/32",
        "ESCALATED_ENV_DIR": str(run_dir / "env"),
    }
    suite = Suite(run_dir, ports, environment)
    try:
        suite.local("up")
    except BaseException:
        with suppress(AssertionError):
            stop_suite(suite)
        raise
    return suite


def stop_suite(suite: Suite) -> None:
    suite.local("down")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def free_range() -> int:
    """The first of the ports that only the suite itself talks to: one below it and 105 above are free as well."""
    for base in range(21_000, 29_000, 200):
        if all(_is_free(port) for port in (*range(base - 1, base + 5), *range(base + 101, base + 105))):
            return base
    raise AssertionError("no free range of ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _parsed(path: Path) -> EmailMessage:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


async def wait_for(condition: Callable[[], Any], seconds: float = 30) -> None:
    """Waits until the condition holds. Raises AssertionError where it does not in time."""
    await eventually(condition, seconds)


async def settled(read: Callable[[], int], quiet: float = 1.0, seconds: float = 60) -> int:
    """A count once it has not moved for `quiet` seconds."""
    loop = asyncio.get_running_loop()
    end, last, since = loop.time() + seconds, read(), loop.time()
    while loop.time() < end and loop.time() - since < quiet:
        await asyncio.sleep(0.05)
        if (now := read()) != last:
            last, since = now, loop.time()
    return last
