"""Who can be a participant, and whom a mail may suggest. Pure."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from escalated_chassis.errors import invalid
from escalated_tickets.tickets.state import PersonRef, TicketState

MOST_PARTICIPANTS: Final = 50


def require_room(ticket: TicketState) -> None:
    if len(ticket.participant_ids) >= MOST_PARTICIPANTS:
        raise invalid("", "too_many", f"A ticket has at most {MOST_PARTICIPANTS} participants.")


def require_outsider(person_id: UUID, ticket: TicketState, *, is_staff: bool, pointer: str) -> None:
    """Raises Invalid for the requester, who is told anyway, and for staff, who follow."""
    if person_id == ticket.requester_id:
        raise invalid(pointer, "is_requester", "This is the requester of the ticket.")
    if is_staff:
        raise invalid(pointer, "is_staff", "Members of the staff follow a ticket.")


def worth_suggesting(
    copied: Iterable[PersonRef], ticket: TicketState, staff_ids: Iterable[UUID], already: int
) -> list[PersonRef]:
    """Of those whom a mail had in Cc: each once, without whoever takes part or works here, as many as have room."""
    known = {ticket.requester_id, *ticket.participant_ids, *staff_ids}
    fresh = {person.id: person for person in copied if person.id not in known}
    room = MOST_PARTICIPANTS - len(ticket.participant_ids) - already
    return list(fresh.values())[: max(room, 0)]
