"""Who works and asks at the demo desk."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from escalated_chassis.acting import Acting
from escalated_chassis.ids import id_for_email
from escalated_tickets.tickets.viewers import viewer_of_person
from escalated_tickets.tickets.visibility import Viewer


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    kind: str
    departments: tuple[str, ...] = ()


PEOPLE: Final[dict[str, DemoPerson]] = {
    "ada": DemoPerson("admin@example.com", "Ada Admin", "admin"),
    "alex": DemoPerson("agent@example.com", "Alex Agent", "agent", ("support",)),
    "sam": DemoPerson("sam@example.com", "Sam Second", "agent", ("support", "billing")),
    "chris": DemoPerson("customer@example.com", "Chris Customer", "customer"),
    "dana": DemoPerson("dana@example.com", "Dana Doe", "customer"),
}
DEPARTMENTS: Final = {"support": "Support", "billing": "Billing"}


def person_id(deployment: UUID, name: str) -> UUID:
    return id_for_email(deployment, PEOPLE[name].email)


def department_id(deployment: UUID, slug: str) -> UUID:
    """As identity derives the ids of the demo departments."""
    return uuid5(deployment, f"department:{slug}")


def tag_id(deployment: UUID, name: str) -> UUID:
    """Of a demo tag, so that other services' demo desks can name it."""
    return uuid5(deployment, f"tag:{name}")


def viewer(deployment: UUID, name: str) -> Viewer:
    """As whom the person acts: here each sees both departments."""
    person = PEOPLE[name]
    departments = frozenset(department_id(deployment, slug) for slug in DEPARTMENTS)
    return viewer_of_person(
        person_id(deployment, name), person.kind, person.name, person.email, departments, frozenset()
    )


def acting(deployment: UUID, name: str) -> Acting:
    return Acting(kind="person", id=str(person_id(deployment, name)), name=PEOPLE[name].name)
