"""The rules, as clocks and timers tell them what happened: one engine for all three kinds.

Every hook takes what happened in the transaction in which it is written down, with the tickets locked, and queues the
runs that it calls for. Where no rule listens it costs one small query.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Row

from escalated_chassis.acting import Cause
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import uuid7
from escalated_sla.clocks.announce import Change
from escalated_sla.clocks.facts import Heard
from escalated_sla.clocks.rules import Clock, Key
from escalated_sla.clocks.store import newest_clocks
from escalated_sla.fields.values import read_values, with_clocks
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.rules.queries import RuleBook
from escalated_sla.rules.rules import KINDS, Rule, may_run
from escalated_sla.runs import marks
from escalated_sla.runs.arming import Wish, rearm
from escalated_sla.runs.calls import Call, call, in_time, on_occasion, why_cut
from escalated_sla.runs.copies import Copies, seen_with
from escalated_sla.runs.matching import called_for, listening, needs_of, needs_of_all, stops
from escalated_sla.runs.occasions import Occasion, of_change, of_event
from escalated_sla.runs.time import business_values, rest_holds, window_of
from escalated_sla.timers.store import RULE_PREFIX, arm, disarm_like

Changed: TypeAlias = tuple[Row[Any], Mapping[Key, Clock], Sequence[Change]]
"""A ticket, all its clocks, and what happened to them."""
Due: TypeAlias = tuple[Row[Any], UUID, datetime]
"""A ticket, the rule whose timer came, and when it was due."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A rule about time whose timer came for a ticket."""

    wish: Wish
    due_at: datetime


class Engine:
    """Says which rules run. `woken` is called once their runs are committed."""

    def __init__(self, rules: RuleBook, policies: PolicyBook) -> None:
        self._rules, self._policies, self._copies = rules, policies, Copies(policies)
        self._read: WeakKeyDictionary[UnitOfWork, Sequence[Rule]] = WeakKeyDictionary()
        self.woken: Callable[[], None] | None = None

    async def ticket_changed(self, uow: UnitOfWork, ticket: Row[Any], heard: Heard) -> None:
        """One event was taken in: it may call for rules, and moves the timers of those about time."""
        rules = await self.in_force(uow)
        if heard.event is not None and not heard.event.replayed:
            await self._on_event(uow, ticket, heard, of_event(heard.event), rules)
        newest = heard.fact.sequence >= max([ticket.sequence, *ticket.ahead])
        timed = [rule for rule in rules if rule.about_time]
        if not (newest and timed):
            return
        if heard.fact.gone:
            await disarm_like(uow, [ticket.id], RULE_PREFIX)
            return
        seen = await self._copies.seen(uow.connection, [ticket], needs_of_all(timed))
        await rearm(uow, seen, timed, cause_of(uow))

    async def clocks_changed(self, uow: UnitOfWork, changes: Sequence[Changed]) -> None:
        """Clocks were written: warnings and breaches call for rules, and due times move the timers of some."""
        rules = await self.in_force(uow)
        await self._on_changes(uow, changes, [rule for rule in rules if not rule.about_time])
        timed = [rule for rule in rules if rule.about_time and _moved_by_clocks(rule)]
        here = [each for each in changes if each[0].open]
        if not (timed and here):
            return
        calendars = await self._copies.calendars(uow.connection, [each[0] for each in here], needs_of_all(timed))
        seen = [seen_with(ticket, clocks, calendars[ticket.id]) for ticket, clocks, _ in here]
        await rearm(uow, seen, timed, cause_of(uow))

    async def time_came(self, uow: UnitOfWork, due: Sequence[Due]) -> None:
        """Timers of rules about time came; they are spent. What holds runs, once for each instant counted from."""
        known = {rule.id: rule for rule in await self.in_force(uow) if rule.about_time}
        came = [(ticket, known[rule_id], due_at) for ticket, rule_id, due_at in due if rule_id in known]
        if not came:
            return
        tickets = {ticket.id: ticket for ticket, _, _ in came}
        needs = needs_of_all(rule for _, rule, _ in came)
        seen = await self._copies.seen(uow.connection, list(tickets.values()), needs)
        by_id = {each.ticket.id: each for each in seen}
        coming = [
            Coming(Wish(by_id[ticket.id], rule, window), due_at)
            for ticket, rule, due_at in came
            if (window := window_of(rule, by_id[ticket.id].values, by_id[ticket.id].calendar)) is not None
        ]
        await arm(uow, [each.wish.timer for each in coming if each.wish.window.start > uow.now])
        await self._run_in_time(uow, [each for each in coming if _holds(each, uow.now)])

    async def in_force(self, uow: UnitOfWork) -> Sequence[Rule]:
        """The rules in force, asked for once a transaction."""
        found = self._read.get(uow)
        if found is None:
            found = self._read[uow] = await self._rules.in_force(uow.connection)
        return found

    async def _on_event(
        self, uow: UnitOfWork, ticket: Row[Any], heard: Heard, occasion: Occasion, rules: Sequence[Rule]
    ) -> None:
        asked = listening(rules, occasion)
        if not asked:
            return
        needs = needs_of_all(asked)
        values = read_values(heard.values)
        if needs.clocks:
            clocks = await newest_clocks(uow.connection, self._policies, [ticket.id])
            values = with_clocks(values, clocks[ticket.id])
        if needs.business:
            calendar = (await self._copies.calendars(uow.connection, [ticket], needs))[ticket.id]
            values |= business_values(needs.business, values, calendar, occasion.at)
        await self._queue(
            uow, [on_occasion(ticket.id, called, occasion, values) for called in called_for(asked, occasion, values)]
        )

    async def _on_changes(self, uow: UnitOfWork, changes: Sequence[Changed], rules: Sequence[Rule]) -> None:
        rules = [rule for rule in rules if any(trigger.startswith("sla.") for trigger in rule.triggers)]
        if not rules:
            return
        found: list[Call] = []
        for ticket, clocks, happened in changes:
            cause = cause_of(uow)
            occasions = [each for change in happened if (each := of_change(change, cause, uow.now)) is not None]
            asked = [(each, listening(rules, each)) for each in occasions]
            if not any(listeners for _, listeners in asked):
                continue
            needs = needs_of_all(rule for _, listeners in asked for rule in listeners)
            values = with_clocks(read_values(ticket.fields), clocks)
            calendar = (await self._copies.calendars(uow.connection, [ticket], needs))[ticket.id]
            for occasion, listeners in asked:
                known = values | business_values(needs.business, values, calendar, occasion.at)
                called = called_for(listeners, occasion, known)
                found += [on_occasion(ticket.id, each, occasion, known) for each in called]
        await self._queue(uow, found)

    async def _run_in_time(self, uow: UnitOfWork, coming: Sequence[Coming]) -> None:
        passed = [each.wish for each in coming if each.wish.passed]
        given = await marks.known(uow, [marks.applied(wish.mark) for wish in passed])
        ready = [each for each in coming if not each.wish.passed or marks.applied(each.wish.mark) in given]
        # What is stopped has had its turn as well.
        made = await marks.make(uow, [each.wish.mark for each in ready])
        await marks.drop(uow, given)
        # Rules that moved what a rule counts from have led to it, as if it had been called for at once.
        led = await marks.causes(uow, made)
        cut = {
            mark: why_cut(mark[1], each) for mark, each in led.items() if not may_run(mark[1], each.depth, each.chain)
        }
        wishes = _until_stopped([each for each in ready if each.wish.mark in made], cut)
        await self._queue(uow, [_called(wish, led.get(wish.mark), cut.get(wish.mark, "")) for wish in wishes])

    async def _queue(self, uow: UnitOfWork, calls: Sequence[Call]) -> None:
        if calls and await call(uow, calls):
            uow.after_commit(self._wake)

    async def _wake(self) -> None:
        if self.woken is not None:
            self.woken()


