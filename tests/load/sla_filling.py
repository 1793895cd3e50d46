"""Fills an sla database with millions of armed timers, their clocks and tickets, as that many open tickets would have.

Time stands at `NOON` there: workers get a clock that is set to it, so that nothing is written to make things due.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
import orjson

from tests.load.filling import SESSION, Say

NOON: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY: Final = UUID("00000000-0000-7000-8000-000000000001")
VERSION: Final = UUID("00000000-0000-7000-8000-000000000002")
DAY: Final = 86_400
# Seconds. What is urgent is due within hours, everything else in a month at the earliest.
FIRST: Final = {"critical": DAY // 2, "high": 40 * DAY, "medium": 41 * DAY}
RESOLUTION: Final = {"critical": 60 * DAY, "high": 61 * DAY, "medium": 62 * DAY}
_LOADERS: Final = 2
_SLICE: Final = 50_000


@dataclass(frozen=True)
class Wave:
    """Timers that come due together: every 50th ticket from `offset` on, all over the tables, or one block of them.

    Attributes:
        after: when it begins, after noon.
        over: how long it takes; zero: all at one instant.
        share: of all tickets.
        block: they were opened one after the other.
        warning: they warn; otherwise they breach.
    """

    name: str
    after: timedelta
    over: timedelta
    share: float
    offset: int = 0
    block: bool = False
    warning: bool = False

    @property
    def at(self) -> datetime:
        return NOON + self.after


SCATTERED: Final = Wave("scattered", timedelta(hours=1), timedelta(seconds=1), 0.02, offset=7)
BLOCK: Final = Wave("block", timedelta(hours=2), timedelta(0), 0.02, block=True)
STEADY: Final = Wave("steady", timedelta(hours=3), timedelta(seconds=30), 0.012, offset=9, warning=True)
BESIDE: Final = Wave("beside", timedelta(hours=4), timedelta(seconds=120), 0.012, offset=11)
WAVES: Final = (SCATTERED, BLOCK, STEADY, BESIDE)

_SHAPE: Final = """
CREATE UNLOGGED TABLE bench_shape AS
SELECT n, priority, opened, warned,
       (lpad(to_hex((extract(epoch FROM opened) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3)
        || '8' || substr(hash, 4, 15))::uuid AS id
FROM (
    SELECT n, md5(n::text) AS hash,
           CASE WHEN wave IS NOT NULL THEN 'critical' WHEN n % 2 = 0 THEN 'high' ELSE 'medium' END AS priority,
           wave IS NOT NULL AND NOT warning AS warned,
           coalesce(due - CASE WHEN warning THEN {warning} ELSE {breach} END * interval '1 second',
                    {noon} - interval '20 days' + n * (interval '19 days' / {tickets})) AS opened
    FROM generate_series(1, {tickets}) AS n
    LEFT JOIN LATERAL (
        SELECT name AS wave, warning, at + over * random() AS due FROM bench_waves
        WHERE CASE WHEN block THEN n BETWEEN {tickets} / 2 AND {tickets} / 2 + size - 1
                   ELSE n % 50 = position AND n / 50 < size END
        LIMIT 1
    ) AS wave ON true
) AS made
"""
_FIELDS: Final = """jsonb_build_object('status', 'open', 'status_category', 'open', 'priority', priority,
    'type', 'question', 'channel', 'mail', 'department', null, 'tags', '[]'::jsonb,
    'requester', md5(n::text)::uuid, 'requester_name', 'A Customer ' || n,
    'requester_email', 'c' || n || '@mail.example', 'assignee', null, 'reference', 'ESC-' || n"""
_TICKETS: Final = f"""
INSERT INTO escalated_sla_tickets (id, reference, sequence, known_until, clocks_version, audience, fields)
SELECT id, 'ESC-' || n, 1, opened, 1,
    jsonb_build_object('person_ids', jsonb_build_array(md5(n::text)::uuid), 'department_ids', '[]'::jsonb,
                       'all_staff', true),
    {_FIELDS}, 'subject', 'Something does not work as it did before', 'follower', '[]'::jsonb,
        'participant', '[]'::jsonb, 'snoozed', false, 'rating', null, 'escalation_level', 0, 'reply_count', 1,
        'note_count', 0, 'created_at', opened, 'updated_at', opened, 'last_message_at', opened)
FROM bench_shape WHERE n BETWEEN $1 AND $2
"""
_FACTS: Final = f"""
INSERT INTO escalated_sla_facts (ticket_id, sequence, at, category, fields, deleted, answers, asks)
SELECT id, 1, opened, 'open', {_FIELDS}), false, false, true FROM bench_shape WHERE n BETWEEN $1 AND $2
"""
_CLOCKS: Final = """
INSERT INTO escalated_sla_clocks (ticket_id, metric, round, state, policy_version_id, target_seconds, started_at,
    due_at, breach_at, paused, warned, warnings, priority)
SELECT id, metric, 1, 'running', '{version}', target, opened, due, due, false,
    CASE WHEN warned AND metric = 'first_response' THEN '{{80%}}'::text[] ELSE '{{}}' END,
    jsonb_build_array(jsonb_build_array('80%', to_char((opened + target * 0.8 * interval '1 second') AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.US+00:00'))), priority
FROM bench_shape
CROSS JOIN LATERAL (VALUES ('first_response', ({first})), ('resolution', ({resolution}))) AS promised (metric, target)
CROSS JOIN LATERAL (SELECT opened + target * interval '1 second' AS due) AS ends
WHERE n BETWEEN $1 AND $2
"""
_TIMERS: Final = """
INSERT INTO escalated_sla_timers (ticket_id, key, due_at, generation)
SELECT id, metric, opened + target * CASE WHEN warned AND metric = 'first_response' THEN 1 ELSE 0.8 END
    * interval '1 second', 1
FROM bench_shape
CROSS JOIN LATERAL (VALUES ('first_response', ({first})), ('resolution', ({resolution}))) AS promised (metric, target)
WHERE n BETWEEN $1 AND $2
"""
_TABLES: Final = ("tickets", "facts", "clocks", "timers")
_INDEXES: Final = """
SELECT indexrelid::regclass::text AS name, indrelid::regclass::text AS table_name, indisprimary AS is_key,
       pg_get_indexdef(indexrelid) AS definition, pg_get_constraintdef(c.oid) AS key
FROM pg_index LEFT JOIN pg_constraint AS c ON c.conindid = indexrelid AND c.contype = 'p'
WHERE indrelid = ANY ($1::regclass[])
"""


async def fill(dsn: str, tickets: int, say: Say) -> None:
    """Two armed timers for each ticket. The database has the service's tables and nothing in them."""
    connections = [await asyncpg.connect(dsn, server_settings=SESSION) for _ in range(_LOADERS)]
    began = time.monotonic()

    def told(what: str) -> None:
        say(f"{2 * tickets:,} timers: {what} ({time.monotonic() - began:.0f} s)")

    try:
        await _shape(connections[0], tickets)
        told("shape")
        indexes = await _drop_indexes(connections[0])
        for name, statement in _statements():
            await _in_slices(connections, statement, tickets)
            told(name)
        for index in indexes:
            await connections[0].execute(index, timeout=1_800)
        told("indexes")
        await connections[0].execute("DROP TABLE bench_shape, bench_waves")
        await connections[0].execute("VACUUM (ANALYZE)", timeout=3_600)
        told("statistics")
    finally:
        for connection in connections:
            await connection.close()


async def _shape(connection: asyncpg.Connection, tickets: int) -> None:
    await connection.execute(
        "CREATE UNLOGGED TABLE bench_waves (name text, at timestamptz, over interval, size int, position int,"
        " block boolean, warning boolean)"
    )
    rows = [
        (wave.name, wave.at, wave.over, int(tickets * wave.share), wave.offset, wave.block, wave.warning)
        for wave in WAVES
    ]
    await connection.executemany("INSERT INTO bench_waves VALUES ($1, $2, $3, $4, $5, $6, $7)", rows)
    breach = FIRST["critical"]
    statement = _SHAPE.format(
        tickets=tickets, noon=f"'{NOON.isoformat()}'::timestamptz", breach=breach, warning=breach * 0.8
    )
    await connection.execute(statement, timeout=1_800)
    await connection.execute("CREATE INDEX ON bench_shape (n)", timeout=600)
    await connection.execute("ANALYZE bench_shape")


def _statements() -> list[tuple[str, str]]:
    named = {"version": VERSION, "first": _by_priority(FIRST), "resolution": _by_priority(RESOLUTION)}
    return [
        ("tickets", _TICKETS),
        ("facts", _FACTS),
        ("clocks", _CLOCKS.format(**named)),
        ("timers", _TIMERS.format(**named)),
    ]


def _by_priority(targets: dict[str, int]) -> str:
    cases = " ".join(f"WHEN '{priority}' THEN {seconds}" for priority, seconds in targets.items())
    return f"CASE priority {cases} END"


async def _in_slices(connections: list[asyncpg.Connection], statement: str, tickets: int) -> None:
    starts = iter(range(1, tickets + 1, _SLICE))

    async def load(connection: asyncpg.Connection) -> None:
        for start in starts:
            await connection.execute(statement, start, start + _SLICE - 1, timeout=600)

    await asyncio.gather(*(load(connection) for connection in connections))


async def _drop_indexes(connection: asyncpg.Connection) -> list[str]:
    """All of them, and what makes them again."""
    again = []
    for row in await connection.fetch(_INDEXES, [f"escalated_sla_{name}" for name in _TABLES]):
        table = row["table_name"]
        if row["is_key"]:
            await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {row['name']}")
            again.append(f"ALTER TABLE {table} ADD CONSTRAINT {row['name']} {row['key']}")
        else:
            await connection.execute(f"DROP INDEX {row['name']}")
            again.append(row["definition"])
    return again


async def make_policy(connection: asyncpg.Connection, version: UUID, calendar: str | None) -> None:
    """Puts a version of the policy in force that all the clocks are under; None counts every second."""
    targets = {each: {"first_response": FIRST[each], "resolution": RESOLUTION[each]} for each in FIRST}
    await connection.execute(_POLICY, POLICY, version, calendar, orjson.dumps(targets).decode())


_POLICY: Final = """
WITH version AS (
    INSERT INTO escalated_sla_policy_versions (id, policy_id, name, position, is_default, calendar, targets, warnings,
                                               number, created_at)
    SELECT $2, $1, 'Standard', 0, true, $3::text::jsonb, $4::text::jsonb, '[{"percent": 80}]', count(*) + 1, now()
    FROM escalated_sla_policy_versions
    RETURNING *
)
INSERT INTO escalated_sla_policies (id, name, position, is_default, active, targets, warnings, version,
                                    current_version_id, created_at, updated_at)
SELECT policy_id, name, position, is_default, true, targets, warnings, 1, id, created_at, created_at FROM version
ON CONFLICT (id) DO UPDATE SET current_version_id = excluded.current_version_id
"""
