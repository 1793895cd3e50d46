"""Fifty agents who each ask for the counts of twenty views every fifteen seconds: what that costs in CPU."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg
import orjson

from escalated_local.postgres import EmbeddedPostgres
from tests.load import saved_views
from tests.load.client import Request, Sample, once_each, poll
from tests.load.filling import Say
from tests.load.processes import cpu_of_family, spent
from tests.load.report import table
from tests.load.saved_views import SLUGS
from tests.load.stand import Person, Stand
from tests.load.subjects import person_of, subjects_of

AGENTS: Final = 50
EVERY_SECONDS: Final = 15.0
CORES_TARGET: Final = 0.5
_WARMING_ROUNDS: Final = 1
_ROUNDS: Final = 4
_AGENTS = f"""
SELECT id, kind, name, email, department_ids FROM escalated_people
WHERE kind = 'agent' ORDER BY md5(email) LIMIT {AGENTS}
"""


@dataclass(frozen=True)
class Polled:
    """What was seen of `agents` who poll `views` each: CPU seconds by process, over all rounds."""

    agents: int
    views: int
    sample: Sample

    @property
    def cores(self) -> dict[str, float]:
        return {name: used / self.sample.seconds for name, used in self.sample.cpu.items()}

    @property
    def cores_in_all(self) -> float:
        """Of the service and its database."""
        return self.cores["tickets"] + self.cores["PostgreSQL"]


async def measure(at: Stand, server: EmbeddedPostgres, say: Say) -> Polled:
    """Saves fifteen views, has the agents poll them with the five that come with the desk, and forgets them."""
    connection = await asyncpg.connect(at.dsn)
    try:
        await saved_views.forget(connection)
        conditions = await saved_views.conditions_of(connection)
        agents = [person_of(row) for row in await connection.fetch(_AGENTS)]
        admin = (await subjects_of(at.dsn)).admin
        await once_each(at.port, [_saves(at, admin, body) for body in saved_views.bodies(conditions)])
        ids = [str(row["id"]) for row in await connection.fetch("SELECT id FROM escalated_views WHERE slug IS NULL")]
        polled = await _poll(at, server, agents, [*SLUGS, *ids])
        say("views: polling done")
        return polled
    finally:
        await saved_views.forget(connection)
        await connection.close()


def counts(at: Stand, people: Sequence[Person], views: Sequence[str]) -> list[Request]:
    """Of all the views in one request by each of the people."""
    path = f"/api/v1/views/counts?ids={','.join(views)}"
    return [Request.make("GET", path, at.token(each), check=lambda body: are_counts(body, views)) for each in people]


def are_counts(body: bytes, views: Sequence[str]) -> bool:
    """Whether every view was counted: exactly up to a thousand, and none of them broken."""
    data = orjson.loads(body)["data"]
    exact = (isinstance(each, int) and 0 <= each <= 1_000 for each in data.values())
    return list(data) == list(views) and all(
        known or each == "1000+" for known, each in zip(exact, data.values(), strict=True)
    )


def _saves(at: Stand, admin: Person, body: Mapping[str, object]) -> Request:
    data = orjson.dumps(body)
    return Request.make("POST", "/api/v1/views", at.token(admin), status=201, body=data, check=lambda _: True)


async def _poll(at: Stand, server: EmbeddedPostgres, agents: Sequence[Person], views: Sequence[str]) -> Polled:
    requests = counts(at, agents, views)
    assert server.pid is not None
    await poll(at.port, requests, every=EVERY_SECONDS, rounds=_WARMING_ROUNDS)
    roots = {"tickets": at.tickets_pid, "gateway": at.gateway_pid, "PostgreSQL": server.pid}
    before = {name: cpu_of_family(pid) for name, pid in roots.items()}
    sample = await poll(at.port, requests, every=EVERY_SECONDS, rounds=_ROUNDS)
    sample.cpu = {name: spent(before[name], cpu_of_family(pid)) for name, pid in roots.items()}
    return Polled(len(agents), len(views), sample)


def as_markdown(polled: Polled) -> str:
    cores = polled.cores
    heads = ["agents", "views", "p50 ms", "p95 ms", "cores: tickets", "PostgreSQL", "gateway", "target", "measured", ""]
    row = [
        str(polled.agents),
        str(polled.views),
        *(f"{polled.sample.percentile(share):.0f}" for share in (0.50, 0.95)),
        *(f"{cores[name]:.3f}" for name in ("tickets", "PostgreSQL", "gateway")),
        f"< {CORES_TARGET:g} cores",
        f"{polled.cores_in_all:.3f}",
        "ok" if polled.cores_in_all < CORES_TARGET else "**missed**",
    ]
    said = (
        f"Agents of all departments who ask for the counts of all views every {EVERY_SECONDS:g} s, evenly spread, for "
        f"{polled.sample.seconds:.0f} s: five views that come with the desk, and fifteen by tag, department, priority, "
        "waiting time and person. CPU of `tickets`, of all processes of PostgreSQL, and of the gateway; the first two "
        "together are held against the target, whatever they do beside."
    )
    return f"{said}\n\n{table(heads, [row])}"
