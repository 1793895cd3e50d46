"""Writing to a ticket: replies and internal notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, select

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import uuid7
from escalated_tickets.conversation.mentions import bring_in, find_called
from escalated_tickets.conversation.rules import Cleaned
from escalated_tickets.desk import Desk
from escalated_tickets.drafts.service import forget_draft
from escalated_tickets.links.effects import say_linked
from escalated_tickets.participants.suggesting import suggest
from escalated_tickets.people.queries import department_is_active, people_by_ids
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit, MessageState
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import links, tickets
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.queries import sight_of, state_of
from escalated_tickets.tickets.rules import Act, within_reopen_window
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.visibility import NOBODY, Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begin, begun, save

# A link is seen from both ends: the follow-up is the younger one. Whoever asks holds the old ticket's lock.
_OPEN_FOLLOW_UP = (
    select(*STATE)
    .join(links, links.c.other_id == tickets.c.id)
    .where(
        links.c.ticket_id == bindparam("old", type_=Uuid),
        links.c.kind == "follow_up",
        tickets.c.requester_id == bindparam("requester", type_=Uuid),
        tickets.c.created_at > bindparam("since", type_=DateTime(timezone=True)),
        ~tickets.c.done,
        tickets.c.deleted_at.is_(None),
        tickets.c.merged_into_id.is_(None),
    )
    .order_by(tickets.c.created_at.desc(), tickets.c.id.desc())
    .limit(1)
    .with_for_update(of=tickets)
)


@dataclass(frozen=True)
class Writing:
    """A message to be written by whoever acts; `status` is what an agent sends it with."""

    body: Cleaned
    internal: bool = False
    status: str | None = None
    upload_ids: tuple[UUID, ...] = ()
    uploader: str = ""
    channel: str = "web"
    automatic: bool = False
    occurred_at: datetime | None = None
    # In Cc of the mail that it came by.
    suggested: tuple[PersonRef, ...] = ()
    # Whether people are called in it: those of `mentions`, and whoever stands behind an @ in its text.
    calls: bool = False
    mentions: tuple[UUID, ...] = ()
    # The id of a message that was promised before it was written: of a delayed reply.
    message_id: UUID | None = None


async def write(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, writing: Writing, if_match: int | None = None
) -> Changed:
    """Adds a reply or a note.

    A customer's reply to a ticket done long ago goes to the follow-up of the same requester that is open still; where
    there is none, it opens one, linked to it.

    Raises:
        NotFound, Forbidden, PreconditionFailed; Conflict for a status that may not follow.
    """
    called = await find_called(uow, desk, writing.body.text, writing.mentions) if writing.calls else []
    edit = await begin(uow, desk, viewer, ticket, if_match)
    edit.require(Act.NOTE if writing.internal else Act.REPLY)
    if writing.status is not None:
        # Sent along or asked for by itself: changing the status is one right.
        edit.require(Act.STATUS)
    if not writing.internal and _comes_too_late(edit):
        onto = await _open_follow_up(uow, desk, edit)
        return await (_follow_up(uow, desk, edit, writing) if onto is None else write_on(uow, onto, writing))
    return await write_on(uow, edit, writing, called)


async def write_on(uow: UnitOfWork, edit: Edit, writing: Writing, called: Sequence[Viewer] = ()) -> Changed:
    """Adds the message to a ticket that is locked, by whoever may. The draft that it was goes with it."""
    message = message_by(edit, writing)
    if writing.internal:
        add_note_calling(edit, message, called)
    else:
        effects.add_reply(edit, message, writing.status)
    if writing.channel == "web" and writing.message_id is None:
        await forget_draft(uow, edit.before.id, edit.viewer.id, message.kind)
    await suggest(uow, edit.state, writing.suggested, edit.viewer.id)
    return await save(uow, edit, occurred_at=_time_of(edit, writing))


def add_note_calling(edit: Edit, message: MessageState, called: Sequence[Viewer], pointer: str = "/mentions") -> None:
    """Adds a note, whose event names who is called in it. Raises as `bring_in`."""
    mentioned = bring_in(edit, called, pointer)
    effects.add_note(edit, message)
    note = edit.happenings[-1]
    details = {**note.details, "mentioned_ids": [str(each) for each in mentioned]}
    edit.happenings[-1] = replace(note, details=details)


def message_by(edit: Edit, writing: Writing) -> MessageState:
    """The message as the edit's viewer writes it; a service writes without an author."""
    viewer = edit.viewer
    return MessageState(
        id=writing.message_id or uuid7(),
        ticket_id=edit.before.id,
        kind="note" if writing.internal else "reply",
        author=None if viewer.id == NOBODY else PersonRef(viewer.id, viewer.name, viewer.email),
        author_kind=author_kind_of(edit, internal=writing.internal),
        body_html=writing.body.html,
        body_text=writing.body.text,
        channel=writing.channel,
        automatic=writing.automatic,
        opening=False,
        created_at=_time_of(edit, writing) or edit.now,
        upload_ids=writing.upload_ids,
        uploader=writing.uploader,
    )


