"""What can be done with clocks: take in an event, let time pass, put them under other terms.

Everything about a ticket happens under the lock of its row, and all of it ends in `_settle`: there clocks are written,
timers armed, changes published and told to whoever reacts. One event is folded exactly, from the ticket's facts;
timers and edits go by the stored courses, in batches of some hundred tickets and a handful of statements.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.outbox import OutboxRow
from escalated_sla.clocks import store
from escalated_sla.clocks.announce import Change, changes_between, newest, told
from escalated_sla.clocks.edits import beside_others
from escalated_sla.clocks.encoding import Writer
from escalated_sla.clocks.facts import Heard
from escalated_sla.clocks.folding import (
    NOTHING_REPLACED,
    Replaced,
    folded,
    passed,
    renewed,
    terms_in_force,
    without_course,
)
from escalated_sla.clocks.models import facts, tickets
from escalated_sla.clocks.queries import facts_of, mixed_tickets, told_all
from escalated_sla.clocks.reactions import Reactions, Silence
from escalated_sla.clocks.rules import DONE, METRICS, Clock, Key, advance
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.policies.rules import PolicyVersion
from escalated_sla.timers.store import RULE_PREFIX, Due, arm, disarm, release, take

_lock = select(tickets).where(tickets.c.id == bindparam("ticket")).with_for_update()
_lock_all = (
    select(tickets)
    .where(tickets.c.id == any_(bindparam("tickets", type_=ARRAY(Uuid))))
    .order_by(tickets.c.id)
    .with_for_update()
)
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
        fields=bindparam("new_fields"),
        open=bindparam("new_open"),
    )
    .returning(tickets, beside_others)
)
_give_policy = (
    update(tickets)
    .where(tickets.c.id == bindparam("ticket"))
    .values(policy_id=bindparam("policy"))
    .returning(tickets, beside_others)
)


@dataclass(frozen=True, slots=True)
class Settled:
    """A ticket's clocks as they were stored, and as they are `as_of` then.

    `fired`: nothing happened but time; the timers with these keys were due and are spent.
    """

    ticket: Row[Any]
    before: Mapping[Key, Clock]
    now: Mapping[Key, Clock]
    as_of: datetime
    fired: Collection[str] | None = None
    moved: list[Clock] = field(init=False)

    def __post_init__(self) -> None:
        before = self.before
        moved = [clock for key, clock in self.now.items() if clock is not before.get(key) and clock != before.get(key)]
        object.__setattr__(self, "moved", moved)


class Clocks:
    """Settles tickets. `anew`: whether a reopened ticket's resolution begins anew, as the setting says now."""

    def __init__(
        self, book: PolicyBook, reactions: Reactions | None = None, *, anew: Callable[[], bool] = lambda: False
    ) -> None:
        self._book = book
        self._reactions = reactions or Silence()
        self._anew = anew

    @property
    def enabled(self) -> bool:
        """Where SLA is switched off no clock runs and nothing fires."""
        return self._book.enabled

    async def take_in(self, uow: UnitOfWork, heard: Heard) -> None:
        """Stores an event as a fact and folds its ticket, as soon as nothing before it is missing.

        Taking the same event in twice, or late, changes nothing that it should not.
        """
        row = await self._learned(uow, heard)
        if heard.fact.snapshot and 0 < row.sequence < heard.fact.sequence:
            return  # The events in between are on their way, and tell it better.
        added = (await uow.execute(_add_fact, _fact_values(heard))).rowcount > 0
        # A snapshot that comes after events stands for those before them: they were told to nobody here.
        told = row.sequence or heard.fact.sequence * heard.fact.snapshot
        sequence, ahead = advance(told, row.ahead, heard.fact.sequence)
        newest = heard.fact.sequence >= max([row.sequence, *row.ahead])
        complete = heard.fact.sequence <= sequence
        kept = await uow.execute(
            _keep_ticket,
            {
                "ticket": row.id,
                "new_sequence": sequence,
                "new_ahead": ahead,
                "new_known_until": max(row.known_until, heard.fact.at) if complete else row.known_until,
                "new_audience": heard.audience if newest else row.audience,
                "new_fields": dict(heard.values) if newest else row.fields,
                "new_open": _is_open(heard) if newest else row.open,
            },
        )
        until = min(row.known_until, heard.fact.at) if told else None
        if added and heard.fact.sequence <= row.sequence and await told_all(uow.connection, row.id):
            until = None  # What a snapshot stood for is known now, as if it had been from the start.
        row = kept.one()
        if complete:
            await self._refold(uow, [(row, until)], heard.event.type if heard.event else "snapshot")
            await release(uow, [row.id])
        await self._reactions.ticket_changed(uow, row, heard)

    async def give_policy(self, uow: UnitOfWork, ticket_id: UUID, policy_id: UUID | None, reason: str) -> bool:
        """Puts a ticket under a policy of its own, or back under the conditions; False where it is unknown here."""
        if (await uow.execute(_lock, {"ticket": ticket_id})).one_or_none() is None:
            return False
        row = (await uow.execute(_give_policy, {"ticket": ticket_id, "policy": policy_id})).one()
        await self.refold(uow, [row], reason)
        return True

    async def refold(self, uow: UnitOfWork, rows: Sequence[Row[Any]], reason: str) -> None:
        """Folds tickets exactly, from their facts, as of all that is known. The rows are locked by the caller."""
        await self._refold(uow, [(row, row.known_until) for row in rows], reason)

    async def _refold(
        self,
        uow: UnitOfWork,
        untils: Sequence[tuple[Row[Any], datetime | None]],
        reason: str,
        *,
        passed_until: datetime | None = None,
    ) -> None:
        """With each ticket, until when all was taken in before: what had ended then without a clock gets none.

        `passed_until`: on proof that nothing else happened until then.
        """
        rows = [row for row, _ in untils]
        in_force = await self._book.in_force(uow.connection)
        of_ticket = terms_in_force(in_force)
        before = await store.all_clocks(uow.connection, self._book, [row.id for row in rows])
        replaced = await self._replaced(uow, in_force, before)
        known = await facts_of(uow.connection, {row.id: row.sequence for row in rows})
        batch = []
        for row, until in untils:
            as_of = max([passed_until or row.known_until, row.known_until, *(fact.at for fact in known[row.id])])
            now = folded(
                known[row.id],
                of_ticket(row),
                before[row.id],
                as_of,
                until=until,
                anew=self._anew(),
                replaced=replaced,
            )
            batch.append(Settled(row, before[row.id], now, as_of))
        await self._settle(uow, batch, reason)

    async def fire(
        self, uow: UnitOfWork, due: Sequence[Due], reached: Mapping[UUID, int], as_of: datetime
    ) -> list[Due]:
        """Fires those of these claimed timers whose ticket is free and has told everything; answers which.

        `reached` is the newest sequence of each ticket, by who owns them: one that they do not know was purged, and
        fires nothing. Neither does what was armed again since it was claimed, nor a clock while SLA is switched off.
        """
        due = [each for each in due if self.enabled or each.key.startswith(RULE_PREFIX)]
        rows = await store.lock_free(uow.connection, {each.ticket_id for each in due})
        proven = {row.id: row for row in rows if row.id in reached and row.sequence >= reached[row.id]}
        fired = await take(uow, [each for each in due if each.ticket_id in proven])
        of_clocks: dict[UUID, list[str]] = {}
        for each in fired:
            if not each.key.startswith(RULE_PREFIX):
                of_clocks.setdefault(each.ticket_id, []).append(each.key)
        if of_clocks:
            await self._let_pass(uow, [(proven[each], keys) for each, keys in of_clocks.items()], as_of)
        of_rules = [
            (proven[each.ticket_id], UUID(each.key.removeprefix(RULE_PREFIX)), each.due_at)
            for each in fired
            if each.key.startswith(RULE_PREFIX)
        ]
        if of_rules:
            await self._reactions.time_came(uow, of_rules)
        return fired

    async def _let_pass(self, uow: UnitOfWork, due: Sequence[tuple[Row[Any], list[str]]], as_of: datetime) -> None:
        """Writes what time made of clocks, and arms what comes next. All that happened until then is known."""
        before = await store.newest_clocks(uow.connection, self._book, [row.id for row, _ in due])
        batch, unknown = [], []
        for row, keys in due:
            if without_course(before[row.id]):
                unknown.append(row)
                continue
            until = max(as_of, row.known_until)
            batch.append(Settled(row, before[row.id], passed(before[row.id], until), until, fired=keys))
        await self._settle(uow, batch, "time")
        if unknown:
            await self._refold(uow, [(row, row.known_until) for row in unknown], "time", passed_until=as_of)

    async def renew(self, uow: UnitOfWork, rows: Sequence[Row[Any]], reason: str) -> None:
        """Puts the open clocks of tickets under the policies in force. The rows are locked by the caller."""
        in_force = await self._book.in_force(uow.connection)
        of_ticket, ids = terms_in_force(in_force), [row.id for row in rows]
        before = await store.newest_clocks(uow.connection, self._book, ids)
        ruling = {clock.terms.version_id for of_one in before.values() for clock in of_one.values()}
        versions = {each.id: each for each in await self._book.versions(uow.connection, ruling)}
        replaced = await self._replaced(uow, in_force, before)
        mixed = await mixed_tickets(uow.connection, ids, in_force)
        batch, apart = [], []
        for row in rows:
            now = None
            if not (row.ahead or row.id in mixed or without_course(before[row.id])):
                now = renewed(row, of_ticket(row), before[row.id], versions, row.known_until, replaced)
            if now is None:
                apart.append(row)
            else:
                batch.append(Settled(row, before[row.id], now, row.known_until))
        await self._settle(uow, batch, reason)
        if apart:
            await self.refold(uow, apart, reason)

    async def _replaced(self, uow: UnitOfWork, in_force: Sequence[PolicyVersion], before: store.Stored) -> Replaced:
        """What clocks still run under though it is in force no more. Where nothing is in force, nothing is promised."""
        present = {version.id for version in in_force}
        running = {
            clock.terms.version_id
            for of_one in before.values()
            for clock in of_one.values()
            if clock.state == "running"
        }
        gone = running - present
        if not gone or not present:
            return NOTHING_REPLACED
        versions = {each.id: each for each in await self._book.versions(uow.connection, gone)}
        edited_at = await self._book.edited_at(uow.connection)
        return NOTHING_REPLACED if edited_at is None else Replaced(versions, edited_at)

    async def lock(self, uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
        """Locks tickets, in the order of their ids."""
        return (await uow.execute(_lock_all, {"tickets": list(ticket_ids)})).all()

    async def _learned(self, uow: UnitOfWork, heard: Heard) -> Row[Any]:
        """The ticket's row; a ticket first heard of begins before its first event, or at its snapshot."""
        row = (await uow.execute(_lock, {"ticket": heard.ticket_id})).one_or_none()
        if row is not None:
            return row
        first = {
            "id": heard.ticket_id,
            "reference": heard.reference,
            "origin": heard.origin,
            "sequence": heard.fact.sequence if heard.fact.snapshot else 0,
            "known_until": heard.fact.at,
            "audience": heard.audience,
        }
        await uow.execute(_learn, first)
        return (await uow.execute(_lock, {"ticket": heard.ticket_id})).one()

    async def _settle(self, uow: UnitOfWork, batch: Sequence[Settled], reason: str) -> None:
        """The one place where clocks are written: with their timers, what is said of them, and what follows."""
        changed = [(each, changes) for each in batch if (changes := changes_between(each.before, each.now))]
        versions = {each.ticket.id: each.ticket.clocks_version + 1 for each, _ in changed}
        await _write(uow, batch)
        await _arm(uow, batch, versions)
        await store.write_settled(uow, versions, {each.ticket.id: each.as_of for each, _ in changed})
        if changed:
            uow.publish_encoded(await self._told(uow, changed, reason))
            hooked = [(each.ticket, {clock.key: clock for clock in newest(each.now)}, made) for each, made in changed]
            await self._reactions.clocks_changed(uow, hooked)

    async def _told(
        self, uow: UnitOfWork, changed: Sequence[tuple[Settled, Sequence[Change]]], reason: str
    ) -> list[OutboxRow]:
        """The events of a batch, in the order in which it happened, whatever ticket it happened to."""
        ids = {clock.terms.version_id for each, _ in changed for clock in (*each.now.values(), *each.before.values())}
        policies = {each.id: each for each in await self._book.versions(uow.connection, ids)}
        writer = Writer(uow)
        said = [
            (at or each.as_of, row)
            for each, changes in changed
            for at, row in told(
                writer, each.ticket, each.now, policies, changes, each.ticket.clocks_version + 1, reason
            )
        ]
        return [row for _, row in sorted(said, key=lambda one: one[0])]


async def _write(uow: UnitOfWork, batch: Sequence[Settled]) -> None:
    gone = [(each.ticket.id, key) for each in batch for key in each.before.keys() - each.now.keys()]
    await store.drop_clocks(uow, gone)
    by_time = [each for each in batch if each.fired is not None]
    await store.write_passed(uow, [(each.ticket.id, clock) for each in by_time for clock in each.moved])
    anew = [each for each in batch if each.fired is None]
    await store.write_clocks(uow, [(each.ticket, clock) for each in anew for clock in each.moved])


async def _arm(uow: UnitOfWork, batch: Sequence[Settled], versions: Mapping[UUID, int]) -> None:
    """Arms what happens next by itself, one timer for each metric, and disarms the others."""
    await arm(uow, (timer for each in batch for timer in _next(each, versions)))
    await disarm(uow, [(each.ticket.id, metric) for each in batch for metric in _idle(each)])


def _next(each: Settled, versions: Mapping[UUID, int]) -> Iterable[tuple[UUID, str, datetime, int]]:
    generation = versions.get(each.ticket.id, each.ticket.clocks_version)
    touched = None if each.fired is None else {*each.fired, *(clock.metric for clock in each.moved)}
    for clock in each.now.values():
        if clock.next_instant is not None and (touched is None or clock.metric in touched):
            yield each.ticket.id, clock.metric, clock.next_instant, generation


def _idle(each: Settled) -> set[str]:
    """The metrics whose timer goes, where there is one. What fired is gone already."""
    armed: set[str] = {clock.metric for clock in each.now.values() if clock.next_instant is not None}
    if each.fired is not None:
        return {str(clock.metric) for clock in each.moved} - armed - set(each.fired)
    return {str(metric) for metric in METRICS} - armed


def _is_open(heard: Heard) -> bool:
    return not heard.fact.gone and heard.fact.category not in DONE


def _fact_values(heard: Heard) -> dict[str, Any]:
    fact = heard.fact
    return {
        "ticket_id": heard.ticket_id,
        "sequence": fact.sequence,
        "snapshot": fact.snapshot,
        "at": fact.at,
        "category": fact.category,
        "fields": dict(fact.fields),
        "deleted": fact.deleted,
        "answers": fact.answers,
        "asks": fact.asks,
        "merged": fact.merged,
        "unasked": fact.unasked,
        "source_id": fact.source_id,
        "waits_since": fact.waits_since,
        "restored": fact.restored,
    }
