"""What can be done to a note that is there: pin it, and, for ten minutes, mend it or take it back.

What a note said before it was mended or taken back is kept nowhere, not in the activity either: who pastes a password
into the wrong ticket must be able to take it back. That it happened, by whom and when, stays.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Forbidden, NotFound
from escalated_tickets.attachments.service import remove_files
from escalated_tickets.conversation.mentions import bring_in, called_in, find_called
from escalated_tickets.conversation.models import messages
from escalated_tickets.conversation.queries import find_message, message_state
from escalated_tickets.conversation.rules import Cleaned
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import staff_named_in
from escalated_tickets.search.service import rebuild
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit, Happening, MessageState
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begin, save

MOST_PINNED: Final = 10
MENDED_WITHIN: Final = timedelta(minutes=10)

_c = messages.c
_THIS = _c.id == bindparam("message")
_SET_PINNED = update(messages).where(_THIS).values(pinned=bindparam("now_pinned"))
_SET_BODY = (
    update(messages)
    .where(_THIS)
    .values(body_html=bindparam("html"), body_text=bindparam("words"), edited_at=bindparam("at"))
)
_DELETE = delete(messages).where(_THIS)
_COUNT_PINNED = select(func.count()).select_from(messages).where(_c.ticket_id == bindparam("ticket"), _c.pinned)


async def pin(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str,
    message_id: UUID,
    *,
    pinned: bool,
    if_match: int | None = None,
) -> Changed:
    """Has a note stand at the top, or no longer; as it is already is no failure.

    Raises:
        NotFound, Forbidden, PreconditionFailed; Conflict for a reply, and for more than `MOST_PINNED`.
    """
    edit = await begin(uow, desk, viewer, ticket, if_match)
    note = await _note_of(uow, edit, message_id, Act.PIN)
    if note.pinned == pinned:
        return await save(uow, edit)
    if pinned and (await uow.execute(_COUNT_PINNED, {"ticket": edit.before.id})).scalar_one() >= MOST_PINNED:
        raise Conflict(f"At most {MOST_PINNED} notes of a ticket are pinned.", code="too_many_pinned")
    await uow.execute(_SET_PINNED, {"message": message_id, "now_pinned": pinned})
    message = replace(message_state(note), pinned=pinned)
    _tell(edit, message, "pinned" if pinned else "unpinned")
    return await save(uow, edit)


async def mend(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str,
    message_id: UUID,
    body: Cleaned,
    mentions: tuple[UUID, ...] = (),
    if_match: int | None = None,
) -> Changed:
    """Changes what one's own note says, for ten minutes. Who is called anew in it follows and is told.

    Raises:
        NotFound, PreconditionFailed; Forbidden for somebody else's; Conflict for a reply, and when the time is over.
    """
    called = await find_called(uow, desk, body.text, mentions)
    edit = await begin(uow, desk, viewer, ticket, if_match)
    note = await _own_note(uow, edit, message_id)
    before = set(called_in(note.body_text, await staff_named_in(uow.connection, note.body_text)))
    newly = bring_in(edit, [person for person in called if person.id not in before])
    await uow.execute(_SET_BODY, {"message": message_id, "html": body.html, "words": body.text, "at": uow.now})
    message = replace(message_state(note), body_html=body.html, body_text=body.text)
    _tell(edit, message, "edited")
    if newly:
        text = f"{viewer.name} mentions you in a note."
        effects.request_notification(edit, [str(each) for each in newly], [], text)
    await rebuild(uow, [edit.before.id])
    return await save(uow, edit)


async def take_back(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, message_id: UUID, if_match: int | None = None
) -> Changed:
    """Takes away one's own note with its files, for ten minutes. Errors as `mend`."""
    edit = await begin(uow, desk, viewer, ticket, if_match)
    note = await _own_note(uow, edit, message_id)
    await uow.execute(_DELETE, {"message": message_id})
    await remove_files(uow, desk.files, message_id)
    message = replace(message_state(note), body_html="", body_text="", pinned=False)
    _tell(edit, message, "deleted", note_count=edit.state.note_count - 1)
    await rebuild(uow, [edit.before.id])
    return await save(uow, edit)


def _tell(edit: Edit, message: MessageState, what: str, **values: Any) -> None:
    after = {"message_id": str(message.id), "what": what}
    edit.change(
        Happening("ticket.message_changed", {"what": what}, after=after, staff_only=True, message=message), **values
    )


async def _note_of(uow: UnitOfWork, edit: Edit, message_id: UUID, act: Act) -> Any:
    """A note of the locked ticket. To customers there are none, whatever they ask for."""
    row = None if edit.relation is not Relation.STAFF else await find_message(uow.connection, message_id)
    if row is None or row.ticket_id != edit.before.id:
        raise NotFound("There is no such message.", code="message_not_found")
    edit.require(act)
    if row.kind != "note":
        raise Conflict("This is for notes; what was sent to the customer stays as it was sent.", code="not_a_note")
    return row


async def _own_note(uow: UnitOfWork, edit: Edit, message_id: UUID) -> Any:
    note = await _note_of(uow, edit, message_id, Act.NOTE)
    if note.author_id != edit.viewer.id:
        raise Forbidden("You may change your own notes only.", code="not_your_note")
    if edit.now > note.created_at + MENDED_WITHIN:
        raise Conflict("A note can be changed for ten minutes.", code="edit_window_over")
    return note
