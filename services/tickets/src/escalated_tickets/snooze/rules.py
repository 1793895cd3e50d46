"""How long a ticket sleeps, and what wakes it. A snooze keeps the status and pauses no clock."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from escalated_chassis.errors import Conflict, invalid
from escalated_tickets.tickets.edit import Edit, Happening

Preset = Literal["1h", "4h", "tomorrow_9", "next_week"]
WakeReason = Literal["time", "reply", "person"]
LONGEST: Final = timedelta(days=730)
_MORNING: Final = time(9)


def zone_of(name: str, pointer: str = "/zone") -> ZoneInfo:
    """The IANA time zone of this name. Raises Invalid where there is none."""
    try:
        return ZoneInfo(name)
    # Unknown, no name of a zone at all, or the name of a folder of zones.
    except (KeyError, ValueError, OSError):
        raise invalid(pointer, "unknown_zone", f"There is no time zone {name!r}.") from None


def until_of(preset: Preset, zone: ZoneInfo, now: datetime) -> datetime:
    """When a preset ends; mornings are those of `zone`, next week begins on its next Monday."""
    if preset == "1h":
        return now + timedelta(hours=1)
    if preset == "4h":
        return now + timedelta(hours=4)
    today = now.astimezone(zone).date()
    days = 1 if preset == "tomorrow_9" else 7 - today.weekday()
    return datetime.combine(today + timedelta(days=days), _MORNING, zone).astimezone(UTC)


def snooze(edit: Edit, until: datetime) -> None:
    """Puts the ticket to sleep, or gives one that sleeps another time to wake.

    Raises Invalid for the past and for what is over two years away, Conflict for a ticket that is done.
    """
    if until <= edit.now:
        raise invalid("/until", "in_the_past", "A ticket can be snoozed until a time to come only.")
    if until > edit.now + LONGEST:
        raise invalid("/until", "too_far", f"A ticket can be snoozed for {LONGEST.days} days at most.")
    if edit.state.done:
        raise Conflict("The ticket is done; there is nothing to wake it for.", code="ticket_done")
    before, until = edit.state.snoozed_until, until.astimezone(UTC)
    if until != before:
        _change(edit, Happening("ticket.snoozed", {"until": until}, _shown(before), _shown(until)), until)


def wake(edit: Edit, reason: WakeReason) -> None:
    """Ends the sleep; of a ticket that does not sleep, nothing changes."""
    before = edit.state.snoozed_until
    if before is not None:
        after = {"snoozed_until": None, "reason": reason}
        _change(edit, Happening("ticket.woken", {"reason": reason}, _shown(before), after), None)


def settle(edit: Edit) -> None:
    """What follows for a sleeping ticket from the rest of a change: a customer's answer wakes it, being done ends it.

    The latter without a word: the ticket's end is word enough. That the customer is away is no answer of theirs.
    """
    if edit.state.snoozed_until is None:
        return
    answers = [each for each in edit.messages if each.kind == "reply" and not each.automatic]
    if any(each.author_kind == "customer" for each in answers):
        wake(edit, "reply")
    elif edit.state.done:
        edit.state = replace(edit.state, snoozed_until=None)


def _change(edit: Edit, happening: Happening, until: datetime | None) -> None:
    edit.change(replace(happening, staff_only=True), snoozed_until=until)


def _shown(until: datetime | None) -> dict[str, str | None]:
    return {"snoozed_until": None if until is None else until.isoformat().replace("+00:00", "Z")}
