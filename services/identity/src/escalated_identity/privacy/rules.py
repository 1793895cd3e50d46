"""What may be asked for a person's data, and what is told of it: plain data in, decisions out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, Protocol
from uuid import UUID

from escalated_chassis.errors import Conflict, invalid
from escalated_chassis.ids import normalise_email

Kind = Literal["export", "erasure"]

SERVICES: Final = ("identity", "tickets", "sla", "notifications")
OTHERS: Final = SERVICES[1:]
KEPT: Final = timedelta(days=7)
"""How long the file of an export waits to be fetched."""
ERASED: Final = "[erased]"
OPEN_ASSIGNMENTS: Final = "open assignments"
NOTES: Final = (
    "Events that were published are kept 72 hours in the outbox and 14 days in NATS, then they are gone.",
    "Backups are not changed: they hold what was erased until they are thrown away.",
    "Ids stay, where rows refer to the person by them.",
)


class Person(Protocol):
    """What of a person decides."""

    @property
    def id(self) -> UUID: ...
    @property
    def email(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def owns_address(self) -> bool: ...
    @property
    def erased_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Finding:
    """What was found of a person in a service, and what became of it."""

    what: str
    found: int
    erased: int = 0
    kept: int = 0
    why: str = ""

    def view(self) -> dict[str, Any]:
        return {"what": self.what, "found": self.found, "erased": self.erased, "kept": self.kept, "why": self.why}


def tombstone(person: Person) -> str:
    """The address of who was erased: one that nobody can have. Tickets and notifications give the same."""
    return f"erased-{person.id}@invalid"


def address_of(person: Person) -> str:
    """The address under which others keep things of the person; none where the person has only claimed it."""
    return person.email if person.owns_address else ""


def check_erasable(person: Person, confirm: str) -> None:
    """Raises Conflict for who was erased already, Invalid where the address was not repeated."""
    if person.erased_at is not None:
        raise Conflict("The person was erased already.", code="already_erased")
    if normalise_email(confirm) != person.address:
        raise invalid("/confirm", "mismatch", "Repeat the person's address to confirm.")


def check_assignments(found: list[Finding], *, confirmed: bool) -> None:
    """Raises Conflict where staff with open work would be erased without anybody having said that it may be."""
    open_work = next((each.found for each in found if each.what == OPEN_ASSIGNMENTS), 0)
    if open_work and not confirmed:
        raise Conflict(
            f"{open_work} open tickets are assigned to this person; say open_assignments: true to go on.",
            code="open_assignments",
            extra={"open_assignments": open_work},
        )


def state_after(states: list[str]) -> str:
    """The state of a request from those of its parts."""
    if any(state in ("queued", "sending") for state in states):
        return "running"
    return "done" if all(state == "sent" for state in states) else "failed"
