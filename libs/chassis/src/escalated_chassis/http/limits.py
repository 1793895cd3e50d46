"""Bounds on what a request may bring, kept while it is read: size, depth and characters of its body."""

import asyncio
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from escalated_chassis.errors import Malformed, TooLarge, UnsupportedMedia, invalid
from escalated_chassis.http.problems import Refused, problem_response
from escalated_chassis.http.request_id import current_request_id

BODY_LIMIT = 1_048_576
"""Bytes of a body where its route names no other limit (`openapi_extra={"x-max-body": …}`)."""

DRAIN_LIMIT = 128 * BODY_LIMIT
DRAIN_SECONDS = 10.0
JSON_DEPTH = 32
HEADER_COUNT = 100
FORM_LIMITS: Any = {"max_files": 20, "max_fields": 100, "max_part_size": 262_144}


class BoundedRequest(Request):
    """A request that refuses to be read further than its route allows."""

    def __init__(self, request: Request, limit: int = BODY_LIMIT) -> None:
        super().__init__(request.scope, request.receive, request._send)
        self._unbounded = self._receive
        self._receive = self._receive_bounded
        self._limit = limit
        self._received = 0
        self._ended = False

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = parse_json(await self.body())
        return self._json

    async def _receive_bounded(self) -> Message:
        if self._received == 0 and _declared_length(self.headers) > self._limit:
            raise Refused(_too_large(self._limit))
        message = await self._next()
        if self._received > self._limit:
            raise Refused(_too_large(self._limit))
        return message

    async def drain(self) -> None:
        """Reads on and forgets, so that who still sends gets to hear the refusal; not for ever.

        After the end of a body nothing comes until the client hangs up: that is not waited for.
        """
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                while not self._ended and self._received < DRAIN_LIMIT:
                    await self._next()
        except TimeoutError:
            return

    async def _next(self) -> Message:
        message = await self._unbounded()
        self._received += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        return message


def parse_json(body: bytes) -> Any:
    """What stands in a body, none of it deeper than `JSON_DEPTH` nor with characters PostgreSQL cannot store.

    Raises:
        json.JSONDecodeError: no JSON by RFC 8259 (so no NaN, no lone surrogate).
        Refused: too deep, or a NUL in a text.
    """
    value = orjson.loads(body)
    may_hold_nul = b"\\u0000" in body
    if may_hold_nul or body.count(b"[") + body.count(b"{") > JSON_DEPTH:
        inspect(value)
    return value


def inspect(value: Any, levels: int = JSON_DEPTH) -> None:
    """Walks a parsed value; `levels` bounds the recursion. Raises Refused: too deep, or a NUL in a text."""
    if isinstance(value, str):
        if "\0" in value:
            raise Refused(invalid("", "invalid_character", "Texts must not contain NUL characters."))
        return
    if not isinstance(value, dict | list):
        return
    if levels == 0:
        raise Refused(Malformed(f"The body is nested deeper than {JSON_DEPTH} levels.", code="too_deep"))
    for inner in [*value.keys(), *value.values()] if isinstance(value, dict) else value:
        inspect(inner, levels - 1)


def require_json(headers: Headers) -> None:
    """Raises UnsupportedMedia for a body that is something else."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise UnsupportedMedia("Send the body as application/json.")


def has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _declared_length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is larger than {limit} bytes.", extra={"limit": limit})


class HeadLimits:
    """Pure ASGI. Refuses requests with absurdly many headers, and paths or queries with a NUL."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refusal := _refusal(scope)) is not None:
            await problem_response(refusal, current_request_id())(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _refusal(scope: Scope) -> Malformed | None:
    if len(scope["headers"]) > HEADER_COUNT:
        return Malformed(f"More than {HEADER_COUNT} headers.", code="too_many_headers")
    if b"%00" in scope["query_string"] or "\0" in scope["path"]:
        return Malformed("The address contains a NUL character.", code="invalid_character")
    return None
