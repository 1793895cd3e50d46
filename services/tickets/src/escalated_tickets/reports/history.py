"""From a ticket's rows to facts: what messages and activity tell of its life. Pure.

Rows know less than events do. The activity of one command has no order of its own: its changes of status are put
in the order in which each begins where the one before it ended. What was purged cannot be told any more; the ticket's
own stamps then stand in for its last resolution.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from escalated_tickets.reports.facts import kind_of
from escalated_tickets.reports.rules import Fact, FactKind

# Activity that tells something of a resolution, an answer or a rating.
READ: Final = (
    "ticket.status_changed",
    "ticket.assigned",
    "ticket.unassigned",
    "ticket.merged",
    "ticket.split",
    "ticket.restored",
    "ticket.rated",
    "reply.created",
)
_MOVES_MESSAGES: Final = frozenset({"ticket.merged", "ticket.split"})

IsDone = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Done:
    """An activity row; `version` is that of the command it belongs to."""

    kind: str
    version: int
    at: datetime
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wrote:
    """A public message, as far as reports care."""

    id: UUID
    at: datetime
    author_id: UUID | None
    by_agent: bool
    opening: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket as it stands."""

    created_at: datetime
    requester_id: UUID
    assignee_id: UUID | None
    done: bool
    done_at: datetime | None


def facts_of(ticket: Row, activity: Sequence[Done], messages: Sequence[Wrote], is_done: IsDone) -> list[Fact]:
    """The facts of a ticket, numbered … -2, -1 in their order.

    `messages` are those that stand on the ticket, and those that its activity names wherever they are now.
    """
    told = sorted(activity, key=lambda each: (each.at, each.version))
    by_id = {message.id: message for message in messages}
    life = [*_answers(ticket, told, by_id), *_life(ticket, told, by_id, is_done)]
    life += _stamps(ticket, life)
    return [replace(fact, sequence=number - len(life)) for number, fact in enumerate(life)]


def _answers(ticket: Row, told: Sequence[Done], by_id: dict[UUID, Wrote]) -> list[Fact]:
    """The first one. A message that a merge or a split moved answered where it was written: activity says where.

    One that is older than its ticket came here by the split that made the ticket.
    """
    named = [by_id[found] for each in told if (found := _message_of(each)) in by_id]
    here = [each for each in by_id.values() if not each.opening and each.at >= ticket.created_at]
    candidates = named if any(each.kind in _MOVES_MESSAGES for each in told) else here
    answers = [each for each in candidates if each.by_agent and each.author_id != ticket.requester_id]
    if not answers:
        return []
    first = min(answers, key=lambda each: each.at)
    return [Fact(0, FactKind.ANSWERED, first.at, first.author_id)]


def _life(ticket: Row, told: Sequence[Done], by_id: dict[UUID, Wrote], is_done: IsDone) -> Iterable[Fact]:
    assignee = _first_assignee(ticket, told)
    status: str | None = None
    for _, each in groupby(told, key=lambda each: each.version):
        command = list(each)
        kinds = {step.kind for step in command}
        restored, merged = "ticket.restored" in kinds, "ticket.merged" in kinds
        # The event of a command that came late carries the time of its message.
        at = min((by_id[found].at for step in command if (found := _message_of(step)) in by_id), default=None)
        for step in command:
            if step.kind in ("ticket.assigned", "ticket.unassigned"):
                assignee = _person(step.after.get("assignee"))
        for step in _in_order(command, status):
            status = step.after["status"]
            was, now = is_done(step.before["status"]), is_done(step.after["status"])
            kind = kind_of(was, now, restored=restored or bool(step.after.get("restored")), merged=merged)
            if kind is not None:
                yield Fact(0, kind, at or step.at, assignee)
        for step in command:
            if step.kind == "ticket.rated":
                yield Fact(0, FactKind.RATED, step.at, assignee, step.after["score"])


def _in_order(command: Sequence[Done], status: str | None) -> list[Done]:
    waiting = [step for step in command if step.kind == "ticket.status_changed"]
    ordered: list[Done] = []
    while waiting:
        ends = {step.after["status"] for step in waiting}
        begins = [step for step in waiting if step.before["status"] == status]
        begins = begins or [step for step in waiting if step.before["status"] not in ends] or waiting
        waiting.remove(begins[0])
        ordered.append(begins[0])
        status = begins[0].after["status"]
    return ordered


def _first_assignee(ticket: Row, told: Sequence[Done]) -> UUID | None:
    changes = [each for each in told if each.kind in ("ticket.assigned", "ticket.unassigned")]
    return _person(changes[0].before.get("assignee")) if changes else ticket.assignee_id


def _stamps(ticket: Row, life: Sequence[Fact]) -> list[Fact]:
    """What is missing for the ticket to be done, or not, as it is."""
    ended = False
    for fact in life:
        if fact.kind in (FactKind.RESOLVED, FactKind.MERGED, FactKind.REDONE):
            ended = True
        elif fact.kind in (FactKind.REOPENED, FactKind.UNDONE):
            ended = False
    if ended == ticket.done or (ticket.done and ticket.done_at is None):
        return []
    at = ticket.done_at or life[-1].at
    return [Fact(0, FactKind.RESOLVED if ticket.done else FactKind.UNDONE, at, ticket.assignee_id)]


def _message_of(step: Done) -> UUID | None:
    return UUID(step.after["message_id"]) if step.kind == "reply.created" and "message_id" in step.after else None


def _person(named: Any) -> UUID | None:
    return UUID(named["id"]) if named else None
