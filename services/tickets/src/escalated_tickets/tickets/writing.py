"""Every change of a ticket goes through here: lock, check, apply effects, write once.

`begin` locks the row and checks sight and `If-Match`; a command then applies effects of `edit.py`; `save`
writes the row, the messages, the activity and the events, with one version more.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound, PreconditionFailed
from escalated_tickets import events
from escalated_tickets.activity.service import record
from escalated_tickets.attachments.queries import AttachmentRow
from escalated_tickets.attachments.service import attach
from escalated_tickets.conversation.models import messages
from escalated_tickets.desk import Desk
from escalated_tickets.search.service import index_message, index_ticket
from escalated_tickets.tickets.edit import Edit, MessageState
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import SeenTicket, names_of, sight_of, state_of
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer

_LOCK_BY_ID = select(*STATE).where(tickets.c.id == bindparam("key", type_=Uuid)).with_for_update()
_LOCK_BY_REFERENCE = select(*STATE).where(tickets.c.reference == bindparam("key", type_=Text)).with_for_update()
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
    state = await lock(uow, ticket)
    as_whom = None if state is None else sight_of(viewer, state)
    if state is None or as_whom is None:
        raise NotFound("There is no such ticket.", code="ticket_not_found")
    _check_version(state, as_whom, if_match)
    book = await desk.statuses.book(uow.connection)
    return Edit(state, viewer, as_whom, book, desk.policy, uow.now)


async def lock(uow: UnitOfWork, ticket: str | UUID) -> TicketState | None:
    """The row as it is once it is ours; waits for whoever holds it."""
    key: str | UUID = ticket
    statement = _LOCK_BY_ID
    if isinstance(ticket, str):
        try:
            key = UUID(ticket)
        except ValueError:
            key, statement = ticket.upper(), _LOCK_BY_REFERENCE
    row = (await uow.execute(statement, {"key": key})).one_or_none()
    return None if row is None else state_of(row)


def _check_version(state: TicketState, as_whom: Relation, if_match: int | None) -> None:
    current = state.version if as_whom is Relation.STAFF else state.public_version
    if if_match is not None and if_match != current:
        raise PreconditionFailed(
            f"The ticket is at version {current}; you have seen {if_match}.",
            code="version_mismatch",
            extra={"version": current},
        )


async def save(uow: UnitOfWork, edit: Edit, *, occurred_at: datetime | None = None) -> Changed:
    """Writes what the effects have gathered; nothing at all where they changed nothing."""
    if edit.happenings:
        edit.state = _counted(edit)
    if edit.state != edit.before:
        await _update(uow, edit.before, edit.state)
    return await _write_along(uow, edit, edit.before, occurred_at)


async def save_new(uow: UnitOfWork, edit: Edit, *, occurred_at: datetime | None = None) -> Changed:
    """Writes a ticket that was not there before."""
    edit.state = replace(edit.state, sequence=len(edit.happenings))
    await uow.execute(_INSERT_TICKET, {name: getattr(edit.state, name) for name in _FIELDS})
    return await _write_along(uow, edit, None, occurred_at)


def _counted(edit: Edit) -> TicketState:
    state = replace(edit.state, sequence=edit.before.sequence + len(edit.happenings))
    if edit.counts:
        state = replace(state, version=state.version + 1, updated_at=edit.now)
    if edit.public:
        state = replace(state, public_version=state.public_version + 1, public_updated_at=edit.now)
    return state


async def _update(uow: UnitOfWork, before: TicketState, after: TicketState) -> None:
    changed = {name: new for name in _FIELDS if (new := getattr(after, name)) != getattr(before, name)}
    await uow.execute(_update_of(frozenset(changed)), {"ticket": before.id, **changed})


@lru_cache(maxsize=512)
def _update_of(names: frozenset[str]) -> Any:
    return (
        update(tickets)
        .where(tickets.c.id == bindparam("ticket", type_=Uuid))
        .values({name: bindparam(name, type_=tickets.c[name].type) for name in sorted(names)})
    )


async def _write_along(
    uow: UnitOfWork, edit: Edit, before: TicketState | None, occurred_at: datetime | None
) -> Changed:
    attached = await _write_messages(uow, edit)
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
    named = (edit.state.subject, edit.state.requester_name, edit.state.requester_email)
    if before is None or named != (before.subject, before.requester_name, before.requester_email):
        await index_ticket(uow, edit.state)
    for message in edit.messages:
        await index_message(uow, message)
