"""Merging two tickets and taking it back: one transaction, both rows locked in the order of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, Problem, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.conversation.moving import tally
from escalated_tickets.desk import Desk
from escalated_tickets.merges.effects import come_back, counted, give_back, give_status_back, merge_away, merge_in
from escalated_tickets.merges.models import merges
from escalated_tickets.merges.moving import gained, move_back, move_there, note_gained, public_messages, waiting_since
from escalated_tickets.merges.rules import Plan, check_both_begin, check_mergeable, check_unmergeable, plan_merge
from escalated_tickets.search.service import rebuild
from escalated_tickets.tags.service import tags_by_ids
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.queries import find_ticket, sight_of
from escalated_tickets.tickets.restoring import status_of
from escalated_tickets.tickets.rules import Act, require
from escalated_tickets.tickets.state import TagRef, TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begun, lock_rows, save
from escalated_tickets.undo.record import note_merge

_KEEP = insert(merges)
_STANDING = select(merges).where(merges.c.source_id == bindparam("source", type_=Uuid), merges.c.undone_at.is_(None))
_UNDONE = update(merges).where(merges.c.id == bindparam("merge", type_=Uuid)).values(undone_at=bindparam("at"))


@dataclass(frozen=True)
class Merged:
    """The target after a merge, and what of it somebody may not have meant."""

    target: Changed
    plan: Plan


async def merge(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str | UUID,
    into: str | UUID,
    if_match: int | None = None,
    job_id: UUID | None = None,
) -> Merged:
    """Merges a ticket into another one, which is answered. `if_match` is about the ticket that goes.

    Raises:
        NotFound, Forbidden, PreconditionFailed about the ticket; Invalid about `into`; Conflict where either of them
        was merged or deleted. Nothing is changed then.
    """
    first = await _mergeable(uow, desk, viewer, ticket)
    second = await _other(uow, viewer, into)
    check_mergeable(first, second)
    source, target = await _locked(uow, desk, viewer, first.id, second.id, if_match)
    plan = plan_merge(source.before, target.before)
    target.job_id = job_id
    merge_id = uuid7()
    await _keep(uow, merge_id, source, target, plan)
    merge_away(source, target)
    await move_there(uow, merge_id, source.before.id, target.before.id)
    # Where the source was solved, nobody waited any more.
    waiting = None if source.before.done else await waiting_since(uow, merge_id, target.before.id)
    merge_in(source, target, plan, await _tags(uow, plan.tag_ids), waiting)
    await note_merge(uow, target, source.before.id)
    return Merged(await _save_both(uow, source, target), plan)


async def unmerge(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str | UUID, if_match: int | None = None
) -> Changed:
    """Takes the merge of a ticket back, which is answered. What was written to the target since stays there.

    Raises:
        Conflict: it is not merged, or not since 24 hours, or its target was merged on or deleted, or one of them
        would be left without a message, because what it had was split off since.
    """
    found = await _mergeable(uow, desk, viewer, ticket)
    if found.merged_into_id is None:
        raise Conflict("The ticket is not merged.", code="not_merged")
    source, target = await _locked(uow, desk, viewer, found.id, found.merged_into_id, if_match)
    standing = (await uow.execute(_STANDING, {"source": found.id})).one_or_none()
    if standing is None or source.before.merged_into_id != target.before.id:
        raise Conflict("The ticket is not merged.", code="not_merged")
    check_unmergeable(standing.merged_at, target.before, uow.now)
    check_both_begin(*await public_messages(uow, standing.id, target.before.id))
    came = {kind: await gained(uow, standing.id, kind) for kind in ("tag", "follower", "participant")}
    await uow.execute(_UNDONE, {"merge": standing.id, "at": uow.now})
    come_back(source, target, standing.before)
    give_back(source, target, await _tags(uow, came["tag"]), came["follower"], came["participant"])
    give_status_back(target, standing.before, standing.merged_at)
    await move_back(uow, standing.id, source.before.id, target.before.id)
    return await _save_both(uow, target, source)


async def _save_both(uow: UnitOfWork, first: Edit, last: Edit) -> Changed:
    """Writes both with their messages counted and searched anew; answers the last one."""
    changed: Changed | None = None
    for edit in (first, last):
        counted(edit, await tally(uow.connection, edit.state))
        changed = await save(uow, edit)
    await rebuild(uow, (first.before.id, last.before.id))
    assert changed is not None
    return changed


async def _mergeable(uow: UnitOfWork, desk: Desk, viewer: Viewer, key: str | UUID) -> TicketState:
    """The very ticket of this id or reference, not its target: for somebody who may merge it."""
    found = await find_ticket(uow.connection, key)
    as_whom = None if found is None else sight_of(viewer, found[0])
    if found is None or as_whom is None:
        raise NotFound("There is no such ticket.", code="ticket_not_found")
    require(Act.MERGE, viewer, as_whom, found[0], desk.policy)
    return found[0]


async def _other(uow: UnitOfWork, viewer: Viewer, key: str | UUID) -> TicketState:
    found = await find_ticket(uow.connection, key)
    if found is None or sight_of(viewer, found[0]) is not Relation.STAFF:
        raise _unknown()
    return found[0]


def _unknown() -> Problem:
    return invalid("/into", "unknown", "There is no such ticket.")


async def _locked(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, source_id: UUID, target_id: UUID, if_match: int | None
) -> tuple[Edit, Edit]:
    rows = await lock_rows(uow, (source_id, target_id))
    source = await begun(uow, desk, viewer, rows.get(source_id), if_match)
    source.require(Act.MERGE)
    target = await begun(uow, desk, viewer, rows.get(target_id))
    target.require(Act.MERGE)
    return source, target


async def _keep(uow: UnitOfWork, merge_id: UUID, source: Edit, target: Edit, plan: Plan) -> None:
    row: dict[str, Any] = {
        "id": merge_id,
        "source_id": source.before.id,
        "target_id": target.before.id,
        "before": {
            **status_of(source.before),
            "snoozed_until": source.before.snoozed_until,
            "target": status_of(target.before),
        },
        "merged_at": uow.now,
    }
    await uow.execute(_KEEP, row)
    await note_gained(uow, merge_id, "tag", plan.tag_ids)
    await note_gained(uow, merge_id, "follower", plan.follower_ids)
    await note_gained(uow, merge_id, "participant", plan.participant_ids)


async def _tags(uow: UnitOfWork, ids: Sequence[UUID]) -> list[TagRef]:
    """Those that are still there, by name."""
    found = await tags_by_ids(uow.connection, ids) if ids else {}
    return sorted(found.values(), key=lambda tag: tag.name)
