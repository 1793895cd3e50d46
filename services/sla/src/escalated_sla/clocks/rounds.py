"""Which rounds each metric has, and what a fact does to them. Every transition of a clock stands here.

| metric | a round begins with | is met by | is cancelled by |
|---|---|---|---|
| first_response | the opening | an answer | solved or closed, until it is reopened |
| next_response | the first customer's message since the last answer | an answer | solved, closed, split off |
| periodic_update | the opening, an answer, reopening | an answer | solved or closed |
| resolution | the opening; with `anew` also reopening | solved or closed | - |

The first response comes before the next: messages of the customer that wait for it begin no round of their own. A
message that came with a merged ticket has waited since it was written; taken back, it never waited here. Where solving
or closing is undone, what ended by it goes on, with the time between as a pause; where reopening is, the resolution is
met as it was.
All of them pause while the ticket is pending or on hold, and are suspended while it is deleted or merged.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from escalated_sla.clocks.course import METRICS, Course, Key, Metric, Terms
from escalated_sla.clocks.history import Fact

TermsFor = Callable[[Fact, Metric], Terms | None]
Promise = Callable[[Fact, Key], Terms | None]


class Waits:
    """Since when messages of the customer wait for an answer: the ticket's own, and those that came with others."""

    def __init__(self) -> None:
        self._since: dict[UUID | None, datetime] = {}
        # What waited when the ticket was solved, and does again if that is undone.
        self._until_done: dict[UUID | None, datetime] = {}
        self._answered_at: datetime | None = None

    @property
    def since(self) -> datetime | None:
        return min(self._since.values(), default=None)

    def take(self, fact: Fact) -> None:
        if fact.source_id is not None and fact.waits_since is None:
            self._since.pop(fact.source_id, None)
            self._until_done.pop(fact.source_id, None)
        if fact.gone:
            return
        if fact.answers or fact.unasked:
            self._since, self._until_done = {}, {}
        if fact.answers:
            self._answered_at = fact.at
        if fact.done:
            self._since, self._until_done = {}, self._until_done | self._since
            return
        if fact.restored:
            self._since |= self._until_done
        self._until_done = {}
        self._begin(fact)

    def _begin(self, fact: Fact) -> None:
        if fact.asks:
            self._since.setdefault(None, fact.at)
        since = fact.waits_since
        if since is not None and (self._answered_at is None or since > self._answered_at):
            self._since[fact.source_id] = since


