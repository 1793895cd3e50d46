"""What a merge, and taking it back, do to the rows of the two tickets, and what each of them says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from escalated_chassis.errors import Conflict
from escalated_tickets.merges.rules import Plan
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.restoring import put_status, restore_status
from escalated_tickets.tickets.state import TagRef


def merge_away(source: Edit, target: Edit) -> None:
    """Closes the source as merged. Nobody resolved or closed it, so neither is said: it went elsewhere."""
    source.change(_merged(source, target), merged_into_id=target.before.id, snoozed_until=None)
    closed = source.book.default("closed")
    if closed is None:
        raise Conflict("The desk has no status for this.", code="no_such_status")
    if source.state.status_category != "closed":
        put_status(source, closed, "closed", done=True, closed_at=source.now, auto_close_at=None)


def merge_in(source: Edit, target: Edit, plan: Plan, tags: Sequence[TagRef], waiting: datetime | None) -> None:
    """Gives the target what is not a message: tags, followers, participants.

    `waiting`: since when a message of the customer that came along waits for an answer. A target that waits for its
    customer does so no longer then, as after a reply.
    """
    happening = _merged(source, target)
    target.change(replace(happening, details={**happening.details, "waiting_since": waiting}))
    for tag in tags:
        effects.add_tag(target, tag)
    for follower in plan.follower_ids:
        effects.follow(target, follower, following=True)
    set_participants(target, [*target.state.participant_ids, *plan.participant_ids])
    if waiting is not None and target.state.status_category == "pending":
        effects.move_status_if_allowed(target, "waiting_on_agent")


def set_participants(edit: Edit, ids: Sequence[UUID]) -> None:
    before, after = edit.state.participant_ids, list(ids)
    if before == after:
        return
    shown = [str(each) for each in before], [str(each) for each in after]
    details = {"changes": [("participants", *shown)]}
    happening = Happening("ticket.updated", details, {"participants": shown[0]}, {"participants": shown[1]})
    edit.change(happening, participant_ids=after)


def come_back(source: Edit, target: Edit, kept: Mapping[str, Any]) -> None:
    """The source as it was before the merge; a sleep that would be over by now is not put back."""
    until = datetime.fromisoformat(kept["snoozed_until"]) if kept["snoozed_until"] else None
    asleep = until if until is not None and until > source.now else None
    source.change(_unmerged(source, target), merged_into_id=None, snoozed_until=asleep)
    restore_status(source, kept)


def give_back(
    source: Edit, target: Edit, tags: Sequence[TagRef], followers: Sequence[UUID], people: Sequence[UUID]
) -> None:
    """The target without what it had by the merge alone; its status is another thing."""
    target.change(_unmerged(source, target))
    for tag in tags:
        effects.remove_tag(target, tag)
    for follower in followers:
        effects.follow(target, follower, following=False)
    set_participants(target, [each for each in target.state.participant_ids if each not in people])


def give_status_back(target: Edit, kept: Mapping[str, Any], merged_at: datetime) -> None:
    """The target's status before the merge, where the merge changed it and nothing has since."""
    if target.before.status_changed_at == merged_at:
        restore_status(target, kept["target"])


def counted(edit: Edit, tally: Mapping[str, Any]) -> None:
    """Takes over what was counted of the messages that the ticket has now."""
    edit.state = replace(edit.state, **tally)


def _merged(source: Edit, target: Edit) -> Happening:
    details = {
        "source_id": str(source.before.id),
        "source_reference": source.before.reference,
        "target_id": str(target.before.id),
        "target_reference": target.before.reference,
    }
    return Happening("ticket.merged", details, after=_both(source, target))


def _unmerged(source: Edit, target: Edit) -> Happening:
    details = {"reason": "unmerged", "source_id": str(source.before.id)}
    return Happening("ticket.restored", details, before=_both(source, target))


def _both(source: Edit, target: Edit) -> dict[str, str]:
    return {"source": source.before.reference, "target": target.before.reference}
