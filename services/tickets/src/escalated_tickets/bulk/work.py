"""What a job does to its tickets, a batch in one transaction.

Where several share it, refusals come before anything is written; of what is done singly, a refusal takes it back.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Problem
from escalated_tickets.bulk.rules import DONE, UNCHANGED, UNDO, ItemOutcome, refused
from escalated_tickets.desk import Desk
from escalated_tickets.merges.service import merge
from escalated_tickets.snooze.rules import wake
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.apply import Action, apply_to
from escalated_tickets.tickets.batches import save_all
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.tickets.writing import begun, lock_rows
from escalated_tickets.undo.service import undo_of_job


@dataclass(frozen=True)
class Doing:
    """A job in one of its transactions, as the person who asked for it."""

    uow: UnitOfWork
    desk: Desk
    viewer: Viewer
    job: Any


Singly = Callable[[Doing, UUID], Awaitable[ItemOutcome]]


async def do_batch(doing: Doing, ids: Sequence[UUID]) -> dict[UUID, ItemOutcome]:
    """Does the job's action to these tickets."""
    kind = doing.job.action["type"]
    if kind in _SINGLY:
        return {each: await _outcome_of(_alone(doing, _SINGLY[kind], each)) for each in ids}
    rows = await lock_rows(doing.uow, ids)
    edits: list[Edit] = []
    outcomes = {}
    for each in ids:
        outcomes[each] = await _outcome_of(_apply(doing, rows.get(each), edits))
    await save_all(doing.uow, edits)
    return outcomes


async def _alone(doing: Doing, work: Singly, ticket_id: UUID) -> ItemOutcome:
    async with doing.uow.connection.begin_nested():
        return await work(doing, ticket_id)


async def _outcome_of(doing: Awaitable[ItemOutcome]) -> ItemOutcome:
    try:
        return await doing
    except Problem as problem:
        if problem.status >= 500:
            raise
        return refused(problem)


async def _apply(doing: Doing, state: TicketState | None, edits: list[Edit]) -> ItemOutcome:
    edit = await begun(doing.uow, doing.desk, doing.viewer, state)
    edit.job_id = doing.job.id
    if edit.before.merged_into_id is not None:
        raise Conflict("The ticket was merged into another one.", code="ticket_merged")
    action = doing.job.action
    whole = _WHOLE.get(action["type"])
    if whole is not None:
        whole(edit)
    else:
        await apply_to(doing.uow, doing.desk, edit, [Action.of(each) for each in action.get("actions", [action])])
    if not edit.happenings and edit.state == edit.before:
        return UNCHANGED
    edits.append(edit)
    return DONE


def _delete(edit: Edit) -> None:
    edit.require(Act.DELETE)
    effects.delete(edit)


def _restore(edit: Edit) -> None:
    edit.require(Act.RESTORE)
    effects.restore(edit)


def _unsnooze(edit: Edit) -> None:
    edit.require(Act.SNOOZE)
    wake(edit, "person")


_WHOLE: Final[dict[str, Callable[[Edit], None]]] = {"delete": _delete, "restore": _restore, "unsnooze": _unsnooze}


async def _merge(doing: Doing, ticket_id: UUID) -> ItemOutcome:
    await merge(doing.uow, doing.desk, doing.viewer, ticket_id, doing.job.action["into"], job_id=doing.job.id)
    return DONE


async def _macro(doing: Doing, ticket_id: UUID) -> ItemOutcome:
    edits: list[Edit] = []
    rows = await lock_rows(doing.uow, [ticket_id])
    outcome = await _apply(doing, rows.get(ticket_id), edits)
    await save_all(doing.uow, edits)
    return outcome


async def _undo(doing: Doing, ticket_id: UUID) -> ItemOutcome:
    await undo_of_job(doing.uow, doing.desk, doing.viewer, ticket_id, doing.job.undo_of)
    return DONE


_SINGLY: Final[dict[str, Singly]] = {"merge": _merge, "macro": _macro, UNDO: _undo}
