"""A reply that is sent later: kept, taken back, or sent when its time has come, by any process, once.

Until it is sent it is no part of the conversation: no event, no mail, no version. At its time everything is decided
anew, with what its writer may do then.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import Acting, UnitOfWork
from escalated_chassis.errors import Conflict, Forbidden, NotFound, Problem, Unavailable, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.attachments.service import attach, release, uploader_of
from escalated_tickets.conversation.rules import Cleaned
from escalated_tickets.conversation.service import Writing, author_kind_of, write_on
from escalated_tickets.desk import Desk
from escalated_tickets.drafts.service import forget_draft
from escalated_tickets.outgoing.models import outgoing
from escalated_tickets.outgoing.queries import BELONGS, DONE, WAITING, count_waiting, due_ids, find_outgoing
from escalated_tickets.outgoing.rules import status_at_sending
from escalated_tickets.people.queries import people_by_ids
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.queries import seen_by
from escalated_tickets.tickets.rules import Act, may_do
from escalated_tickets.tickets.viewers import SERVICE
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begin, save

MOST_WAITING: Final = 20
KEPT: Final = timedelta(days=30)
# A batch is looked at in one transaction, which stays short.
BATCH: Final = 20

_c = outgoing.c
_ID = bindparam("id", type_=Uuid)
_INSERT = insert(outgoing).returning(outgoing)
_LOCK = select(outgoing).where(_c.id == _ID, BELONGS).with_for_update(of=outgoing)
_LOCK_WAITING = select(outgoing).where(_c.id == _ID, WAITING).with_for_update(skip_locked=True)
_FINISH = (
    update(outgoing)
    .where(_c.id == bindparam("this", type_=Uuid))
    .values(state=bindparam("now_state"), failure=bindparam("why"), finished_at=bindparam("at"))
)
_GO_ALONG = (
    update(outgoing).where(_c.id == bindparam("this", type_=Uuid)).values(ticket_id=bindparam("there", type_=Uuid))
)
_PURGE = delete(outgoing).where(
    _c.id.in_(
        select(_c.id)
        .where(DONE, _c.finished_at <= bindparam("before"))
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )
)
_OLDEST = select(func.min(_c.finished_at)).where(DONE)


@dataclass(frozen=True)
class Delayed:
    """A reply with its time, and its text as it was written: who takes it back writes on in that."""

    writing: Writing
    body: str
    format: str
    send_at: datetime


async def delay(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, reply: Delayed, if_match: int | None = None
) -> tuple[Changed, Any]:
    """Keeps a reply until its time; answers the ticket, which has not changed, and the row.

    Raises:
        NotFound, PreconditionFailed; Forbidden for customers; Conflict for more than `MOST_WAITING` of one writer.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.REPLY)
    _require_agent(edit)
    _require_status(edit, reply.writing.status)
    if await count_waiting(uow.connection, edit.before.id, viewer.id) >= MOST_WAITING:
        raise Conflict(f"At most {MOST_WAITING} of your replies wait on a ticket.", code="too_many_waiting")
    row = (await uow.execute(_INSERT, _row_of(uow, edit, reply))).one()
    await attach(
        uow, row.upload_ids, uploader=row.uploader, ticket_id=None, message_id=row.id, internal=True,
        most=edit.policy.max_attachments,
    )  # fmt: skip
    if row.channel == "web":
        await forget_draft(uow, edit.before.id, viewer.id, "reply")
    return await save(uow, edit), row


def _require_agent(edit: Edit) -> None:
    if edit.relation is not Relation.STAFF or author_kind_of(edit, internal=False) != "agent":
        raise Forbidden("Agents delay their replies to customers; your own go at once.", code="not_delayed")


def _require_status(edit: Edit, status: str | None) -> None:
    if status is None:
        return
    edit.require(Act.STATUS)
    if status not in edit.book.statuses:
        raise invalid("/status", "unknown", f"There is no status {status!r}.")


def _row_of(uow: UnitOfWork, edit: Edit, reply: Delayed) -> dict[str, Any]:
    viewer, writing = edit.viewer, reply.writing
    return {
        "id": uuid7(),
        "ticket_id": edit.before.id,
        "author_id": viewer.id,
        "author_name": viewer.name,
        "author_email": viewer.email,
        "permissions": sorted(viewer.permissions),
        "body": reply.body.replace("\x00", ""),
        "format": reply.format,
        "body_html": writing.body.html,
        "body_text": writing.body.text,
        "status": writing.status,
        "channel": writing.channel,
        "uploader": uploader_of(uow.acting),
        "upload_ids": list(dict.fromkeys(writing.upload_ids)),
        "state": "waiting",
        "failure": "",
        "send_at": reply.send_at,
        "created_at": uow.now,
    }


