"""The lifecycle: statuses, their categories, and which status may follow which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from escalated_chassis.errors import Conflict
from escalated_tickets.custom_fields.rules import FieldBook

Category = Literal["new", "open", "pending", "on_hold", "solved", "closed"]
CATEGORIES: Final[tuple[Category, ...]] = ("new", "open", "pending", "on_hold", "solved", "closed")
# Entering one of these stamps the ticket, stops its clocks and arms auto-close.
DONE: Final[frozenset[str]] = frozenset({"solved", "closed"})


@dataclass(frozen=True)
class Status:
    """A status as the desk has configured it; behaviour hangs on `category` alone."""

    slug: str
    label: str
    category: Category
    color: str
    position: int
    default_of_category: bool = False

    @property
    def built_in(self) -> bool:
        """One of the eight that effects and commands name: it stays, with its category."""
        return self.slug in BUILT_IN


@dataclass(frozen=True)
class StatusBook:
    """All statuses, for each the ones that may follow it, and the fields that tickets have and statuses require."""

    statuses: Mapping[str, Status]
    transitions: Mapping[str, tuple[str, ...]]
    fields: FieldBook = field(default_factory=FieldBook)

    def allowed_from(self, slug: str) -> tuple[str, ...]:
        return self.transitions.get(slug, ())

    def allows(self, before: str, after: str) -> bool:
        return after in self.allowed_from(before)

    def category(self, slug: str) -> Category:
        """Raises Conflict for a status that is there no more, when something earlier is to come back."""
        if slug not in self.statuses:
            raise Conflict(f"There is no status {slug!r} any more.", code="status_changed")
        return self.statuses[slug].category

    def label(self, slug: str) -> str:
        """The slug itself for a status that is newer than this book."""
        return self.statuses[slug].label if slug in self.statuses else slug

    def default(self, category: Category) -> str | None:
        """The status that effects and commands use for a category; None where it has no status."""
        return next((s.slug for s in self.statuses.values() if s.category == category and s.default_of_category), None)


def book_of(
    statuses: Sequence[Status], transitions: Sequence[tuple[str, str]], fields: FieldBook | None = None
) -> StatusBook:
    """Puts rows together; statuses and what may follow them are in the desk's order."""
    ordered = sorted(statuses, key=lambda status: (status.position, status.slug))
    pairs = set(transitions)
    return StatusBook(
        {status.slug: status for status in ordered},
        {
            before.slug: tuple(after.slug for after in ordered if (before.slug, after.slug) in pairs)
            for before in ordered
        },
        fields or FieldBook(),
    )


SEEDED: Final[tuple[Status, ...]] = (
    Status("open", "Open", "new", "#3b82f6", 10, default_of_category=True),
    Status("in_progress", "In progress", "open", "#8b5cf6", 20, default_of_category=True),
    Status("waiting_on_customer", "Waiting on customer", "pending", "#f59e0b", 30, default_of_category=True),
    Status("waiting_on_agent", "Waiting on agent", "open", "#f97316", 40),
    Status("escalated", "Escalated", "open", "#ef4444", 50),
    Status("resolved", "Resolved", "solved", "#10b981", 60, default_of_category=True),
    Status("closed", "Closed", "closed", "#6b7280", 70, default_of_category=True),
    Status("reopened", "Reopened", "open", "#6366f1", 80),
)

BUILT_IN: Final = frozenset(status.slug for status in SEEDED)

_SEEDED_FOLLOWERS: Final[dict[str, str]] = {
    "open": "in_progress waiting_on_customer waiting_on_agent escalated resolved closed",
    "reopened": "in_progress waiting_on_customer waiting_on_agent escalated resolved closed",
    "in_progress": "waiting_on_customer waiting_on_agent escalated resolved closed",
    "waiting_on_customer": "open in_progress waiting_on_agent resolved closed",
    "waiting_on_agent": "open in_progress waiting_on_customer escalated resolved closed",
    "escalated": "in_progress waiting_on_customer waiting_on_agent resolved closed",
    "resolved": "reopened closed",
    "closed": "reopened",
}

SEEDED_TRANSITIONS: Final[tuple[tuple[str, str], ...]] = tuple(
    (before, after) for before, followers in _SEEDED_FOLLOWERS.items() for after in followers.split()
)

SEEDED_BOOK: Final = book_of(SEEDED, SEEDED_TRANSITIONS)
