"""Answers of routes that show or change one ticket."""

from typing import Any

from fastapi import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.http.answers import one
from escalated_chassis.http.dependencies import Uow
from escalated_tickets.attachments.views import file_view
from escalated_tickets.conversation.views import written_view
from escalated_tickets.desk import Desk
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.views import shown_ticket, version_of
from escalated_tickets.tickets.writing import Changed


async def changed(
    uow: Uow, desk: Desk, caller: Principal, after: Changed, *, status: int = 200, **beside: Any
) -> Response:
    """The ticket after a change, with its ETag; the message that was written, if one was; and what stands `beside`."""
    book = await desk.statuses.book(uow.connection)
    view = shown_ticket(after.ticket, viewer_of(caller), book, desk.policy, uow.now)
    more: dict[str, Any] = dict(beside)
    if after.messages:
        show = file_view(desk.settings, caller, uow.now)
        message = after.messages[0]
        files = (after.attached or {}).get(message.id, ())
        more["message"] = written_view(message, files, show, as_staff=after.ticket.as_staff)
    return one(view, status=status, version=version_of(after.ticket), **more)
