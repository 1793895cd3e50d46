"""Taking back what somebody did to a ticket, as long as nobody has changed the same since."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Forbidden, NotFound
from escalated_tickets.desk import Desk
from escalated_tickets.merges.service import unmerge
from escalated_tickets.people.queries import department_is_active, people_by_ids
from escalated_tickets.tags.service import tags_by_ids
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.queries import sight_of
from escalated_tickets.tickets.state import TagRef, TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, check_version, lock, save
from escalated_tickets.undo.effects import put_back
from escalated_tickets.undo.models import undoable
from escalated_tickets.undo.rules import MERGE, NEEDS, UNDO_WITHIN, changed_since, check_unchanged, tag_changes

_c = undoable.c
_OPEN = (
    (_c.ticket_id == bindparam("ticket", type_=Uuid)) & (_c.person_id == bindparam("person", type_=Uuid))
) & _c.undone_at.is_(None)
_LAST = (
    select(undoable)
    .where(_OPEN, _c.created_at >= bindparam("since"))
    .order_by(_c.created_at.desc(), _c.id.desc())
    .limit(1)
)
_IN_JOB = _OPEN & (_c.job_id == bindparam("job", type_=Uuid))
_OF_JOB = select(undoable).where(_IN_JOB, ~_c.before.has_key(MERGE)).limit(1)
_MERGE_OF_JOB = (
    select(undoable).where(_IN_JOB, _c.before[(MERGE, "source_id")].astext == bindparam("source", type_=Text)).limit(1)
)
_MARK = update(undoable).where(_c.id == bindparam("change", type_=Uuid)).values(undone_at=bindparam("at"))


async def undo(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    """Undoes the viewer's last change of the ticket, if it is not older than ten minutes. Of a merge: un-merges it.

    Raises:
        NotFound, Forbidden; Conflict where there is nothing to undo, the last change came with a message, or somebody
        changed the same since.
    """
    state = await lock(uow, ticket)
    change = None
    if state is not None:
        last = {"ticket": state.id, "person": viewer.id, "since": uow.now - UNDO_WITHIN}
        change = (await uow.execute(_LAST, last)).one_or_none()
    edit = await _begun(uow, desk, viewer, state, change)
    check_version(edit.before, edit.relation, if_match)
    if change is None or not change.before:
        raise Conflict("There is nothing to undo.", code="nothing_to_undo")
    return await _take_back(uow, desk, edit, change)


async def undo_of_job(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket_id: UUID, job_id: UUID) -> Changed:
    """Undoes what a bulk job did to a ticket. Errors as `undo`."""
    state = await lock(uow, ticket_id)
    change = None if state is None else await _noted_by_job(uow, viewer, state, ticket_id, job_id)
    edit = await _begun(uow, desk, viewer, state, change)
    if change is None or not change.before:
        raise Conflict("There is nothing to undo.", code="nothing_to_undo")
    return await _take_back(uow, desk, edit, change)


async def _noted_by_job(uow: UnitOfWork, viewer: Viewer, state: TicketState, asked_for: UUID, job_id: UUID) -> Any:
    """What a job did to a ticket. That it merged it is noted at `state`, its target, beside others that went there."""
    found: dict[str, Any] = {"ticket": state.id, "person": viewer.id, "job": job_id}
    if state.id == asked_for:
        return (await uow.execute(_OF_JOB, found)).one_or_none()
    return (await uow.execute(_MERGE_OF_JOB, {**found, "source": str(asked_for)})).one_or_none()


async def _begun(uow: UnitOfWork, desk: Desk, viewer: Viewer, state: TicketState | None, change: Any) -> Edit:
    """The change may have ended the viewer's own sight: then it counts what they would see of what comes back."""
    as_whom = None if state is None else sight_of(viewer, state)
    if as_whom is None and state is not None and change is not None:
        as_whom = sight_of(viewer, _seen_before(state, change.before))
    if state is None or as_whom is None:
        raise NotFound("There is no such ticket.", code="ticket_not_found")
    if as_whom is not Relation.STAFF:
        raise Forbidden("You may not undo changes of this ticket.", extra={"act": "undo"})
    return Edit(state, viewer, as_whom, await desk.statuses.book(uow.connection), desk.policy, uow.now)


def _seen_before(state: TicketState, before: Mapping[str, Any]) -> TicketState:
    """The ticket as far as it decides who sees it."""
    values: dict[str, Any] = {}
    for group, name in (("department", "department_id"), ("assignment", "assignee_id")):
        if group in before:
            values[name] = UUID(before[group][name]) if before[group][name] else None
    return replace(state, **values)


async def _take_back(uow: UnitOfWork, desk: Desk, edit: Edit, change: Any) -> Changed:
    """Marks it last: a bulk job goes on with its transaction after a refusal, and that must not use the undo up."""
    mark = {"change": change.id, "at": uow.now}
    if MERGE in change.before:
        source = await unmerge(uow, desk, edit.viewer, UUID(change.before[MERGE]["source_id"]))
        await uow.execute(_MARK, mark)
        return source
    for group in change.before:
        edit.require(NEEDS[group])
    check_unchanged(edit.before, change.before, change.after)
    await _check_still_there(uow, change.before)
    await uow.execute(_MARK, mark)
    put_back(edit, change.before, change.after, await _tags_of(uow, change))
    return await save(uow, edit)


async def _check_still_there(uow: UnitOfWork, before: Mapping[str, Any]) -> None:
    """Raises Conflict where whoever had the ticket is no agent any more, or its department is closed."""
    assignee = before.get("assignment", {}).get("assignee_id")
    department = before.get("department", {}).get("department_id")
    if assignee is not None:
        person = (await people_by_ids(uow.connection, [UUID(assignee)])).get(UUID(assignee))
        if person is None or not person.may_be_assigned:
            raise changed_since(["assignment"])
    if department is not None and not await department_is_active(uow.connection, UUID(department)):
        raise changed_since(["department"])


async def _tags_of(uow: UnitOfWork, change: Any) -> list[TagRef]:
    if "tags" not in change.before:
        return []
    added, removed = tag_changes(change.before["tags"], change.after["tags"])
    found = await tags_by_ids(uow.connection, [UUID(each) for each in added | removed])
    return sorted(found.values(), key=lambda tag: tag.name)
