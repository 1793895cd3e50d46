"""What can be done to a side conversation. Whatever happens in it is staff's alone; its words are not searched.

Everybody of the staff who sees the ticket sees it. Colleagues who are named in an internal one follow the ticket from
then on, which lets them see it; that needs `tickets:share` where they could not before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from escalated_chassis.ids import normalise_email, uuid7
from escalated_tickets import translate
from escalated_tickets.attachments.queries import AttachmentRow
from escalated_tickets.attachments.service import attach
from escalated_tickets.conversation.mentions import bring_in, staff_by_ids
from escalated_tickets.conversation.rules import Cleaned
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import people_by_ids
from escalated_tickets.people.service import person_for
from escalated_tickets.side_conversations.models import side_conversations, side_messages
from escalated_tickets.side_conversations.queries import (
    MOST,
    count_side_conversations,
    find_side_conversation,
    side_message_state,
    writers_of,
)
from escalated_tickets.side_conversations.rules import require_mailable
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.viewers import SERVICE
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, begin, save

MOST_LINES: Final = 500

_c = side_conversations.c
_INSERT = insert(side_conversations).returning(side_conversations)
_INSERT_MESSAGE = insert(side_messages).returning(side_messages)
_FIND = select(side_conversations).where(_c.id == bindparam("id", type_=Uuid))
_THIS = _c.id == bindparam("this", type_=Uuid)
_COUNT_LINE = (
    update(side_conversations)
    .where(_THIS)
    .values(message_count=_c.message_count + 1, last_message_at=bindparam("at"), state="open", closed_at=None)
    .returning(side_conversations)
)
_SET_STATE = (
    update(side_conversations)
    .where(_THIS)
    .values(state=bindparam("now_state"), closed_at=bindparam("at"))
    .returning(side_conversations)
)


@dataclass(frozen=True)
class SideOpening:
    """A side conversation to be begun: among `participants`, or by mail with `recipients`."""

    subject: str
    channel: str
    body: Cleaned
    participants: tuple[UUID, ...] = ()
    recipients: tuple[tuple[str, str], ...] = ()
    upload_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What is written, and by whom; the files are uploads of `uploader`, else of whoever acts."""

    author: PersonRef
    author_kind: Literal["agent", "third_party"]
    body: Cleaned
    channel: str
    upload_ids: tuple[UUID, ...] = ()
    uploader: str = ""


async def open_side_conversation(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, opening: SideOpening) -> Any:
    """Begins one with its first line; answers its row.

    Raises:
        NotFound, Forbidden; Invalid for people who are no staff, cannot see the ticket, or are its customers.
    """
    colleagues = await staff_by_ids(uow, opening.participants, "/participants")
    as_viewers = [await desk.people.viewer(person) for person in colleagues]
    edit = await _begin(uow, desk, viewer, ticket, Act.SIDE_CONVERSATION)
    if await count_side_conversations(uow.connection, edit.before.id) >= MOST:
        raise Conflict(f"A ticket has {MOST} side conversations at most.", code="too_many_side_conversations")
    if opening.channel == "internal":
        bring_in(edit, as_viewers, "/participants")
        people = [person.ref for person in colleagues if person.id != viewer.id]
        if not people:
            detail = "A side conversation is with somebody else."
            raise Invalid(detail, errors=[FieldError("/participants", "nobody_else", detail)])
    else:
        people = await _third_parties(uow, desk, edit, opening.recipients)
    row = (await uow.execute(_INSERT, _row_of(edit, opening, people))).one()
    return await _say(uow, edit, row, opening.body, opening.upload_ids)


def _row_of(edit: Edit, opening: SideOpening, people: Sequence[PersonRef]) -> dict[str, Any]:
    viewer = edit.viewer
    return {
        "id": uuid7(),
        "ticket_id": edit.before.id,
        "subject": opening.subject,
        "channel": opening.channel,
        "state": "open",
        "people": [{"id": str(each.id), "name": each.name, "email": each.email} for each in people],
        "author_id": viewer.id,
        "author_name": viewer.name,
        "author_email": viewer.email,
        "message_count": 0,
        "created_at": edit.now,
        "last_message_at": edit.now,
    }


