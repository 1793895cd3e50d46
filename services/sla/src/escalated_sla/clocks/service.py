"""What can be done with clocks: take in an event, settle a ticket, mark tickets whose terms changed.

Everything about one ticket happens under the lock of its row. `settle` is the one place where clocks are written:
events, timers and edits of policies all come to it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_sla.clocks.announce import Change, changes_between, publish
from escalated_sla.clocks.facts import Heard
from escalated_sla.clocks.models import clocks, facts, tickets, timers
from escalated_sla.clocks.queries import clock_rows, facts_of
from escalated_sla.clocks.rules import Clock, Metric, Terms, advance, clocks_of
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.policies.rules import PolicyVersion, terms_by

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

React = Callable[[UnitOfWork, Row[Any], Sequence[Change]], Awaitable[None]]

_lock = select(tickets).where(tickets.c.id == bindparam("ticket")).with_for_update()
_lock_free = (
    select(tickets)
    .where(tickets.c.id == any_(bindparam("tickets", type_=ARRAY(Uuid))))
    .order_by(tickets.c.id)
    .with_for_update(skip_locked=True)
)
_stale = (
    select(tickets)
    .where(tickets.c.stale)
    .order_by(tickets.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_any_stale = select(tickets.c.id).where(tickets.c.stale).limit(1)
_learn = insert(tickets).on_conflict_do_nothing(index_elements=["id"])
_add_fact = insert(facts).on_conflict_do_nothing()
_keep_ticket = (
    update(tickets)
    .where(tickets.c.id == bindparam("ticket"))
    .values(
        sequence=bindparam("new_sequence"),
        ahead=bindparam("new_ahead"),
        known_until=bindparam("new_known_until"),
        audience=bindparam("new_audience"),
    )
)
_mark_settled = (
    update(tickets)
    .where(tickets.c.id == bindparam("ticket"))
    .values(clocks_version=bindparam("new_version"), known_until=bindparam("new_known_until"), stale=False)
)
_write_clock = insert(clocks)
_write_clock = _write_clock.on_conflict_do_update(
    index_elements=["ticket_id", "metric"],
    set_={column.name: _write_clock.excluded[column.name] for column in clocks.c if not column.primary_key},
)
_drop_clocks = delete(clocks).where(
    clocks.c.ticket_id == bindparam("ticket"), clocks.c.metric.not_in(bindparam("kept", expanding=True))
)
_disarm = delete(timers).where(timers.c.ticket_id == bindparam("ticket"))
_arm = insert(timers)


class Clocks:
    """Settles tickets. `react` is told what changed, in the same transaction: rules hang there."""

    def __init__(self, book: PolicyBook, react: React) -> None:
        self._book = book
        self._react = react

    async def take_in(self, uow: UnitOfWork, heard: Heard) -> None:
        """Stores an event as a fact and settles its ticket, as soon as nothing before it is missing.

        Taking the same event in twice, or late, changes nothing that it should not.
        """
        row = await self._locked(uow, heard)
        await uow.execute(_add_fact, _fact_values(heard))
        sequence, ahead = advance(row.sequence, row.ahead, heard.fact.sequence)
        newest = heard.fact.sequence >= max([row.sequence, *row.ahead])
        known_until = await self._known_until(uow, row, heard, sequence)
        await uow.execute(
            _keep_ticket,
            {
                "ticket": row.id,
                "new_sequence": sequence,
                "new_ahead": ahead,
                "new_known_until": known_until,
                "new_audience": heard.audience if newest else row.audience,
            },
        )
        if heard.fact.sequence <= sequence:
            await self.settle(uow, await self._again(uow, row.id), known_until)

    async def settle(self, uow: UnitOfWork, ticket: Row[Any], as_of: datetime) -> list[Change]:
        """Folds the ticket's facts anew and writes what its clocks are at `as_of`. The row is locked by the caller."""
        before = {row.metric: row for row in await clock_rows(uow.connection, [ticket.id])}
        known = await facts_of(uow.connection, ticket.id, ticket.sequence)
        in_force = await self._book.in_force(uow.connection)
        settled = await settled_terms(self._book, uow.connection, before)
        now = clocks_of(known, terms_by(in_force), settled, as_of)
        changes = changes_between(before, now)
        version = ticket.clocks_version + (1 if changes else 0)
        await self._write(uow, ticket.id, now, version)
        await uow.execute(
            _mark_settled,
            {"ticket": ticket.id, "new_version": version, "new_known_until": max(as_of, ticket.known_until)},
        )
        if changes:
            names = {each.id: each for each in [*in_force, *await self._versions(uow, now)]}
            publish(uow, ticket, now, names, changes, version)
            await self._react(uow, ticket, changes)
        return changes

    async def settle_stale(self, uow: UnitOfWork, most: int) -> int:
        """Settles up to `most` tickets whose terms changed; answers how many."""
        rows = (await uow.execute(_stale, {"most": most})).all()
        for row in rows:
            await self.settle(uow, row, row.known_until)
        return len(rows)

    async def lock_free(self, uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
        """Locks these tickets but for those that somebody else is at."""
        return (await uow.execute(_lock_free, {"tickets": list(ticket_ids)})).all()

    async def _locked(self, uow: UnitOfWork, heard: Heard) -> Row[Any]:
        """The ticket's row; a ticket first heard of begins before its first event, or at its snapshot."""
        first = {
            "id": heard.ticket_id,
            "reference": heard.reference,
            "origin": heard.origin,
            "sequence": heard.fact.sequence if heard.fact.snapshot else 0,
            "known_until": heard.fact.at,
            "audience": heard.audience,
        }
        await uow.execute(_learn, first)
        return await self._again(uow, heard.ticket_id)

    async def _again(self, uow: UnitOfWork, ticket_id: UUID) -> Row[Any]:
        return (await uow.execute(_lock, {"ticket": ticket_id})).one()

    async def _known_until(self, uow: UnitOfWork, row: Row[Any], heard: Heard, sequence: int) -> datetime:
        """Up to when everything is known: the time of the last fact without a gap before it."""
        known: datetime = row.known_until
        if sequence == row.sequence:
            return known
        newest = select(func.max(facts.c.at)).where(facts.c.ticket_id == row.id, facts.c.sequence <= sequence)
        last: datetime | None = (await uow.execute(newest)).scalar_one()
        return max(known, last or heard.fact.at)

    async def _versions(self, uow: UnitOfWork, now: Mapping[Metric, Clock]) -> list[PolicyVersion]:
        return await self._book.versions(uow.connection, {clock.terms.version_id for clock in now.values()})

    async def _write(self, uow: UnitOfWork, ticket_id: UUID, now: Mapping[Metric, Clock], version: int) -> None:
        await uow.execute(_drop_clocks, {"ticket": ticket_id, "kept": list(now)})
        if now:
            await uow.execute(_write_clock, [_clock_values(ticket_id, clock) for clock in now.values()])
        await uow.execute(_disarm, {"ticket": ticket_id})
        armed = [
            {"ticket_id": ticket_id, "metric": clock.metric, "due_at": clock.next_instant, "generation": version}
            for clock in now.values()
            if clock.next_instant is not None
        ]
        if armed:
            await uow.execute(_arm, armed)


async def settled_terms(
    book: PolicyBook, connection: AsyncConnection, before: Mapping[str, Row[Any]]
) -> dict[Metric, Terms]:
    """The terms of clocks that were met or breached: they do not move."""
    done = [row for row in before.values() if row.state in ("met", "breached")]
    versions = await book.versions(connection, [row.policy_version_id for row in done])
    return {row.metric: _terms(version, row) for row, version in zip(done, versions, strict=True)}


async def next_stale(connection: AsyncConnection) -> datetime | None:
    """When a ticket was marked: long ago, so that it is due; None where none is."""
    return LONG_AGO if (await connection.execute(_any_stale)).first() else None


def _terms(version: PolicyVersion, row: Row[Any]) -> Terms:
    return Terms(version.id, version.calendar, timedelta(seconds=row.target_seconds), version.thresholds)


def _fact_values(heard: Heard) -> dict[str, Any]:
    fact = heard.fact
    return {
        "ticket_id": heard.ticket_id,
        "sequence": fact.sequence,
        "snapshot": fact.snapshot,
        "at": fact.at,
        "category": fact.category,
        "priority": fact.priority,
        "department_id": fact.department_id,
        "deleted": fact.deleted,
        "answers": fact.answers,
        "merged": fact.merged,
    }


def _clock_values(ticket_id: UUID, clock: Clock) -> dict[str, Any]:
    return {
        "ticket_id": ticket_id,
        "metric": clock.metric,
        "state": clock.state,
        "policy_version_id": clock.terms.version_id,
        "target_seconds": clock.terms.target.total_seconds(),
        "started_at": clock.course.started_at,
        "due_at": clock.due_at,
        "met_at": clock.course.met_at,
        "breached_at": clock.breached_at,
        "paused": clock.state == "paused",
        "warned": sorted(clock.warned),
    }
