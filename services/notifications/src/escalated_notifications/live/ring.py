"""The last ten minutes of events, for readers who come back."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta

from escalated_notifications.live.views import LiveEvent

KEPT_FOR = timedelta(minutes=10)
MOST = 20_000


class Ring:
    """Events in the order of their arrival, each once; the oldest fall out by age and by number."""

    def __init__(self, *, keep: timedelta = KEPT_FOR, most: int = MOST) -> None:
        self._keep, self._most = keep, most
        self._events: deque[tuple[datetime, LiveEvent]] = deque()
        self._known: set[str] = set()

    @property
    def last_id(self) -> str:
        return self._events[-1][1].id if self._events else ""

    def add(self, event: LiveEvent, now: datetime) -> bool:
        """False for an event that is here already: the relay may publish one twice."""
        self._drop(now)
        if event.id in self._known:
            return False
        self._events.append((now, event))
        self._known.add(event.id)
        return True

    def after(self, event_id: str, now: datetime) -> list[LiveEvent] | None:
        """What came after an event; None where it is not known (any more) and the reader has to look anew."""
        self._drop(now)
        if event_id not in self._known:
            return None
        return list(self._from(event_id))

    def _from(self, event_id: str) -> Iterator[LiveEvent]:
        found = False
        for _, event in self._events:
            if found:
                yield event
            found = found or event.id == event_id

    def _drop(self, now: datetime) -> None:
        while self._events and (now - self._events[0][0] > self._keep or len(self._events) >= self._most):
            self._known.discard(self._events.popleft()[1].id)
