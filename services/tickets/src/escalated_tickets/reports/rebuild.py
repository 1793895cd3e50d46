"""Makes the base of every ticket from tickets, messages and activity: at the first start, and when an operator asks.

A batch is read in one snapshot and taken in a transaction of its own. What happens meanwhile is heard as events, whose
sequences are beyond the base. So it may run beside everything else, be cut off, and be begun anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import text

from escalated_chassis.database.engine import Database
from escalated_tickets.reports.history import READ, Done, Row, Wrote, facts_of
from escalated_tickets.reports.rules import Properties
from escalated_tickets.reports.service import Base, take_bases
from escalated_tickets.statuses.queries import read_book
from escalated_tickets.statuses.rules import DONE, StatusBook
from escalated_tickets.tickets.state import MOST_TAGS
from escalated_tickets.tickets.visibility import NOBODY

BATCH: Final = 500
_TOLD_EVERY: Final = 20

_TICKETS = text("""
SELECT id, sequence, created_at, requester_id, assignee_id, department_id, channel, priority, type, tag_ids,
       follower_ids, deleted_at IS NOT NULL AS deleted, done, coalesce(resolved_at, closed_at) AS done_at
FROM escalated_tickets WHERE id > :after ORDER BY id LIMIT :limit
""")
_ACTIVITY = text("""
SELECT ticket_id, kind, version, created_at, before, after FROM escalated_activities
WHERE ticket_id = ANY(:ids) AND kind = ANY(:kinds)
""")
_MESSAGE: Final = """
SELECT id, ticket_id, created_at, author_id, author_kind = 'agent' AND NOT automatic AS by_agent, opening
FROM escalated_messages WHERE kind = 'reply' AND
"""
_MESSAGES = text(f"{_MESSAGE} ticket_id = ANY(:ids)")
_MOVED_MESSAGES = text(f"{_MESSAGE} id = ANY(:ids)")
_COUNT = text("SELECT count(*) FROM escalated_tickets")
_BUILD = text("SELECT after_id, done, total, started_at, finished_at FROM escalated_report_builds WHERE id = 1")
_BEGIN = text("""
INSERT INTO escalated_report_builds (id, after_id, done, total, started_at) VALUES (1, :after, 0, :total, :now)
ON CONFLICT (id) DO UPDATE SET after_id = :after, done = 0, total = :total, started_at = :now, finished_at = NULL
""")
_ADVANCE = text("UPDATE escalated_report_builds SET after_id = :after, done = done + :more WHERE id = 1")
_FINISH = text("UPDATE escalated_report_builds SET finished_at = :now WHERE id = 1")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far the making of the base has come."""

    done: int
    total: int


async def rebuild(
    database: Database, *, tell: Callable[[Progress], None] | None = None, batch: int = BATCH
) -> Progress:
    """Makes all bases; goes on where an earlier run was cut off. One at a time: see `Projection`."""
    after, progress = await _begin(database)
    number = 0
    while True:
        bases = await _read(database, after, batch)
        if not bases:
            break
        after = bases[-1].ticket_id
        async with database.transaction() as uow:
            await take_bases(uow, bases)
            await uow.execute(_ADVANCE, {"after": after, "more": len(bases)})
        progress = Progress(progress.done + len(bases), max(progress.total, progress.done + len(bases)))
        number += 1
        if number % _TOLD_EVERY == 0:
            _tell(progress, tell)
    async with database.transaction() as uow:
        await uow.execute(_FINISH, {"now": uow.now})
    _tell(progress, tell)
    return progress


async def progress_of(database: Database) -> Progress:
    """How many tickets the last making has counted, and how many there are now."""
    async with database.reading() as connection:
        found = (await connection.execute(_BUILD)).one_or_none()
        total = int((await connection.execute(_COUNT)).scalar_one())
    return Progress(0 if found is None else found.done, total)


def _tell(progress: Progress, tell: Callable[[Progress], None] | None) -> None:
    _log.info("report_bases_made", done=progress.done, total=progress.total)
    if tell is not None:
        tell(progress)


async def _begin(database: Database) -> tuple[UUID, Progress]:
    async with database.transaction() as uow:
        found = (await uow.execute(_BUILD)).one_or_none()
        if found is not None and found.finished_at is None:
            return found.after_id, Progress(found.done, found.total)
        total = int((await uow.execute(_COUNT)).scalar_one())
        await uow.execute(_BEGIN, {"after": NOBODY, "total": total, "now": uow.now})
        return NOBODY, Progress(0, total)


async def _read(database: Database, after: UUID, limit: int) -> list[Base]:
    """The next tickets with their facts, all as of one moment."""
    snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(**snapshot)
        tickets = (await connection.execute(_TICKETS, {"after": after, "limit": limit})).all()
        ids = [ticket.id for ticket in tickets]
        book = await read_book(connection)
        activity = _by_ticket(
            (row.ticket_id, Done(row.kind, row.version, row.created_at, row.before or {}, row.after or {}))
            for row in await connection.execute(_ACTIVITY, {"ids": ids, "kinds": list(READ)})
        )
        messages = _by_ticket((row.ticket_id, _wrote(row)) for row in await connection.execute(_MESSAGES, {"ids": ids}))
        moved = await _moved(connection, activity, messages)
    return [
        _base(row, activity.get(row.id, []), [*messages.get(row.id, []), *moved.get(row.id, [])], book)
        for row in tickets
    ]


async def _moved(
    connection: Any, activity: dict[UUID, list[Done]], messages: dict[UUID, list[Wrote]]
) -> dict[UUID, list[Wrote]]:
    """Messages that a ticket's activity names and that stand on another ticket now."""
    here = {(ticket_id, message.id) for ticket_id, each in messages.items() for message in each}
    told = {
        (ticket_id, UUID(step.after["message_id"]))
        for ticket_id, steps in activity.items()
        for step in steps
        if step.kind == "reply.created"
    }
    named = {message_id: ticket_id for ticket_id, message_id in told - here}
    if not named:
        return {}
    rows = await connection.execute(_MOVED_MESSAGES, {"ids": list(named)})
    return _by_ticket((named[row.id], _wrote(row)) for row in rows)


def _base(row: Any, activity: Sequence[Done], messages: Sequence[Wrote], book: StatusBook) -> Base:
    ticket = Row(row.created_at, row.requester_id, row.assignee_id, row.done, row.done_at)
    properties = Properties(
        created_at=row.created_at,
        department_id=row.department_id,
        assignee_id=row.assignee_id,
        channel=row.channel,
        priority=row.priority,
        type=row.type,
        tag_ids=sorted(row.tag_ids)[:MOST_TAGS],
        follower_ids=sorted(row.follower_ids),
        deleted=row.deleted,
    )
    return Base(row.id, row.sequence, properties, facts_of(ticket, activity, messages, _is_done(book)))


def _is_done(book: StatusBook) -> Callable[[str], bool]:
    """A status that is no longer there was none that ends a ticket: those are not taken away while it matters."""
    done = {slug for slug, status in book.statuses.items() if status.category in DONE}
    return done.__contains__


def _wrote(row: Any) -> Wrote:
    return Wrote(row.id, row.created_at, row.author_id, row.by_agent, row.opening)


def _by_ticket(pairs: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for ticket_id, each in pairs:
        found.setdefault(ticket_id, []).append(each)
    return found
