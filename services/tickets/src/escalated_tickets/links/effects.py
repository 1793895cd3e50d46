"""What a ticket says of its links: an update named `links`, told to staff only unless it is a follow-up."""

from escalated_tickets.links.rules import PUBLIC
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.state import TicketState


def say_linked(edit: Edit, kind: str, other: TicketState) -> None:
    _say(edit, kind, None, _told(kind, other))


def say_unlinked(edit: Edit, kind: str, other: TicketState) -> None:
    _say(edit, kind, _told(kind, other), None)


def _say(edit: Edit, kind: str, before: dict[str, str] | None, after: dict[str, str] | None) -> None:
    shown = {"links": before}, {"links": after}
    details = {"changes": [("links", before, after)]}
    edit.change(Happening("ticket.updated", details, *shown, staff_only=kind not in PUBLIC))


def _told(kind: str, other: TicketState) -> dict[str, str]:
    """Its subject is not for everybody who sees this one."""
    return {"kind": kind, "id": str(other.id), "reference": other.reference}
