"""Full-text search through the gateway: words that one, a hundred, ten thousand, three hundred thousand tickets have.

Who asks: an administrator, who sees everything; agents of the desk's busiest department; customers.
"""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import quote

import asyncpg
import orjson

from escalated_local.postgres import EmbeddedPostgres
from tests.load import desk, words
from tests.load.client import Request, Sample, drive, once_each
from tests.load.filling import Say, Size
from tests.load.processes import idle_share
from tests.load.report import Section, table
from tests.load.requests import make_missing
from tests.load.stand import Person, Stand, nats, postgres, stand
from tests.load.statements import Cost, counting
from tests.load.subjects import Subjects, subjects_of

P95_TARGET: Final = 60.0
_ROUNDS = 5
_IDLE_SECONDS = 3.0
_ASKERS = 5
_HITS = "SELECT count(*) FROM escalated_staff_documents WHERE words @@ websearch_to_tsquery('escalated_words', $1)"
# The share of tickets that each query is to match; of a million 1, 100, 10,000 and 300,000.
_SHARES: Final = (0.000001, 0.0001, 0.01, 0.3)
_COMMON: Final = 80
_RARE: Final = 40
_STEP: Final = 150


@dataclass(frozen=True)
class Query:
    """Words, and how many tickets of the desk have them."""

    words: str
    hits: int


@dataclass(frozen=True)
class Seen:
    """What was measured of one query by some askers."""

    query: Query
    who: str
    sample: Sample
    cost: Cost


async def measure(size: Size, seconds: float, say: Say) -> Section:
    """Makes the desk where it is missing, and searches it."""
    await make_missing([size], say)
    with postgres() as server, nats("always") as events:
        async with AsyncExitStack() as stack:
            at = await stack.enter_async_context(stand(size, server, events))
            queries = await queries_of(at.dsn, size)
            seen = await _measure_all(at, server, queries, seconds, say)
    return Section("search", "Search", _as_markdown(size, seen))


async def queries_of(dsn: str, size: Size) -> list[Query]:
    """A reference, two rare words together, a rare word and a common one: of each kind the nearest to its share."""
    vocabulary = words.vocabulary()
    rare = vocabulary[-_RARE:]
    kinds = (
        [f"ESC-{size.tickets // 2:05d}"],
        [f"{one} {other}" for one, other in pairwise(rare)],
        vocabulary[_COMMON::_STEP],
        vocabulary[:_COMMON:4],
    )
    connection = await asyncpg.connect(dsn)
    try:
        return [
            await _nearest(connection, kind, share * size.tickets) for kind, share in zip(kinds, _SHARES, strict=True)
        ]
    finally:
        await connection.close()


async def _nearest(connection: asyncpg.Connection, candidates: Sequence[str], wanted: float) -> Query:
    counted = [Query(each, await connection.fetchval(_HITS, each, timeout=60)) for each in candidates]
    return min(counted, key=lambda query: abs(query.hits - wanted))


async def _measure_all(
    at: Stand, server: EmbeddedPostgres, queries: Sequence[Query], seconds: float, say: Say
) -> list[Seen]:
    subjects = await subjects_of(at.dsn)
    idle = await idle_share(at.tickets_pid, _IDLE_SECONDS)
    seen: list[Seen] = []
    for query in queries:
        for who, people in _askers(subjects).items():
            seen.append(await _measure(at, server, query, who, people, seconds, idle))
        say(f"search: {query.words} ({query.hits:,} hits): done")
    return seen


def _askers(subjects: Subjects) -> dict[str, Sequence[Person]]:
    return {
        "an admin": [subjects.admin],
        "agents of the busiest department": subjects.agents[:_ASKERS],
        "customers": subjects.customers[:_ASKERS],
    }


async def _measure(
    at: Stand, server: EmbeddedPostgres, query: Query, who: str, people: Sequence[Person], seconds: float, idle: float
) -> Seen:
    path = f"/api/v1/search?q={quote(query.words)}"
    requests = [Request.make("GET", path, at.token(person), check=_is_an_answer) for person in people]
    await once_each(at.port, requests * 2)
    sample = Sample()
    for _ in range(_ROUNDS):
        sample.add(await drive(at.port, requests, connections=1, seconds=seconds, pids={"tickets": at.tickets_pid}))
    sample.cpu["tickets"] -= idle * sample.seconds
    async with counting(server.dsn(), desk.database_of(at.size), len(requests)) as cost:
        await once_each(at.port, requests)
    return Seen(query, who, sample, cost())


def _is_an_answer(body: bytes) -> bool:
    return isinstance(orjson.loads(body)["data"], list)


def _as_markdown(size: Size, seen: Sequence[Seen]) -> str:
    heads = ["hits", "who asks", "p50", "p95", "p99", "CPU ms", "statements", "buffers", "ms in PostgreSQL", ""]
    rows = [
        [
            f"{one.query.hits:,}",
            one.who,
            *(f"{one.sample.percentile(share):.1f}" for share in (0.50, 0.95, 0.99)),
            f"{one.sample.cpu_ms('tickets'):.2f}",
            f"{one.cost.calls:.1f}",
            f"{one.cost.buffers:,.0f}",
            f"{one.cost.milliseconds:.1f}",
            "ok" if one.sample.percentile(0.95) <= P95_TARGET else "**missed**",
        ]
        for one in seen
    ]
    return (
        f"`GET /search` on {size.tickets:,} tickets, one request at a time; milliseconds through the gateway, the desk "
        f"in memory. Target: p95 ≤ {P95_TARGET:g} ms.\n\n" + table(heads, rows)
    )
