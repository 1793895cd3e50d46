"""From a ticket's facts to the moments that reports count. Pure: the same facts give the same moments, in any order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class FactKind(StrEnum):
    """What may happen to a ticket that a report can tell from another."""

    ANSWERED = "answered"  # an agent, who is not the requester, wrote to the customer
    RESOLVED = "resolved"  # it became solved or closed, from neither
    MERGED = "merged"  # it was closed by going into another ticket
    REOPENED = "reopened"
    UNDONE = "undone"  # a resolution or a merge was taken back: it never was
    REDONE = "redone"  # a reopening was taken back
    RATED = "rated"


class MomentKind(StrEnum):
    """What reports count."""

    CREATED = "created"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    MERGED = "merged"
    REOPENED = "reopened"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a ticket. `sequence` is the event's; the base's are negative."""

    sequence: int
    kind: FactKind
    at: datetime
    person_id: UUID | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Properties:
    """What of a ticket reports group, filter and see by, as it is now."""

    created_at: datetime
    department_id: UUID | None
    assignee_id: UUID | None
    channel: str
    priority: int
    type: str
    tag_ids: list[UUID]
    follower_ids: list[UUID]
    deleted: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """`seconds`: from creation, or from being reopened, until then."""

    kind: MomentKind
    at: datetime
    agent_id: UUID | None
    seconds: float | None = None
    score: int | None = None
    reopened: bool = False
    open: bool = False


_ENDS: Final = {
    FactKind.RESOLVED: MomentKind.RESOLVED,
    FactKind.MERGED: MomentKind.MERGED,
    # Back to an end that was never told of: then it ended now.
    FactKind.REDONE: MomentKind.RESOLVED,
}


@dataclass(slots=True)
class _Ending:
    kind: MomentKind
    began_at: datetime
    at: datetime
    agent_id: UUID | None
    reopened_at: datetime | None = None


@dataclass(slots=True)
class _Story:
    """A ticket's life as far as the facts tell it.

    A mail that arrives late reopens at the time it was written; but never before the resolution that it found.
    """

    began_at: datetime
    endings: list[_Ending] = field(default_factory=list)
    ratings: list[Moment] = field(default_factory=list)
    answer: Fact | None = None

    @property
    def is_open(self) -> bool:
        return not self.endings or self.endings[-1].reopened_at is not None

    def tell(self, fact: Fact) -> None:
        if fact.kind is FactKind.ANSWERED:
            self.answer = fact if self.answer is None or fact.at < self.answer.at else self.answer
        elif fact.kind is FactKind.RATED:
            rated = self.endings[-1].agent_id if self.endings else fact.person_id
            self.ratings.append(Moment(MomentKind.RATED, fact.at, rated, score=fact.score))
        elif self.is_open:
            self._end(fact)
        elif fact.kind is FactKind.REOPENED:
            self.endings[-1].reopened_at = max(fact.at, self.endings[-1].at)
        elif fact.kind is FactKind.UNDONE:
            self.endings.pop()

    def _end(self, fact: Fact) -> None:
        if fact.kind is FactKind.REDONE and self.endings:
            self.endings[-1].reopened_at = None
        elif fact.kind in _ENDS:
            began_at = (self.endings[-1].reopened_at if self.endings else None) or self.began_at
            self.endings.append(_Ending(_ENDS[fact.kind], began_at, max(fact.at, began_at), fact.person_id))


def fold(facts: Iterable[Fact], ticket: Properties) -> list[Moment]:
    """The ticket's moments, the oldest cause first; none for a ticket that is deleted.

    A fact that does not fit what is known before it (its forerunner has not come yet) is passed over, and finds its
    place in the next fold.
    """
    if ticket.deleted:
        return []
    story = _Story(ticket.created_at)
    for fact in sorted(facts, key=lambda each: each.sequence):
        story.tell(fact)
    created = Moment(MomentKind.CREATED, ticket.created_at, ticket.assignee_id, open=story.is_open)
    return [created, *_answered(story), *_endings(story), *story.ratings]


def _answered(story: _Story) -> list[Moment]:
    answer = story.answer
    if answer is None:
        return []
    return [Moment(MomentKind.ANSWERED, answer.at, answer.person_id, _seconds(story.began_at, answer.at))]


def _endings(story: _Story) -> list[Moment]:
    moments: list[Moment] = []
    for each in story.endings:
        taken_up = each.reopened_at is not None
        spent = _seconds(each.began_at, each.at)
        moments.append(Moment(each.kind, each.at, each.agent_id, spent, reopened=taken_up))
        if each.reopened_at is not None:
            moments.append(Moment(MomentKind.REOPENED, each.reopened_at, each.agent_id))
    return moments


def _seconds(began_at: datetime, at: datetime) -> float:
    """A clock that was behind does not make time run backwards."""
    return max(0.0, (at - began_at).total_seconds())
