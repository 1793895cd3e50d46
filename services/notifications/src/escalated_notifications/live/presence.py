"""Who looks at a ticket and who writes: in memory, for thirty seconds, in every process alike."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from escalated_chassis.access.principal import Principal
from escalated_chassis.clock import Clock
from escalated_notifications.live.hub import Hub, Shown
from escalated_notifications.sight import Seen

State = Literal["viewing", "writing"]

LASTS = timedelta(seconds=30)
MOST_TICKETS = 10_000
BROADCAST = "escalated.broadcast.notifications.presence"


class Broadcaster(Protocol):
    """The part of the chassis' broadcasts that presence needs."""

    async def publish(self, subject: str, payload: Mapping[str, Any]) -> None: ...

    def subscribe(self, subject: str, callback: Callable[[str, Mapping[str, Any]], Awaitable[None]]) -> None: ...


@dataclass(frozen=True)
class Present:
    """Somebody at a ticket."""

    id: str
    name: str
    state: State
    as_staff: bool
    until: datetime


class Presence:
    """Takes notes of who is where; tells the staff who are at the same ticket."""

    def __init__(self, hub: Hub, broadcasts: Broadcaster, clock: Clock) -> None:
        self._hub, self._broadcasts, self._clock = hub, broadcasts, clock
        self._tickets: dict[str, dict[str, Present]] = {}
        broadcasts.subscribe(f"{BROADCAST}.*", self._on_broadcast)

    async def note(self, seen: Seen, principal: Principal, state: State) -> list[Present]:
        """Notes it here and in the other processes; returns who else is there, for those who see it as staff."""
        noted = {"id": str(principal.id), "name": principal.name, "state": state, "as_staff": seen.as_staff}
        self._take(seen.leads_to, noted)
        await self._broadcasts.publish(f"{BROADCAST}.{seen.leads_to}", noted)
        if not seen.as_staff:
            return []
        return [each for each in self.at(seen.leads_to) if each.id != str(principal.id)]

    def at(self, ticket_id: str) -> list[Present]:
        """Who is at a ticket now."""
        now = self._clock.now()
        people = self._tickets.get(ticket_id, {})
        return [person for person in people.values() if person.until > now]

    async def _on_broadcast(self, subject: str, payload: Mapping[str, Any]) -> None:
        self._take(subject.rpartition(".")[2], payload)

    def _take(self, ticket_id: str, noted: Mapping[str, Any]) -> None:
        self._forget()
        state: State = "writing" if noted["state"] == "writing" else "viewing"
        # A process of the version before says nothing of it: then this person is told nothing.
        as_staff = bool(noted.get("as_staff"))
        person = Present(noted["id"], noted["name"], state, as_staff, self._clock.now() + LASTS)
        people = self._tickets.setdefault(ticket_id, {})
        before = people.get(person.id)
        people[person.id] = person
        if before is None or before.state != state or before.until <= self._clock.now():
            self._tell(ticket_id)

    def _tell(self, ticket_id: str) -> None:
        present = self.at(ticket_id)
        item = Shown("", "presence", {"ticket_id": ticket_id, "people": [shown_person(each) for each in present]})
        self._hub.tell(frozenset(each.id for each in present if each.as_staff), item)

    def _forget(self) -> None:
        if len(self._tickets) < MOST_TICKETS:
            return
        self._tickets = {ticket: people for ticket, people in self._tickets.items() if self.at(ticket)}


def shown_person(person: Present) -> dict[str, str]:
    return {"id": person.id, "name": person.name, "state": person.state}
