"""Making, changing and applying macros."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Forbidden, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_tickets.actions.checks import check_actions
from escalated_tickets.actions.schemas import stored
from escalated_tickets.desk import Desk
from escalated_tickets.macros.models import macros
from escalated_tickets.macros.queries import SHARE, find_macro
from escalated_tickets.sharing.rules import require_change, require_sharing
from escalated_tickets.tickets.apply import Action, Outcome, apply_to
from escalated_tickets.tickets.service import check_department
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begin, save

MOST_OWNED: Final = 500

_ID = macros.c.id == bindparam("macro", type_=Uuid)
_COUNT = select(func.count()).select_from(macros).where(macros.c.owner_id == bindparam("owner", type_=Uuid))
_INSERT = insert(macros).returning(macros)
_DELETE = delete(macros).where(_ID)
_USED = update(macros).where(_ID).values(usage_count=macros.c.usage_count + 1)


async def create_macro(uow: UnitOfWork, desk: Desk, viewer: Viewer, values: Mapping[str, Any]) -> Any:
    """Makes a macro of the viewer's.

    Raises Invalid for actions that could not be done, Forbidden where it is to be shared by somebody who may not.
    """
    require_sharing(viewer, values["shared"], SHARE)
    await check_department(uow, values["department_id"])
    if (await uow.execute(_COUNT, {"owner": viewer.id})).scalar_one() >= MOST_OWNED:
        raise Conflict(f"You have {MOST_OWNED} macros already.", code="too_many_macros")
    actions = [stored(action) for action in await check_actions(uow.connection, desk, values["actions"])]
    row = {**values, "actions": actions, "id": uuid7(), "owner_id": viewer.id}
    made = (await uow.execute(_INSERT, {**row, "created_at": uow.now, "updated_at": uow.now})).one()
    uow.audit("macro.created", object_type="macro", object_id=made.id, object_name=made.name)
    return made


async def change_macro(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, macro_id: UUID, values: Mapping[str, Any], if_match: int | None
) -> Any:
    """Changes what `values` names. Raises as `create_macro`, and PreconditionFailed, NotFound."""
    before = await _to_change(uow, viewer, macro_id, if_match)
    require_sharing(viewer, values.get("shared", "own"), SHARE)
    await check_department(uow, values.get("department_id"))
    wanted = dict(values)
    if "actions" in wanted:
        wanted["actions"] = [stored(each) for each in await check_actions(uow.connection, desk, wanted["actions"])]
    changed = {name: value for name, value in wanted.items() if value != getattr(before, name)}
    if not changed:
        return before
    statement = update(macros).where(_ID).values(**changed, version=macros.c.version + 1, updated_at=uow.now)
    after = (await uow.execute(statement.returning(macros), {"macro": macro_id})).one()
    changes = [(name, getattr(before, name), value) for name, value in changed.items()]
    uow.audit("macro.updated", object_type="macro", object_id=macro_id, object_name=after.name, changes=changes)
    return after


async def delete_macro(uow: UnitOfWork, viewer: Viewer, macro_id: UUID, if_match: int | None) -> None:
    before = await _to_change(uow, viewer, macro_id, if_match)
    await uow.execute(_DELETE, {"macro": macro_id})
    uow.audit("macro.deleted", object_type="macro", object_id=macro_id, object_name=before.name)


async def _to_change(uow: UnitOfWork, viewer: Viewer, macro_id: UUID, if_match: int | None) -> Any:
    before = await find_macro(uow.connection, viewer, macro_id, lock=True)
    require_change(viewer, before, SHARE)
    if if_match is not None and if_match != before.version:
        raise PreconditionFailed(
            f"The macro is at version {before.version}; you have seen {if_match}.",
            code="version_mismatch",
            extra={"version": before.version},
        )
    return before


async def take_actions(uow: UnitOfWork, viewer: Viewer, macro_id: UUID) -> list[dict[str, Any]]:
    """The actions of a macro for who applies it to many tickets, which counts as one use. Raises NotFound."""
    macro = await find_macro(uow.connection, viewer, macro_id)
    await uow.execute(_USED, {"macro": macro_id})
    return list(macro.actions)


async def apply_macro(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, macro_id: UUID, if_match: int | None = None
) -> tuple[Changed, list[Outcome]]:
    """Does all that a macro says, or nothing; each action needs the permission that it needs by itself.

    Raises as `apply_actions`; NotFound for a macro that the viewer does not see.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    if edit.relation is not Relation.STAFF:
        raise Forbidden("Macros are for agents.")
    macro = await find_macro(uow.connection, viewer, macro_id)
    outcomes = await apply_to(uow, desk, edit, [Action.of(each) for each in macro.actions])
    after = await save(uow, edit)
    await uow.execute(_USED, {"macro": macro_id})
    return after, outcomes