class Rounds:
    """The rounds of a ticket while its facts are taken in, one after the other."""

    def __init__(self, promise: Promise, *, anew: bool) -> None:
        self._promise = promise
        self._anew = anew
        self._rounds: dict[Metric, list[Course]] = {metric: [] for metric in METRICS}
        self._waits = Waits()
        self._done_at: datetime | None = None
        # The resolution as it was when the ticket was reopened, and when that had become done.
        self._reopened: tuple[list[Course], datetime] | None = None

    @property
    def courses(self) -> dict[Key, Course]:
        return {course.key: course for courses in self._rounds.values() for course in courses}

    def take(self, fact: Fact) -> None:
        self._waits.take(fact)
        resolution = list(self._rounds["resolution"])
        for metric in METRICS:
            courses = self._rounds[metric]
            if courses:
                courses[-1] = self._moved(courses[-1], fact)
            if (not courses or courses[-1].over) and self._begins(metric, fact):
                begun = Course(metric, len(courses) + 1, self._beginning(metric, fact), None)
                courses.append(self._moved(begun, fact))
        if fact.source_id is not None:
            self._merged(self._rounds["next_response"], fact)
        if not fact.gone:
            self._note_done(fact, resolution)

    def _begins(self, metric: Metric, fact: Fact) -> bool:
        """Whether a round begins, given that none is open."""
        first = not self._rounds[metric]
        if metric == "first_response" or (metric == "resolution" and first):
            return first
        if fact.gone or fact.done:
            return False
        if metric == "next_response":
            return self._answered and self._waits.since is not None
        return metric == "periodic_update" or self._anew

    def _note_done(self, fact: Fact, resolution: list[Course]) -> None:
        """`resolution` is what it was before this fact. That a reopening was undone brings it back."""
        if fact.done and fact.restored and self._reopened is not None:
            self._rounds["resolution"], self._done_at = self._reopened
            self._reopened = None
        elif fact.done:
            self._done_at, self._reopened = self._done_at or fact.at, None
        else:
            self._reopened = self._reopened if self._done_at is None else (resolution, self._done_at)
            self._done_at = None

    def _beginning(self, metric: Metric, fact: Fact) -> datetime:
        return (self._waits.since if metric == "next_response" else None) or fact.at

    def _merged(self, responses: list[Course], fact: Fact) -> None:
        """What waits here is another message now. A breach stays, unless what it was about is taken back."""
        if not responses or responses[-1].over:
            return
        since, came = self._waits.since, fact.waits_since is not None
        if since is None:
            responses.pop()
        elif not (came and responses[-1].exceeded(fact.at)):
            responses[-1] = replace(responses[-1], started_at=since)

    @property
    def _answered(self) -> bool:
        responses = self._rounds["first_response"]
        return bool(responses) and responses[-1].met_at is not None

    def _moved(self, course: Course, fact: Fact) -> Course:
        if course.over:
            course = self._again(course, fact)
        if course.over:
            return course
        moved = course.suspend(fact.gone, fact.at) if fact.gone else _TURNS[course.metric](course, fact)
        terms = self._promise(fact, course.key)
        if terms == course.terms or (course.suspended and moved.suspended) or course.exceeded(fact.at):
            return moved
        return replace(moved, terms=terms)

    def _again(self, course: Course, fact: Fact) -> Course:
        """What may still happen to a round that is over."""
        if fact.gone:
            return course
        if fact.restored and not fact.done and self._ended_by_done(course):
            return course.reopen(fact.at)
        if course.metric == "resolution":
            return course if fact.done or self._anew else course.reopen(fact.at)
        # "Reply and solve" is one command: whichever of its events comes first, the reply was not too late.
        return course.meet(fact.at) if fact.answers and course.cancelled_at == fact.at else course

    def _ended_by_done(self, course: Course) -> bool:
        """Whether it ended as the ticket became what it is until now, solved or closed; not by an answer.

        What somebody waited for may have gone into another ticket since.
        """
        if course.metric == "next_response" and self._waits.since is None:
            return False
        ended_at = course.met_at if course.metric == "resolution" else course.cancelled_at
        return ended_at is not None and ended_at == self._done_at


def _first_response(course: Course, fact: Fact) -> Course:
    if fact.answers:
        return course.meet(fact.at)
    return course.suspend(fact.category, fact.at) if fact.done else _wait(course, fact)


def _next_response(course: Course, fact: Fact) -> Course:
    if fact.answers:
        return course.meet(fact.at)
    return course.cancel(fact.at) if fact.done or fact.unasked else _wait(course, fact)


def _periodic_update(course: Course, fact: Fact) -> Course:
    # The message that a round begins with does not meet it.
    if fact.answers and fact.at > course.started_at:
        return course.meet(fact.at)
    return course.cancel(fact.at) if fact.done else _wait(course, fact)


def _resolution(course: Course, fact: Fact) -> Course:
    return course.meet(fact.at) if fact.done else _wait(course, fact)


def _wait(course: Course, fact: Fact) -> Course:
    """Counts, or pauses while somebody else is waited for."""
    if not fact.waiting:
        return course.resume(fact.at)
    return replace(course.pause(fact.category, fact.at), cancelled_at=None)


_TURNS: Final[dict[Metric, Callable[[Course, Fact], Course]]] = {
    "first_response": _first_response,
    "next_response": _next_response,
    "periodic_update": _periodic_update,
    "resolution": _resolution,
}
