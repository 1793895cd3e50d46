"""What of a ticket can be put back, as groups of columns, and whether it still can."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from escalated_chassis.errors import Conflict
from escalated_tickets.tickets.restoring import STATUS_FIELDS
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.state import TicketState

UNDO_WITHIN: Final = timedelta(minutes=10)
# A bulk job takes a while, and more than a glance to be seen wrong.
UNDO_JOB_WITHIN: Final = timedelta(hours=1)
KEPT: Final = timedelta(days=1)

# The first column of a group says whether it changed.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "status": STATUS_FIELDS,
    "priority": ("priority",),
    "assignment": ("assignee_id", "assignee_name", "assignee_email"),
    "department": ("department_id",),
    "tags": ("tag_ids",),
    "snooze": ("snoozed_until",),
    "delete": ("deleted_at",),
}
# The merge of a ticket into this one: its id is kept in place of columns.
MERGE: Final = "merge"
NEEDS: Final[dict[str, Act]] = {
    "status": Act.STATUS,
    "priority": Act.PRIORITY,
    "assignment": Act.ASSIGN,
    "department": Act.DEPARTMENT,
    "tags": Act.TAGS,
    "snooze": Act.SNOOZE,
    "delete": Act.RESTORE,
}

Kept = dict[str, dict[str, Any]]


def differences(before: TicketState, after: TicketState) -> tuple[Kept, Kept]:
    """The groups that changed, as they were and as they are."""
    changed = [group for group, names in GROUPS.items() if getattr(before, names[0]) != getattr(after, names[0])]
    return _kept(before, changed), _kept(after, changed)


def _kept(state: TicketState, groups: list[str]) -> Kept:
    return {group: {name: _plain(getattr(state, name)) for name in GROUPS[group]} for group in groups}


def check_unchanged(state: TicketState, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raises Conflict naming what somebody has changed since."""
    changed = [group for group in after if not _stands(group, state, before, after)]
    if changed:
        raise changed_since(changed)


def changed_since(groups: list[str]) -> Conflict:
    detail = f"Changed since, so that it cannot be undone: {', '.join(groups)}."
    return Conflict(detail, code="changed_since", extra={"changed": groups})


def _stands(group: str, state: TicketState, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    if group == "tags":
        now = {str(each) for each in state.tag_ids}
        added, removed = tag_changes(before[group], after[group])
        return added <= now and not removed & now
    name = GROUPS[group][0]
    return bool(_plain(getattr(state, name)) == after[group][name])


def tag_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Ids of tags that were added, and of those that were taken off."""
    was, became = set(before["tag_ids"]), set(after["tag_ids"])
    return became - was, was - became


def _plain(value: Any) -> Any:
    """A value as JSON gives it back."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
