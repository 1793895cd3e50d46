"""Requests through the gateway, on a small desk and on the large one: latency, CPU, statements, buffers."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from escalated_local.postgres import EmbeddedPostgres
from tests.load import desk
from tests.load.client import Request, Sample, drive, once_each
from tests.load.filling import Say, Size
from tests.load.processes import idle_share
from tests.load.report import Section, table
from tests.load.stand import Person, Stand, nats, postgres, stand
from tests.load.statements import Cost, counting
from tests.load.subjects import MESSAGES, PAGE, Subjects, subjects_of

SMALL: Final = Size(10_000)
LARGE: Final = Size(1_000_000)
OPEN: Final = "new,open,pending,on_hold"
_CONNECTIONS: Final = (1, 8)
ROUND_SECONDS: Final = 0.7
_ROUNDS = 12
_IDLE_SECONDS = 5.0
_RATIO: Final = 1.2
_OPENING = orjson.dumps(
    {
        "subject": "My order has not arrived yet",
        "description": "Hello,\n\nI ordered three weeks ago and the tracking page still says *in transit*.\n\n"
        "Could you please have a look where the package is, and tell me when I can expect it? "
        "If it was lost I would rather have a refund than a second delivery.\n\nThank you!",
    }
)


@dataclass(frozen=True)
class Kind:
    """One kind of request with its targets: CPU milliseconds, statements, and whether size must not matter."""

    name: str
    make: Callable[[Stand, Subjects], list[Request]]
    cpu_target: float
    statements_target: int | None
    flat: bool = True


@dataclass
class Seen:
    """What was measured of one kind on one desk."""

    by_connections: dict[int, Sample] = field(default_factory=lambda: {number: Sample() for number in _CONNECTIONS})
    cost: Cost | None = None


def _page_of(body: bytes) -> bool:
    return len(orjson.loads(body)["data"]) == PAGE


def _whole_conversation(body: bytes) -> bool:
    return len(orjson.loads(body)["data"]["messages"]) == MESSAGES


def _lists(stand: Stand, people: Sequence[Person], query: str) -> list[Request]:
    path = f"/api/v1/tickets?limit={PAGE}&sort=-updated_at{query}"
    return [Request.make("GET", path, stand.token(person), check=_page_of) for person in people]


def _by_assignee(stand: Stand, subjects: Subjects) -> list[Request]:
    agent = subjects.agents[:1]
    return [request for each in subjects.colleagues for request in _lists(stand, agent, f"&assignee={each}")]


def _shows(stand: Stand, subjects: Subjects) -> list[Request]:
    tokens = [stand.token(agent) for agent in subjects.agents]
    return [
        Request.make(
            "GET", f"/api/v1/tickets/{each}?include=messages", tokens[place % len(tokens)], check=_whole_conversation
        )
        for place, each in enumerate(subjects.conversations)
    ]


def _creations(stand: Stand, subjects: Subjects) -> list[Request]:
    return [
        Request.make(
            "POST",
            "/api/v1/tickets",
            stand.token(person),
            status=201,
            body=_OPENING,
            check=lambda body: b"ESC-" in body,
        )
        for person in subjects.customers
    ]


KINDS: Final = (
    Kind("list: an agent's queue", lambda at, who: _lists(at, who.agents, f"&status_category={OPEN}"), 3.0, 3),
    Kind("list: a colleague's tickets", _by_assignee, 3.0, 3),
    Kind("list: a customer's own", lambda at, who: _lists(at, who.customers, ""), 3.0, 3),
    Kind("list: all open, an admin", lambda at, who: _lists(at, [who.admin], f"&status_category={OPEN}"), 3.0, 3),
    Kind("show with 20 messages", _shows, 3.0, 5),
    Kind("create", _creations, 6.0, None, flat=False),
)


async def measure(sizes: Sequence[Size], seconds: float, say: Say) -> Section:
    """Makes the desks where they are missing, and measures."""
    await make_missing(sizes, say)
    with postgres() as server, nats("always") as events:
        for size in sizes:
            await desk.tidy(server.dsn(), size)
        async with AsyncExitStack() as stack:
            stands = [await stack.enter_async_context(stand(size, server, events)) for size in sizes]
            seen = await _measure_all(stands, server, seconds, say)
        for size in sizes:
            await desk.tidy(server.dsn(), size)
    return Section("requests", "Requests", _as_markdown(sizes, seen))


async def make_missing(sizes: Sequence[Size], say: Say) -> None:
    """Makes those of the desks that are not there yet."""
    with postgres() as server:
        absent = await desk.missing(server.dsn(), sizes)
    if not absent:
        return
    with postgres(loading=True) as server:
        for size in absent:
            say(f"making the desk of {size.tickets:,} tickets …")
            await desk.make(server.dsn(), size, say)


async def _measure_all(
    stands: Sequence[Stand], server: EmbeddedPostgres, seconds: float, say: Say
) -> dict[tuple[str, int], Seen]:
    idle = {at.size.tickets: await idle_share(at.tickets_pid, _IDLE_SECONDS) for at in stands}
    subjects = {at.size.tickets: await subjects_of(at.dsn) for at in stands}
    seen: dict[tuple[str, int], Seen] = {}
    for kind in KINDS:
        requests = {at.size.tickets: kind.make(at, subjects[at.size.tickets]) for at in stands}
        for at in stands:
            seen[kind.name, at.size.tickets] = Seen()
            await drive(at.port, requests[at.size.tickets], connections=4, seconds=seconds, pids={})
        await _measure_in_turns(kind, stands, requests, seconds, seen)
        for at in stands:
            one = seen[kind.name, at.size.tickets]
            one.cost = await _cost_of(at, server, requests[at.size.tickets])
            for sample in one.by_connections.values():
                sample.cpu["tickets"] -= idle[at.size.tickets] * sample.seconds
        say(f"{kind.name}: done")
    return seen


async def _measure_in_turns(
    kind: Kind,
    stands: Sequence[Stand],
    requests: dict[int, list[Request]],
    seconds: float,
    seen: dict[tuple[str, int], Seen],
) -> None:
    """Small, large, small, large …: whatever else the machine does meets both."""
    for connections in _CONNECTIONS:
        for _ in range(_ROUNDS):
            for at in stands:
                sample = await drive(
                    at.port,
                    requests[at.size.tickets],
                    connections=connections,
                    seconds=seconds,
                    pids={"tickets": at.tickets_pid, "gateway": at.gateway_pid},
                )
                seen[kind.name, at.size.tickets].by_connections[connections].add(sample)


async def _cost_of(at: Stand, server: EmbeddedPostgres, requests: Sequence[Request]) -> Cost:
    async with counting(server.dsn(), desk.database_of(at.size), len(requests)) as cost:
        await once_each(at.port, requests)
    return cost()


def _as_markdown(sizes: Sequence[Size], seen: dict[tuple[str, int], Seen]) -> str:
    return "\n\n".join((_latencies(seen), _costs(seen), _verdicts(sizes, seen)))


def _latencies(seen: dict[tuple[str, int], Seen]) -> str:
    """Milliseconds by the client's clock, gateway included."""
    heads = ["request", "tickets"]
    for number in _CONNECTIONS:
        heads += [f"p50 ({number} at a time)", "p95", "p99", "a second"]
    rows = [[name, f"{tickets:,}", *_timings(one)] for (name, tickets), one in seen.items()]
    return "Milliseconds through the gateway, and requests a second.\n\n" + table(heads, rows)