async def take_back(uow: UnitOfWork, viewer: Viewer, desk: Desk, ticket: str, outgoing_id: UUID) -> Any:
    """Keeps a reply from being sent; answers its row, and answers it again where it was taken back before.

    Its writer may, and any colleague who may reply on the ticket. Its files wait for its writer for another day.

    Raises:
        NotFound, Forbidden; Conflict for a reply that is already out.
    """
    seen = await seen_by(uow.connection, viewer, ticket)
    which = {"id": outgoing_id, "ticket": seen.state.id}
    row = (await uow.execute(_LOCK, which)).one_or_none() if seen.as_staff else None
    if row is None:
        raise NotFound("There is no such reply waiting.", code="outgoing_not_found")
    if row.author_id != viewer.id and not may_do(Act.REPLY, viewer, seen.relation, desk.policy):
        raise Forbidden("You may take back your own replies only.", code="not_your_reply")
    if row.state == "sent":
        raise Conflict("The reply is sent already.", code="already_sent")
    if row.state != "taken_back":
        await release(uow, row.id)
        await uow.execute(_FINISH, {"this": row.id, "now_state": "taken_back", "why": "", "at": uow.now})
    return row


async def send_due(uow: UnitOfWork, desk: Desk, database: Database, limit: int) -> int:
    """Sends what is due. The transaction handed in only looks: each is sent in one of its own, by its writer.

    Raises Unavailable, once all have had their turn, where a neighbour was needed for one: it comes again.
    """
    ids = await due_ids(uow.connection, uow.now, min(limit, BATCH))
    away: Unavailable | None = None
    for outgoing_id in ids:
        try:
            await send_one(desk, database, outgoing_id)
        except Unavailable as problem:
            away = problem
    if away is not None:
        raise away
    return len(ids)


async def send_one(desk: Desk, database: Database, outgoing_id: UUID) -> None:
    """Sends a reply, or keeps it as failed and tells its writer why. Somebody else's work is left to them."""
    async with database.reading() as reader:
        row = await find_outgoing(reader, outgoing_id)
    if row is None or row.state != "waiting":
        return
    try:
        viewer = await _writer(desk, database, row)
        async with database.transaction(Acting("person", str(row.author_id), row.author_name)) as uow:
            await _send(uow, desk, viewer, outgoing_id)
    except Unavailable:
        raise
    except Problem as problem:
        async with database.transaction() as uow:
            await _keep_as_failed(uow, desk, outgoing_id, problem.detail)


async def _writer(desk: Desk, database: Database, row: Any) -> Viewer:
    """The writer as they are now, with no more than what they were allowed when they wrote."""
    async with database.reading() as reader:
        person = (await people_by_ids(reader, [row.author_id])).get(row.author_id)
    if person is None or not person.active:
        raise Forbidden("The writer's account is no longer active.", code="inactive")
    viewer = await desk.people.viewer(person)
    return replace(viewer, permissions=viewer.permissions & frozenset(row.permissions), channel=row.channel)


async def _send(uow: UnitOfWork, desk: Desk, viewer: Viewer, outgoing_id: UUID) -> None:
    row = (await uow.execute(_LOCK_WAITING, {"id": outgoing_id})).one_or_none()
    if row is None:
        return
    edit = await begin(uow, desk, viewer, row.ticket_id)
    edit.require(Act.REPLY)
    _require_agent(edit)
    if edit.before.id != row.ticket_id:
        raise Conflict("The ticket was merged into another one.", code="ticket_merged")
    await release(uow, row.id)
    writing = Writing(
        Cleaned(row.body_html, row.body_text),
        status=status_at_sending(edit, row.status),
        upload_ids=tuple(row.upload_ids),
        uploader=row.uploader,
        channel=row.channel,
        message_id=row.id,
    )
    await write_on(uow, edit, writing)
    await uow.execute(_FINISH, {"this": row.id, "now_state": "sent", "why": "", "at": uow.now})


async def _keep_as_failed(uow: UnitOfWork, desk: Desk, outgoing_id: UUID, why: str) -> None:
    row = (await uow.execute(_LOCK_WAITING, {"id": outgoing_id})).one_or_none()
    if row is None:
        return
    await uow.execute(_FINISH, {"this": row.id, "now_state": "failed", "why": why, "at": uow.now})
    try:
        edit = await begin(uow, desk, SERVICE, row.ticket_id)
    except NotFound:
        # The ticket is purged: there is nothing left to tell about, and nobody to tell it to.
        return
    # From a ticket that was merged it goes along, to where it is found and taken back.
    await uow.execute(_GO_ALONG, {"this": row.id, "there": edit.before.id})
    text = f"Your delayed reply on {edit.before.reference} was not sent: {why} It is kept, for you to take back."
    effects.request_notification(edit, [str(row.author_id)], [], text)
    await save(uow, edit)


async def purge_sent(uow: UnitOfWork, limit: int) -> int:
    """Forgets at most `limit` sent or taken back thirty days ago. What failed stays until it is taken back."""
    return (await uow.execute(_PURGE, {"before": uow.now - KEPT, "limit": limit})).rowcount


async def next_purge(reader: AsyncConnection) -> datetime | None:
    oldest = (await reader.execute(_OLDEST)).scalar_one()
    return None if oldest is None else oldest + KEPT
