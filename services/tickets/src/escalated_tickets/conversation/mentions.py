"""Who is called by `@name` in a note: they follow the ticket from then on and are told."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import FieldError, Invalid
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import Person, people_by_ids, staff_named_in
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.queries import sight_of
from escalated_tickets.tickets.visibility import STAFF_KINDS, Relation, Viewer

MOST_CALLED: Final = 20
# Nobody is called from further down than this: the time to look stays bounded.
_READ_CHARACTERS: Final = 20_000


def called_in(text: str, staff: Sequence[Person]) -> list[UUID]:
    """Those of `staff` whose full name or address stands behind an @, in the order of the text.

    The longest name wins, so that @Ann Lee does not call Ann. A name that two people bear calls neither: the editor
    says by id who is meant.
    """
    text = text[:_READ_CHARACTERS]
    names: dict[str, set[UUID]] = {}
    for person in staff:
        for name in (person.name, person.email):
            if name:
                names.setdefault(name.casefold(), set()).add(person.id)
    longest_first = sorted(names, key=len, reverse=True)
    found: dict[UUID, None] = {}
    at = text.find("@")
    while at >= 0:
        called = names.get(_name_at(text, at, longest_first), set())
        if len(called) == 1:
            found.update(dict.fromkeys(called))
        at = text.find("@", at + 1)
    return list(found)


def _name_at(text: str, at: int, names: Sequence[str]) -> str:
    """The longest of the names that stands behind an @; empty where none does."""
    if at and text[at - 1].isalnum():
        # The @ of an address that is only mentioned.
        return ""
    for name in names:
        end = at + 1 + len(name)
        if text[at + 1 : end].casefold() == name and not text[end : end + 1].isalnum():
            return name
    return ""


async def find_called(uow: UnitOfWork, desk: Desk, text: str, ids: Collection[UUID]) -> list[Viewer]:
    """Everybody called, by id or in the text, as viewers. Before the ticket is locked where the text is known by then:
    roles may have to be fetched.

    Raises Invalid for an id that is nobody of the staff, and for too many.
    """
    found = await staff_by_ids(uow, list(ids), "/mentions")
    if "@" in text:
        staff = await staff_named_in(uow.connection, text)
        by_id = {person.id: person for person in staff}
        found += [by_id[each] for each in called_in(text, staff) if each not in ids]
    if len(found) > MOST_CALLED:
        detail = f"A note calls {MOST_CALLED} people at most."
        raise Invalid(detail, errors=[FieldError("/mentions", "too_many", detail)])
    return [await desk.people.viewer(person) for person in found]


async def staff_by_ids(uow: UnitOfWork, ids: Sequence[UUID], pointer: str) -> list[Person]:
    """Active members of the staff. Raises Invalid, with the place, for everybody else."""
    known = await people_by_ids(uow.connection, ids) if ids else {}
    found, errors = [], []
    for index, each in enumerate(ids):
        person = known.get(each)
        if person is None or not person.active or person.kind not in STAFF_KINDS:
            errors.append(FieldError(f"{pointer}/{index}", "not_staff", "There is no active member of the staff here."))
        else:
            found.append(person)
    if errors:
        raise Invalid(errors[0].detail, errors=errors)
    return list({person.id: person for person in found}.values())


def bring_in(edit: Edit, people: Sequence[Viewer], pointer: str = "/mentions") -> list[UUID]:
    """Makes them followers, and so lets them see the ticket; answers who they are, without whoever acts.

    Raises Invalid, naming them, for people who cannot see the ticket where the writer may not share it.
    """
    others = [person for person in people if person.id != edit.viewer.id]
    blind = [person.name for person in others if sight_of(person, edit.state) is not Relation.STAFF]
    if blind and not edit.viewer.may("tickets:share"):
        detail = f"{', '.join(blind)} cannot see this ticket, and you may not share it."
        raise Invalid(detail, code="cannot_see_ticket", errors=[FieldError(pointer, "cannot_see_ticket", detail)])
    for person in others:
        effects.follow(edit, person.id, following=True)
    return [person.id for person in others]