def author_kind_of(edit: Edit, *, internal: bool) -> str:
    """An agent who is the requester, or sees the ticket only as a participant, writes as a customer."""
    if edit.viewer.id == NOBODY:
        return "system"
    as_agent = edit.relation is Relation.STAFF and (internal or edit.viewer.id != edit.before.requester_id)
    return "agent" if as_agent else "customer"


def _time_of(edit: Edit, writing: Writing) -> datetime | None:
    """When it was written, where that is known and believable: not before the ticket, not after now."""
    at = writing.occurred_at
    return at if at is not None and edit.before.created_at <= at <= edit.now else None


def _comes_too_late(edit: Edit) -> bool:
    customers = author_kind_of(edit, internal=False) == "customer"
    return customers and edit.before.done and not within_reopen_window(edit.before, edit.policy, edit.now)


async def _open_follow_up(uow: UnitOfWork, desk: Desk, edit: Edit) -> Edit | None:
    """The newest one, locked; None also where the writer does not see it."""
    old = edit.before
    asked = {"old": old.id, "requester": old.requester_id, "since": old.created_at}
    row = (await uow.execute(_OPEN_FOLLOW_UP, asked)).one_or_none()
    if row is None or sight_of(edit.viewer, state_of(row)) is None:
        return None
    return await begun(uow, desk, edit.viewer, state_of(row))


async def _follow_up(uow: UnitOfWork, desk: Desk, edit: Edit, writing: Writing) -> Changed:
    old, viewer = edit.before, edit.viewer
    opening = Opening(
        requester=PersonRef(old.requester_id, old.requester_name, old.requester_email),
        subject=old.subject,
        body=writing.body,
        author=PersonRef(viewer.id, viewer.name, viewer.email),
        channel=writing.channel,
        type=old.type,
        department_id=old.department_id if await _still_active(uow, old.department_id) else None,
        upload_ids=writing.upload_ids,
        uploader=writing.uploader,
        participants=await _participants(uow, old.participant_ids),
        suggested=writing.suggested,
        link_to=(old.id, "follow_up"),
        requester_kind="customer",
        automatic=writing.automatic,
    )
    opened = await open_ticket(uow, desk, viewer, opening)
    say_linked(edit, "follow_up", opened.state)
    await save(uow, edit)
    return opened


async def _still_active(uow: UnitOfWork, department_id: UUID | None) -> bool:
    return department_id is not None and bool(await department_is_active(uow.connection, department_id))


async def _participants(uow: UnitOfWork, ids: list[UUID]) -> tuple[PersonRef, ...]:
    known = await people_by_ids(uow.connection, ids) if ids else {}
    return tuple(person.ref for person in known.values())
