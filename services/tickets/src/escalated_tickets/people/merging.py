"""Two people who turned out to be one: everything that names the one comes to name the other.

Identity's event closes the account and leaves an order here; a worker follows it in batches, the tickets that are
open first. Each ticket it touches is a change like any other: one version, activity, events, searched words. What
is done already is not found again, so a batch may be repeated at will.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import DateTime, Uuid, any_, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.desk import Desk
from escalated_tickets.people.models import merges, people
from escalated_tickets.people.queries import final_person, people_by_ids
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import state_of
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.viewers import SERVICE
from escalated_tickets.tickets.visibility import Relation
from escalated_tickets.tickets.writing import save

MESSAGES_AT_ONCE: Final = 1_000
# Whoever is merged into is told of by an event of their own, which may come later.
PATIENCE: Final = timedelta(seconds=10)

# A field with what it named before and after.
Change = tuple[str, str | list[str], str | list[str]]

_FROM = bindparam("one", type_=Uuid)
_AT = bindparam("at", type_=DateTime(timezone=True))
_MARK = update(people).where(people.c.id == _FROM).values(merged_into_id=bindparam("other", type_=Uuid), active=False)
_order = insert(merges)
_ORDER = _order.on_conflict_do_update(
    index_elements=[merges.c.from_id],
    set_={"to_id": _order.excluded.to_id, "due_at": _order.excluded.due_at, "done_at": None},
    where=merges.c.to_id != _order.excluded.to_id,
)
_DUE = (
    select(merges.c.from_id, merges.c.to_id)
    .where(merges.c.due_at <= _AT)
    .order_by(merges.c.due_at, merges.c.from_id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_NEXT = select(func.min(merges.c.due_at))
_LATER = update(merges).where(merges.c.from_id == _FROM).values(due_at=_AT)
_DONE = update(merges).where(merges.c.from_id == _FROM).values(due_at=None, done_at=_AT)
# Each way to be named has an index of its own; open tickets first, so that the desk sees the difference soon.
_NAMING = text(
    """
    SELECT id FROM (
        SELECT id, done FROM escalated_tickets WHERE requester_id = :one AND deleted_at IS NULL
        UNION SELECT id, done FROM escalated_tickets WHERE assignee_id = :one AND deleted_at IS NULL
        UNION SELECT id, done FROM escalated_tickets WHERE requester_id = :one AND deleted_at IS NOT NULL
        UNION SELECT id, done FROM escalated_tickets WHERE assignee_id = :one AND deleted_at IS NOT NULL
        UNION SELECT id, done FROM escalated_tickets WHERE participant_ids @> ARRAY[CAST(:one AS uuid)]
        UNION SELECT id, done FROM escalated_tickets WHERE follower_ids @> ARRAY[CAST(:one AS uuid)]
    ) AS naming ORDER BY done, id LIMIT :limit
    """
).bindparams(_FROM)
_LOCK = (
    select(*STATE)
    .where(tickets.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(tickets.c.id)
    .with_for_update()
)
_WRITTEN = text(
    """
    UPDATE escalated_messages SET author_id = :other
    WHERE id IN (SELECT id FROM escalated_messages WHERE author_id = :one LIMIT :limit)
    """
).bindparams(_FROM, bindparam("other", type_=Uuid))
_SUGGESTED = text(
    """
    WITH gone AS (DELETE FROM escalated_suggested_participants WHERE person_id = :one RETURNING *)
    INSERT INTO escalated_suggested_participants
        (ticket_id, person_id, name, email, suggested_by_id, suggested_at, origin)
    SELECT ticket_id, :other, :name, :email, suggested_by_id, suggested_at, origin FROM gone
    ON CONFLICT DO NOTHING
    """
).bindparams(_FROM, bindparam("other", type_=Uuid))

# What is written beside the conversation is little: a reply that waits is then sent as the one that is left.
_WRITTEN_BESIDE = tuple(
    text(f"UPDATE escalated_{table} SET author_id = :other WHERE author_id = :one").bindparams(  # noqa: S608 -- our own
        _FROM, bindparam("other", type_=Uuid)
    )
    for table in ("outgoing", "side_messages", "side_conversations")
)


async def merge_people(uow: UnitOfWork, from_id: UUID, to_id: UUID) -> None:
    """Closes the one account and orders the rest; told again, it changes nothing."""
    await uow.execute(_MARK, {"one": from_id, "other": to_id})
    await uow.execute(_ORDER, {"from_id": from_id, "to_id": to_id, "begun_at": uow.now, "due_at": uow.now})


async def follow_merges(uow: UnitOfWork, desk: Desk, limit: int) -> int:
    """Does at most `limit` tickets of the oldest merge; returns the limit while there is any merge to go on with."""
    order = (await uow.execute(_DUE, {"at": uow.now})).one_or_none()
    if order is None:
        return 0
    target = await final_person(uow.connection, order.to_id)
    into = (await people_by_ids(uow.connection, [target])).get(target)
    if into is None or target == order.from_id:
        await uow.execute(_LATER, {"one": order.from_id, "at": uow.now + PATIENCE})
        return limit
    naming = (await uow.execute(_NAMING, {"one": order.from_id, "limit": limit})).scalars().all()
    await _rename_tickets(uow, desk, naming, order.from_id, into.ref)
    if len(naming) < limit and await _rename_rest(uow, order.from_id, into.ref) < MESSAGES_AT_ONCE:
        await uow.execute(_DONE, {"one": order.from_id, "at": uow.now})
    return limit


async def next_merge(reader: AsyncConnection) -> datetime | None:
    due: datetime | None = (await reader.execute(_NEXT)).scalar_one_or_none()
    return due


async def _rename_tickets(uow: UnitOfWork, desk: Desk, ids: Sequence[UUID], from_id: UUID, into: PersonRef) -> None:
    if not ids:
        return
    book = await desk.statuses.book(uow.connection)
    for row in (await uow.execute(_LOCK, {"ids": list(ids)})).all():
        edit = Edit(state_of(row), SERVICE, Relation.STAFF, book, desk.policy, uow.now)
        rename_publicly(edit, from_id, into)
        rename_for_staff(edit, from_id, into)
        await save(uow, edit)


async def _rename_rest(uow: UnitOfWork, from_id: UUID, into: PersonRef) -> int:
    """Suggestions and a batch of messages; how many messages there were."""
    named = {"one": from_id, "other": into.id, "name": into.name, "email": into.email}
    await uow.execute(_SUGGESTED, named)
    for statement in _WRITTEN_BESIDE:
        await uow.execute(statement, {"one": from_id, "other": into.id})
    written = await uow.execute(_WRITTEN, {"one": from_id, "other": into.id, "limit": MESSAGES_AT_ONCE})
    return written.rowcount


def rename_publicly(edit: Edit, from_id: UUID, into: PersonRef) -> None:
    """Requester and participants. Whoever becomes the requester is told anyway and leaves Cc."""
    was = edit.state
    requester_id = into.id if was.requester_id == from_id else was.requester_id
    participants = [each for each in renamed(was.participant_ids, from_id, into.id) if each != requester_id]
    if from_id not in (was.requester_id, *was.participant_ids):
        return
    changes: list[Change] = []
    if requester_id != was.requester_id:
        changes.append(("requester", str(from_id), str(into.id)))
    if participants != was.participant_ids:
        changes.append(("participants", texts(was.participant_ids), texts(participants)))
    edit.change(_happening(changes, staff_only=False), participant_ids=participants)
    if requester_id != was.requester_id:
        edit.state = replace(edit.state, requester_id=into.id, requester_name=into.name, requester_email=into.email)


def rename_for_staff(edit: Edit, from_id: UUID, into: PersonRef) -> None:
    """Assignee and followers."""
    was = edit.state
    followers = renamed(was.follower_ids, from_id, into.id)
    changes: list[Change] = []
    if was.assignee_id == from_id:
        changes.append(("assignee", str(from_id), str(into.id)))
    if followers != was.follower_ids:
        changes.append(("followers", texts(was.follower_ids), texts(followers)))
    if not changes:
        return
    edit.change(_happening(changes, staff_only=True), follower_ids=followers)
    if was.assignee_id == from_id:
        edit.state = replace(edit.state, assignee_id=into.id, assignee_name=into.name, assignee_email=into.email)


def _happening(changes: list[Change], *, staff_only: bool) -> Happening:
    before = {name: old for name, old, _ in changes}
    after = {name: new for name, _, new in changes}
    return Happening("ticket.updated", {"changes": changes}, before, after, staff_only=staff_only)


def renamed(ids: Sequence[UUID], from_id: UUID, to_id: UUID) -> list[UUID]:
    """The same list with one person for the other, nobody twice."""
    if from_id not in ids:
        return list(ids)
    return list(dict.fromkeys(to_id if each == from_id else each for each in ids))


def texts(ids: Sequence[UUID]) -> list[str]:
    return [str(each) for each in ids]
