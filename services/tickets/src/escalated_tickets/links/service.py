"""Linking two tickets, and resolving a problem with its incidents. Both ends are locked, and both say so."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, delete, text
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, Problem, invalid
from escalated_tickets.desk import Desk
from escalated_tickets.links.effects import say_linked, say_unlinked
from escalated_tickets.links.queries import and_all_above, kinds_between, kinds_of, open_incidents
from escalated_tickets.links.rules import INVERSE, UP, check_ends, check_no_circle, check_room
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.models import links
from escalated_tickets.tickets.queries import SeenTicket, seen_by
from escalated_tickets.tickets.rules import Act, require
from escalated_tickets.tickets.service import resolve
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.tickets.writing import Changed, begun, lock_rows, save

MOST_INCIDENTS: Final = 200

_ADD = insert(links).on_conflict_do_nothing().returning(links.c.kind)
_REMOVE = delete(links).where(
    links.c.ticket_id == bindparam("one", type_=Uuid),
    links.c.other_id == bindparam("other", type_=Uuid),
    links.c.kind == bindparam("what", type_=Text),
)
# Trees are read far beyond the two rows that are locked: who changes them comes one after the other.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('escalated_ticket_parents'))")


async def link_tickets(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, other: str, kind: str, if_match: int | None = None
) -> Changed:
    """Links two tickets; `kind` says what the other one is to the first. The same link again changes nothing.

    Raises:
        NotFound, Forbidden, PreconditionFailed about the first; Invalid where the other one is not there, not in sight
        or the same; Conflict where one of them has its one parent or problem already, or would be its own.
    """
    if kind in UP:
        await uow.execute(_ALONE)
    one, two = await _both(uow, desk, viewer, ticket, other, if_match)
    await link(uow, one, two, kind)
    changed = await save(uow, one)
    await save(uow, two)
    return changed


async def link(uow: UnitOfWork, one: Edit, other: Edit, kind: str) -> None:
    """Links two tickets whose changes are begun; whoever calls saves both. `kind`: what `other` is to `one`."""
    ids = one.before.id, other.before.id
    if kind in await kinds_between(uow.connection, *ids):
        return
    check_room(kind, await kinds_of(uow.connection, ids[0]), await kinds_of(uow.connection, ids[1]))
    if kind in UP:
        below, above = ids if kind == UP[kind] else ids[::-1]
        check_no_circle(UP[kind], await and_all_above(uow.connection, above, UP[kind]), below)
    await write_link(uow, *ids, kind)
    say_linked(one, kind, other.before)
    say_linked(other, INVERSE[kind], one.before)


async def write_link(uow: UnitOfWork, ticket_id: UUID, other_id: UUID, kind: str) -> None:
    """The two rows of a link, without a word; for a ticket that is made with it."""
    rows = ((ticket_id, other_id, kind), (other_id, ticket_id, INVERSE[kind]))
    for one, other, what in rows:
        await uow.execute(_ADD, {"ticket_id": one, "other_id": other, "kind": what, "created_at": uow.now})


async def unlink_tickets(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, other: str, kind: str | None, if_match: int | None = None
) -> Changed:
    """Takes one kind of link off, or all between the two. Raises NotFound where there is none."""
    try:
        one, two = await _both(uow, desk, viewer, ticket, other, if_match)
    except Problem as problem:
        if problem.errors:
            raise _no_link() from problem
        raise
    kinds = [each for each in await kinds_between(uow.connection, one.before.id, two.before.id) if kind in (None, each)]
    if not kinds:
        raise _no_link()
    for each in kinds:
        await _remove(uow, one.before.id, two.before.id, each)
        say_unlinked(one, each, two.before)
        say_unlinked(two, INVERSE[each], one.before)
    changed = await save(uow, one)
    await save(uow, two)
    return changed


def _no_link() -> NotFound:
    return NotFound("There is no such link.", code="link_not_found")


async def _remove(uow: UnitOfWork, one: UUID, other: UUID, kind: str) -> None:
    await uow.execute(_REMOVE, {"one": one, "other": other, "what": kind})
    await uow.execute(_REMOVE, {"one": other, "other": one, "what": INVERSE[kind]})


async def _both(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, other: str, if_match: int | None
) -> tuple[Edit, Edit]:
    """Both tickets, locked, for somebody who may link each of them."""
    first = await seen_by(uow.connection, viewer, ticket)
    require(Act.LINK, viewer, first.relation, first.state, desk.policy)
    second = await _other_end(uow, viewer, other)
    ids = first.state.id, second.state.id
    check_ends(ids[0] == ids[1])
    # Looked up first and locked then, so that locks are taken in order.
    rows = await lock_rows(uow, ids)
    edits = []
    for each in ids:
        edit = await begun(uow, desk, viewer, rows.get(each), if_match if each == ids[0] else None)
        edit.require(Act.LINK)
        if edit.before.merged_into_id is not None:
            raise Conflict("The ticket was merged a moment ago.", code="ticket_merged")
        edits.append(edit)
    return edits[0], edits[1]


async def _other_end(uow: UnitOfWork, viewer: Viewer, key: str) -> SeenTicket:
    try:
        found = await seen_by(uow.connection, viewer, key)
    except NotFound:
        raise _not_there() from None
    if not found.as_staff:
        raise _not_there()
    return found


def _not_there() -> Problem:
    return invalid("/ticket", "unknown", "There is no such ticket.")


Ending = Callable[[UnitOfWork, Desk, Viewer, str, int | None], Awaitable[Changed]]


@dataclass(frozen=True)
class IncidentOutcome:
    """What became of an incident when its problem was resolved."""

    id: UUID
    reference: str
    outcome: str
    code: str = ""


async def end_with_incidents(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, end: Ending, if_match: int | None = None
) -> tuple[Changed, list[IncidentOutcome]]:
    """Ends a problem, and resolves those of its open incidents that the caller may resolve.

    Each is a change of its own. `end` resolves or closes the problem.

    At most 200 at once; the count that is answered says what is left. Incidents out of sight are passed over.
    """
    problem = (await seen_by(uow.connection, viewer, ticket)).state.id
    incidents = (await open_incidents(uow.connection, viewer, problem))[:MOST_INCIDENTS]
    # All of them in the order of their ids, before the first is changed.
    await lock_rows(uow, [problem, *(each.id for each in incidents)])
    changed = await end(uow, desk, viewer, str(problem), if_match)
    return changed, [await _resolve_one(uow, desk, viewer, each) for each in incidents]


async def _resolve_one(uow: UnitOfWork, desk: Desk, viewer: Viewer, incident: TicketState) -> IncidentOutcome:
    """A refusal comes before anything is written, so the others go on."""
    try:
        await resolve(uow, desk, viewer, str(incident.id))
    except Problem as refused:
        return IncidentOutcome(incident.id, incident.reference, "refused", refused.code)
    return IncidentOutcome(incident.id, incident.reference, "done")
