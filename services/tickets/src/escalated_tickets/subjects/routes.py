"""/tickets/{ticket}/subjects and /subjects."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, IfMatch, Page, Reader, Uow
from escalated_tickets.desk import TheDesk
from escalated_tickets.subjects import service
from escalated_tickets.subjects.queries import subjects_of
from escalated_tickets.subjects.rules import view
from escalated_tickets.subjects.schemas import SubjectIn, SubjectKey, SubjectList, SubjectOut, SubjectType
from escalated_tickets.tickets import queries
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.schemas import OneTicket, TicketList
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import list_views

routes = app.router(prefix=app.API_PREFIX, tags=["subjects"])


class TicketWithSubject(OneTicket):
    subject: SubjectOut


@routes.get("/tickets/{ticket}/subjects", response_model=SubjectList)
async def list_subjects(ticket: str, caller: Caller, reader: Reader) -> Response:
    """What the ticket is about; for everybody who sees it."""
    seen = await queries.visible_ticket(reader, caller, ticket)
    return many([view(each) for each in await subjects_of(reader, seen.state.id)], next_cursor=None)


@routes.post("/tickets/{ticket}/subjects", response_model=TicketWithSubject, status_code=201)
async def add_subject(
    ticket: str, body: SubjectIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Names a thing that the ticket is about; the same thing again gets a new title and link."""
    after, subject = await service.add_subject(uow, desk, viewer_of(caller), ticket, body.new, if_match)
    return await changed(uow, desk, caller, after, status=201, subject=view(subject))


@routes.delete("/tickets/{ticket}/subjects/{subject_id}", response_model=OneTicket)
async def remove_subject(
    ticket: str, subject_id: UUID, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """The ticket is no longer about this."""
    after = await service.remove_subject(uow, desk, viewer_of(caller), ticket, subject_id, if_match)
    return await changed(uow, desk, caller, after)


@routes.get("/subjects", response_model=TicketList)
async def tickets_about(
    kind: Annotated[SubjectType, Query(alias="type")],
    key: Annotated[SubjectKey, Query(alias="id", description="The host application's own id")],
    caller: Caller,
    reader: Reader,
    desk: TheDesk,
    page: Page,
) -> Response:
    """Tickets about a thing that the caller may see, what changed last first."""
    caller.require("tickets:read")
    filters = Filters({"about_type": kind, "about_key": key})
    after = decode_cursor(page.cursor, filters.sort_name) if page.cursor else []
    found = await queries.list_tickets(reader, viewer_of(caller), filters, limit=page.limit, after=after)
    cursor = encode_cursor(found.next_key, filters.sort_name) if found.next_key else None
    book = await desk.statuses.book(reader)
    return many(list_views(found.tickets, book), next_cursor=cursor)
