"""People in Cc, those whom mails suggest, and followers that somebody brings in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Forbidden, NotFound, invalid
from escalated_tickets.desk import Desk
from escalated_tickets.participants.effects import add_participant, remove_participant
from escalated_tickets.participants.models import suggested
from escalated_tickets.participants.queries import suggestion
from escalated_tickets.participants.rules import require_outsider, require_room
from escalated_tickets.people.queries import Person, people_by_ids
from escalated_tickets.people.service import see_person
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.visibility import STAFF_KINDS, Relation, Viewer, relation
from escalated_tickets.tickets.writing import Changed, begin, save

SHARE = "tickets:share"
_FORGET = delete(suggested).where(
    suggested.c.ticket_id == bindparam("ticket", type_=Uuid), suggested.c.person_id == bindparam("person", type_=Uuid)
)


@dataclass(frozen=True, slots=True)
class Named:
    """Who is to take part: as the copy knows them, or by address; `pointer` is where the body names them."""

    ref: PersonRef | None
    known: Person | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Who is to follow, with all that they may do; None: nobody of that id works here."""

    viewer: Viewer | None


async def add(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, named: Named, if_match: int | None = None
) -> Changed:
    """Puts somebody into Cc: from then on they read the public conversation and reply like the customer.

    Raises:
        Invalid: nobody, not active, the requester, staff, or one too many. NotFound, Forbidden, PreconditionFailed.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.PARTICIPANTS)
    if named.ref is None:
        raise invalid(named.pointer, "unknown", "There is no such person.")
    await _join(uow, edit, named.ref, named.known, named.pointer)
    return await save(uow, edit)


async def approve(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, person_id: UUID, if_match: int | None = None
) -> Changed:
    """Makes a participant of somebody whom a mail suggested."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.PARTICIPANTS)
    found = await suggestion(uow.connection, edit.state.id, person_id)
    if found is None:
        raise NotFound("Nobody with this id is suggested here.", code="suggestion_not_found")
    known = (await people_by_ids(uow.connection, [person_id])).get(person_id)
    await _join(uow, edit, found.person, known, "")
    return await save(uow, edit)


async def _join(uow: UnitOfWork, edit: Edit, ref: PersonRef, known: Person | None, pointer: str) -> None:
    if known is not None and not known.active:
        raise invalid(pointer, "inactive", "This person's account is not active.")
    require_outsider(ref.id, edit.state, is_staff=known is not None and known.kind in STAFF_KINDS, pointer=pointer)
    if ref.id not in edit.state.participant_ids:
        require_room(edit.state)
    await see_person(uow, ref)
    add_participant(edit, ref.id)
    await uow.execute(_FORGET, {"ticket": edit.state.id, "person": ref.id})


async def remove(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, person_id: UUID, if_match: int | None = None
) -> Changed:
    """Takes somebody out of Cc, or turns a suggestion down. Who is neither is 404."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.PARTICIPANTS)
    forgotten = await uow.execute(_FORGET, {"ticket": edit.state.id, "person": person_id})
    if not forgotten.rowcount and person_id not in edit.state.participant_ids:
        raise NotFound("This person does not take part here.", code="participant_not_found")
    remove_participant(edit, person_id)
    return await save(uow, edit)


async def bring_in(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, followed: Followed, if_match: int | None = None
) -> Changed:
    """Has somebody of the staff follow the ticket. Who cannot see it is brought in by who may share only."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.FOLLOW)
    who = followed.viewer
    if who is None or who.id != viewer.id:
        edit.require(Act.EDIT)
    if who is None:
        raise invalid("/person_id", "not_staff", "Followers are active members of the staff.")
    if relation(who, edit.before) is not Relation.STAFF and not viewer.may(SHARE):
        raise Forbidden("They cannot see this ticket, and you may not share it.", code="share_needed")
    effects.follow(edit, who.id, following=True)
    return await save(uow, edit)


async def let_go(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, person_id: UUID, if_match: int | None = None
) -> Changed:
    """Has somebody follow no more; who did not is 404."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.FOLLOW)
    if person_id != viewer.id:
        edit.require(Act.EDIT)
    if person_id not in edit.state.follower_ids:
        raise NotFound("This person does not follow the ticket.", code="follower_not_found")
    effects.follow(edit, person_id, following=False)
    return await save(uow, edit)
