"""Saying what a ticket is about."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound
from escalated_chassis.ids import uuid7
from escalated_tickets.desk import Desk
from escalated_tickets.subjects import rules
from escalated_tickets.subjects.models import subjects
from escalated_tickets.subjects.queries import subjects_of
from escalated_tickets.subjects.rules import NewSubject, Subject
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.tickets.writing import Changed, begin, save

_new = insert(subjects)
_WRITE = _new.on_conflict_do_update(
    index_elements=[subjects.c.id], set_={"title": _new.excluded.title, "link": _new.excluded.link}
)
_DELETE = delete(subjects).where(subjects.c.id == bindparam("subject", type_=Uuid))


async def add_subject(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, new: NewSubject, if_match: int | None = None
) -> tuple[Changed, Subject]:
    """Names one more thing that the ticket is about; one that is named already gets this title and link.

    Raises:
        NotFound, Forbidden, PreconditionFailed; Conflict where the ticket is about too much already.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.EDIT)
    present = await subjects_of(uow.connection, edit.before.id)
    same = [each for each in present if (each.type, each.key) == (new.type, new.key)]
    subject = _made(new, same[0].id if same else uuid7())
    if subject not in present:
        rules.add(edit, present, subject)
        await uow.execute(_WRITE, [_row(uow, edit.before.id, subject)])
    return await save(uow, edit), subject


async def remove_subject(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, subject_id: UUID, if_match: int | None = None
) -> Changed:
    """Raises NotFound also for a subject of another ticket."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.EDIT)
    present = await subjects_of(uow.connection, edit.before.id)
    if subject_id not in {each.id for each in present}:
        raise NotFound("The ticket has no such subject.", code="subject_not_found")
    rules.remove(edit, present, subject_id)
    await uow.execute(_DELETE, {"subject": subject_id})
    return await save(uow, edit)


def named_first(edit: Edit, new: Sequence[NewSubject]) -> list[Subject]:
    """Notes what a new ticket is about; `write_first` writes it once the ticket is written."""
    made = [_made(each, uuid7()) for each in new]
    if made:
        rules.note_first(edit, made)
    return made


async def write_first(uow: UnitOfWork, ticket_id: UUID, made: Sequence[Subject]) -> None:
    if made:
        await uow.execute(_WRITE, [_row(uow, ticket_id, subject) for subject in made])


def _made(new: NewSubject, subject_id: UUID) -> Subject:
    return Subject(subject_id, new.type, new.key, new.title, new.link)


def _row(uow: UnitOfWork, ticket_id: UUID, subject: Subject) -> dict[str, Any]:
    return {
        "id": subject.id,
        "ticket_id": ticket_id,
        "type": subject.type,
        "key": subject.key,
        "title": subject.title,
        "link": subject.link,
        "created_at": uow.now,
    }
