"""How one clock runs: the terms it runs under, and each thing that can happen to it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from escalated_sla.calendars.rules import Calendar, Pause, open_elapsed

Metric = Literal["first_response", "next_response", "periodic_update", "resolution"]
METRICS: Final[tuple[Metric, ...]] = ("first_response", "next_response", "periodic_update", "resolution")

Key = tuple[Metric, int]
"""A clock of a ticket: its metric and its round, counted from 1."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """When to warn: after a share of the target (`percent`), or so long before its end, in open time."""

    percent: int | None = None
    before: timedelta | None = None

    @property
    def label(self) -> str:
        """Names it among those of its policy: `80%`, `1800s`, `0.5s`."""
        if self.percent is not None:
            return f"{self.percent}%"
        seconds = (self.before or timedelta()).total_seconds()
        return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"

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
    """How one clock ran: from where, under which terms, when it did not count, and how it ended.

    It ends when it is met, or cancelled. One that is cancelled by what may be taken back, such as a deletion, is
    suspended: the interruption is still open, and `resume` revives it with the gap as a pause.
    """

    metric: Metric
    round: int
    started_at: datetime
    terms: Terms | None
    interruptions: tuple[Interruption, ...] = ()
    met_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def key(self) -> Key:
        return self.metric, self.round

    @property
    def pauses(self) -> list[Pause]:
        return [interruption.pause for interruption in self.interruptions]

    @property
    def interrupted(self) -> bool:
        return bool(self.interruptions) and self.interruptions[-1].end is None

    @property
    def ended_at(self) -> datetime | None:
        return self.met_at or self.cancelled_at

    @property
    def suspended(self) -> bool:
        return self.cancelled_at is not None and self.interrupted

    @property
    def over(self) -> bool:
        """Ended, and not merely suspended."""
        return self.ended_at is not None and not self.interrupted

    def over_by(self, at: datetime) -> bool:
        return self.over and self.ended_at is not None and self.ended_at <= at

    def elapsed(self, until: datetime) -> timedelta:
        """The open time that counted. Zero where no terms say what is open."""
        if self.terms is None:
            return timedelta()
        return open_elapsed(self.terms.calendar, self.started_at, until, self.pauses)

    def exceeded(self, at: datetime) -> bool:
        """Whether more open time than was promised had passed: a breach, which nothing moves."""
        return self.terms is not None and self.elapsed(at) > self.terms.target

    def pause(self, cause: str, at: datetime) -> "Course":
        """Does not count from now on, for this cause; a pause for another one ends."""
        if self.interrupted and self.interruptions[-1].cause == cause:
            return self
        before = self.resume(at)
        return replace(before, interruptions=(*before.interruptions, Interruption(at, None, cause)))

    def resume(self, at: datetime) -> "Course":
        """Counts from now on; suspended, it is alive again. A pause of no length never was."""
        if not self.interrupted:
            return self
        *earlier, last = self.interruptions
        ended = [] if last.start == at else [replace(last, end=at)]
        return replace(self, interruptions=(*earlier, *ended), cancelled_at=None)

    def suspend(self, cause: str, at: datetime) -> "Course":
        """Cancelled by what may be taken back."""
        return replace(self.pause(cause, at), cancelled_at=self.cancelled_at or at)

    def meet(self, at: datetime) -> "Course":
        return replace(self.resume(at), met_at=at, cancelled_at=None)

    def cancel(self, at: datetime) -> "Course":
        """Cancelled for good."""
        return replace(self.resume(at), cancelled_at=at)

    def reopen(self, at: datetime) -> "Course":
        """Ended too early: it runs on, with the time since then as a pause."""
        if not self.over or self.ended_at is None:
            return self
        return replace(self, met_at=None, cancelled_at=None).pause("solved", self.ended_at).resume(at)