async def _third_parties(
    uow: UnitOfWork, desk: Desk, edit: Edit, recipients: Sequence[tuple[str, str]]
) -> list[PersonRef]:
    """The recipients, each once. The ticket's own customers are written to on the ticket and nowhere else."""
    state = edit.before
    participants = await people_by_ids(uow.connection, state.participant_ids) if state.participant_ids else {}
    customers = {normalise_email(state.requester_email), *(normalise_email(p.email) for p in participants.values())}
    found: dict[UUID, PersonRef] = {}
    for index, (email, name) in enumerate(recipients):
        person = person_for(desk.deployment, email, name)
        if person.email in customers or person.id in (state.requester_id, *state.participant_ids):
            detail = f"{person.email} is a customer of this ticket; write to them on the ticket."
            raise Invalid(detail, errors=[FieldError(f"/recipients/{index}/email", "is_customer", detail)])
        found[person.id] = person
    return list(found.values())


async def write_line(
    uow: UnitOfWork,
    desk: Desk,
    viewer: Viewer,
    ticket: str,
    conversation_id: UUID,
    body: Cleaned,
    upload_ids: tuple[UUID, ...] = (),
) -> Any:
    """Adds a line of staff; one by mail goes to all of its recipients. Answers the conversation's row.

    Raises:
        NotFound, Forbidden; Conflict where it is closed; Invalid for uploads that are not theirs, too many or, for a
        mail, too large.
    """
    edit = await _begin(uow, desk, viewer, ticket, None)
    row = await _locked(uow, edit, conversation_id)
    edit.require(Act.SIDE_CONVERSATION if row.channel == "email" else Act.NOTE)
    if row.state == "closed":
        raise Conflict("The side conversation is closed; reopen it first.", code="side_conversation_closed")
    return await _say(uow, edit, row, body, upload_ids)


async def _say(uow: UnitOfWork, edit: Edit, row: Any, body: Cleaned, upload_ids: tuple[UUID, ...]) -> Any:
    """A line of whoever acts, from the desk."""
    line = Line(_author(edit.viewer), "agent", body, edit.viewer.channel, upload_ids)
    _, _, files = await _add(uow, edit, row, line)
    if row.channel == "email":
        require_mailable(file.size_bytes for file in files)
    return await find_side_conversation(uow.connection, row.id)


@dataclass(frozen=True)
class Answer:
    """What came by mail: from an address, and where that is one of staff, from them."""

    email: str
    staff: Viewer | None
    body: Cleaned
    upload_ids: tuple[UUID, ...] = ()
    uploader: str = ""


async def take_answer(
    uow: UnitOfWork, desk: Desk, conversation_id: UUID, answer: Answer
) -> tuple[Changed, Any, list[AttachmentRow]]:
    """Adds what was answered by mail, which opens a closed one again; answers ticket, line and files.

    A recipient writes as a third party. Staff who take part write as they do on the desk: by mail it goes on to the
    recipients.

    Raises:
        Forbidden: there is no such conversation, or it was not sent to whoever writes: a stranger, who is told no more.
    """
    row = await find_side_conversation(uow.connection, conversation_id)
    if row is None:
        raise _stranger()
    edit, author, kind = await _begin_for_answer(uow, desk, row, answer)
    row = await _locked(uow, edit, conversation_id)
    return await _add(uow, edit, row, Line(author, kind, answer.body, "email", answer.upload_ids, answer.uploader))


async def _begin_for_answer(
    uow: UnitOfWork, desk: Desk, row: Any, answer: Answer
) -> tuple[Edit, PersonRef, Literal["agent", "third_party"]]:
    author = _recipient(row, answer.email)
    if author is not None:
        return await begin(uow, desk, SERVICE, row.ticket_id), author, "third_party"
    staff = answer.staff
    if staff is None or staff.id not in await _taking_part(uow, row):
        raise _stranger()
    try:
        edit = await _begin(uow, desk, staff, row.ticket_id, None)
    except NotFound as error:
        raise _stranger() from error
    edit.require(Act.SIDE_CONVERSATION if row.channel == "email" else Act.NOTE)
    return edit, _author(staff), "agent"


def _recipient(row: Any, email: str) -> PersonRef | None:
    """Whom of those that it goes to by mail an address stands for."""
    address = normalise_email(email)
    people = row.people if row.channel == "email" else ()
    known = next((each for each in people if normalise_email(each["email"]) == address), None)
    return None if known is None else PersonRef(UUID(known["id"]), known["name"], known["email"])


