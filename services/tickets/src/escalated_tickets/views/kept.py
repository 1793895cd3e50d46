"""Counts that took long are not taken again at once: whatever somebody asks for, polling it stays cheap.

They are kept for twenty times as long as they took, a minute at most. A view that is changed is counted anew, as is
for somebody whose sight has changed: both are part of what counts are kept under. A ticket that changes meanwhile is
not noticed until the time is over. Counts that are quick are never kept: they are right at any moment.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final

LONG_SECONDS: Final = 0.25
KEPT_TIMES: Final = 20
KEPT_AT_MOST_SECONDS: Final = 60.0
MOST_KEPT: Final = 1_000


@dataclass
class KeptCounts:
    """Of this process."""

    _kept: OrderedDict[Hashable, tuple[float, list[int]]] = field(default_factory=OrderedDict)

    def get(self, key: Hashable) -> list[int] | None:
        until, counts = self._kept.get(key, (0.0, None))
        return counts if time.monotonic() < until else None

    def keep(self, key: Hashable, counts: Sequence[int], took_seconds: float) -> None:
        if took_seconds < LONG_SECONDS:
            self._kept.pop(key, None)
            return
        until = time.monotonic() + min(took_seconds * KEPT_TIMES, KEPT_AT_MOST_SECONDS)
        self._kept[key] = (until, list(counts))
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
