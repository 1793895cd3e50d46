"""Who hears of what by mail: the table of the design, as one pure function."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Occasion = Literal[
    "created",
    "reply_by_agent",
    "reply_by_customer",
    "note",
    "side_message",
    "assigned",
    "status_changed",
    "resolved",
    "closed",
    "reopened",
    "escalated",
    "requested",
    "sla_warning",
    "sla_breached",
    "sla_withdrawn",
    "rated",
    "woken",
]

Reason = Literal["requester", "participant", "assignee", "follower", "department", "named", "mentioned", "side"]

STAFF_KINDS = frozenset({"admin", "agent", "light_agent"})
# What a customer may hear of at all. A note is not here and never will be.
FOR_CUSTOMERS: frozenset[Occasion] = frozenset({"created", "reply_by_agent", "resolved", "reopened"})


@dataclass(frozen=True)
class Person:
    """Somebody who may hear, from the directory or, for guests, from the ticket itself."""

    id: str
    name: str
    email: str
    kind: str = "guest"
    active: bool = True
    locale: str = ""
    department_ids: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        return self.kind in STAFF_KINDS


@dataclass(frozen=True)
class Audience:
    """Who may see it at all, as the owner of the ticket decided."""

    customer_ids: frozenset[str] = frozenset()
    staff_ids: frozenset[str] = frozenset()
    department_ids: frozenset[str] = frozenset()
    staff_only: bool = False
    all_staff: bool = False

    def admits(self, person: Person) -> bool:
        """Whether somebody may hear of it; staff who only asked, or are in Cc, hear what customers do."""
        if person.is_staff and self._works_on_it(person):
            return True
        return person.id in self.customer_ids and not self.staff_only

    def _works_on_it(self, person: Person) -> bool:
        return (
            self.all_staff
            or person.kind == "admin"
            or person.id in self.staff_ids
            or not self.department_ids.isdisjoint(person.department_ids)
        )


@dataclass(frozen=True)
class Parties:
    """The people of a ticket; `assignee` is empty where nobody is."""

    requester: Person
    participants: tuple[Person, ...] = ()
    assignee: str = ""
    followers: tuple[str, ...] = ()
    department: str = ""


@dataclass(frozen=True)
class Happening:
    """What happened, as far as it decides who hears."""

    occasion: Occasion
    parties: Parties
    audience: Audience
    actor_ids: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Those people of the directory who may matter here."""

    people: Mapping[str, Person]
    # Active staff of a department.
    members: Mapping[str, Sequence[Person]] = field(default_factory=dict)

    def staff(self, ids: Iterable[str]) -> Iterator[Person]:
        for person_id in ids:
            person = self.people.get(person_id)
            if person and person.is_staff:
                yield person


@dataclass(frozen=True)
class Hearer:
    """Somebody who hears, and the reason that the mail gives."""

    person: Person
    reason: Reason


def hearers(what: Happening, directory: Directory, *, tell_of_new_tickets: bool = True) -> list[Hearer]:
    """Everybody who hears of it, each once, for the first reason that applies."""
    found: dict[str, Hearer] = {}
    addresses: set[str] = set()
    for hearer in _candidates(what, directory, tell_of_new_tickets):
        person = hearer.person
        address = person.email.strip().casefold()
        if person.id in found or address in addresses or not _may_hear(what, hearer):
            continue
        found[person.id] = hearer
        addresses.add(address)
    return list(found.values())


def _may_hear(what: Happening, hearer: Hearer) -> bool:
    person = hearer.person
    if not person.active or not person.email:
        return False
    if person.id in what.actor_ids and not _is_confirmation(what, hearer):
        return False
    if not person.is_staff and what.occasion not in FOR_CUSTOMERS:
        return False
    return what.audience.admits(person)


def _is_confirmation(what: Happening, hearer: Hearer) -> bool:
    """The one mail that goes to the person who did it: that a ticket was received."""
    return what.occasion == "created" and hearer.reason == "requester"


