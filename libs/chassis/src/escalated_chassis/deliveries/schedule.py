"""When a delivery that failed is tried again."""

from dataclasses import dataclass
from datetime import timedelta
from random import uniform


@dataclass(frozen=True)
class Schedule:
    """The pauses between tries, in order; after the last one the delivery is parked.

    `jitter` is the share by which a pause is lengthened or shortened at random, so that a thousand
    deliveries that failed together do not come back together.
    """

    delays: tuple[timedelta, ...]
    jitter: float = 0.2

    def after(self, failures: int) -> timedelta | None:
        """The pause after the given number of failed tries (1, 2, …); None when it is to be parked."""
        if failures > len(self.delays):
            return None
        return self.delays[failures - 1] * uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311 (no secret)


OVER_A_DAY = Schedule(
    (
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(hours=2),
        timedelta(hours=4),
        timedelta(hours=8),
        timedelta(hours=8),
    )
)
"""Eleven tries within a day."""
