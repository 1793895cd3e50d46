"""Custom fields of one ticket, as an effect on an edit."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from escalated_chassis.errors import Conflict
from escalated_tickets.custom_fields.rules import merged_values
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.visibility import Relation


def set_values(edit: Edit, given: Mapping[str, Any], pointer: str = "/custom_fields") -> None:
    """Puts values in, and takes out those given as null. A change that customers cannot see is none for them.

    Raises:
        Invalid: a field that is none, or a value that does not fit it.
        Conflict: the status that the ticket is in would lose a field that it requires.
    """
    before = edit.state.custom_fields
    as_staff = edit.relation is Relation.STAFF
    after = merged_values(edit.book.fields, edit.state, given, as_staff=as_staff, pointer=pointer)
    if after == before:
        return
    _keep_required(edit, after)
    edit.change(
        Happening(
            "ticket.updated",
            {"changes": [("custom_fields", before, after)]},
            {"custom_fields": before},
            {"custom_fields": after},
            staff_only=edit.book.fields.changes_hidden_only(before, after),
        ),
        custom_fields=after,
    )


def _keep_required(edit: Edit, after: dict[str, Any]) -> None:
    emptied = [
        each.label
        for each in edit.book.fields.missing_at(replace(edit.state, custom_fields=after), edit.state.status)
        if each.key in edit.state.custom_fields
    ]
    if emptied:
        raise Conflict(
            f"A ticket that is {edit.state.status} needs a value for: {', '.join(emptied)}.", code="fields_required"
        )
