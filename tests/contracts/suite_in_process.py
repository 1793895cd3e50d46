"""All four services in this process, each with its own database, real PostgreSQL, NATS, HTTP and gRPC between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from escalated_chassis.ids import id_for_email
from escalated_chassis.lifecycle import Component
from escalated_chassis.testing.databases import Databases
from escalated_chassis.testing.deployment import Deployment
from escalated_identity import seed as identity_seed
from escalated_sla import seed as sla_seed
from escalated_tickets import seed as tickets_seed
from tests.contracts.services import BUILDERS, SERVICES
from tests.suite import free_port

CHECKOUT = Path(__file__).parents[2]
MANY = 1_000_000
SEEDS: dict[str, Any] = {"identity": identity_seed.seed, "tickets": tickets_seed.seed, "sla": sla_seed.seed}
OWN: dict[str, dict[str, Any]] = {
    "identity": {"throttle_account": MANY, "throttle_address": MANY, "throttle_sign_up": MANY},
    "notifications": {"smtp_port": 1, "mail_domain": "desk.test"},
}


@dataclass(frozen=True)
class Desk:
    """Where each service answers, and ids of the demo desk: its agent is in the department, its customer is not."""

    urls: dict[str, str]
    agent_id: str
    customer_id: str
    department_id: str

    async def sign_in(self) -> dict[str, str]:
        """Headers of the demo desk's administrator, in a session of its own."""
        body = {"email": "admin@example.com", "password": "escalated-demo"}
        async with httpx2.AsyncClient(base_url=self.urls["identity"], timeout=20) as client:
            answer = await client.post("/api/v1/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}


@asynccontextmanager
async def running_desk(databases: Databases, nats_url: str, deployment: Deployment, files: Path) -> AsyncIterator[Desk]:
    """Starts everything with the demo desk in it, and stops it."""
    ports = {service: (free_port(), free_port()) for service in SERVICES}
    urls = {service: f"http://127.0.0.1:{http}" for service, (http, _) in ports.items()}
    wiring = {f"{service}_grpc": f"127.0.0.1:{grpc}" for service, (_, grpc) in ports.items()}
    started: list[Component] = []
    try:
        for service, (http, grpc) in ports.items():
            settings_class, build = BUILDERS[service]
            settings = deployment.settings(
                settings_class,
                database_url=await databases.clone(CHECKOUT / "services" / service / "migrations"),
                nats_url=nats_url,
                service_http_port=http,
                grpc_port=grpc,
                identity_url=urls["identity"],
                **wiring,
                **({"storage": str(files)} if service == "tickets" else {}),
                **OWN.get(service, {}),
            )
            if service in SEEDS:
                await SEEDS[service](settings, True)
            for part in build(settings).parts:
                await part.start()
                started.append(part)
        yield Desk(
            urls,
            agent_id=str(id_for_email(deployment.id, "agent@example.com")),
            customer_id=str(id_for_email(deployment.id, "customer@example.com")),
            department_id=str(identity_seed.department_id(deployment.id, "support")),
        )
    finally:
        for part in reversed(started):
            await part.stop()
