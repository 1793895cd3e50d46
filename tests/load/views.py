"""The views that come with a desk, as lists and as counts; and agents who poll the counts of twenty views."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

import orjson

from escalated_local.postgres import EmbeddedPostgres
from tests.load import desk, polling
from tests.load.client import Request, Sample, drive, once_each
from tests.load.filling import Say, Size
from tests.load.processes import idle_share
from tests.load.report import Section, table
from tests.load.requests import make_missing
from tests.load.saved_views import SLUGS
from tests.load.stand import Person, Stand, nats, postgres, stand
from tests.load.statements import Cost, counting
from tests.load.subjects import PAGE, subjects_of

P95_TARGET: Final = 30.0
_ROUNDS = 5
_IDLE_SECONDS = 3.0
# A plan is kept from the sixth time on, on each of the connections that the service has opened.
_WARMING = 16


@dataclass(frozen=True)
class Seen:
    """What was measured of one view, as a list or as a count, for some askers."""

    view: str
    what: str
    who: str
    sample: Sample
    cost: Cost


async def measure(size: Size, seconds: float, say: Say) -> Section:
    """Makes the desk where it is missing, asks for every view that comes with it, and has agents poll twenty."""
    await make_missing([size], say)
    with postgres() as server, nats("always") as events:
        async with AsyncExitStack() as stack:
            at = await stack.enter_async_context(stand(size, server, events))
            seen = await _measure_all(at, server, seconds, say)
            polled = await polling.measure(at, server, say)
    return Section("views", "Views", f"{_as_markdown(size, seen)}\n\n{polling.as_markdown(polled)}")


async def _measure_all(at: Stand, server: EmbeddedPostgres, seconds: float, say: Say) -> list[Seen]:
    subjects = await subjects_of(at.dsn)
    askers = {"an admin": [subjects.admin], "agents of the busiest department": subjects.agents}
    idle = await idle_share(at.tickets_pid, _IDLE_SECONDS)
    seen: list[Seen] = []
    for view in SLUGS:
        for who, people in askers.items():
            for what, requests in (("list", lists(at, people, view)), ("count", polling.counts(at, people, [view]))):
                sample, cost = await _measure(at, server, requests, seconds, idle)
                seen.append(Seen(view, what, who, sample, cost))
        say(f"view: {view}: done")
    return seen


def lists(at: Stand, people: Sequence[Person], view: str) -> list[Request]:
    path = f"/api/v1/tickets?view={view}&limit={PAGE}"
    return [Request.make("GET", path, at.token(person), check=_is_a_page) for person in people]


def _is_a_page(body: bytes) -> bool:
    return len(orjson.loads(body)["data"]) <= PAGE


async def _measure(
    at: Stand, server: EmbeddedPostgres, requests: Sequence[Request], seconds: float, idle: float
) -> tuple[Sample, Cost]:
    await once_each(at.port, [requests[place % len(requests)] for place in range(_WARMING)])
    sample = Sample()
    for _ in range(_ROUNDS):
        sample.add(await drive(at.port, requests, connections=1, seconds=seconds, pids={"tickets": at.tickets_pid}))
    sample.cpu["tickets"] -= idle * sample.seconds
    async with counting(server.dsn(), desk.database_of(at.size), len(requests)) as cost:
        await once_each(at.port, requests)
    return sample, cost()


def _as_markdown(size: Size, seen: Sequence[Seen]) -> str:
    heads = ["view", "", "who asks", "p50", "p95", "p99", "CPU ms", "statements", "buffers", "ms in PostgreSQL", ""]
    rows = [
        [
            f"`{one.view}`",
            one.what,
            one.who,
            *(f"{one.sample.percentile(share):.1f}" for share in (0.50, 0.95, 0.99)),
            f"{one.sample.cpu_ms('tickets'):.2f}",
            f"{one.cost.calls:.1f}",
            f"{one.cost.buffers:,.0f}",
            f"{one.cost.milliseconds:.2f}",
            "ok" if one.sample.percentile(0.95) <= P95_TARGET else "**missed**",
        ]
        for one in seen
    ]
    said = (
        f"The views that come with the desk, on {size.tickets:,} tickets: a page of {PAGE} (`GET /tickets?view=`) and "
        "a count, exact to 1,000 (`GET /views/counts?ids=`). One request at a time; milliseconds through the gateway. "
        f"Target: p95 ≤ {P95_TARGET:g} ms."
    )
    return f"{said}\n\n{table(heads, rows)}"
