"""The live stream, its polling twin, and presence over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from escalated_chassis.access.authenticator import ACCESS_COOKIE, Authenticator
from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import NotFound, Problem
from escalated_chassis.http.answers import encode, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller
from escalated_chassis.http.page_posts import PagePosts, answer_page
from escalated_chassis.settings import DEFAULT_ROUTE_PREFIX
from escalated_notifications.context import Context, TheContext
from escalated_notifications.live.hub import Reader, Shown
from escalated_notifications.live.presence import shown_person
from escalated_notifications.live.schemas import ManyChanges, OnePresence, PresenceBody, PresencePost

HEARTBEAT_SECONDS = 15.0
CHECK_SECONDS = 5.0
CHANGES_LIMIT = 500
_LOOKING = PresencePost()

# Not transactional: a stream has no end at which something could be committed.
routes = APIRouter(prefix=API_PREFIX, tags=["live"])
commands = router(prefix=API_PREFIX, tags=["live"])


@routes.get(
    "/stream",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Events until the reader leaves"}},
)
async def stream(
    request: Request, caller: Caller, context: TheContext, last_event_id: Annotated[str, Header(max_length=100)] = ""
) -> StreamingResponse:
    """What the caller may see, as it happens; `Last-Event-ID` resumes over ten minutes, `reset` says look anew."""
    caller.require("tickets:read")
    if not context.settings.broadcasting or not context.settings.channel("live"):
        raise NotFound("Streaming is off; poll /changes.", code="stream_off")
    reader = context.hub.open(caller)
    events = _events(context, reader, last_event_id, _token_of(request))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


@routes.get("/changes", response_model=ManyChanges)
async def list_changes(
    caller: Caller, context: TheContext, since: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """The same by polling: without `since` only where to begin; `meta.next` is the next `since`."""
    caller.require("tickets:read")
    last = context.hub.ring.last_id
    found = context.hub.since(caller, since) if since else []
    reset = found is None
    items = (found or [])[:CHANGES_LIMIT]
    following = items[-1].id if len(items) == CHANGES_LIMIT else last or since
    data = [{"id": item.id, "type": item.type, "data": item.data} for item in items]
    content = {"data": data, "meta": {"next": following, "reset": reset}}
    return Response(encode(content), media_type="application/json")


@commands.post("/tickets/{ticket}/presence", response_model=OnePresence)
async def note_presence(caller: Caller, context: TheContext, ticket: str, body: PresenceBody) -> Response:
    """Says that the caller looks at a ticket or writes, for thirty seconds. Its staff get who else is there."""
    caller.require("tickets:read")
    seen = await context.sight.of(ticket, caller.id)
    others = await context.presence.note(seen, caller, body.state)
    return one({"people": [shown_person(each) for each in others]})


async def post_presence(
    request: Request, caller: Caller, context: TheContext, ticket: str, body: PresencePost = _LOOKING
) -> Response:
    """The same for the product's pages: a form or JSON, `viewing` where nothing is said."""
    noted = await note_presence(caller, context, ticket, PresenceBody(state=body.state))
    return answer_page(request, noted, "agent", "tickets", ticket)


def posts_below(prefix: str = DEFAULT_ROUTE_PREFIX) -> APIRouter:
    """The post that the product documents below the pages' prefix."""
    posts = PagePosts(prefix, tags=["posts of the product"])
    posts.take("/agent/tickets/{ticket}/presence", post_presence, response_model=OnePresence)
    return posts


async def _events(context: Context, reader: Reader, last_event_id: str, token: str) -> AsyncIterator[bytes]:
    try:
        yield b"retry: 3000\n\n"
        for item in _missed(context, reader.principal, last_event_id):
            yield _frame(item)
        checked = beat = time.monotonic()
        while not reader.closed or not reader.queue.empty():
            following = await _next(reader)
            if following is not None:
                yield _frame(following)
            now = time.monotonic()
            if now - checked >= CHECK_SECONDS:
                checked = now
                if not await _still_welcome(context.authenticator, reader.principal, token):
                    return
            if now - beat >= HEARTBEAT_SECONDS:
                beat = now
                yield b": still here\n\n"
    finally:
        context.hub.leave(reader)


def _missed(context: Context, principal: Principal, last_event_id: str) -> list[Shown]:
    if not last_event_id:
        return []
    missed = context.hub.since(principal, last_event_id)
    return [Shown("", "reset", {})] if missed is None else missed


async def _next(reader: Reader) -> Shown | None:
    """The next item, or None when there is none for a while or the reader was closed."""
    try:
        return await asyncio.wait_for(reader.queue.get(), CHECK_SECONDS)
    except TimeoutError:
        return None


async def _still_welcome(authenticator: Authenticator, principal: Principal, token: str) -> bool:
    """Whether the same token would open the same stream now."""
    try:
        now = await authenticator.verify(token)
    except Problem:
        return False
    return now.department_ids == principal.department_ids and now.permissions == principal.permissions


def _token_of(request: Request) -> str:
    authorization = request.headers.get("authorization", "")
    bearer = authorization.partition(" ")[2].strip()
    return bearer or request.cookies.get(ACCESS_COOKIE, "")


def _frame(item: Shown) -> bytes:
    head = f"id: {item.id}\n" if item.id else ""
    return f"{head}event: {item.type}\ndata: ".encode() + orjson.dumps(item.data) + b"\n\n"
