"""The outermost layer of an application: names the request, measures it, and answers for what nobody expected."""

import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from escalated_chassis.errors import Problem
from escalated_chassis.http.problems import problem_response
from escalated_chassis.http.request_id import HEADER, assign_request_id, current_request_id
from escalated_chassis.telemetry.metrics import HTTP_IN_FLIGHT, HTTP_SECONDS
from escalated_chassis.telemetry.tracing import span

_log = structlog.get_logger(__name__)


class RequestContext:
    """Pure ASGI. Takes the caller's `X-Request-Id` where it is sensible, answers it, binds it to every log line.

    A failure that no handler knew is logged with its stack here and answered without it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = assign_request_id(scope)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        answer = _Answer(send, request_id)
        started = time.perf_counter()
        HTTP_IN_FLIGHT.inc()
        try:
            with span("http", method=scope["method"], path=scope["path"]):
                await self._answered(scope, receive, answer)
        finally:
            HTTP_IN_FLIGHT.dec()
            seconds = time.perf_counter() - started
            HTTP_SECONDS.labels(scope["method"], route_of(scope), str(answer.status)).observe(seconds)

    async def _answered(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self.app(scope, receive, answer.send)
        except Exception:
            _log.exception("request_failed", method=scope["method"], path=scope["path"])
            if answer.started:
                raise
            await problem_response(_unexpected(), current_request_id())(scope, receive, answer.send)


class _Answer:
    """Notes the status as it passes and adds the request's id to the head."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._header = (HEADER, request_id.encode())
        self.started = False
        self.status = 500

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            message = {**message, "headers": [*message["headers"], self._header]}
        await self._send(message)


def _unexpected() -> Problem:
    return Problem("Something went wrong on our side. Name the request id when you report it.")


def route_of(scope: Scope) -> str:
    """The template of the route that answered, so that ids in paths do not multiply the metrics."""
    route: Any = scope.get("route")
    return getattr(route, "path", "") or "unmatched"
