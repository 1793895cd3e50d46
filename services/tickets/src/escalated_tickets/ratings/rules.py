"""Who may rate what, decided on plain data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from escalated_chassis.errors import Conflict, Forbidden
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.state import TicketState

SCORES = range(1, 6)


@dataclass(frozen=True)
class Given:
    """A score from 1 to 5 and what was said with it."""

    score: int
    comment: str = ""


def resolution_of(ticket: TicketState) -> datetime | None:
    """The resolution that can be rated now: none while the ticket is being worked on."""
    return (ticket.resolved_at or ticket.closed_at) if ticket.done else None


def check_ratable(ticket: TicketState, person_id: UUID) -> datetime:
    """The resolution that this person may rate.

    Raises:
        Forbidden: the ticket is somebody else's request. Conflict: it is not done, or was rated.
    """
    if ticket.requester_id != person_id:
        raise Forbidden("Only whoever asked for help rates it.", code="not_requester")
    resolution = resolution_of(ticket)
    if resolution is None:
        raise Conflict("A ticket can be rated once it is resolved.", code="not_resolved")
    if ticket.rating is not None:
        raise Conflict("This resolution was rated already.", code="already_rated")
    return resolution


def rate_ticket(edit: Edit, given: Given) -> None:
    """Puts the rating on the ticket. The words go to staff only; they are not repeated in the activity."""
    edit.change(
        Happening(
            "ticket.rated",
            {"score": given.score, "comment": given.comment},
            after={"score": given.score},
            staff_only=True,
        ),
        rating=given.score,
    )
    # What the requester may do has changed by it, so their version counts it too.
    edit.public = True
