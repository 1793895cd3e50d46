"""/tickets/{ticket}/…: what can be done to one ticket."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from escalated_chassis.http import app
from escalated_chassis.http.dependencies import Caller, IfMatch, Uow
from escalated_tickets.desk import TheDesk
from escalated_tickets.links.answers import done
from escalated_tickets.links.schemas import DoneTicket, EndIn
from escalated_tickets.links.service import Ending, end_with_incidents
from escalated_tickets.tickets import service
from escalated_tickets.tickets.answers import changed
from escalated_tickets.tickets.schemas import (
    AssignIn,
    DepartmentIn,
    EscalateIn,
    Nothing,
    OneTicket,
    PriorityIn,
    StatusIn,
    TagsIn,
)
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX + "/tickets/{ticket}", tags=["tickets"])


@routes.post("/status", response_model=DoneTicket)
async def set_status(
    ticket: str, body: StatusIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Moves along the transition table; 409 with `allowed` where it may not. Of a problem that is done by it,
    `open_incidents` are left.
    """
    after = await service.set_status(uow, desk, viewer_of(caller), ticket, body.status, if_match)
    return await (done if after.state.done else changed)(uow, desk, caller, after)


@routes.post("/resolve", response_model=DoneTicket)
async def resolve(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, body: EndIn | None = None
) -> Response:
    """Sets the status `resolved`, from wherever the table lets it; resolved already is no failure.

    Of a problem, `open_incidents` are left; with `with_incidents` those are resolved too that the caller may resolve.
    """
    return await _end(uow, desk, caller, ticket, service.resolve, body, if_match)


@routes.post("/close", response_model=DoneTicket)
async def close(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, body: EndIn | None = None
) -> Response:
    """Sets the status `closed`. Customers close their own tickets where `allow_customer_close` says so.

    Of a problem, `open_incidents` are left; with `with_incidents` those are resolved that the caller may resolve.
    """
    return await _end(uow, desk, caller, ticket, service.close, body, if_match)


async def _end(
    uow: Uow, desk: TheDesk, caller: Caller, ticket: str, end: Ending, body: EndIn | None, if_match: int | None
) -> Response:
    if body is None or not body.with_incidents:
        return await done(uow, desk, caller, await end(uow, desk, viewer_of(caller), ticket, if_match))
    after, incidents = await end_with_incidents(uow, desk, viewer_of(caller), ticket, end, if_match)
    return await done(uow, desk, caller, after, incidents)


@routes.post("/reopen", response_model=OneTicket)
async def reopen(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Customers within the reopen window, staff always."""
    after = await service.reopen(uow, desk, viewer_of(caller), ticket, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/priority", response_model=OneTicket)
async def set_priority(
    ticket: str, body: PriorityIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Sets the priority; the clocks of the ticket get the targets of the new one."""
    after = await service.set_priority(uow, desk, viewer_of(caller), ticket, body.priority, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/department", response_model=OneTicket)
async def set_department(
    ticket: str, body: DepartmentIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Moves the ticket; the answer is given also where it leaves the caller's sight by that."""
    after = await service.set_department(uow, desk, viewer_of(caller), ticket, body.department_id, if_match)
    return await changed(uow, desk, caller, after)


async def _assignee(body: AssignIn, caller: Caller, desk: TheDesk) -> UUID:
    """Whom to assign; asked of identity before the transaction where the person is new here."""
    if caller.may("tickets:assign"):
        await desk.people.ensure([body.person_id])
    return body.person_id


@routes.post("/assign", response_model=OneTicket)
async def assign(
    ticket: str,
    assignee_id: Annotated[UUID, Depends(_assignee)],
    caller: Caller,
    uow: Uow,
    desk: TheDesk,
    if_match: IfMatch,
) -> Response:
    """Gives the ticket to an agent."""
    after = await service.assign(uow, desk, viewer_of(caller), ticket, assignee_id, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/unassign", response_model=OneTicket)
async def unassign(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Takes the ticket from whoever has it."""
    after = await service.unassign(uow, desk, viewer_of(caller), ticket, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/tags", response_model=OneTicket)
async def add_tags(ticket: str, body: TagsIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch) -> Response:
    """Adds tags by name; a new name makes a new tag."""
    after = await service.add_tags(uow, desk, viewer_of(caller), ticket, body.tags, if_match)
    return await changed(uow, desk, caller, after)


@routes.delete("/tags", response_model=OneTicket)
async def remove_tags(
    ticket: str, body: TagsIn, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch
) -> Response:
    """Takes tags off by name; names that are not on the ticket are passed over."""
    after = await service.remove_tags(uow, desk, viewer_of(caller), ticket, body.tags, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/escalate", response_model=OneTicket)
async def escalate(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, body: EscalateIn | None = None
) -> Response:
    """Raises the escalation level; the status becomes `escalated` where that is allowed."""
    reason = body.reason if body else ""
    after = await service.escalate(uow, desk, viewer_of(caller), ticket, reason, if_match)
    return await changed(uow, desk, caller, after)


@routes.post("/follow", response_model=OneTicket)
async def follow(
    ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch, _body: Nothing | None = None
) -> Response:
    """Has the caller hear of everything that happens to the ticket."""
    after = await service.follow(uow, desk, viewer_of(caller), ticket, following=True, if_match=if_match)
    return await changed(uow, desk, caller, after)


@routes.delete("/follow", response_model=OneTicket)
async def unfollow(ticket: str, caller: Caller, uow: Uow, desk: TheDesk, if_match: IfMatch) -> Response:
    """Has the caller hear no more of the ticket than they must."""
    after = await service.follow(uow, desk, viewer_of(caller), ticket, following=False, if_match=if_match)
    return await changed(uow, desk, caller, after)
