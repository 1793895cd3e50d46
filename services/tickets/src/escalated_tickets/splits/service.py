"""Splitting messages off into a new ticket: one transaction; the source is locked, the new one nobody knows yet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import uuid7
from escalated_tickets.assignment.service import assign_by_department
from escalated_tickets.attachments.models import attachments
from escalated_tickets.attachments.queries import for_messages
from escalated_tickets.conversation.models import messages
from escalated_tickets.conversation.moving import open_with, open_with_first, tally
from escalated_tickets.conversation.queries import find_message, message_state
from escalated_tickets.desk import Desk
from escalated_tickets.links.service import write_link
from escalated_tickets.search.service import rebuild
from escalated_tickets.splits.rules import Cut, Piece, cut
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.models import ticket_numbers
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begin, save, save_new

_NEXT_NUMBER = ticket_numbers.next_value().select()
_PIECES = select(messages.c.id, messages.c.kind, messages.c.created_at, messages.c.author_id).where(
    messages.c.ticket_id == bindparam("ticket", type_=Uuid)
)
_GOING = any_(bindparam("ids", type_=ARRAY(Uuid)))
_MOVE = update(messages).where(messages.c.id == _GOING).values(ticket_id=bindparam("there", type_=Uuid))
_MOVE_FILES = (
    update(attachments).where(attachments.c.message_id == _GOING).values(ticket_id=bindparam("there", type_=Uuid))
)


async def split(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str,
    message_ids: Sequence[UUID],
    subject: str | None = None,
    if_match: int | None = None,
) -> tuple[Changed, Changed]:
    """Makes a new ticket of some messages; answers it, and the ticket they came from.

    It has the requester, department, tags, type and priority of the old one and begins now: so do its clocks.

    Raises:
        NotFound, Forbidden, PreconditionFailed; Invalid for messages that cannot go.
    """
    source = await begin(uow, desk, viewer, ticket, if_match)
    source.require(Act.SPLIT)
    rows = await uow.execute(_PIECES, {"ticket": source.before.id})
    parts = cut([Piece(row.id, row.kind, row.created_at, row.author_id) for row in rows], message_ids)
    new = await _new_edit(uow, desk, source, parts, subject)
    await _move(uow, source.before.id, new.state.id, parts)
    await _say(uow, source, new, parts)
    after = await _save_new(uow, new, parts)
    source.state = replace(source.state, **await tally(uow.connection, source.state))
    left = await save(uow, source)
    await write_link(uow, new.state.id, source.before.id, "related")
    await rebuild(uow, (new.state.id, source.before.id))
    return after, left


async def _new_edit(uow: UnitOfWork, desk: Desk, source: Edit, parts: Cut, subject: str | None) -> Edit:
    number = (await uow.execute(_NEXT_NUMBER)).scalar_one()
    status = source.book.default("new") or "open"
    state = replace(
        _bare(source.before, uow),
        reference=f"{desk.policy.reference_prefix}{number:05d}",
        subject=subject or source.before.subject,
        status=status,
        status_category=source.book.category(status),
        participant_ids=_writers(source.before, parts),
    )
    return Edit(state, source.viewer, Relation.STAFF, source.book, source.policy, uow.now)


def _bare(old: TicketState, uow: UnitOfWork) -> TicketState:
    """What the new ticket has of the old one, with a life of its own."""
    fresh: dict[str, Any] = {
        "id": uuid7(),
        "done": False,
        "assignee_id": None,
        "assignee_name": "",
        "assignee_email": "",
        "follower_ids": [],
        "custom_fields": {},
        "created_at": uow.now,
        "updated_at": uow.now,
        "public_updated_at": uow.now,
        "status_changed_at": uow.now,
        "resolved_at": None,
        "closed_at": None,
        "snoozed_until": None,
        "auto_close_at": None,
        "rating": None,
        "escalation_level": 0,
        "sla_state": "none",
        "sla_metric": "",
        "sla_next_due_at": None,
        "sla_clocks": [],
        "sla_version": 0,
        "version": 1,
        "public_version": 1,
        "sequence": 0,
    }
    return replace(old, **fresh)


def _writers(old: TicketState, parts: Cut) -> list[UUID]:
    """People in Cc come along where they wrote one of the messages: they would lose their own words otherwise."""
    writers = {piece.author_id for piece in parts.pieces}
    return [each for each in old.participant_ids if each in writers]


async def _move(uow: UnitOfWork, here: UUID, there: UUID, parts: Cut) -> None:
    going = {"ids": [piece.id for piece in parts.pieces], "there": there}
    await uow.execute(_MOVE, going)
    await uow.execute(_MOVE_FILES, going)
    await open_with(uow, there, parts.opening.id)
    await open_with_first(uow, here)


async def _say(uow: UnitOfWork, source: Edit, new: Edit, parts: Cut) -> None:
    opening = message_state(await find_message(uow.connection, parts.opening.id))
    shown = {"status": new.state.status, "split_from": source.before.reference}
    new.happenings.append(Happening("ticket.created", after=shown, message=opening))
    details = {
        "new_id": str(new.state.id),
        "new_reference": new.state.reference,
        "message_ids": [str(each) for each in parts.public_ids],
    }
    source.change(Happening("ticket.split", details, after={"new": new.state.reference, "messages": len(parts.pieces)}))


async def _save_new(uow: UnitOfWork, new: Edit, parts: Cut) -> Changed:
    new.state = replace(new.state, **await tally(uow.connection, new.state))
    await assign_by_department(uow, new)
    return await save_new(uow, new, attached=await for_messages(uow.connection, [parts.opening.id]))
