"""Bringing an earlier state back: un-merge and undo. That is no transition, and is recorded as what it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.state import TicketState

# What a status consists of: itself, the stamps of its category, and what its resolution was rated.
STATUS_FIELDS: Final = ("status", "status_category", "done", "resolved_at", "closed_at", "auto_close_at", "rating")
_TIMES: Final = frozenset({"resolved_at", "closed_at", "auto_close_at"})


def status_of(state: TicketState) -> dict[str, Any]:
    """A ticket's status as it is kept, to be put back later."""
    found = {name: getattr(state, name) for name in STATUS_FIELDS}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}


def restore_status(edit: Edit, kept: Mapping[str, Any]) -> None:
    """Puts a status back with its stamps, whatever the transition table says.

    Where the desk has given up that status since, the default one of its category stands in.
    """
    slug = str(kept["status"])
    if slug not in edit.book.statuses:
        slug = edit.book.default(kept["status_category"]) or edit.state.status
    category = edit.book.category(slug) if slug in edit.book.statuses else edit.state.status_category
    stamps = {name: None if kept[name] is None else datetime.fromisoformat(kept[name]) for name in _TIMES}
    rating = kept.get("rating", edit.state.rating)
    put_status(edit, slug, category, done=bool(kept["done"]), rating=rating, **stamps)


def put_status(edit: Edit, slug: str, category: str, **values: Any) -> None:
    """Changes the status without a transition; nothing where it is that already."""
    was = edit.state
    if was.status == slug:
        return
    details = {
        "old_status": was.status,
        "new_status": slug,
        "old_category": was.status_category,
        "new_category": category,
        "restored": True,
    }
    shown = {"status": was.status}, {"status": slug, "restored": True}
    entered = {"status": slug, "status_category": category, "status_changed_at": edit.now}
    edit.change(Happening("ticket.status_changed", details, *shown), **entered, **values)
