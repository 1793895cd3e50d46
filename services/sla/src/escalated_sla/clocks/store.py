"""Clocks as they are stored: the whole course of each, so that a timer or an edit needs no facts.

Every statement is about a batch of tickets, whatever their number, and its text never changes. The caller holds the
locks of the tickets' rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_sla.clocks.rules import Clock, Course, Interruption, Key, Terms
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.policies.rules import PolicyVersion

Stored = dict[UUID, dict[Key, Clock]]
"""Clocks by ticket."""
Written = tuple[Row[Any], Clock]
"""A ticket and a clock of it that is to be written."""

_COLUMNS: Final = """
    ticket_id, metric, round, state, policy_version_id, target_seconds, started_at, due_at, met_at, breached_at,
    array_to_string(warned, ','), interruptions::text, breach_at, warnings::text, ended_at, elapsed_seconds
"""
_ALL: Final = f"SELECT {_COLUMNS} FROM escalated_sla_clocks WHERE ticket_id = ANY ($1::uuid[])"  # noqa: S608
_NEWEST: Final = f"""
SELECT DISTINCT ON (ticket_id, metric) {_COLUMNS} FROM escalated_sla_clocks WHERE ticket_id = ANY ($1::uuid[])
ORDER BY ticket_id, metric, round DESC
"""  # noqa: S608
_LOCK_FREE: Final = """
SELECT id, reference, origin, sequence, ahead, known_until, clocks_version, open, policy_id, audience::text,
    fields::text
FROM escalated_sla_tickets WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE SKIP LOCKED
"""
_WRITE: Final = """
INSERT INTO escalated_sla_clocks (
    ticket_id, metric, round, state, policy_version_id, target_seconds, started_at, due_at, met_at, breached_at,
    warned, interruptions, breach_at, warnings, ended_at, elapsed_seconds, paused, priority, department_id, assignee_id)
SELECT ticket_id, metric, round, state, policy_version_id, target_seconds, started_at, due_at, met_at, breached_at,
    string_to_array(warned, ','), interruptions::jsonb, breach_at, warnings::jsonb, ended_at, elapsed_seconds,
    state = 'paused', priority, department_id, assignee_id
FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::uuid[], $6::float8[], $7::timestamptz[],
    $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[], $13::timestamptz[],
    $14::text[], $15::timestamptz[], $16::float8[], $17::text[], $18::uuid[], $19::uuid[]) AS new (
    ticket_id, metric, round, state, policy_version_id, target_seconds, started_at, due_at, met_at, breached_at,
    warned, interruptions, breach_at, warnings, ended_at, elapsed_seconds, priority, department_id, assignee_id)
ON CONFLICT (ticket_id, metric, round) DO UPDATE SET
    state = excluded.state, policy_version_id = excluded.policy_version_id, target_seconds = excluded.target_seconds,
    started_at = excluded.started_at, due_at = excluded.due_at, met_at = excluded.met_at,
    breached_at = excluded.breached_at, warned = excluded.warned, interruptions = excluded.interruptions,
    breach_at = excluded.breach_at, warnings = excluded.warnings, ended_at = excluded.ended_at,
    elapsed_seconds = excluded.elapsed_seconds, paused = excluded.paused, priority = excluded.priority,
    department_id = excluded.department_id, assignee_id = excluded.assignee_id
"""
# What the mere passing of time changes; no index knows of it, so the row stays where it is.
_LATER: Final = """
UPDATE escalated_sla_clocks AS clock
SET state = new.state, breached_at = new.breached_at, warned = string_to_array(new.warned, ',')
FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::timestamptz[], $6::text[])
    AS new (ticket_id, metric, round, state, breached_at, warned)
WHERE clock.ticket_id = new.ticket_id AND clock.metric = new.metric AND clock.round = new.round
"""
_DROP: Final = """
DELETE FROM escalated_sla_clocks AS clock
USING unnest($1::uuid[], $2::text[], $3::integer[]) AS gone (ticket_id, metric, round)
WHERE clock.ticket_id = gone.ticket_id AND clock.metric = gone.metric AND clock.round = gone.round
"""
_SETTLED: Final = """
UPDATE escalated_sla_tickets AS ticket
SET clocks_version = new.clocks_version, known_until = greatest(ticket.known_until, new.known_until)
FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[]) AS new (id, clocks_version, known_until)
WHERE ticket.id = new.id
"""


@dataclass
class LockedTicket:
    """A ticket's row whose fields are read when somebody asks for them: a timer mostly does not."""

    id: UUID
    reference: str
    origin: str
    sequence: int
    ahead: list[int]
    known_until: datetime
    clocks_version: int
    open: bool
    policy_id: UUID | None
    stored_audience: str
    stored_fields: str

    @property
    def audience(self) -> dict[str, Any]:
        audience: dict[str, Any] = orjson.loads(self.stored_audience)
        return audience

    @cached_property
    def fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = orjson.loads(self.stored_fields)
        return fields


async def lock_free(connection: AsyncConnection, ticket_ids: Collection[UUID]) -> list[Any]:
    """Locks these tickets but for those that somebody else is at, in the order of their ids."""
    rows = await connection.exec_driver_sql(_LOCK_FREE, (list(ticket_ids),))
    return [LockedTicket(*tuple[Any, ...](row)) for row in rows]


