"""Which tickets may be merged, and what the target gains: decided from the two states alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from escalated_chassis.errors import Conflict, invalid
from escalated_tickets.tickets.state import MOST_FOLLOWERS, MOST_TAGS, TicketState

UNMERGE_WITHIN: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Plan:
    """What comes to the target beside the messages. `shows_to_others`: the two tickets have different customers, who
    read each other's words from now on. `into_done`: what was open is part of something that is done."""

    tag_ids: tuple[UUID, ...]
    follower_ids: tuple[UUID, ...]
    participant_ids: tuple[UUID, ...]
    shows_to_others: bool
    into_done: bool


def plan_merge(source: TicketState, target: TicketState) -> Plan:
    """What merging does. The requester of the source takes part in the target, unless it is their own.

    Raises:
        Invalid: one ticket with itself. Conflict: one of them was merged or deleted before.
    """
    check_mergeable(source, target)
    customers = [source.requester_id, *source.participant_ids]
    return Plan(
        tag_ids=_new(source.tag_ids, target.tag_ids)[: max(MOST_TAGS - len(target.tag_ids), 0)],
        follower_ids=_new(source.follower_ids, target.follower_ids)[: MOST_FOLLOWERS - len(target.follower_ids)],
        participant_ids=_new(customers, [*target.participant_ids, target.requester_id]),
        shows_to_others=_customers(source) != _customers(target),
        into_done=target.done and not source.done,
    )


def check_mergeable(source: TicketState, target: TicketState) -> None:
    if source.id == target.id:
        raise invalid("/into", "same_ticket", "A ticket is not merged with itself.")
    for which, state in (("The ticket", source), ("The ticket to merge into", target)):
        if state.merged_into_id is not None:
            raise Conflict(
                f"{which} was merged itself.",
                code="ticket_merged",
                extra={"reference": state.reference, "merged_into_id": str(state.merged_into_id)},
            )
        if state.deleted_at is not None:
            raise Conflict(f"{which} is deleted; restore it first.", code="ticket_deleted")


def check_unmergeable(merged_at: datetime, target: TicketState, now: datetime) -> None:
    """Raises Conflict where the time is over, or the target is no longer what it was."""
    if now > merged_at + UNMERGE_WITHIN:
        raise Conflict("A merge is taken back within 24 hours.", code="unmerge_window_over")
    if target.merged_into_id is not None:
        raise Conflict("The target was merged on; take that back first.", code="ticket_merged")


def check_both_begin(source_public: int, target_public: int) -> None:
    """Raises Conflict where one of the two would be left without a message that its customer may read."""
    for which, left in (("ticket", source_public), ("target", target_public)):
        if left == 0:
            raise Conflict(
                f"The {which} would be left without a message: what it had was split off since.",
                code="nothing_public_left",
            )


def _customers(state: TicketState) -> frozenset[UUID]:
    return frozenset({state.requester_id, *state.participant_ids})


def _new(ours: list[UUID], theirs: list[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(each for each in ours if each not in theirs))
