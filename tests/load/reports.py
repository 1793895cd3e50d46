"""Reports over a year through the gateway: by an administrator, who sees everything, and by agents.

The desk's figures are filled with it; test_filling.py holds them to what the service's own rebuild makes.
"""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson

from escalated_local.postgres import EmbeddedPostgres
from tests.load import desk
from tests.load.client import Request, Sample, drive, once_each
from tests.load.filling import Say, Size
from tests.load.report import Section, table
from tests.load.requests import make_missing
from tests.load.stand import Person, Stand, nats, postgres, stand
from tests.load.statements import Cost, counting
from tests.load.subjects import subjects_of

P95_TARGET: Final = 1_000.0
ZONE: Final = "Europe/Berlin"
# Report and group: of each report the dearest groups, and one that is read from a dashboard.
ASKED: Final = (
    ("volume", "day"),
    ("volume", "hour_of_week"),
    ("volume", "tag"),
    ("first_response", "agent"),
    ("first_response", "hour_of_week"),
    ("resolution", "none"),
    ("resolution", "department"),
    ("resolution", "day"),
    ("backlog", "day"),
    ("backlog", "hour_of_week"),
    ("reopen_rate", "agent"),
    ("csat", "month"),
    ("summary", "none"),
    ("summary", "month"),
)
_TIMES: Final = 10
_ASKERS: Final = 2


@dataclass(frozen=True)
class Seen:
    """What was measured of one report by one kind of asker."""

    name: str
    group: str
    who: str
    sample: Sample
    cost: Cost


async def measure(size: Size, say: Say) -> Section:
    """Makes the desk where it is missing, and asks for reports over its last year."""
    await make_missing([size], say)
    with postgres() as server, nats("always") as events:
        async with AsyncExitStack() as stack:
            at = await stack.enter_async_context(stand(size, server, events))
            seen = await _measure_all(at, server, say)
    return Section("reports", "Reports over a year", _as_markdown(size, seen))


async def _measure_all(at: Stand, server: EmbeddedPostgres, say: Say) -> list[Seen]:
    subjects = await subjects_of(at.dsn)
    askers = {"an admin": [subjects.admin], "agents": subjects.agents[:_ASKERS]}
    seen: list[Seen] = []
    for name, group in ASKED:
        for who, people in askers.items():
            seen.append(await _measure(at, server, name, group, who, people))
        say(f"report: {name} by {group}: done")
    return seen


async def _measure(
    at: Stand, server: EmbeddedPostgres, name: str, group: str, who: str, people: Sequence[Person]
) -> Seen:
    requests = [Request.make("GET", path_of(name, group), at.token(person), check=_counts) for person in people]
    # A plan is kept from the sixth time on, of whatever connection.
    await once_each(at.port, requests * 6)
    sample = Sample()
    for _ in range(_TIMES):
        # No time at all is one request.
        sample.add(await drive(at.port, requests, connections=1, seconds=0.001, pids={"tickets": at.tickets_pid}))
    async with counting(server.dsn(), desk.database_of(at.size), len(requests)) as cost:
        await once_each(at.port, requests)
    return Seen(name, group, who, sample, cost())


def path_of(name: str, group: str) -> str:
    """The report over the last 365 days, as a dashboard asks for it."""
    today = datetime.now(UTC).date()
    return f"/api/v1/reports/{name}?from={today - timedelta(days=364)}&to={today}&zone={ZONE}&group={group}"


def _counts(body: bytes) -> bool:
    return bool(orjson.loads(body)["data"]["complete"])


def _as_markdown(size: Size, seen: Sequence[Seen]) -> str:
    rows = [
        [
            each.name,
            each.group,
            each.who,
            *(f"{each.sample.percentile(share):.0f}" for share in (0.5, 0.95)),
            f"{each.sample.cpu_ms('tickets'):.0f}",
            f"{each.cost.calls:.0f}",
            f"{each.cost.buffers:,.0f}",
            f"{each.cost.milliseconds:.0f}",
            "ok" if each.sample.percentile(0.95) <= P95_TARGET else "**missed**",
        ]
        for each in seen
    ]
    heads = ["report", "group", "who", "p50 ms", "p95 ms", "CPU ms", "statements", "buffers", "ms in PostgreSQL", ""]
    said = (
        f"A year of the desk of {size.tickets:,} tickets in {ZONE}, one at a time through the gateway, {_TIMES} times "
        f"each. Target: p95 ≤ {P95_TARGET:,.0f} ms."
    )
    return f"{said}\n\n{table(heads, rows)}"
