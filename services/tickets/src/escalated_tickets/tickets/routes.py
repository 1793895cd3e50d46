"""/tickets: list, counts, open, show, edit, delete, restore."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import counted, many, no_content, one
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, Files, IfMatch, Reader, Uow
from escalated_tickets.activity.queries import activity_view, newest_activity
from escalated_tickets.attachments.incoming import WITH_FILES, with_files
from escalated_tickets.attachments.queries import for_messages
from escalated_tickets.attachments.views import file_view
from escalated_tickets.conversation.queries import newest_messages
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.views import message_view
from escalated_tickets.desk import Desk, TheDesk
from escalated_tickets.links.queries import links_view
from escalated_tickets.people.queries import Person
from escalated_tickets.people.service import person_for
from escalated_tickets.subjects.rules import NewSubject, check_new
from escalated_tickets.tickets import queries, service
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.schemas import (
    Counts,
    ListParameters,
    NewTicket,
    OneTicket,
    TicketEdit,
    TicketList,
)
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import clocks_view, list_views, shown_ticket, version_of
from escalated_tickets.views.counting import rail_counts
from escalated_tickets.views.listing import filters_for

INCLUDES: Final = ("messages", "activity", "clocks", "links")
MESSAGES_SHOWN: Final = 100

routes = app.router(prefix=app.API_PREFIX, tags=["tickets"])


@routes.get("/tickets", response_model=TicketList)
async def list_tickets(
    parameters: Annotated[ListParameters, Query()], caller: Caller, reader: Reader, desk: TheDesk
) -> Response:
    """What the caller sees, a page at a time. Sorts: updated_at, created_at, priority, sla_due; - for descending;
    up to three of them, separated by commas.
    """
    caller.require("tickets:read")
    viewer, book = viewer_of(caller), await desk.statuses.book(reader)
    filters = await filters_for(reader, desk, viewer, parameters.filters(), parameters.view)
    after = decode_cursor(parameters.cursor, filters.sort_name, filters.key_types) if parameters.cursor else []
    page = await queries.list_tickets(reader, viewer, filters, limit=parameters.limit, after=after)
    total = await queries.count_tickets(reader, viewer, filters) if parameters.total else None
    cursor = encode_cursor(page.next_key, filters.sort_name) if page.next_key else None
    return many(list_views(page.tickets, book), next_cursor=cursor, total=total)


@routes.get("/tickets/counts", response_model=Counts)
async def count_tickets(caller: Caller, reader: Reader, desk: TheDesk) -> Response:
    """The numbers beside the queue; each exact to 1,000, then "1000+"."""
    caller.require("tickets:read")
    counts = await rail_counts(reader, desk, viewer_of(caller))
    if not caller.is_staff:
        del counts["sla_at_risk"]
    return one({name: counted(count) for name, count in counts.items()})


@dataclass(frozen=True)
class _Asked:
    """The body, and the person that its `requester_id` names."""

    ticket: NewTicket
    requester: Person | None


async def _asked(body: NewTicket, caller: Caller, desk: TheDesk) -> _Asked:
    """Somebody who is new here is asked of identity: before the transaction, so this comes before `Uow`."""
    if body.requester_id is None:
        return _Asked(body, None)
    caller.require("tickets:create_for")
    found = (await desk.people.ensure([body.requester_id])).get(body.requester_id)
    if found is None:
        raise invalid("/requester_id", "unknown", "There is no such person.")
    return _Asked(body, found)


@routes.post("/tickets", response_model=OneTicket, status_code=201, openapi_extra=WITH_FILES)
async def create_ticket(
    asked: Annotated[_Asked, Depends(_asked)], caller: Caller, files: Files, uow: Uow, desk: TheDesk
) -> Response:
    """Opens a ticket: for oneself, or with `requester` or `requester_id` for somebody else."""
    caller.require("tickets:create")
    viewer, body = viewer_of(caller), asked.ticket
    if body.tags and not caller.is_staff:
        raise invalid("/tags", "read_only", "Tags are set by agents.")
    subjects = _about(body, caller)
    channel = _channel(body, caller) or viewer.channel
    opening = _opening(body, caller, _for_whom(body, caller, asked.requester, desk), channel=channel)
    opening = replace(opening, subjects=subjects, upload_ids=await with_files(uow, desk, body.attachments, files))
    after = await open_ticket(uow, desk, viewer, opening)
    return await changed(uow, desk, caller, after, status=201)


def _channel(body: NewTicket, caller: Principal) -> str | None:
    if body.channel not in (None, "web", "widget") and not caller.is_staff:
        raise invalid("/channel", "read_only", "Other channels than web and widget are set by agents.")
    return body.channel


def _about(body: NewTicket, caller: Principal) -> tuple[NewSubject, ...]:
    """Said by agents, and by a host application that opens tickets with an API token."""
    if body.subjects and not (caller.is_staff or caller.token_id):
        raise invalid("/subjects", "read_only", "Subjects are set by agents and by API.")
    subjects = tuple(each.new for each in body.subjects)
    check_new(subjects, "/subjects")
    return subjects


def _for_whom(body: NewTicket, caller: Principal, named: Person | None, desk: Desk) -> PersonRef:
    if named is not None:
        return named.ref
    if body.requester is None:
        return PersonRef(caller.id, caller.name, caller.email)
    caller.require("tickets:create_for")
    return person_for(desk.deployment, body.requester.email, body.requester.name or "")


def _opening(body: NewTicket, caller: Principal, requester: PersonRef, *, channel: str) -> Opening:
    for_oneself = requester.id == caller.id
    return Opening(
        requester=requester,
        subject=body.subject,
        body=clean(body.description, body.format, pointer="/description"),
        author=PersonRef(caller.id, caller.name, caller.email),
        author_kind="customer" if for_oneself else "agent",
        channel=channel,
        priority=body.priority,
        type=body.type,
        department_id=body.department_id,
        tags=tuple(body.tags),
        custom_fields=body.custom_fields,
        requester_kind=caller.kind if for_oneself else "guest",
    )


@routes.get("/tickets/{ticket}", response_model=OneTicket)
async def show_ticket(
    ticket: str,
    caller: Caller,
    reader: Reader,
    desk: TheDesk,
    include: Annotated[str, Query(max_length=100, description=", ".join(INCLUDES))] = "",
) -> Response:
    """A ticket by id or reference; `messages` are the last hundred, oldest first."""
    wanted = _included(include)
    seen = await queries.visible_ticket(reader, caller, ticket)
    book = await desk.statuses.book(reader)
    view = shown_ticket(seen, viewer_of(caller), book, desk.policy, desk.clock.now())
    for name in wanted:
        view[name] = await _part(name, seen, caller, reader, desk)
    return one(view, version=version_of(seen))


def _included(text: str) -> tuple[str, ...]:
    wanted = tuple(part for part in text.split(",") if part)
    for part in wanted:
        if part not in INCLUDES:
            raise invalid("include", "unknown_value", f"{part!r} is none of {', '.join(INCLUDES)}.")
    return wanted


async def _part(name: str, seen: queries.SeenTicket, caller: Principal, reader: Reader, desk: Desk) -> list[Any]:
    ticket_id, as_staff = seen.state.id, seen.as_staff
    if name == "messages":
        rows = await newest_messages(reader, ticket_id, notes=as_staff, limit=MESSAGES_SHOWN)
        files = await for_messages(reader, [row.id for row in rows]) if rows else {}
        show = file_view(desk.settings, caller, desk.clock.now())
        return [message_view(row, files.get(row.id, ()), show, as_staff=as_staff) for row in rows]
    if name == "activity":
        changes = await newest_activity(reader, ticket_id, as_staff=as_staff)
        return [activity_view(row, as_staff=as_staff) for row in changes]
    if name == "clocks":
        return clocks_view(seen.state) if as_staff else []
    return await links_view(reader, viewer_of(caller), ticket_id, as_staff=as_staff)


@routes.patch("/tickets/{ticket}", response_model=OneTicket)
async def edit_ticket(
    ticket: str, body: TicketEdit, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Changes subject, type or custom fields."""
    values = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    after = await service.edit_fields(uow, desk, viewer_of(caller), ticket, values, if_match)
    return await changed(uow, desk, caller, after)


@routes.delete("/tickets/{ticket}", status_code=204)
async def delete_ticket(ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch) -> Response:
    """Hides the ticket from everybody; administrators may restore it."""
    await service.delete(uow, desk, viewer_of(caller), ticket, if_match)
    return no_content()


@routes.post("/tickets/{ticket}/restore", response_model=OneTicket)
async def restore_ticket(ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch) -> Response:
    """Brings a deleted ticket back as it was."""
    after = await service.restore(uow, desk, viewer_of(caller), ticket, if_match)
    return await changed(uow, desk, caller, after)
