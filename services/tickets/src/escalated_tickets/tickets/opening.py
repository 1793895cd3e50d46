"""Opening a ticket: for oneself, for somebody else, for a guest, for a sender of mail, as a follow-up."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import FieldError, Invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.assignment.service import assign_by_department
from escalated_tickets.conversation.rules import Cleaned
from escalated_tickets.custom_fields.rules import merged_values
from escalated_tickets.desk import Desk
from escalated_tickets.links.service import write_link
from escalated_tickets.participants.suggesting import suggest
from escalated_tickets.people.queries import final_person, people_by_ids
from escalated_tickets.people.service import see_person
from escalated_tickets.statuses.rules import StatusBook
from escalated_tickets.subjects.rules import NewSubject
from escalated_tickets.subjects.service import named_first, write_first
from escalated_tickets.tags.service import make_tags
from escalated_tickets.tickets.edit import Edit, Happening, MessageState
from escalated_tickets.tickets.models import ticket_numbers
from escalated_tickets.tickets.rules import snippet_of
from escalated_tickets.tickets.service import check_department
from escalated_tickets.tickets.state import WEIGHT, PersonRef, TagRef, TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import Changed, save_new

_NEXT_NUMBER = ticket_numbers.next_value().select()
# Channels where somebody fills in fields; a mail has none, nor has what comes from another desk.
_FORMS: Final = frozenset({"web", "api", "widget", "phone"})


@dataclass(frozen=True)
class Opening:
    """What a new ticket is made of; `link_to` is the ticket it follows up or was meant for, with the kind of link."""

    requester: PersonRef
    subject: str
    body: Cleaned
    author: PersonRef
    author_kind: str = "customer"
    channel: str = "web"
    priority: str | None = None
    type: str = "question"
    department_id: UUID | None = None
    tags: tuple[str, ...] = ()
    custom_fields: dict[str, Any] = field(default_factory=dict)
    upload_ids: tuple[UUID, ...] = ()
    uploader: str = ""
    participants: tuple[PersonRef, ...] = ()
    # In Cc of a mail: kept for an agent to approve.
    suggested: tuple[PersonRef, ...] = ()
    link_to: tuple[UUID, str] | None = None
    requester_kind: str = "guest"
    automatic: bool = False
    occurred_at: datetime | None = None
    subjects: tuple[NewSubject, ...] = ()


async def open_ticket(uow: UnitOfWork, desk: Desk, viewer: Viewer, opening: Opening) -> Changed:
    """Writes the ticket with its first message. Whoever may open one for whom is decided before."""
    await check_department(uow, opening.department_id)
    opening = replace(opening, requester=await _known_requester(uow, opening))
    for participant in opening.participants:
        await see_person(uow, participant)
    tags = await make_tags(uow, opening.tags) if opening.tags else []
    book = await desk.statuses.book(uow.connection)
    state = await _first_state(uow, desk, book, opening, tags)
    relation = Relation.STAFF if viewer.is_staff and viewer.id != opening.requester.id else Relation.CUSTOMER
    state = _with_fields(book, state, viewer, opening)
    edit = Edit(state, viewer, relation, book, desk.policy, uow.now)
    message = _first_message(uow, state.id, opening)
    edit.messages.append(message)
    edit.happenings.append(Happening("ticket.created", after={"status": state.status}, message=message))
    await assign_by_department(uow, edit)
    about = named_first(edit, opening.subjects)
    changed = await save_new(uow, edit, occurred_at=opening.occurred_at)
    await write_first(uow, state.id, about)
    await suggest(uow, changed.state, opening.suggested, opening.author.id)
    if opening.link_to is not None:
        await write_link(uow, state.id, *opening.link_to)
    return changed


def _with_fields(book: StatusBook, state: TicketState, viewer: Viewer, opening: Opening) -> TicketState:
    """The new ticket with its custom fields. Who fills in a form fills in what the first status requires of them."""
    as_staff = viewer.is_staff
    values = merged_values(book.fields, state, opening.custom_fields, as_staff=as_staff)
    filled = replace(state, custom_fields=values)
    by_form = viewer.kind != "guest" and opening.channel in _FORMS and opening.link_to is None
    missing = [each for each in book.fields.missing_at(filled, state.status) if as_staff or each.editable_by_customers]
    if by_form and missing:
        errors = [FieldError(f"/custom_fields/{each.key}", "missing", f"{each.label} is needed.") for each in missing]
        raise Invalid(errors[0].detail, code="invalid", errors=errors)
    return filled


async def _known_requester(uow: UnitOfWork, opening: Opening) -> PersonRef:
    """The requester with the name they are known by: what a stranger calls somebody else does not stick."""
    await see_person(uow, opening.requester, opening.requester_kind)
    if opening.requester_kind != "guest":
        return opening.requester
    now = await final_person(uow.connection, opening.requester.id)
    known = await people_by_ids(uow.connection, [now])
    return known[now].ref if now in known else opening.requester


async def _first_state(
    uow: UnitOfWork, desk: Desk, book: StatusBook, opening: Opening, tags: list[TagRef]
) -> TicketState:
    number = (await uow.execute(_NEXT_NUMBER)).scalar_one()
    status = book.default("new") or "open"
    at = opening.occurred_at or uow.now
    stamps = _stamps(opening, at)
    return TicketState(
        id=uuid7(),
        reference=f"{desk.policy.reference_prefix}{number:05d}",
        subject=opening.subject,
        status=status,
        status_category=book.category(status),
        done=False,
        priority=WEIGHT[opening.priority or desk.policy.default_priority],
        type=opening.type,
        channel=opening.channel,
        requester_id=opening.requester.id,
        requester_name=opening.requester.name,
        requester_email=opening.requester.email,
        assignee_id=None,
        assignee_name="",
        assignee_email="",
        department_id=opening.department_id,
        tag_ids=[tag.id for tag in tags],
        follower_ids=[],
        participant_ids=[each.id for each in opening.participants if each.id != opening.requester.id],
        custom_fields={},
        created_at=at,
        updated_at=uow.now,
        public_updated_at=uow.now,
        status_changed_at=at,
        resolved_at=None,
        closed_at=None,
        deleted_at=None,
        snoozed_until=None,
        auto_close_at=None,
        merged_into_id=None,
        rating=None,
        escalation_level=0,
        reply_count=0,
        note_count=0,
        last_message_at=at,
        last_customer_message_at=stamps.get("last_customer_message_at"),
        last_agent_message_at=stamps.get("last_agent_message_at"),
        snippet=snippet_of(opening.body.text),
        sla_state="none",
        sla_metric="",
        sla_next_due_at=None,
        sla_clocks=[],
        sla_version=0,
        version=1,
        public_version=1,
        sequence=0,
        origin=None,
    )


def _stamps(opening: Opening, at: datetime) -> dict[str, Any]:
    return {f"last_{opening.author_kind}_message_at": at}


def _first_message(uow: UnitOfWork, ticket_id: UUID, opening: Opening) -> MessageState:
    return MessageState(
        id=uuid7(),
        ticket_id=ticket_id,
        kind="reply",
        author=opening.author,
        author_kind=opening.author_kind,
        body_html=opening.body.html,
        body_text=opening.body.text,
        channel=opening.channel,
        automatic=opening.automatic,
        opening=True,
        created_at=opening.occurred_at or uow.now,
        upload_ids=opening.upload_ids,
        uploader=opening.uploader,
    )
