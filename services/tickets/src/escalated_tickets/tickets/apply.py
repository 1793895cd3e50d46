"""Actions of rules, macros and bulk changes: one vocabulary, applied in one transaction, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Problem
from escalated_tickets.actions.schemas import ASSIGNING, AnyAction, parse_actions
from escalated_tickets.actions.steps import STEPS, Doing
from escalated_tickets.assignment.service import assign_by_department
from escalated_tickets.desk import Desk
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.tickets.writing import Changed, begin, save


@dataclass(frozen=True)
class Action:
    """One step: `type` and its parameters as they are stored in a rule."""

    type: str
    params: Mapping[str, Any]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Action":
        """An action in its flat JSON shape."""
        return cls(str(stored.get("type", "")), {name: value for name, value in stored.items() if name != "type"})


@dataclass(frozen=True)
class Outcome:
    """What became of an action: `done` or `unchanged`, with a word of detail."""

    type: str
    outcome: str
    detail: str = ""


async def apply_actions(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str | UUID,
    actions: Sequence[Action],
    if_match: int | None = None,
) -> tuple[Changed, list[Outcome]]:
    """Does all of the actions or none.

    Raises:
        Invalid: an action or parameter that is none, or names what is not there. Conflict: a status that may not
        follow. NotFound, Forbidden, PreconditionFailed. Each says which action it is about: `action` in its extra
        members, `/actions/<index>/…` in its pointers.
    """
    parsed = parse_actions([_flat(action) for action in actions])
    edit = await begin(uow, desk, viewer, ticket, if_match)
    outcomes = await _all(Doing(uow, desk, edit), parsed)
    return await save(uow, edit), outcomes


async def apply_to(uow: UnitOfWork, desk: Desk, edit: Edit, actions: Sequence[Action]) -> list[Outcome]:
    """The same on an edit that is begun already; the caller saves it. Where it raises, nothing may be saved."""
    return await _all(Doing(uow, desk, edit), parse_actions([_flat(action) for action in actions]))


def _flat(action: Action) -> dict[str, Any]:
    return {**action.params, "type": action.type}


async def _all(doing: Doing, actions: Sequence[AnyAction]) -> list[Outcome]:
    outcomes, department_id = [], doing.edit.state.department_id
    for index, action in enumerate(actions):
        try:
            outcomes.append(await _one(doing, action))
        except Problem as refused:
            refused.extra |= {"action": index, "action_type": action.type}
            refused.errors = tuple(
                replace(error, pointer=f"/actions/{index}{error.pointer}") for error in refused.errors
            )
            raise
    if doing.edit.state.department_id != department_id and not any(each.type in ASSIGNING for each in actions):
        await assign_by_department(doing.uow, doing.edit)
    return outcomes


async def _one(doing: Doing, action: AnyAction) -> Outcome:
    edit = doing.edit
    act, work = STEPS[action.type]
    edit.require(act)
    before, happened = edit.state, len(edit.happenings)
    detail = await work(doing, action)
    changed = edit.state != before or len(edit.happenings) > happened
    return Outcome(action.type, "done" if changed else "unchanged", detail)
