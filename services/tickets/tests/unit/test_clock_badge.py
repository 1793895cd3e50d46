"""What a row shows of its clocks: the most urgent promise that still waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from escalated_tickets.clocks.rules import MOST_KEPT, Badge, ClockState, badge_of, kept_of

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def clock(metric: str, state: str = "running", number: int = 1, due: float | None = 1, **more: Any) -> ClockState:
    values: dict[str, Any] = {
        "target_seconds": 3600,
        "started_at": NINE + timedelta(minutes=number),
        "due_at": None if due is None else at(due),
        "met_at": None,
        "breached_at": None,
        "paused": False,
        "at_risk": False,
        "policy_id": "p",
        "policy_name": "Gold",
        **more,
    }
    return ClockState(metric=metric, state=state, round=number, **values)


MET = clock("first_response", "met", met_at=at(0.5))
LATE = clock("first_response", "breached", met_at=at(2), breached_at=at(1))
RUNNING = clock("resolution", due=8)


@pytest.mark.parametrize(
    ("clocks", "badge"),
    [
        ([], Badge("none", "", None)),
        ([clock("resolution", "cancelled")], Badge("none", "", None)),
        ([MET, RUNNING], Badge("ok", "resolution", at(8))),
        ([LATE, RUNNING], Badge("ok", "resolution", at(8))),
        ([MET, clock("next_response", due=3), RUNNING], Badge("ok", "next_response", at(3))),
        ([MET, RUNNING, clock("periodic_update", due=9, at_risk=True)], Badge("at_risk", "periodic_update", at(9))),
        ([clock("next_response", "breached", breached_at=at(1)), RUNNING], Badge("breached", "next_response", at(1))),
        ([MET, clock("resolution", "paused", due=None, paused=True)], Badge("paused", "resolution", None)),
        ([clock("first_response", "cancelled"), RUNNING], Badge("ok", "resolution", at(8))),
        ([MET], Badge("met", "first_response", None)),
        # Broken, and then nobody asked for it any more.
        (
            [clock("next_response", "breached", breached_at=at(1), ended_at=at(2)), RUNNING],
            Badge("ok", "resolution", at(8)),
        ),
        ([LATE, clock("resolution", "met", met_at=at(3))], Badge("breached", "first_response", None)),
    ],
)
def test_the_badge_is_of_the_most_urgent_clock_that_waits(clocks: list[ClockState], badge: Badge) -> None:
    assert badge_of(clocks) == badge
    assert badge_of(clocks[::-1]) == badge


def test_a_hundred_met_rounds_hide_nothing() -> None:
    rounds = [clock("next_response", "met", number, met_at=at(number)) for number in range(1, 100)]
    waiting = clock("next_response", number=100, due=101)

    assert badge_of([*rounds, waiting, RUNNING]) == Badge("ok", "resolution", at(8))
    assert badge_of([*rounds, waiting]) == Badge("ok", "next_response", at(101))


def test_a_row_keeps_what_is_open_and_the_newest_of_the_rest() -> None:
    rounds = [clock("next_response", "met", number, met_at=at(number)) for number in range(1, 100)]
    first = clock("resolution", due=8, number=1)

    kept = kept_of([first, *rounds])

    assert kept == [first, *rounds[len(rounds) - MOST_KEPT + 1 :]]
    assert kept_of(kept) == kept
