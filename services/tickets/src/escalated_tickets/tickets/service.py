"""What can be done to a ticket. One function, one transaction, one version; REST, gRPC, timers and rules call these."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Forbidden, invalid
from escalated_tickets.assignment.service import assign_by_department
from escalated_tickets.custom_fields.effects import set_values
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import department_is_active, people_by_ids
from escalated_tickets.people.service import see_person
from escalated_tickets.tags.service import find_tags, make_tags
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.rules import Act, allowed_statuses, require
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begin, save


async def edit_fields(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, values: Mapping[str, Any], if_match: int | None = None
) -> Changed:
    """Changes subject, type and custom fields; `values` names only those to change.

    Customers change nothing but the custom fields that are editable to them.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    plain = {name: value for name, value in values.items() if name != "custom_fields"}
    edit.require(Act.EDIT if plain or edit.relation is Relation.STAFF else Act.FIELDS)
    effects.set_fields(edit, plain)
    set_values(edit, values.get("custom_fields") or {})
    return await save(uow, edit)


async def set_status(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, status: str, if_match: int | None = None
) -> Changed:
    """Moves the ticket along the transition table; Conflict with the allowed ones otherwise."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    _require_status(edit, status)
    effects.move_status(edit, status)
    return await save(uow, edit)


async def resolve(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    return await _move_to(uow, desk, viewer, ticket, Act.RESOLVE, if_match)


async def close(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    return await _move_to(uow, desk, viewer, ticket, Act.CLOSE, if_match)


async def reopen(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    """Customers within the reopen window, staff always."""
    return await _move_to(uow, desk, viewer, ticket, Act.REOPEN, if_match)


async def _move_to(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, act: Act, if_match: int | None) -> Changed:
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(act)
    status = _target(edit, act)
    _require_status(edit, status)
    effects.move_status(edit, status)
    return await save(uow, edit)


def _target(edit: Edit, act: Act) -> str:
    wanted = {Act.RESOLVE: edit.book.default("solved"), Act.CLOSE: edit.book.default("closed")}.get(act, "reopened")
    if wanted is None:
        raise Conflict("The desk has no status for this.", code="no_such_status")
    return wanted


def _require_status(edit: Edit, status: str) -> None:
    """Staff may ask for any status; customers close and reopen only, and reopen within the window."""
    if edit.relation is Relation.STAFF:
        edit.require(Act.STATUS)
        return
    edit.require(Act.REOPEN if status == "reopened" else Act.CLOSE)
    closing = status == edit.book.default("closed")
    allowed = allowed_statuses(edit.viewer, edit.relation, edit.before, edit.book, edit.policy, edit.now)
    if status == "reopened" and edit.before.done and status not in allowed:
        raise Conflict("The time to reopen this ticket is over; open a new one.", code="reopen_window_over")
    if status != "reopened" and not closing:
        raise Forbidden("You may close and reopen a ticket, nothing else.", extra={"allowed": list(allowed)})


async def set_priority(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, priority: str, if_match: int | None = None
) -> Changed:
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.PRIORITY)
    effects.set_priority(edit, priority)
    return await save(uow, edit)


async def set_department(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str,
    department_id: UUID | None,
    if_match: int | None = None,
) -> Changed:
    """Moves the ticket to a department, any active one: also out of the caller's own sight."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.DEPARTMENT)
    await check_department(uow, department_id)
    effects.set_department(edit, department_id)
    if department_id != edit.before.department_id:
        await assign_by_department(uow, edit)
    return await save(uow, edit)


async def check_department(uow: UnitOfWork, department_id: UUID | None) -> None:
    """Raises Invalid for a department that is unknown or no longer active."""
    if department_id is None:
        return
    active = await department_is_active(uow.connection, department_id)
    if active is None:
        raise invalid("/department_id", "unknown", "There is no such department.")
    if not active:
        raise invalid("/department_id", "inactive", "The department is no longer active.")


async def assign(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, assignee_id: UUID, if_match: int | None = None
) -> Changed:
    """Gives the ticket to an active agent; a new one is thereby in progress."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.ASSIGN)
    effects.assign(edit, await agent_to_assign(uow, assignee_id))
    return await save(uow, edit)


async def agent_to_assign(uow: UnitOfWork, assignee_id: UUID) -> PersonRef:
    """Raises Invalid for somebody who is unknown, gone, or no agent."""
    person = (await people_by_ids(uow.connection, [assignee_id])).get(assignee_id)
    if person is None or not person.may_be_assigned:
        raise invalid("/assignee_id", "not_assignable", "There is no active agent with this id.")
    return person.ref


async def unassign(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.ASSIGN)
    effects.unassign(edit)
    return await save(uow, edit)


async def add_tags(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, names: Sequence[str], if_match: int | None = None
) -> Changed:
    """Adds tags by name; a name that is new makes a new tag."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.TAGS)
    for tag in await make_tags(uow, names):
        effects.add_tag(edit, tag)
    return await save(uow, edit)


async def remove_tags(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, names: Sequence[str], if_match: int | None = None
) -> Changed:
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.TAGS)
    for tag in await find_tags(uow.connection, names):
        effects.remove_tag(edit, tag)
    return await save(uow, edit)


async def escalate(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, reason: str = "", if_match: int | None = None
) -> Changed:
    """Raises the level always; the status follows where the transition table allows it."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.ESCALATE)
    effects.escalate(edit, reason)
    return await save(uow, edit)


async def follow(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, *, following: bool, if_match: int | None = None
) -> Changed:
    """Follows or stops following, for oneself. Counts in no version."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.FOLLOW)
    effects.follow(edit, viewer.id, following=following)
    await see_person(uow, PersonRef(viewer.id, viewer.name, viewer.email), viewer.kind)
    return await save(uow, edit)


async def delete(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.DELETE)
    effects.delete(edit)
    return await save(uow, edit)


async def restore(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, if_match: int | None = None) -> Changed:
    edit = await begin(uow, desk, viewer, ticket, if_match)
    require(Act.RESTORE, viewer, edit.relation, edit.before, edit.policy)
    effects.restore(edit)
    return await save(uow, edit)
