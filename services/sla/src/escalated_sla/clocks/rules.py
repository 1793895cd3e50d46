"""Clocks as a pure, replayable function over a ticket's events.

`run` folds the facts of a ticket, in the order of their sequence, into one course per metric. `assess` says what a
course is at an instant. Neither reads a clock, a database or an event's arrival: replaying gives the same.

The rules are those of the design's page on SLA, section 2: pending and on hold pause; a public message of an agent
meets the first response; a solved or closed ticket meets the resolution; reopening runs on with the time between
counted as a pause; a clock that is met or breached no longer moves.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from escalated_sla.calendars.rules import Calendar, Pause, breach_at, due, open_elapsed

Metric = Literal["first_response", "resolution"]
State = Literal["running", "paused", "met", "breached", "cancelled"]

METRICS: Final[tuple[Metric, ...]] = ("first_response", "resolution")
WAITING: Final = frozenset({"pending", "on_hold"})
DONE: Final = frozenset({"solved", "closed"})


@dataclass(frozen=True, slots=True)
class Fact:
    """What one event says about a ticket: its state after it.

    `answers` is a public message of an agent who is not the requester, written by a person. `snapshot` stands for all
    that happened before this service first heard of the ticket. One that was `merged` is closed, but nobody solved it.
    """

    sequence: int
    at: datetime
    category: str
    priority: str
    department_id: UUID | None
    deleted: bool = False
    answers: bool = False
    snapshot: bool = False
    merged: bool = False

    @property
    def gone(self) -> str:
        """Why nobody works on the ticket any more: it is deleted, or went into another one. Empty where it is here."""
        if self.deleted:
            return "deleted"
        return "merged" if self.merged else ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """When to warn: after a share of the target (`percent`), or so long before its end, in open time."""

    percent: int | None = None
    before: timedelta | None = None

    @property
    def label(self) -> str:
        if self.percent is not None:
            return f"{self.percent}%"
        return f"{int((self.before or timedelta()).total_seconds())}s"

    def after(self, target: timedelta) -> timedelta:
        """The open time since the start at which to warn."""
        if self.percent is not None:
            return target * self.percent / 100
        return max(timedelta(), target - (self.before or timedelta()))


@dataclass(frozen=True, slots=True)
class Terms:
    """What one version of a policy promises for one metric of a ticket."""

    version_id: UUID
    calendar: Calendar = field(hash=False)
    target: timedelta
    thresholds: tuple[Threshold, ...] = ()


TermsFor = Callable[[Fact, Metric], Terms | None]


@dataclass(frozen=True, slots=True)
class Interruption:
    """A pause with its cause: the category that the ticket was in, `deleted` or `merged`."""

    start: datetime
    end: datetime | None
    cause: str

    @property
    def pause(self) -> Pause:
        return Pause(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Course:
    """How one clock ran: from where, under which terms, when it did not count, and when it was met."""

    metric: Metric
    started_at: datetime
    terms: Terms | None
    interruptions: tuple[Interruption, ...] = ()
    met_at: datetime | None = None
    cancelled: bool = False

    @property
    def pauses(self) -> list[Pause]:
        return [interruption.pause for interruption in self.interruptions]

    @property
    def interrupted(self) -> bool:
        return bool(self.interruptions) and self.interruptions[-1].end is None


@dataclass(frozen=True, slots=True)
class Clock:
    """A course at an instant.

    `due_at` and `breach_at` are absent while it is paused: nobody can say. `warnings` are the thresholds ahead and
    behind with their instants; `warned` those that were passed while it counted.
    """

    course: Course
    terms: Terms
    state: State
    due_at: datetime | None
    breach_at: datetime | None
    breached_at: datetime | None
    warnings: tuple[tuple[str, datetime], ...]
    warned: frozenset[str]

    @property
    def metric(self) -> Metric:
        return self.course.metric

    @property
    def at_risk(self) -> bool:
        return bool(self.warned) and self.state in ("running", "paused")

    @property
    def settled(self) -> bool:
        """Met or breached: its terms no longer move."""
        return self.state in ("met", "breached")

    @property
    def next_instant(self) -> datetime | None:
        """When something happens by itself: the next warning, or the breach."""
        if self.state != "running":
            return None
        ahead = [at for label, at in self.warnings if label not in self.warned]
        return min([*ahead, *([self.breach_at] if self.breach_at else [])], default=None)


def run(facts: Iterable[Fact], terms_for: TermsFor) -> dict[Metric, Course]:
    """The courses of a ticket. Facts may come in any order and twice; a snapshot counts until event 1 is known."""
    ordered = _ordered(facts)
    if not ordered:
        return {}
    opening = ordered[0]
    courses = {metric: Course(metric, opening.at, terms_for(opening, metric)) for metric in METRICS}
    for fact in ordered:
        courses = {metric: _step(course, fact, terms_for) for metric, course in courses.items()}
    return courses


def _ordered(facts: Iterable[Fact]) -> list[Fact]:
    by_sequence = {(fact.snapshot, fact.sequence): fact for fact in facts}
    known = sorted(by_sequence.values(), key=lambda fact: fact.sequence)
    if any(fact.sequence == 1 and not fact.snapshot for fact in known):
        return [fact for fact in known if not fact.snapshot]
    return known


def _step(course: Course, fact: Fact, terms_for: TermsFor) -> Course:
    if not _settled(course, fact.at):
        course = replace(course, terms=terms_for(fact, course.metric))
    course = replace(course, cancelled=bool(fact.gone))
    if course.metric == "resolution":
        course = _resolve(course, fact)
    elif fact.answers and course.met_at is None:
        course = replace(course, met_at=fact.at)
    return _interrupt(course, fact)


def _settled(course: Course, at: datetime) -> bool:
    if course.met_at is not None:
        return True
    return course.terms is not None and _exceeded(course, course.terms, at)


def _exceeded(course: Course, terms: Terms, at: datetime) -> bool:
    return open_elapsed(terms.calendar, course.started_at, at, course.pauses) > terms.target


def _resolve(course: Course, fact: Fact) -> Course:
    if fact.merged:
        return course
    if fact.category in DONE:
        return course if course.met_at is not None else replace(course, met_at=fact.at)
    if course.met_at is None:
        return course
    solved = Interruption(course.met_at, fact.at, "solved")
    return replace(course, met_at=None, interruptions=(*course.interruptions, solved))


def _interrupt(course: Course, fact: Fact) -> Course:
    """Begins or ends a pause. Who waits for a first answer waits no longer once the ticket is solved."""
    cause = _cause(course.metric, fact)
    last = course.interruptions[-1] if course.interrupted else None
    if last is not None and last.cause != cause:
        course = replace(course, interruptions=(*course.interruptions[:-1], replace(last, end=fact.at)))
        last = None
    if cause and last is None and course.met_at is None:
        course = replace(course, interruptions=(*course.interruptions, Interruption(fact.at, None, cause)))
    return course


def _cause(metric: Metric, fact: Fact) -> str:
    if fact.gone:
        return fact.gone
    if fact.category in WAITING or (fact.category in DONE and metric == "first_response"):
        return fact.category
    return ""


def assess(course: Course, as_of: datetime) -> Clock | None:
    """What a course is, given that everything until `as_of` is known. None where no terms promise anything."""
    terms = course.terms
    if terms is None:
        return None
    breaks = breach_at(terms.calendar, course.started_at, terms.target, course.pauses)
    reached = course.met_at or as_of
    exceeded = _exceeded(course, terms, reached) or (course.met_at is None and breaks is not None and breaks <= as_of)
    warnings = _warnings(course, terms)
    return Clock(
        course=course,
        terms=terms,
        state=_state(course, exceeded),
        due_at=due(terms.calendar, course.started_at, terms.target, course.pauses),
        breach_at=breaks,
        breached_at=breaks if exceeded else None,
        warnings=warnings,
        warned=frozenset(label for label, at in warnings if at <= reached),
    )


def _state(course: Course, exceeded: bool) -> State:
    if exceeded:
        return "breached"
    if course.met_at is not None:
        return "met"
    if course.cancelled:
        return "cancelled"
    return "paused" if course.interrupted else "running"


def _warnings(course: Course, terms: Terms) -> tuple[tuple[str, datetime], ...]:
    found = []
    for threshold in terms.thresholds:
        at = due(terms.calendar, course.started_at, threshold.after(terms.target), course.pauses)
        if at is not None:
            found.append((threshold.label, at))
    return tuple(sorted(found, key=lambda warning: warning[1]))


def frozen(terms: Mapping[Metric, Terms], otherwise: TermsFor) -> TermsFor:
    """Terms that no longer move for some metrics."""
    return lambda fact, metric: terms.get(metric) or otherwise(fact, metric)


def clocks_of(
    facts: Iterable[Fact], terms_for: TermsFor, settled: Mapping[Metric, Terms], as_of: datetime
) -> dict[Metric, Clock]:
    """The clocks of a ticket at `as_of`.

    `settled` holds the terms under which a clock was met or breached before: they stay, as long as the clock is still
    settled under them. Reopened, or proved wrong by a late fact, it falls under today's terms again.
    """
    known = list(facts)
    present = _assessed(run(known, terms_for), as_of)
    if not settled:
        return present
    kept = _assessed(run(known, frozen(settled, terms_for)), as_of)
    return present | {metric: clock for metric, clock in kept.items() if metric in settled and clock.settled}


def _assessed(courses: Mapping[Metric, Course], as_of: datetime) -> dict[Metric, Clock]:
    found = {metric: assess(course, as_of) for metric, course in courses.items()}
    return {metric: clock for metric, clock in found.items() if clock is not None}


def advance(sequence: int, ahead: Iterable[int], arrived: int) -> tuple[int, list[int]]:
    """The highest sequence up to which nothing is missing, and what arrived beyond it, after one more."""
    waiting = {each for each in (*ahead, arrived) if each > sequence}
    while sequence + 1 in waiting:
        sequence += 1
        waiting.remove(sequence)
    return sequence, sorted(waiting)