def _candidates(what: Happening, directory: Directory, tell_of_new_tickets: bool) -> Iterator[Hearer]:
    if what.occasion == "created":
        yield from _of_created(what, directory, tell_of_new_tickets)
        return
    yield from _TABLE[what.occasion](what, directory)


def _of_created(what: Happening, directory: Directory, tell_of_new_tickets: bool) -> Iterator[Hearer]:
    yield Hearer(_known(what.parties.requester, directory), "requester")
    if what.parties.assignee or tell_of_new_tickets:
        yield from _assignee_or_department(what, directory)


def _of_agent_reply(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from _customers(what, directory)
    yield from _followers(what, directory)


def _of_customer_reply(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from _assignee_or_department(what, directory)
    yield from _followers(what, directory)


def _of_assignment(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from _assignee(what, directory)


def _of_status(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from _customers(what, directory)
    yield from _assignee(what, directory)
    yield from _followers(what, directory)


def _of_rating(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from _assignee(what, directory)
    yield from _followers(what, directory)


def _of_waking(what: Happening, directory: Directory) -> Iterator[Hearer]:
    """A ticket that slept until now is somebody's work again."""
    yield from _assignee(what, directory)
    yield from _followers(what, directory)


def _of_trouble(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from _assignee_or_department(what, directory)
    yield from _followers(what, directory)


def _of_note(what: Happening, directory: Directory) -> Iterator[Hearer]:
    """Whoever is called in it hears that, and not again as one of those who follow."""
    yield from (Hearer(person, "mentioned") for person in directory.staff(what.mentioned))
    yield from _followers(what, directory)


def _of_side_message(what: Happening, directory: Directory) -> Iterator[Hearer]:
    """Staff alone: third parties get their mails by the event's own recipients."""
    yield from (Hearer(person, "side") for person in directory.staff(what.named))


def _of_request(what: Happening, directory: Directory) -> Iterator[Hearer]:
    """A rule names people by id, or by their part on the ticket."""
    yield from (Hearer(person, "named") for person in directory.staff(what.named))
    if "assignee" in what.roles:
        yield from _assignee(what, directory)
    if "followers" in what.roles or "follower" in what.roles:
        yield from _followers(what, directory)
    if "department" in what.roles:
        yield from _department(what, directory)


def _customers(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield Hearer(_known(what.parties.requester, directory), "requester")
    for person in what.parties.participants:
        yield Hearer(_known(person, directory), "participant")


def _assignee(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from (Hearer(person, "assignee") for person in directory.staff([what.parties.assignee]))


def _followers(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from (Hearer(person, "follower") for person in directory.staff(what.parties.followers))


def _department(what: Happening, directory: Directory) -> Iterator[Hearer]:
    yield from (Hearer(person, "department") for person in directory.members.get(what.parties.department, ()))


def _assignee_or_department(what: Happening, directory: Directory) -> Iterator[Hearer]:
    if what.parties.assignee:
        return _assignee(what, directory)
    return _department(what, directory)


def _known(person: Person, directory: Directory) -> Person:
    """The directory knows better than the ticket what somebody is called and whether they are still there."""
    return directory.people.get(person.id, person)


_TABLE: Mapping[Occasion, Callable[[Happening, Directory], Iterator[Hearer]]] = {
    "reply_by_agent": _of_agent_reply,
    "reply_by_customer": _of_customer_reply,
    "note": _of_note,
    "side_message": _of_side_message,
    "assigned": _of_assignment,
    "status_changed": _of_status,
    "resolved": _of_status,
    "closed": _of_status,
    "reopened": _of_status,
    "escalated": _of_trouble,
    "woken": _of_waking,
    "rated": _of_rating,
    "requested": _of_request,
    "sla_warning": _of_trouble,
    "sla_breached": _of_trouble,
    # Whoever was told that it had not come hears that it had.
    "sla_withdrawn": _of_trouble,
}
