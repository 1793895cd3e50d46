"""When a reply goes out, and with which status."""

from datetime import datetime, timedelta
from typing import Final

from escalated_chassis.errors import invalid
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.rules import Act, may_do

LONGEST: Final = timedelta(days=30)


def send_at_of(send_after: int | datetime, now: datetime) -> datetime | None:
    """The time that `send_after` means, seconds from now or a time; None for at once.

    Raises Invalid for the past, and for more than `LONGEST`.
    """
    if isinstance(send_after, int):
        return now + timedelta(seconds=send_after) if send_after else None
    if send_after <= now:
        raise invalid("/send_after", "past", "A reply cannot be sent in the past.")
    if send_after > now + LONGEST:
        raise invalid("/send_after", "too_far", f"A reply waits {LONGEST.days} days at most.")
    return send_after


def status_at_sending(edit: Edit, wanted: str | None) -> str | None:
    """The status that was chosen with a reply, where it may still be entered, and by its writer; else the usual effect.

    What was written reaches the customer in any case: it does not hang on a status that somebody else has moved.
    """
    if wanted is None or wanted == edit.state.status:
        return wanted
    follows = edit.book.allows(edit.state.status, wanted) and not edit.book.fields.missing_at(edit.state, wanted)
    return wanted if follows and may_do(Act.STATUS, edit.viewer, edit.relation, edit.policy) else None
