"""What happened to a ticket, as far as clocks are concerned: facts, and the order in which they count."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

WAITING: Final = frozenset({"pending", "on_hold"})
DONE: Final = frozenset({"solved", "closed"})


@dataclass(frozen=True, slots=True)
class Fact:
    """What one event says about a ticket: its state after it.

    `fields` are the values that the conditions of policies may name. `answers` is a public message of an agent who is
    not the requester, `asks` one of the customer's side, both written by a person. `snapshot` stands for all that
    happened before this service first heard of the ticket. One that was `merged` is closed, but nobody solved it.
    `unasked`: no message of the customer waits any more, the last one went into another ticket. `source_id` is a ticket
    that went into this one with a message that `waits_since` then, or, without it, one that was taken out again.
    `restored`: an earlier state came back, which is no transition.
    """

    sequence: int
    at: datetime
    category: str
    fields: Mapping[str, Any] = field(default_factory=dict, hash=False)
    deleted: bool = False
    answers: bool = False
    asks: bool = False
    snapshot: bool = False
    merged: bool = False
    unasked: bool = False
    source_id: UUID | None = None
    waits_since: datetime | None = None
    restored: bool = False

    @property
    def priority(self) -> str:
        return str(self.fields.get("priority") or "")

    @property
    def department_id(self) -> UUID | None:
        text = self.fields.get("department")
        return UUID(text) if text else None

    @property
    def gone(self) -> str:
        """Why nobody works on the ticket any more: it is deleted, or went into another one. Empty where it is here."""
        if self.deleted:
            return "deleted"
        return "merged" if self.merged else ""

    @property
    def done(self) -> bool:
        return self.category in DONE

    @property
    def waiting(self) -> bool:
        return self.category in WAITING


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts given in any order and twice, in the order of their sequence, with instants that never go back.

    A snapshot stands for all events up to its own, until every one of them is known; a later one says nothing new. A
    message that was written before what is known already, but heard of later, stands where it was written: in the state
    that the ticket was in then.
    """
    found: list[Fact] = []
    for fact in _by_sequence(facts):
        if not found or fact.at >= found[-1].at:
            found.append(fact)
        else:
            _add_late(found, fact)
    return found


def _by_sequence(facts: Iterable[Fact]) -> list[Fact]:
    each_once = {(fact.snapshot, fact.sequence): fact for fact in facts}
    known = sorted(each_once.values(), key=lambda fact: fact.sequence)
    events = [fact for fact in known if not fact.snapshot]
    snapshot = next((fact for fact in known if fact.snapshot), None)
    if snapshot is None:
        return events
    later = [fact for fact in events if fact.sequence > snapshot.sequence]
    return events if len(events) - len(later) == snapshot.sequence else [snapshot, *later]


def _add_late(found: list[Fact], fact: Fact) -> None:
    """The state that a late fact leads to follows the states before it; what was said in it stands at its instant."""
    found.append(replace(fact, at=found[-1].at, answers=False, asks=False))
    if fact.answers or fact.asks:
        place = max(1, bisect_right(found, fact.at, key=lambda each: each.at))
        then = found[place - 1]
        at = max(fact.at, then.at)
        alone = replace(then, at=at, unasked=False, source_id=None, waits_since=None, restored=False)
        found.insert(place, replace(alone, answers=fact.answers, asks=fact.asks))


def advance(sequence: int, ahead: Iterable[int], arrived: int) -> tuple[int, list[int]]:
    """The highest sequence up to which nothing is missing, and what arrived beyond it, after one more."""
    waiting = {each for each in (*ahead, arrived) if each > sequence}
    while sequence + 1 in waiting:
        sequence += 1
        waiting.remove(sequence)
    return sequence, sorted(waiting)
