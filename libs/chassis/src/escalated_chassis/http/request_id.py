"""The id under which a request is found again in logs, answers and calls to other services."""

import re
from contextvars import ContextVar

from starlette.types import Scope

from escalated_chassis.ids import uuid7

HEADER = b"x-request-id"
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request in hand; empty outside of one."""
    return _request_id.get()


def assign_request_id(scope: Scope) -> str:
    """Names the request: as its caller did where that is sensible, else anew."""
    request_id = _named_by_caller(scope) or uuid7().hex
    _request_id.set(request_id)
    return request_id


def _named_by_caller(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == HEADER:
            text: str = value.decode("latin-1")
            return text if _ACCEPTABLE.fullmatch(text) else ""
    return ""