def cause_of(uow: UnitOfWork) -> Cause:
    """What led here; a timer that came by itself is a root of its own."""
    return uow.acting.cause or Cause(str(uuid7()))


def _moved_by_clocks(rule: Rule) -> bool:
    needs = needs_of(rule.conditions)
    return needs.clocks or bool(needs.business)


def _holds(coming: Coming, now: datetime) -> bool:
    """Whether the time is right, by when it was due: a worker that came late finds what it would have found in time."""
    wish, window = coming.wish, coming.wish.window
    if window.start > now or (window.end is not None and window.end <= min(coming.due_at, now)):
        return False
    return rest_holds(wish.rule, wish.seen.values, now)


def _called(wish: Wish, cause: Cause | None, cut: str) -> Call:
    return in_time(wish.seen.ticket.id, wish.rule, wish.window, cause or Cause(str(uuid7())), wish.seen.values, cut)


def _until_stopped(coming: Sequence[Coming], cut: Container[marks.Mark]) -> list[Wish]:
    """In the order in which they were due, and of one instant in the order of the rules, up to one that stops."""
    ordered = sorted(coming, key=lambda each: (each.due_at, *_place(each.wish.rule)))
    stopped: set[tuple[UUID, datetime]] = set()
    found = []
    for each in ordered:
        occasion = (each.wish.seen.ticket.id, each.due_at)
        if occasion in stopped:
            continue
        found.append(each.wish)
        if stops(each.wish.rule) and each.wish.mark not in cut:
            stopped.add(occasion)
    return found


def _place(rule: Rule) -> tuple[int, int, UUID]:
    return KINDS.index(rule.kind), rule.position, rule.id