def _timings(one: Seen) -> list[str]:
    cells: list[str] = []
    for sample in one.by_connections.values():
        cells += [f"{sample.percentile(share):.1f}" for share in (0.50, 0.95, 0.99)]
        cells.append(f"{sample.per_second:,.0f}")
    return cells


def _costs(seen: dict[tuple[str, int], Seen]) -> str:
    heads = ["request", "tickets", "CPU ms, 1 at a time", f"CPU ms, {_CONNECTIONS[-1]} at a time", "gateway's CPU ms"]
    heads += ["statements", "buffers", "ms in PostgreSQL"]
    rows = [[name, f"{tickets:,}", *_cost_cells(one)] for (name, tickets), one in seen.items()]
    return "What one request costs: CPU of `tickets` (idle use taken off), and PostgreSQL's work.\n\n" + table(
        heads, rows
    )


def _cost_cells(one: Seen) -> list[str]:
    alone, together = (one.by_connections[number] for number in (_CONNECTIONS[0], _CONNECTIONS[-1]))
    assert one.cost is not None
    return [
        f"{alone.cpu_ms('tickets'):.2f}",
        f"{together.cpu_ms('tickets'):.2f}",
        f"{together.cpu_ms('gateway'):.2f}",
        f"{one.cost.calls:.1f}",
        f"{one.cost.buffers:,.0f}",
        f"{one.cost.milliseconds:.2f}",
    ]


def _verdicts(sizes: Sequence[Size], seen: dict[tuple[str, int], Seen]) -> str:
    rows: list[list[Any]] = []
    for kind in KINDS:
        rows += _verdicts_on(kind, [seen[kind.name, size.tickets] for size in sizes])
    return "Against the targets (the worse of the desks; growth from the smaller to the larger).\n\n" + table(
        ["request", "what", "target", "measured", ""], rows
    )


def _verdicts_on(kind: Kind, ones: Sequence[Seen]) -> list[list[str]]:
    cpu = max(sample.cpu_ms("tickets") for one in ones for sample in one.by_connections.values())
    rows = [_verdict(kind, "CPU ms", kind.cpu_target, cpu)]
    costs = [one.cost for one in ones if one.cost is not None]
    if kind.statements_target is not None:
        rows.append(_verdict(kind, "statements", kind.statements_target, max(cost.calls for cost in costs)))
    if kind.flat and len(ones) > 1:
        small, large = ones[0].by_connections[1], ones[-1].by_connections[1]
        rows.append(_verdict(kind, "p50, times", _RATIO, large.percentile(0.5) / small.percentile(0.5)))
        rows.append(_verdict(kind, "buffers, times", _RATIO, costs[-1].buffers / costs[0].buffers))
    return rows


def _verdict(kind: Kind, what: str, target: float, measured: float) -> list[str]:
    return [kind.name, what, f"≤ {target:g}", f"{measured:.2f}", "ok" if round(measured, 2) <= target else "**missed**"]
