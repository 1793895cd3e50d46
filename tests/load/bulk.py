"""A bulk change of a thousand tickets of the bench desk: from its request to the last of its events on NATS."""

import statistics
import time
from typing import Any, Final
from uuid import UUID

import asyncpg

from escalated_chassis.acting import Acting
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.relay import Relay
from escalated_chassis.testing.deployment import Deployment
from escalated_chassis.testing.streams import reset_streams
from escalated_chassis.testing.waiting import eventually
from escalated_contracts.permissions import PERMISSIONS
from escalated_local.nats import EmbeddedNats
from escalated_tickets.bulk.service import start_job
from escalated_tickets.bulk.worker import BulkWorker
from escalated_tickets.parts import opened
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.tickets.visibility import Viewer
from tests.load import desk
from tests.load.filling import Say, Size
from tests.load.report import Section, table
from tests.load.requests import make_missing
from tests.load.stand import RUN, Person, postgres
from tests.load.subjects import subjects_of

TICKETS: Final = 1_000
TARGET_SECONDS: Final = 3.0
# There and back again, so that the desk is as it was.
STATUSES: Final = ("waiting_on_customer", "in_progress") * 3
_SECONDS = 120.0
_CHOOSE = f"SELECT id FROM escalated_tickets WHERE status = 'in_progress' ORDER BY md5(reference) LIMIT {TICKETS}"
_IDLE = """
SELECT NOT EXISTS (SELECT FROM escalated_outbox WHERE published_at IS NULL)
    AND NOT EXISTS (SELECT FROM escalated_bulk_jobs WHERE finished_at IS NULL)
"""
_SAME = ("updated_at", "public_updated_at", "version", "public_version", "sequence")
_KEEP = f"CREATE TEMPORARY TABLE kept AS SELECT id, {', '.join(_SAME)} FROM escalated_tickets WHERE id = ANY($1)"
_PUT_BACK = f"""
UPDATE escalated_tickets AS ticket SET {", ".join(f"{name} = kept.{name}" for name in _SAME)}
FROM kept WHERE kept.id = ticket.id
"""
_FORGET = (
    "DELETE FROM escalated_activities WHERE ticket_id IN (SELECT id FROM kept) AND created_at >= $1",
    "TRUNCATE escalated_outbox, escalated_bulk_items, escalated_bulk_jobs, escalated_undoable_changes",
)
_SETTLE = ("VACUUM (ANALYZE) escalated_tickets", "VACUUM (ANALYZE) escalated_activities", "CHECKPOINT")


async def measure(size: Size, say: Say) -> Section:
    """Has the service's own worker and relay change a thousand tickets, again and again."""
    await make_missing([size], say)
    with postgres() as server, EmbeddedNats(RUN / "nats-bulk", sync_interval="always") as events:
        await reset_streams(events.url_with_user)
        dsn = server.dsn(desk.database_of(size))
        connection = await asyncpg.connect(dsn)
        try:
            runs = await _measure(connection, dsn, events.url_with_user)
        finally:
            await connection.close()
    say("bulk: done")
    return Section("bulk", "Bulk changes", _as_markdown(size, runs))


async def _measure(connection: asyncpg.Connection, dsn: str, nats_url: str) -> list[tuple[float, int]]:
    ids = [row["id"] for row in await connection.fetch(_CHOOSE)]
    if len(ids) < TICKETS:
        raise RuntimeError(f"the desk has {len(ids)} tickets in progress: take a larger one")
    admin = (await subjects_of(dsn)).admin
    began = await connection.fetchval("SELECT clock_timestamp()")
    await connection.execute(_KEEP, ids)
    settings = Deployment.create().settings(
        TicketsSettings, database_url=desk.as_sqlalchemy(dsn), nats_url=nats_url, identity_grpc="127.0.0.1:9"
    )
    try:
        return await _work(settings, connection, ids, admin)
    finally:
        await connection.execute(_PUT_BACK)
        await connection.execute(_FORGET[0], began)
        for statement in (_FORGET[1], *_SETTLE):
            await connection.execute(statement, timeout=600)


async def _work(
    settings: TicketsSettings, connection: asyncpg.Connection, ids: list[UUID], admin: Person
) -> list[tuple[float, int]]:
    async with opened(settings) as (at, database):
        events = Nats(settings)
        relay, worker = Relay(database, events, "tickets"), BulkWorker(at, database)
        for part in (events, relay, worker):
            await part.start()
        await eventually(lambda: events.is_connected)
        try:
            return [await _one_run(at, database, connection, worker, ids, admin, status) for status in STATUSES]
        finally:
            for part in (worker, relay, events):
                await part.stop()


async def _one_run(
    at: Any, database: Any, connection: asyncpg.Connection, worker: BulkWorker, ids: list[UUID], admin: Person, to: str
) -> tuple[float, int]:
    """Seconds until the last event is acknowledged, and how many there were."""
    viewer = Viewer(admin.id, admin.kind, admin.name, admin.email, frozenset(PERMISSIONS))
    before = await connection.fetchval("SELECT count(*) FROM escalated_outbox")
    began = time.perf_counter()
    async with database.transaction(Acting("person", str(admin.id), admin.name)) as uow:
        await start_job(uow, at, viewer, {"type": "set_status", "status": to}, ids)
        uow.after_commit(worker.wake)
    await eventually(lambda: connection.fetchval(_IDLE), seconds=_SECONDS)
    seconds = time.perf_counter() - began
    done = await connection.fetchval("SELECT count(*) FROM escalated_bulk_items WHERE outcome <> 'done'")
    if done:
        raise RuntimeError(f"{done} tickets were not changed")
    return seconds, await connection.fetchval("SELECT count(*) FROM escalated_outbox") - before


def _as_markdown(size: Size, runs: list[tuple[float, int]]) -> str:
    median = statistics.median(seconds for seconds, _ in runs)
    verdict = "ok" if median <= TARGET_SECONDS else "**missed**"
    all_runs = " / ".join(f"{seconds:.2f}" for seconds, _ in runs)
    row = [f"status of {TICKETS:,}", f"≤ {TARGET_SECONDS:.0f} s", f"{median:.2f}", all_runs, f"{runs[0][1]:,}", verdict]
    return (
        f"A thousand tickets of the desk of {size.tickets:,} get another status: from the request until NATS has "
        "acknowledged the last event. Worker and relay share a process, as in `tickets run`; fifty tickets share a "
        "transaction with their outcomes.\n\n" + table(["change", "target", "median s", "runs", "events", ""], [row])
    )
