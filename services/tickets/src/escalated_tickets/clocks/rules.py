"""What a ticket's row shows of its clocks: all of them, and the state of the most urgent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

# What matters first: a promise broken, then one about to be.
_URGENCY: Final = ("breached", "at_risk", "ok", "paused", "met")
# A long conversation makes hundreds of rounds: a row keeps the newest.
MOST_KEPT: Final = 60
_TOLD: Final = ("metric", "round", "policy_name", "due_at", "breached_at", "met_at")


@dataclass(frozen=True)
class ClockState:
    """A clock as `sla` tells of it."""

    metric: str
    state: str
    target_seconds: float
    started_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    paused: bool
    at_risk: bool
    policy_id: str
    policy_name: str
    # Counts from 1 the times that the same was promised anew.
    round: int = 1
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody: a broken promise does, until nobody asks for it any more."""
        return self.ended_at is None and self.met_at is None and self.state not in ("met", "cancelled")

    @property
    def shown(self) -> str:
        """none, ok, paused, at_risk, breached or met."""
        if self.state == "cancelled":
            return "none"
        if self.met_at is not None and self.state == "met":
            return "met"
        if self.state == "breached" or self.breached_at is not None:
            return "breached"
        if self.at_risk:
            return "at_risk"
        return "paused" if self.paused else "ok"


@dataclass(frozen=True)
class Badge:
    """What a list shows: the most urgent clock's state, metric and due time."""

    state: str
    metric: str
    next_due_at: datetime | None


def badge_of(clocks: Sequence[ClockState]) -> Badge:
    """The most urgent clock that is open: the worst state, and of equals the earliest due.

    Where none is open, the worst of what has been, for which nothing is due any more.
    """
    shown = [clock for clock in clocks if clock.shown != "none"]
    waiting = [clock for clock in shown if clock.is_open]
    if not shown:
        return Badge("none", "", None)
    first = min(waiting or shown, key=_urgency)
    return Badge(first.shown, first.metric, first.due_at if waiting else None)


def _urgency(clock: ClockState) -> tuple[int, float]:
    due = clock.due_at.timestamp() if clock.due_at else float("inf")
    return _URGENCY.index(clock.shown), due


def kept_of(clocks: Sequence[ClockState]) -> list[ClockState]:
    """What a row keeps: the open ones, and of the others as many of the newest as there is room for, in their order."""
    open_ones = [clock for clock in clocks if clock.is_open]
    ended = sorted((clock for clock in clocks if not clock.is_open), key=_begun, reverse=True)
    kept = {(clock.metric, clock.round) for clock in [*open_ones, *ended][:MOST_KEPT]}
    return [clock for clock in clocks if (clock.metric, clock.round) in kept]


def _begun(clock: ClockState) -> float:
    return clock.started_at.timestamp() if clock.started_at else 0.0


def clock_json(clock: ClockState) -> dict[str, Any]:
    """As it is kept on the row and answered by `?include=clocks`: times in UTC with `Z`."""
    return {
        "metric": clock.metric,
        "round": clock.round,
        "state": clock.state,
        "target_seconds": clock.target_seconds,
        "started_at": _text(clock.started_at),
        "due_at": _text(clock.due_at),
        "met_at": _text(clock.met_at),
        "breached_at": _text(clock.breached_at),
        "ended_at": _text(clock.ended_at),
        "paused": clock.paused,
        "at_risk": clock.at_risk,
        "policy_id": clock.policy_id,
        "policy_name": clock.policy_name,
    }


def told_of(clock: ClockState, reason: str, threshold: str = "") -> dict[str, Any]:
    """What the timeline tells of a promise that comes near its end, was broken, or was kept after all."""
    known = clock_json(clock)
    told = {name: known[name] for name in _TOLD if known[name] is not None} | {"reason": reason}
    return told | {"threshold": threshold} if threshold else told


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
