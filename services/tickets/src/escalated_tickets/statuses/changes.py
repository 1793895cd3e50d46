"""Which changes of statuses are allowed. Pure: the book as it is in, a refusal or what follows out."""

import re
from dataclasses import replace
from typing import Final

from escalated_chassis.errors import Conflict, invalid
from escalated_tickets.statuses.rules import Status, StatusBook

MOST_STATUSES: Final = 100
_SLUG: Final = re.compile(r"[a-z][a-z0-9_]{0,49}")


def slug_of(label: str) -> str:
    """A slug made of a label. Raises Invalid where nothing of it would be left."""
    slug = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:50]
    if not _SLUG.fullmatch(slug):
        raise invalid("/slug", "required", "Give a slug: the label does not make one.")
    return slug


def check_new(book: StatusBook, status: Status) -> Status:
    """The status as it is to be added: the first of its category is its default.

    Raises Conflict for a slug that is taken, and where there are enough.
    """
    if status.slug in book.statuses:
        raise Conflict(f"There is a status {status.slug!r} already.", code="status_exists")
    if len(book.statuses) >= MOST_STATUSES:
        raise Conflict(f"There are {MOST_STATUSES} statuses already.", code="too_many_statuses")
    return replace(status, default_of_category=status.default_of_category or book.default(status.category) is None)


def check_edit(book: StatusBook, before: Status, after: Status, in_use: int) -> Status:
    """The status as it is to be kept; in a category of its own it is the default.

    Raises Conflict for another category of a built-in status or of one that tickets are in, and for a category that
    would be left without a default.
    """
    if after.category != before.category:
        if before.built_in:
            raise Conflict("The category of a built-in status is fixed.", code="built_in")
        if in_use:
            raise in_use_error(before.slug, in_use)
        require_dispensable(book, before)
        alone = book.default(after.category) is None
        return replace(after, default_of_category=after.default_of_category or alone)
    if before.default_of_category and not after.default_of_category:
        raise invalid("/default", "needed", "A category keeps a default: make another status the default instead.")
    return after


def require_dispensable(book: StatusBook, status: Status) -> None:
    """Raises Conflict for the default of a category that has other statuses."""
    others = [each for each in book.statuses.values() if each.category == status.category and each != status]
    if status.default_of_category and others:
        raise Conflict(
            f"{status.slug!r} is the default of its category; make another the default first.", code="default_status"
        )


def in_use_error(slug: str, count: int) -> Conflict:
    tickets = "1 ticket is" if count == 1 else f"{count} tickets are"
    return Conflict(f"{tickets} in the status {slug!r}.", code="status_in_use", extra={"count": count})


def check_transitions(book: StatusBook, slug: str, others: list[str], pointer: str) -> None:
    """Raises Invalid for a status that is none, and for the status itself."""
    for place, other in enumerate(others):
        if other == slug:
            raise invalid(f"{pointer}/{place}", "itself", "A status does not follow itself.")
        if other not in book.statuses:
            raise invalid(f"{pointer}/{place}", "unknown", f"There is no status {other!r}.")
