"""A guest's new ticket, by the desk's policy."""

from dataclasses import dataclass, replace
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Unavailable
from escalated_tickets.conversation.rules import Cleaned
from escalated_tickets.desk import Desk
from escalated_tickets.guests.service import invite_to_sign_up
from escalated_tickets.people.queries import people_by_ids
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.viewers import viewer_of_person
from escalated_tickets.tickets.writing import Changed


@dataclass(frozen=True)
class NewRequest:
    """What somebody without a sign-in asks for, on the desk's own pages or in its widget elsewhere."""

    guest: PersonRef
    subject: str
    text: Cleaned
    channel: str = "web"


async def open_for(uow: UnitOfWork, desk: Desk, request: NewRequest) -> Changed:
    """Opens the ticket; who its requester is, and whether the guest is invited, the setting `guest_policy` says."""
    guest = request.guest
    viewer = viewer_of_person(guest.id, "guest", guest.name, guest.email, frozenset(), frozenset())
    opening = Opening(guest, request.subject, request.text, author=guest, channel=request.channel)
    if desk.settings.guest_policy == "guest_user":
        opening = await _for_configured_user(uow, desk, opening)
    after = await open_ticket(uow, desk, viewer, opening)
    if desk.settings.guest_policy == "prompt_signup":
        await _invite(uow, desk, guest.id)
    return after


async def _for_configured_user(uow: UnitOfWork, desk: Desk, opening: Opening) -> Opening:
    """The configured user is the requester, the guest takes part: they hear of answers and may look again."""
    user_id = desk.settings.guest_user_id
    known = await people_by_ids(uow.connection, [user_id]) if user_id else {}
    user = known.get(user_id or UUID(int=0))
    if user is None or not user.active:
        raise Unavailable("Nobody takes guests' requests at the moment.", code="no_guest_user")
    return replace(opening, requester=user.ref, participants=(opening.author,), requester_kind=user.kind)


async def _invite(uow: UnitOfWork, desk: Desk, guest_id: UUID) -> None:
    person = (await people_by_ids(uow.connection, [guest_id]))[guest_id]
    if person.kind == "guest" and person.active:
        invite_to_sign_up(uow, desk, person.id, person.email)
