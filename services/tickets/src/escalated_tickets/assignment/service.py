"""Assigns by the department's strategy. Two tickets arriving at once break neither the turn nor a limit.

Whoever assigns locks the department's turn, then the chosen agent where that one has a limit, and counts again. A
choice that turns out full gives its lock back (a savepoint rolled back) before the next one is locked: a
transaction that assigns one ticket never holds two agents, so departments that share agents cannot deadlock.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.assignment.models import agents, turns, waiting
from escalated_tickets.assignment.queries import asked_of, candidates_of, open_count
from escalated_tickets.assignment.rules import Candidate, Choice, Strategy, choose
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.state import PersonRef

# When waiting tickets are tried again: of a department where nobody was free, or one that nobody has the skills for.
RETRY_DEPARTMENT: Final = timedelta(seconds=5)
RETRY_TICKET: Final = timedelta(seconds=30)
_DEPARTMENT = turns.c.department_id == bindparam("department", type_=Uuid)
_TURN = select(turns.c.strategy, turns.c.last_assignee_id).where(_DEPARTMENT).with_for_update()
_SELF_ASSIGNING = _TURN.where(turns.c.strategy != "none")
_NEW_TURN = insert(turns).on_conflict_do_nothing()
_TAKE_TURN = update(turns).where(_DEPARTMENT).values(last_assignee_id=bindparam("agent", type_=Uuid))
_HOLD = update(turns).where(_DEPARTMENT).values(sweep_at=bindparam("at", type_=DateTime(timezone=True)))
_LOCK_AGENT = select(agents.c.capacity).where(agents.c.person_id == bindparam("person", type_=Uuid)).with_for_update()
_WAIT = insert(waiting)
_WAIT_ON = _WAIT.on_conflict_do_update(
    index_elements=[waiting.c.ticket_id],
    set_={"department_id": _WAIT.excluded.department_id, "try_at": _WAIT.excluded.try_at},
)


async def assign_by_department(uow: UnitOfWork, edit: Edit, *, strategy: Strategy | None = None) -> str:
    """Gives an unassigned ticket to whom its department's strategy chooses, as an effect on the edit.

    Does nothing to a ticket that has an assignee, is done, has no department or lives elsewhere, nor where nobody
    can take it; then the ticket waits and is tried again (`sweep.py`).

    Args:
        strategy: instead of the department's own, for whoever asks for one by name (the action `assign_round_robin`).

    Returns:
        What was done and why, in words; empty where the department does not assign by itself.
    """
    state = edit.state
    if state.origin is not None or state.department_id is None:
        return ""
    if state.assignee_id is not None or state.done or state.deleted_at is not None:
        return "the ticket is assigned already" if state.assignee_id is not None else "the ticket is done"
    turn = await _lock_turn(uow, state.department_id, strategy)
    if turn is None:
        return ""
    choice = await _choose(uow, state.department_id, strategy or turn[0], turn[1], state.tag_ids)
    if choice.agent is not None:
        _assign(edit, choice.agent, strategy or turn[0], choice.reason)
        await uow.execute(_TAKE_TURN, {"department": state.department_id, "agent": choice.agent.id})
    elif strategy is None:
        await _wait(uow, state.id, state.department_id, choice)
    return choice.reason


async def _wait(uow: UnitOfWork, ticket_id: UUID, department_id: UUID, choice: Choice) -> None:
    """Notes that the ticket waits for somebody who can take it."""
    again = uow.now if choice.nobody_free else uow.now + RETRY_TICKET
    row = {"ticket_id": ticket_id, "department_id": department_id, "since": uow.now, "try_at": again}
    await uow.execute(_WAIT_ON, row)
    if choice.nobody_free:
        await uow.execute(_HOLD, {"department": department_id, "at": uow.now + RETRY_DEPARTMENT})


async def _lock_turn(
    uow: UnitOfWork, department_id: UUID, strategy: Strategy | None
) -> tuple[Strategy, UUID | None] | None:
    """Strategy and who was last, with the row locked; None where the department leaves it to people."""
    if strategy is None:
        row = (await uow.execute(_SELF_ASSIGNING, {"department": department_id})).one_or_none()
    else:
        await uow.execute(_NEW_TURN, {"department_id": department_id, "updated_at": uow.now})
        row = (await uow.execute(_TURN, {"department": department_id})).one()
    return None if row is None else (Strategy(row.strategy), row.last_assignee_id)


async def _choose(
    uow: UnitOfWork, department_id: UUID, strategy: Strategy, last: UUID | None, tag_ids: list[UUID]
) -> Choice:
    asked = await asked_of(uow.connection, department_id, tag_ids) if strategy is Strategy.SKILL else {}
    candidates = {each.id: each for each in await candidates_of(uow.connection, department_id)}
    for _ in range(len(candidates) + 1):
        choice = choose(strategy, candidates.values(), last=last, now=uow.now, asked=asked)
        if choice.agent is None:
            return choice
        now = await _confirmed(uow, choice.agent)
        if now is None:
            return choice
        candidates[now.id] = now
    return Choice(None, "everybody available is at capacity", nobody_free=True)


async def _confirmed(uow: UnitOfWork, chosen: Candidate) -> Candidate | None:
    """None where the choice holds, its agent then being locked; otherwise the agent as it is now: full."""
    if chosen.capacity is None:
        return None
    savepoint = await uow.connection.begin_nested()
    capacity = (await uow.execute(_LOCK_AGENT, {"person": chosen.id})).scalar_one()
    count = await open_count(uow.connection, chosen.id)
    if capacity is None or count < capacity:
        await savepoint.commit()
        return None
    await savepoint.rollback()
    return replace(chosen, open_count=count, capacity=capacity)


def _assign(edit: Edit, agent: Candidate, strategy: Strategy, reason: str) -> None:
    """Assigns, and has the activity say by which strategy and why."""
    at = len(edit.happenings)
    effects.assign(edit, PersonRef(agent.id, agent.name, agent.email))
    assigned = edit.happenings[at]
    edit.happenings[at] = replace(
        assigned, after={**(assigned.after or {}), "strategy": str(strategy), "reason": reason}
    )