async def all_clocks(connection: AsyncConnection, book: PolicyBook, ticket_ids: Collection[UUID]) -> Stored:
    """Every round of every metric of these tickets."""
    return await _read(connection, book, _ALL, ticket_ids)


async def newest_clocks(connection: AsyncConnection, book: PolicyBook, ticket_ids: Collection[UUID]) -> Stored:
    """The present round of every metric: all that can still move."""
    return await _read(connection, book, _NEWEST, ticket_ids)


async def _read(connection: AsyncConnection, book: PolicyBook, statement: str, ticket_ids: Collection[UUID]) -> Stored:
    rows = [tuple[Any, ...](row) for row in await connection.exec_driver_sql(statement, (list(ticket_ids),))]
    version_ids = {row[4] for row in rows}
    versions = dict(zip(version_ids, await book.versions(connection, version_ids), strict=True))
    found: Stored = {ticket_id: {} for ticket_id in ticket_ids}
    for row in rows:
        found[row[0]][row[1], row[2]] = _clock(row, versions[row[4]])
    return found


def _clock(row: tuple[Any, ...], version: PolicyVersion) -> Clock:
    (_, metric, number, state, _, target, started_at, due_at, met_at, breached_at) = row[:10]
    warned, interruptions, breach_at, warnings, ended_at, elapsed = row[10:]
    terms = Terms(version.id, version.calendar, timedelta(seconds=target), version.thresholds)
    course = Course(
        metric=metric,
        round=number,
        started_at=started_at,
        terms=terms,
        interruptions=_read_interruptions(interruptions),
        met_at=met_at,
        cancelled_at=ended_at if met_at is None else None,
    )
    return Clock(
        course=course,
        terms=terms,
        state=state,
        due_at=due_at,
        breach_at=breach_at,
        breached_at=breached_at,
        warnings=_read_warnings(warnings),
        warned=frozenset(warned.split(",")) if warned else frozenset(),
        elapsed=None if elapsed is None else timedelta(seconds=elapsed),
    )


async def write_clocks(uow: UnitOfWork, clocks: Sequence[Written]) -> None:
    """Writes clocks anew, with all that is known of them and whose they are now."""
    if clocks:
        columns = zip(*(_values(ticket, clock) for ticket, clock in clocks), strict=True)
        await uow.connection.exec_driver_sql(_WRITE, tuple(list(column) for column in columns))


async def write_passed(uow: UnitOfWork, clocks: Iterable[tuple[UUID, Clock]]) -> None:
    """Writes what the passing of time made of clocks whose course is as it was."""
    rows = [
        (ticket_id, clock.metric, clock.course.round, clock.state, clock.breached_at, ",".join(sorted(clock.warned)))
        for ticket_id, clock in clocks
    ]
    if rows:
        await uow.connection.exec_driver_sql(_LATER, tuple(list(column) for column in zip(*rows, strict=True)))


async def drop_clocks(uow: UnitOfWork, clocks: Iterable[tuple[UUID, Key]]) -> None:
    """Removes clocks that nothing promises any more."""
    rows = [(ticket_id, *key) for ticket_id, key in clocks]
    if rows:
        await uow.connection.exec_driver_sql(_DROP, tuple(list(column) for column in zip(*rows, strict=True)))


async def write_settled(uow: UnitOfWork, versions: Mapping[UUID, int], as_of: Mapping[UUID, datetime]) -> None:
    """Counts the state of the clocks of tickets, and up to when all is known of them."""
    if versions:
        ids = list(versions)
        columns = (ids, list(versions.values()), [as_of[each] for each in ids])
        await uow.connection.exec_driver_sql(_SETTLED, columns)


def _values(ticket: Row[Any], clock: Clock) -> tuple[Any, ...]:
    course, fields = clock.course, ticket.fields
    return (
        ticket.id,
        course.metric,
        course.round,
        clock.state,
        clock.terms.version_id,
        clock.terms.target.total_seconds(),
        course.started_at,
        clock.due_at,
        course.met_at,
        clock.breached_at,
        ",".join(sorted(clock.warned)),
        _interruptions_text(course.interruptions),
        clock.breach_at,
        _warnings_text(clock.warnings),
        clock.ended_at,
        None if clock.elapsed is None else clock.elapsed.total_seconds(),
        fields.get("priority") or "",
        _id(fields.get("department")),
        _id(fields.get("assignee")),
    )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _interruptions_text(interruptions: Sequence[Interruption]) -> str:
    if not interruptions:
        return "[]"
    return orjson.dumps([(each.start, each.end, each.cause) for each in interruptions]).decode()


def _read_interruptions(text: str) -> tuple[Interruption, ...]:
    if text == "[]":
        return ()
    return tuple(
        Interruption(_instant(start), None if end is None else _instant(end), cause)
        for start, end, cause in orjson.loads(text)
    )


def _warnings_text(warnings: Sequence[tuple[str, datetime]]) -> str:
    return orjson.dumps(warnings).decode() if warnings else "[]"


def _read_warnings(text: str) -> tuple[tuple[str, datetime], ...]:
    if text == "[]":
        return ()
    return tuple((label, _instant(at)) for label, at in orjson.loads(text))


_instant = datetime.fromisoformat
