"""Answers that stay good for some seconds."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from escalated_chassis.clock import Clock

K = TypeVar("K")
V = TypeVar("V")


class ShortCache(Generic[K, V]):
    """At most `size` answers, each at most `keep` old; the oldest go first. Failures are not kept."""

    def __init__(self, load: Callable[[K], Awaitable[V]], *, keep: timedelta, size: int, clock: Clock) -> None:
        self._load = load
        self._keep = keep
        self._size = size
        self._clock = clock
        self._kept: OrderedDict[K, tuple[datetime, V]] = OrderedDict()

    async def get(self, key: K) -> V:
        found = self._kept.get(key)
        if found is not None and self._clock.now() - found[0] < self._keep:
            return found[1]
        asked_at = self._clock.now()
        value = await self._load(key)
        self._kept.pop(key, None)
        self._kept[key] = (asked_at, value)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value

    def stale(self, key: K) -> V | None:
        """The last answer, however old."""
        found = self._kept.get(key)
        return found[1] if found else None

    def forget(self, key: K) -> None:
        self._kept.pop(key, None)
