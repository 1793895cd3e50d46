"""Clocks as a pure, replayable function over a ticket's events.

`run` folds the facts of a ticket, in the order of their sequence, into one course per metric and round. `assess` says
what a course is at an instant. Neither reads a clock, a database or an event's arrival: replaying gives the same.

`history.py` has the facts, `course.py` what can happen to one clock, `rounds.py` when it does: the rules of the
design's page on SLA, section 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

from escalated_sla.calendars.rules import breach_at, due
from escalated_sla.clocks.course import METRICS, Course, Interruption, Key, Metric, Terms, Threshold
from escalated_sla.clocks.history import DONE, WAITING, Fact, advance, in_order
from escalated_sla.clocks.rounds import Rounds, TermsFor

__all__ = [
    "DONE",
    "METRICS",
    "WAITING",
    "Clock",
    "Course",
    "Fact",
    "Interruption",
    "Key",
    "Metric",
    "State",
    "Terms",
    "TermsFor",
    "Threshold",
    "advance",
    "assess",
    "clocks_of",
    "run",
]

State = Literal["running", "paused", "met", "breached", "cancelled"]

_NOTHING: Final[Mapping[Key, Terms]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Clock:
    """A course at an instant.

    `due_at` and `breach_at` are absent while it is paused: nobody can say. `warnings` are the thresholds ahead and
    behind with their instants; `warned` those that were passed while it counted. `elapsed` is the open time until it
    ended; absent as long as it has not. One that is breached ends only when it is met or cancelled.
    """

    course: Course
    terms: Terms
    state: State
    due_at: datetime | None
    breach_at: datetime | None
    breached_at: datetime | None
    warnings: tuple[tuple[str, datetime], ...]
    warned: frozenset[str]
    elapsed: timedelta | None = None

    @property
    def metric(self) -> Metric:
        return self.course.metric

    @property
    def key(self) -> Key:
        return self.course.key

    @property
    def ended_at(self) -> datetime | None:
        return self.course.ended_at

    @property
    def at_risk(self) -> bool:
        return bool(self.warned) and self.state in ("running", "paused")

    @property
    def settled(self) -> bool:
        """Met, breached or cancelled: its terms no longer move."""
        return self.state not in ("running", "paused")

    @property
    def next_instant(self) -> datetime | None:
        """When something happens by itself: the next warning, or the breach."""
        if self.state != "running":
            return None
        ahead = [at for label, at in self.warnings if label not in self.warned]
        return min([*ahead, *([self.breach_at] if self.breach_at else [])], default=None)


_NO_CLOCKS: Final[Mapping[Key, Clock]] = MappingProxyType({})


def run(
    facts: Iterable[Fact], terms_for: TermsFor, *, settled: Mapping[Key, Terms] = _NOTHING, anew: bool = False
) -> dict[Key, Course]:
    """The courses of a ticket, by metric and round. Facts may come in any order and twice.

    Which rounds there are follows from the facts alone, never from what was promised.

    Args:
        settled: terms that no longer move, for some clocks.
        anew: a ticket that is reopened gets a new resolution clock; otherwise the old one goes on.
    """
    rounds = Rounds(lambda fact, key: settled.get(key) or terms_for(fact, key[0]), anew=anew)
    for fact in in_order(facts):
        rounds.take(fact)
    return rounds.courses


def assess(course: Course, as_of: datetime) -> Clock | None:
    """What a course is, given that everything until `as_of` is known. None where no terms promise anything."""
    terms, ended_at = course.terms, course.ended_at
    if terms is None:
        return None
    breaks = breach_at(terms.calendar, course.started_at, terms.target, course.pauses)
    elapsed = None if ended_at is None else course.elapsed(ended_at)
    exceeded = elapsed > terms.target if elapsed is not None else breaks is not None and breaks <= as_of
    warnings = _warnings(course, terms)
    reached = ended_at or as_of
    return Clock(
        course=course,
        terms=terms,
        state=_state(course, exceeded),
        due_at=due(terms.calendar, course.started_at, terms.target, course.pauses),
        breach_at=breaks,
        breached_at=breaks if exceeded else None,
        warnings=warnings,
        warned=frozenset(label for label, at in warnings if at <= reached),
        elapsed=elapsed,
    )


def _state(course: Course, exceeded: bool) -> State:
    if exceeded:
        return "breached"
    if course.met_at is not None:
        return "met"
    if course.cancelled_at is not None:
        return "cancelled"
    return "paused" if course.interrupted else "running"


def _warnings(course: Course, terms: Terms) -> tuple[tuple[str, datetime], ...]:
    found = []
    for threshold in terms.thresholds:
        at = due(terms.calendar, course.started_at, threshold.after(terms.target), course.pauses)
        if at is not None:
            found.append((threshold.label, at))
    return tuple(sorted(found, key=lambda warning: warning[1]))


def clocks_of(
    facts: Iterable[Fact],
    terms_for: TermsFor,
    settled: Mapping[Key, Terms],
    as_of: datetime,
    *,
    anew: bool = False,
    before: Mapping[Key, Clock] = _NO_CLOCKS,
    until: datetime | None = None,
) -> dict[Key, Clock]:
    """The clocks of a ticket at `as_of`.

    Args:
        settled: the terms under which a clock was met, breached or cancelled before: they stay, as long as the clock is
            still settled under them. Reopened, restored, or proved wrong by a late fact, it falls under today's terms
            again.
        before: the clocks that there were when all that happened `until` then was taken in. What had ended by then and
            was no clock had been promised nothing, and no policy of today promises it in hindsight.
    """
    known = list(facts)
    found = _assessed(run(known, terms_for, settled=settled, anew=anew), as_of)
    kept = {key: terms for key, terms in settled.items() if key in found and _stays(found[key], before.get(key))}
    if len(kept) < len(settled):
        found = _assessed(run(known, terms_for, settled=kept, anew=anew), as_of)
    if until is None:
        return found
    return {key: clock for key, clock in found.items() if key in before or not clock.course.over_by(until)}


def _stays(clock: Clock, before: Clock | None) -> bool:
    """Whether a clock is settled still: one that was suspended and is no longer was revived, if only for an instant."""
    revived = before is not None and before.course.suspended and not clock.course.suspended
    return clock.settled and not revived


def _assessed(courses: Mapping[Key, Course], as_of: datetime) -> dict[Key, Clock]:
    found = {key: assess(course, as_of) for key, course in courses.items()}
    return {key: clock for key, clock in found.items() if clock is not None}
