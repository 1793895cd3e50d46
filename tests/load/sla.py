"""Timers at scale: what an empty look costs, how fast what is due fires and how late, and an edit beside it."""

import asyncio
import random
import shutil
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson
from escalated.tickets.v1 import tickets_pb2, tickets_pb2_grpc

from escalated_chassis.database.engine import Database
from escalated_chassis.database.migrations import upgrade
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment
from escalated_local.postgres import EmbeddedPostgres
from escalated_sla.calendars.rules import due, parse_calendar
from escalated_sla.recomputation.service import begin
from escalated_sla.timers.store import next_due
from tests.load import desk
from tests.load.filling import Say
from tests.load.processes import cpu_of_family, family, pss_bytes, spent
from tests.load.report import Section, table
from tests.load.sla_filling import BESIDE, BLOCK, NOON, SCATTERED, STEADY, VERSION, Wave, fill, make_policy
from tests.load.sla_worker import Post, ShiftedClock, workers
from tests.load.stand import RUN, postgres

TIMERS: Final = 10_000_000
WORKERS: Final = 2
_NAME: Final = "bench_sla"
# Gone when it is over: it takes more than ten gigabytes.
_RUN: Final = RUN / "sla"
_MIGRATIONS: Final = desk.CHECKOUT / "services" / "sla" / "migrations"
_EDITED: Final = UUID("00000000-0000-7000-8000-000000000003")
_CALENDAR: Final[dict[str, object]] = {
    "timezone": "Europe/Berlin",
    "hours": {day: [["08:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2026-10-03", "2026-12-25", "2026-12-26", "2027-01-01"],
}
_SETTINGS: Final = {
    "track_commit_timestamp": "on",
    "shared_buffers": "2GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
}
# What is written ahead while it loads is a third of the disk that it needs otherwise.
_LOADING: Final = {"max_wal_size": "4GB"}
# Workers have started by then, and nothing is due yet.
_LEAD: Final = timedelta(seconds=12)
_POLLS: Final = 2_000
_LONGEST: Final = 600.0
_TABLES: Final = ("tickets", "facts", "clocks", "timers")
# When what a timer did was committed, against when it was due.
_LATENESS: Final = """
SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin) + $1 -
    CASE type WHEN 'sla.warning' THEN (body::jsonb #>> '{clock,started_at}')::timestamptz + 0.8 *
        (body::jsonb #>> '{clock,target_seconds}')::float8 * interval '1 second'
    ELSE (body::jsonb #>> '{clock,breached_at}')::timestamptz END)::float8 AS late,
    extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 AS at
FROM escalated_outbox WHERE type IN ('sla.warning', 'sla.breached')
"""
_LEFT: Final = "SELECT count(*)::int FROM escalated_sla_timers WHERE due_at BETWEEN $1 AND $2"


_SIZES: Final = """
SELECT reltuples::bigint AS rows, pg_table_size(oid) AS bytes, pg_indexes_size(oid) AS of_indexes
FROM pg_class WHERE oid = $1::text::regclass
"""


class TicketsSettings(ServiceSettings):
    service = "tickets"


class _Tickets(tickets_pb2_grpc.TicketsServicer):
    """`tickets`, in which nothing has happened since."""

    async def GetSequences(self, request: Any, context: Any) -> Any:
        known = [tickets_pb2.TicketSequence(ticket_id=each, sequence=1) for each in request.ticket_ids]
        return tickets_pb2.GetSequencesResponse(sequences=known)


@dataclass(frozen=True)
class Fired:
    """A wave that was fired by two workers: from when its first timer was due until the last commit."""

    wave: Wave
    timers: int
    seconds: float
    late: Sequence[float]
    cpu_workers: float
    cpu_postgres: float
    pss: int


@dataclass(frozen=True)
class Recomputed:
    clocks: int
    seconds: float
    beside: Fired


async def measure(timers: int, say: Say) -> Section:
    """Fills the database once, measures on it, and drops it."""
    arithmetic = _arithmetic()
    say(f"sla: {arithmetic:,.0f} due times a second")
    tickets = timers // 2
    shutil.rmtree(_RUN, ignore_errors=True)
    try:
        with postgres(loading=True, more=_LOADING, run=_RUN) as server:
            await _made(server, tickets, say)
        with postgres(more=_SETTINGS, run=_RUN) as server:
            body = await _measured(server, tickets, arithmetic, say)
    finally:
        shutil.rmtree(_RUN, ignore_errors=True)
    return Section("sla", "Timers", body)


async def _made(server: EmbeddedPostgres, tickets: int, say: Say) -> None:
    await desk.drop(server.dsn(), _NAME)
    connection = await asyncpg.connect(server.dsn())
    try:
        await connection.execute(f"CREATE DATABASE {_NAME}")
    finally:
        await connection.close()
    dsn = desk.in_database(server.dsn(), _NAME)
    await upgrade(desk.as_sqlalchemy(dsn), _MIGRATIONS)
    connection = await asyncpg.connect(dsn)
    try:
        await make_policy(connection, VERSION, None)
        await fill(dsn, tickets, say)
        await connection.execute("CHECKPOINT", timeout=600)
    finally:
        await connection.close()


async def _measured(server: EmbeddedPostgres, tickets: int, arithmetic: float, say: Say) -> str:
    dsn = desk.in_database(server.dsn(), _NAME)
    connection = await asyncpg.connect(dsn, server_settings={"jit": "off"})
    async with _tickets() as (deployment, address):
        post = _Posts(dsn, deployment, address, server)
        try:
            disk = await _disk(connection)
            polls = await _empty_polls(dsn)
            say(f"sla: empty poll {_share(polls, 0.5) * 1e3:.3f} ms")
            waves = []
            for wave in (SCATTERED, BLOCK, STEADY):
                waves.append(await _fire(connection, post, wave))
                say(f"sla: {_told(waves[-1])}")
            recomputed = await _recompute(connection, post, dsn)
            say(f"sla: recomputed {recomputed.clocks / recomputed.seconds:,.0f} clocks a second")
        finally:
            await connection.close()
    return _as_markdown(2 * tickets, arithmetic, disk, polls, waves, recomputed)


@dataclass(frozen=True)
class _Posts:
    dsn: str
    deployment: Deployment
    address: str
    server: EmbeddedPostgres

    def at(self, then: datetime, *, recomputes: bool = False) -> Post:
        """A worker's post, at which it is soon `then`."""
        clock = ShiftedClock(then - _LEAD - datetime.now(UTC))
        return Post(self.dsn, self.deployment, self.address, clock, recomputes)


@asynccontextmanager
async def _tickets() -> AsyncIterator[tuple[Deployment, str]]:
    deployment = Deployment.create()
    settings = deployment.settings(TicketsSettings, database_url="unused", grpc_port=0)
    server = RpcServer(
        settings,
        lambda each: tickets_pb2_grpc.add_TicketsServicer_to_server(_Tickets(), each),
        ["escalated.tickets.v1.Tickets"],
    )
    await server.start()
    try:
        yield deployment, f"127.0.0.1:{server.port}"
    finally:
        await server.stop()


async def _empty_polls(dsn: str) -> list[float]:
    """Seconds of each look at a table in which nothing is due, by the worker's own function."""
    database = Database(desk.as_sqlalchemy(dsn), service="sla", clock=ShiftedClock(timedelta(0)))
    took = []
    try:
        for _ in range(_POLLS):
            began = time.perf_counter()
            async with database.reading() as connection:
                found = await next_due(connection, NOON)
            took.append(time.perf_counter() - began)
            if found is None or found <= NOON:
                raise RuntimeError("something is due already, or nothing is armed")
    finally:
        await database.close()
    return took[10:]


async def _fire(connection: asyncpg.Connection, posts: _Posts, wave: Wave, *, recomputes: bool = False) -> Fired:
    timers = await _left(connection, wave)
    await connection.execute("TRUNCATE escalated_outbox")
    await connection.execute("CHECKPOINT", timeout=600)
    post = posts.at(wave.at, recomputes=recomputes)
    with workers(post, WORKERS) as running:
        await asyncio.sleep(_LEAD.total_seconds() - 2)
        pids = [each.pid or 0 for each in running]
        before = [cpu_of_family(pid) for pid in pids], cpu_of_family(posts.server.pid or 0)
        await _until_fired(connection, wave)
        used = sum(spent(old, cpu_of_family(pid)) for old, pid in zip(before[0], pids, strict=True))
        of_postgres = spent(before[1], cpu_of_family(posts.server.pid or 0))
        pss = sum(pss_bytes(each) for pid in pids for each in family(pid))
    rows = await connection.fetch(_LATENESS, post.clock.by, timeout=300)
    if len(rows) != timers and not recomputes:
        raise RuntimeError(f"{len(rows)} timers of {timers} fired")
    began = (wave.at - post.clock.by).timestamp()
    seconds = max(row["at"] for row in rows) - began
    return Fired(wave, len(rows), seconds, sorted(row["late"] for row in rows), used, of_postgres, pss)


async def _left(connection: asyncpg.Connection, wave: Wave) -> int:
    margin = timedelta(seconds=1)
    left: int = await connection.fetchval(_LEFT, wave.at - margin, wave.at + wave.over + margin)
    return left


async def _until_fired(connection: asyncpg.Connection, wave: Wave) -> None:
    until = time.monotonic() + _LONGEST
    while await _left(connection, wave):
        if time.monotonic() > until:
            raise RuntimeError(f"{wave.name} is not fired yet")
        await asyncio.sleep(0.5)


async def _recompute(connection: asyncpg.Connection, posts: _Posts, dsn: str) -> Recomputed:
    """An edit of the calendar, while timers come due all the time; measured as long as they do."""
    await make_policy(connection, _EDITED, orjson.dumps(_CALENDAR).decode())
    database = Database(desk.as_sqlalchemy(dsn), service="sla", clock=ShiftedClock(timedelta(0)))
    async with database.transaction() as uow:
        recomputation = await begin(uow, "calendar.updated", None, "Berlin")
    await database.close()
    progress = "SELECT done FROM escalated_sla_recomputations WHERE id = $1"
    done: list[tuple[float, int]] = []

    async def watch() -> None:
        while True:
            done.append((time.perf_counter(), await watcher.fetchval(progress, recomputation)))
            await asyncio.sleep(1)

    watcher = await asyncpg.connect(dsn)
    watching = asyncio.ensure_future(watch())
    try:
        beside = await _fire(connection, posts, BESIDE, recomputes=True)
    finally:
        watching.cancel()
        await asyncio.wait({watching})
        await watcher.close()
    moving = [each for each in done if each[1] > 0]
    last = next((each for each in moving if each[1] == moving[-1][1]), moving[-1])
    return Recomputed(2 * (last[1] - moving[0][1]), last[0] - moving[0][0], beside)


async def _disk(connection: asyncpg.Connection) -> list[tuple[str, int, int, int]]:
    """Of each table: rows, bytes of the table itself, bytes of its indexes."""
    found = []
    for name in _TABLES:
        row = await connection.fetchrow(_SIZES, f"escalated_sla_{name}")
        found.append((name, row["rows"], row["bytes"], row["of_indexes"]))
    return found


def _arithmetic() -> float:
    """Due times a second on one core, over three years of a calendar with lunch breaks and holidays."""
    calendar = parse_calendar(_CALENDAR, NOON)
    chance = random.Random(4)
    asked = [
        (NOON + timedelta(seconds=chance.randrange(3 * 365 * 86_400)), timedelta(seconds=chance.randrange(400 * 3_600)))
        for _ in range(50_000)
    ]
    for start, target in asked:  # every year is compiled once
        due(calendar, start, target)
    began = time.perf_counter()
    for start, target in asked:
        due(calendar, start, target)
    return len(asked) / (time.perf_counter() - began)


def _share(sorted_or_not: Sequence[float], share: float) -> float:
    ordered = sorted(sorted_or_not)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _told(fired: Fired) -> str:
    return (
        f"{fired.wave.name}: {fired.timers:,} timers in {fired.seconds:.1f} s, {fired.timers / fired.seconds:,.0f} a "
        f"second, late p99 {_share(fired.late, 0.99):.2f} s, CPU {fired.cpu_workers:.1f} + {fired.cpu_postgres:.1f} s"
    )


def _as_markdown(
    timers: int,
    arithmetic: float,
    disk: Sequence[tuple[str, int, int, int]],
    polls: Sequence[float],
    waves: Sequence[Fired],
    recomputed: Recomputed,
) -> str:
    figures = table(["what", "target", "measured", ""], list(_figures(arithmetic, polls, waves, recomputed)))
    fired = table(
        ["wave", "timers", "seconds", "a second", "late p50 s", "p99 s", "CPU ms a timer: workers", "PostgreSQL"],
        [_row(each) for each in (*waves, recomputed.beside)],
    )
    sizes = table(
        ["table", "rows", "MB", "indexes, MB"],
        [[name, f"{rows:,}", f"{size / 1e6:,.0f}", f"{index / 1e6:,.0f}"] for name, rows, size, index in disk],
    )
    total = sum(size + index for _, _, size, index in disk) / 1e9
    settings = ", ".join(f"`{name}={value}`" for name, value in _SETTINGS.items())
    return (
        f"{timers:,} armed timers of {timers // 2:,} open tickets; PostgreSQL with {settings}; {WORKERS} worker "
        "processes as in the service, no rules; `tickets` answers over gRPC. A timer has fired when its clock, the "
        "next timer and the event in the outbox are committed (`pg_xact_commit_timestamp`).\n\n"
        f"{figures}\n\n"
        "`scattered` lie all over the tables, `block` were opened one after the other and are due at one instant; "
        "`steady` come at an even rate, `beside` while a recomputation runs.\n\n"
        f"{fired}\n\nOn disk {total:.1f} GB:\n\n{sizes}\n\n"
        f"The two workers hold {max(each.pss for each in waves) / 1e6:,.0f} MB together."
    )


def _figures(
    arithmetic: float, polls: Sequence[float], waves: Sequence[Fired], recomputed: Recomputed
) -> Iterator[list[str]]:
    yield _figure("due times a second, one core", "≥ 50,000", f"{arithmetic:,.0f}", arithmetic >= 50_000)
    poll = _share(polls, 0.5) * 1e3
    said = f"{poll:.2f} ms (p99 {_share(polls, 0.99) * 1e3:.2f} ms)"
    yield _figure("empty poll", "< 1 ms", said, poll < 1)
    for each in waves[:2]:
        rate = each.timers / each.seconds
        yield _figure(f"fired a second, {each.wave.name}", "≥ 5,000", f"{rate:,.0f}", rate >= 5_000)
    steady = _share(waves[2].late, 0.99)
    yield _figure("late, p99, steady", "< 1 s", f"{steady:.2f} s", steady < 1)
    rate = recomputed.clocks / recomputed.seconds
    yield _figure("clocks recomputed a second", "≥ 2,000", f"{rate:,.0f}", rate >= 2_000)
    beside = _share(recomputed.beside.late, 0.99)
    yield _figure("late, p99, beside it", "< 1 s", f"{beside:.2f} s", beside < 1)


def _figure(what: str, target: str, measured: str, reached: bool) -> list[str]:
    return [what, target, measured, "ok" if reached else "**missed**"]


def _row(fired: Fired) -> list[str]:
    return [
        fired.wave.name,
        f"{fired.timers:,}",
        f"{fired.seconds:.1f}",
        f"{fired.timers / fired.seconds:,.0f}",
        f"{_share(fired.late, 0.5):.2f}",
        f"{_share(fired.late, 0.99):.2f}",
        f"{fired.cpu_workers / fired.timers * 1e3:.3f}",
        f"{fired.cpu_postgres / fired.timers * 1e3:.3f}",
    ]
