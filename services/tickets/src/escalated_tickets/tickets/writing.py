"""Every change of a ticket goes through here: lock, check, apply effects, write once.

`begin` locks the row and checks sight and `If-Match`; a command then applies effects of `edit.py`; `save`
writes the row, the messages, the activity and the events, with one version more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound, PreconditionFailed
from escalated_tickets import events
from escalated_tickets.activity.service import record
from escalated_tickets.attachments.queries import AttachmentRow
from escalated_tickets.attachments.service import attach
from escalated_tickets.conversation.models import messages
from escalated_tickets.desk import Desk
from escalated_tickets.search.service import index_message, index_ticket, is_indexed_anew
from escalated_tickets.snooze.rules import settle
from escalated_tickets.statuses.queries import hold
from escalated_tickets.tickets.edit import Edit, MessageState
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import MOST_MERGES, SeenTicket, key_of, names_of, sight_of, state_of
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.undo.record import note_change

_BY_ID = tickets.c.id == bindparam("key", type_=Uuid)
_BY_REFERENCE = tickets.c.reference == bindparam("key", type_=Text)
# One that was merged is neither locked nor found: whoever wants it wants the ticket that it went into.
_WHOLE = tickets.c.merged_into_id.is_(None)
_LOCK_BY_ID = select(*STATE).where(_BY_ID, _WHOLE).with_for_update()
_LOCK_BY_REFERENCE = select(*STATE).where(_BY_REFERENCE, _WHOLE).with_for_update()
_INTO_BY_ID = select(tickets.c.merged_into_id).where(_BY_ID)
_INTO_BY_REFERENCE = select(tickets.c.merged_into_id).where(_BY_REFERENCE)
# In the order of their ids, always: two who want the same tickets never wait for one another.
_LOCK_MANY = (
    select(*STATE)
    .where(tickets.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(tickets.c.id)
    .with_for_update()
)
_INSERT_TICKET = insert(tickets)
_INSERT_MESSAGE = insert(messages)
_FIELDS: Final = tuple(each.name for each in fields(TicketState))

Attached = dict[UUID, list[AttachmentRow]]


@dataclass(frozen=True, slots=True)
class Changed:
    """The ticket after a command, the messages that came with it and their files."""

    ticket: SeenTicket
    messages: tuple[MessageState, ...] = ()
    attached: Attached | None = None

    @property
    def state(self) -> TicketState:
        return self.ticket.state


async def begin(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str | UUID, if_match: int | None = None) -> Edit:
    """Locks the ticket for a change.

    Raises:
        NotFound: not there, or not for these eyes. PreconditionFailed: it is no longer at the version `if_match`.
    """
    return await begun(uow, desk, viewer, await lock(uow, ticket), if_match)


async def begun(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, state: TicketState | None, if_match: int | None = None
) -> Edit:
    """The change of a row that is locked already; the same checks."""
    as_whom = None if state is None else sight_of(viewer, state)
    if state is None or as_whom is None:
        raise NotFound("There is no such ticket.", code="ticket_not_found")
    check_version(state, as_whom, if_match)
    book = await desk.statuses.book(uow.connection)
    return Edit(state, viewer, as_whom, book, desk.policy, uow.now)


async def lock(uow: UnitOfWork, ticket: str | UUID) -> TicketState | None:
    """The row as it is once it is ours; waits for whoever holds it. A ticket that was merged leads to its target."""
    key, by_id = key_of(ticket)
    for _ in range(MOST_MERGES):
        row = (await uow.execute(_LOCK_BY_ID if by_id else _LOCK_BY_REFERENCE, {"key": key})).one_or_none()
        if row is not None:
            return state_of(row)
        into = (await uow.execute(_INTO_BY_ID if by_id else _INTO_BY_REFERENCE, {"key": key})).scalar_one_or_none()
        if into is None:
            return None
        key, by_id = into, True
    return None


async def lock_rows(uow: UnitOfWork, ids: Iterable[UUID]) -> dict[UUID, TicketState]:
    """These very rows, merged ones too; who is not there is left out."""
    return {row.id: state_of(row) for row in await uow.execute(_LOCK_MANY, {"ids": list(ids)})}


def check_version(state: TicketState, as_whom: Relation, if_match: int | None) -> None:
    """Raises PreconditionFailed where the ticket is no longer at the version that the caller saw."""
    current = state.version if as_whom is Relation.STAFF else state.public_version
    if if_match is not None and if_match != current:
        raise PreconditionFailed(
            f"The ticket is at version {current}; you have seen {if_match}.",
            code="version_mismatch",
            extra={"version": current},
        )


async def save(
    uow: UnitOfWork, edit: Edit, *, occurred_at: datetime | None = None, attached: Attached | None = None
) -> Changed:
    """Writes what the effects have gathered; nothing at all where they changed nothing. `attached` are files of
    messages that stand beside the conversation and are written already.
    """
    await settled(uow, edit)
    if edit.state != edit.before:
        changed = changes_of(edit)
        await uow.execute(update_of(frozenset(changed)), {"ticket": edit.before.id, **changed})
        await note_change(uow, edit)
    return await _write_along(uow, edit, edit.before, occurred_at, attached)


async def settled(uow: UnitOfWork, edit: Edit) -> None:
    """The last that follows from all the effects: counters, sleep, a status that is still there."""
    settle(edit)
    if edit.happenings:
        edit.state = _counted(edit)
    if edit.state.status != edit.before.status:
        await hold(uow.connection, edit.state.status, edit.state.status_category)


async def save_new(
    uow: UnitOfWork, edit: Edit, *, occurred_at: datetime | None = None, attached: Attached | None = None
) -> Changed:
    """Writes a ticket that was not there before; `attached` are files of messages that were there before it."""
    edit.state = replace(edit.state, sequence=len(edit.happenings))
    await hold(uow.connection, edit.state.status, edit.state.status_category)
    await uow.execute(_INSERT_TICKET, {name: getattr(edit.state, name) for name in _FIELDS})
    return await _write_along(uow, edit, None, occurred_at, attached)


def _counted(edit: Edit) -> TicketState:
    state = replace(edit.state, sequence=edit.before.sequence + len(edit.happenings))
    if edit.counts:
        state = replace(state, version=state.version + 1, updated_at=edit.now)
    if edit.public:
        state = replace(state, public_version=state.public_version + 1, public_updated_at=edit.now)
    return state


def changes_of(edit: Edit) -> dict[str, Any]:
    """The columns that are not as they were, and what they are."""
    return {name: new for name in _FIELDS if (new := getattr(edit.state, name)) != getattr(edit.before, name)}


@lru_cache(maxsize=512)
def update_of(names: frozenset[str]) -> Any:
    """The statement that writes these columns of a ticket."""
    return (
        update(tickets)
        .where(tickets.c.id == bindparam("ticket", type_=Uuid))
        .values({name: bindparam(name, type_=tickets.c[name].type) for name in sorted(names)})
    )


async def _write_along(
    uow: UnitOfWork,
    edit: Edit,
    before: TicketState | None,
    occurred_at: datetime | None,
    carried: Attached | None = None,
) -> Changed:
    attached = {**(carried or {}), **await _write_messages(uow, edit)}
    await _write_words(uow, edit, before)
    names = await names_of(uow.connection, edit.state)
    if edit.happenings:
        await record(uow, edit)
        events.publish(uow, edit, names, attached, before, occurred_at)
    return Changed(SeenTicket(edit.state, names, edit.relation), tuple(edit.messages), attached)


async def _write_messages(uow: UnitOfWork, edit: Edit) -> Attached:
    attached: Attached = {}
    for message in edit.messages:
        await uow.execute(_INSERT_MESSAGE, _message_row(message))
        if message.upload_ids:
            attached[message.id] = await attach(
                uow,
                message.upload_ids,
                uploader=message.uploader,
                ticket_id=message.ticket_id,
                message_id=message.id,
                internal=message.kind == "note",
                most=edit.policy.max_attachments,
            )
    return attached


def _message_row(message: MessageState) -> dict[str, Any]:
    author = message.author
    return {
        "id": message.id,
        "ticket_id": message.ticket_id,
        "kind": message.kind,
        "author_id": author.id if author else None,
        "author_name": author.name if author else "",
        "author_email": author.email if author else "",
        "author_kind": message.author_kind,
        "body_html": message.body_html,
        "body_text": message.body_text,
        "channel": message.channel,
        "automatic": message.automatic,
        "opening": message.opening,
        "created_at": message.created_at,
    }


async def _write_words(uow: UnitOfWork, edit: Edit, before: TicketState | None) -> None:
    if is_indexed_anew(before, edit.state):
        await index_ticket(uow, edit.state)
    for message in edit.messages:
        await index_message(uow, message)
