"""What a ticket's row shows of its clocks: all of them, and the state of the most urgent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# What matters first: a promise broken, then one about to be.
_URGENCY = ("breached", "at_risk", "ok", "paused", "met")


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
    """The most urgent clock: the worst state, and of equals the earliest due."""
    shown = [clock for clock in clocks if clock.shown != "none"]
    if not shown:
        return Badge("none", "", None)
    first = min(shown, key=_urgency)
    still_due = None if first.shown == "met" else first.due_at
    return Badge(first.shown, first.metric, still_due)


def _urgency(clock: ClockState) -> tuple[int, float]:
    due = clock.due_at.timestamp() if clock.due_at else float("inf")
    return _URGENCY.index(clock.shown), due


def clock_json(clock: ClockState) -> dict[str, Any]:
    """As it is kept on the row and answered by `?include=clocks`: times in UTC with `Z`."""
    return {
        "metric": clock.metric,
        "state": clock.state,
        "target_seconds": clock.target_seconds,
        "started_at": _text(clock.started_at),
        "due_at": _text(clock.due_at),
        "met_at": _text(clock.met_at),
        "breached_at": _text(clock.breached_at),
        "paused": clock.paused,
        "at_risk": clock.at_risk,
        "policy_id": clock.policy_id,
        "policy_name": clock.policy_name,
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
