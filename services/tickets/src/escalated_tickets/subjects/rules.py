"""What may be said of a subject, and how a ticket's list of them changes. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from escalated_chassis.errors import Conflict, invalid
from escalated_tickets.tickets.edit import Edit, Happening

MOST: Final = 20
TYPE_LENGTH, KEY_LENGTH, TITLE_LENGTH, LINK_LENGTH = 50, 200, 300, 2_000
_LINK: Final = re.compile(r"[^\x00-\x20\x7f<>\"\\^`{|}]+")


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A thing of the host application: its type there, its id there, what it is called and where it is."""

    type: str
    key: str
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    id: UUID
    type: str
    key: str
    title: str
    link: str | None


def view(subject: Subject) -> dict[str, Any]:
    return {
        "id": subject.id,
        "type": subject.type,
        "subject_id": subject.key,
        "title": subject.title,
        "link": subject.link,
    }


def is_web_link(link: str) -> bool:
    """Whether it leads to a host by http(s) and holds nothing that a page could be broken by."""
    if not _LINK.fullmatch(link):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def check_new(subjects: Sequence[NewSubject], pointer: str) -> None:
    """Of a new ticket's subjects. Raises Invalid for the same thing twice."""
    seen: set[tuple[str, str]] = set()
    for place, subject in enumerate(subjects):
        if (subject.type, subject.key) in seen:
            raise invalid(f"{pointer}/{place}", "twice", f"{subject.type} {subject.key} is named twice.")
        seen.add((subject.type, subject.key))


def add(edit: Edit, present: Sequence[Subject], subject: Subject) -> None:
    """Notes one more subject, or a new title or link of one that is there. Raises Conflict beyond `MOST`."""
    others = [each for each in present if each.id != subject.id]
    if len(others) == len(present) >= MOST:
        raise Conflict(f"A ticket is about at most {MOST} things.", code="too_many_subjects")
    _note(edit, present, [*others, subject])


def remove(edit: Edit, present: Sequence[Subject], subject_id: UUID) -> None:
    _note(edit, present, [each for each in present if each.id != subject_id])


def note_first(edit: Edit, subjects: Sequence[Subject]) -> None:
    """Of a new ticket: what it is about from the beginning."""
    edit.happenings.append(_happening([], subjects))


def _note(edit: Edit, before: Sequence[Subject], after: Sequence[Subject]) -> None:
    edit.change(_happening(before, after))


def _happening(before: Sequence[Subject], after: Sequence[Subject]) -> Happening:
    old, new = _named(before), _named(after)
    return Happening("ticket.updated", {"changes": [("subjects", old, new)]}, {"subjects": old}, {"subjects": new})


def _named(subjects: Sequence[Subject]) -> list[dict[str, Any]]:
    """As events and activity name them, in one order."""
    ordered = sorted(subjects, key=lambda each: (each.type, each.key))
    return [{"type": each.type, "id": each.key, "title": each.title, "link": each.link or ""} for each in ordered]
