"""Puts groups of columns back. Each tells its event; the activity says once that it was undone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from escalated_tickets.snooze.rules import wake
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.restoring import restore_status
from escalated_tickets.tickets.state import PRIORITIES, PersonRef, TagRef
from escalated_tickets.undo.rules import tag_changes

# Nothing that customers notice.
_STAFFS_OWN = frozenset({"snooze"})


def put_back(edit: Edit, before: Mapping[str, Any], after: Mapping[str, Any], tags: Iterable[TagRef]) -> None:
    """`before` and `after` are of the change that is undone; `tags` are those it touched that still exist."""
    said = len(edit.happenings)
    restored = Happening(
        "ticket.restored",
        {"reason": "undone"},
        _shown(after),
        _shown(before),
        staff_only=set(before) <= _STAFFS_OWN,
    )
    edit.change(restored)
    for group in before:
        _PUT[group](edit, before[group], after[group], tags)
    # A status is told to customers too; of the rest, one row says all.
    edit.happenings[said:] = [_quiet(each) for each in edit.happenings[said:]]


def _quiet(happening: Happening) -> Happening:
    if happening.kind in ("ticket.restored", "ticket.status_changed"):
        return happening
    return replace(happening, silent=True)


def _shown(groups: Mapping[str, Any]) -> dict[str, Any]:
    return {group: _word(group, values) for group, values in groups.items()}


def _word(group: str, values: Mapping[str, Any]) -> Any:
    if group == "priority":
        return PRIORITIES[values["priority"] - 1]
    if group == "assignment":
        return {"id": values["assignee_id"], "name": values["assignee_name"]} if values["assignee_id"] else None
    return next(iter(values.values()))


def _status(edit: Edit, before: Mapping[str, Any], _after: Mapping[str, Any], _tags: Iterable[TagRef]) -> None:
    restore_status(edit, before)


def _priority(edit: Edit, before: Mapping[str, Any], _after: Mapping[str, Any], _tags: Iterable[TagRef]) -> None:
    effects.set_priority(edit, PRIORITIES[before["priority"] - 1])


def _assignment(edit: Edit, before: Mapping[str, Any], _after: Mapping[str, Any], _tags: Iterable[TagRef]) -> None:
    """Without what assigning does to the status: that is a group of its own."""
    if before["assignee_id"] is None:
        effects.unassign(edit)
        return
    person = PersonRef(UUID(before["assignee_id"]), before["assignee_name"], before["assignee_email"])
    effects.give_to(edit, person)


def _department(edit: Edit, before: Mapping[str, Any], _after: Mapping[str, Any], _tags: Iterable[TagRef]) -> None:
    department = before["department_id"]
    effects.set_department(edit, UUID(department) if department else None)


def _tags(edit: Edit, before: Mapping[str, Any], after: Mapping[str, Any], tags: Iterable[TagRef]) -> None:
    added, removed = tag_changes(before, after)
    for tag in tags:
        if str(tag.id) in added:
            effects.remove_tag(edit, tag)
        elif str(tag.id) in removed:
            effects.add_tag(edit, tag)


def _snooze(edit: Edit, before: Mapping[str, Any], _after: Mapping[str, Any], _tags: Iterable[TagRef]) -> None:
    """A time to wake that is over by now is not put back."""
    until = datetime.fromisoformat(before["snoozed_until"]) if before["snoozed_until"] else None
    if until is None or until <= edit.now:
        wake(edit, "person")
    else:
        edit.change(Happening("ticket.snoozed", {"until": until}, staff_only=True), snoozed_until=until)


def _delete(edit: Edit, _before: Mapping[str, Any], _after: Mapping[str, Any], _tags: Iterable[TagRef]) -> None:
    edit.state = replace(edit.state, deleted_at=None)


_PUT = {
    "status": _status,
    "priority": _priority,
    "assignment": _assignment,
    "department": _department,
    "tags": _tags,
    "snooze": _snooze,
    "delete": _delete,
}
