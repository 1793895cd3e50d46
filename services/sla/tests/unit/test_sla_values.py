"""What rules see of a ticket's clocks: as on the ticket's row, the most urgent that is open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from escalated_sla.fields.values import with_clocks

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
TEN, NOON = NINE + timedelta(hours=1), NINE + timedelta(hours=3)


@dataclass(frozen=True)
class Seen:
    state: str
    due_at: datetime | None = NOON
    breached_at: datetime | None = None
    at_risk: bool = False
    ended_at: datetime | None = None


RUNNING = Seen("running")
LATE = Seen("breached", TEN, breached_at=TEN, ended_at=NOON)
MET = Seen("met", TEN, ended_at=NINE)


@pytest.mark.parametrize(
    ("clocks", "state", "due"),
    [
        ([], "none", None),
        ([Seen("cancelled", ended_at=NINE)], "none", None),
        ([MET, RUNNING], "ok", NOON),
        ([LATE, RUNNING], "ok", NOON),
        ([RUNNING, Seen("running", TEN, at_risk=True)], "at_risk", TEN),
        ([RUNNING, Seen("breached", TEN, breached_at=TEN)], "breached", TEN),
        ([Seen("paused", None), MET], "paused", None),
        ([MET], "met", None),
        ([MET, LATE], "breached", None),
    ],
)
def test_the_most_urgent_clock_that_is_open_is_told(clocks: list[Seen], state: str, due: datetime | None) -> None:
    values = with_clocks({"priority": "high"}, dict(enumerate(clocks)))

    assert values == {"priority": "high", "sla_state": state, "sla_next_due": due}