async def _taking_part(uow: UnitOfWork, row: Any) -> set[UUID]:
    """The staff of it: who began it, who wrote in it, and whom an internal one names."""
    named = (UUID(each["id"]) for each in row.people) if row.channel == "internal" else ()
    return {row.author_id, *await writers_of(uow.connection, row.id), *named}


def _stranger() -> Forbidden:
    return Forbidden("This was not sent to this address.", code="no_recipient")


async def set_state(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str, conversation_id: UUID, state: str) -> Any:
    """Closes or reopens one; it is so already is no failure. Told to nobody, noted in the activity."""
    edit = await _begin(uow, desk, viewer, ticket, None)
    row = await _locked(uow, edit, conversation_id)
    edit.require(Act.SIDE_CONVERSATION)
    if row.state == state:
        return row
    closed_at = edit.now if state == "closed" else None
    after = (await uow.execute(_SET_STATE, {"this": row.id, "now_state": state, "at": closed_at})).one()
    change = ("side_conversation", f"{row.subject}: {row.state}", f"{row.subject}: {state}")
    shown = {"side_conversation_id": str(row.id), "subject": row.subject}
    edit.change(
        Happening(
            "ticket.updated",
            {"changes": [change]},
            {**shown, "state": row.state},
            {**shown, "state": state},
            staff_only=True,
        )
    )
    await save(uow, edit)
    return after


async def _begin(uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str | UUID, act: Act | None) -> Edit:
    """The ticket, locked, for its staff: to its customers there are no side conversations."""
    edit = await begin(uow, desk, viewer, ticket)
    if edit.relation is not Relation.STAFF:
        raise NotFound("There is no such side conversation.", code="side_conversation_not_found")
    if act is not None:
        edit.require(act)
    return edit


async def _locked(uow: UnitOfWork, edit: Edit, conversation_id: UUID) -> Any:
    """The conversation of the locked ticket: nobody else writes to it meanwhile."""
    row = (await uow.execute(_FIND, {"id": conversation_id})).one_or_none()
    if row is None or row.ticket_id != edit.before.id:
        raise NotFound("There is no such side conversation.", code="side_conversation_not_found")
    return row


async def _add(uow: UnitOfWork, edit: Edit, row: Any, line: Line) -> tuple[Changed, Any, list[AttachmentRow]]:
    """The ticket after it, the line's row and its files."""
    written = await _write(uow, row, line)
    files = await attach(
        uow,
        line.upload_ids,
        uploader=line.uploader,
        ticket_id=row.ticket_id,
        message_id=written.id,
        internal=True,
        most=edit.policy.max_attachments,
    )
    await _tell(uow, edit, row, written)
    return await save(uow, edit, attached={written.id: files}), written, files


async def _write(uow: UnitOfWork, row: Any, line: Line) -> Any:
    if row.message_count >= MOST_LINES:
        raise Conflict(f"A side conversation has {MOST_LINES} lines at most.", code="side_conversation_full")
    await uow.execute(_COUNT_LINE, {"this": row.id, "at": uow.now})
    values = {
        "id": uuid7(),
        "side_conversation_id": row.id,
        "ticket_id": row.ticket_id,
        "author_id": line.author.id,
        "author_name": line.author.name,
        "author_email": line.author.email,
        "author_kind": line.author_kind,
        "body_html": line.body.html,
        "body_text": line.body.text,
        "channel": line.channel,
        "opening": row.message_count == 0,
        "created_at": uow.now,
    }
    return (await uow.execute(_INSERT_MESSAGE, values)).one()


async def _tell(uow: UnitOfWork, edit: Edit, row: Any, line: Any) -> None:
    people = [PersonRef(UUID(each["id"]), each["name"], each["email"]) for each in row.people]
    outgoing = row.channel == "email" and line.author_kind == "agent"
    told = await _taking_part(uow, row)
    details = {
        "side_conversation_id": str(row.id),
        "subject": row.subject,
        "channel": row.channel,
        "recipients": [translate.person(person) for person in people] if outgoing else [],
        "told_ids": sorted(str(each) for each in told - {line.author_id}),
    }
    after = {"side_conversation_id": str(row.id), "subject": row.subject, "message_id": str(line.id)}
    edit.change(
        Happening(
            "ticket.side_conversation_message",
            details,
            after=after,
            staff_only=True,
            message=side_message_state(line),
        )
    )


def _author(viewer: Viewer) -> PersonRef:
    return PersonRef(viewer.id, viewer.name, viewer.email)
