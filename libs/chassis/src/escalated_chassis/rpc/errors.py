"""Problems over gRPC: a status code for everybody, the whole problem as trailing metadata for our own clients."""

from collections.abc import Iterable
from typing import Any

import grpc
import orjson
from grpc import StatusCode

from escalated_chassis import errors
from escalated_chassis.errors import FieldError, Problem

TRAILER = "problem-bin"
_TRAILER_LIMIT = 4_096

_CODES: dict[type[Problem], StatusCode] = {
    errors.Malformed: StatusCode.INVALID_ARGUMENT,
    errors.Unauthenticated: StatusCode.UNAUTHENTICATED,
    errors.Forbidden: StatusCode.PERMISSION_DENIED,
    errors.NotFound: StatusCode.NOT_FOUND,
    errors.Conflict: StatusCode.ABORTED,
    errors.PreconditionFailed: StatusCode.FAILED_PRECONDITION,
    errors.TooLarge: StatusCode.OUT_OF_RANGE,
    errors.UnsupportedMedia: StatusCode.INVALID_ARGUMENT,
    errors.Invalid: StatusCode.INVALID_ARGUMENT,
    errors.TooMany: StatusCode.RESOURCE_EXHAUSTED,
    errors.Unavailable: StatusCode.UNAVAILABLE,
}
_KINDS: dict[StatusCode, type[Problem]] = {
    StatusCode.INVALID_ARGUMENT: errors.Invalid,
    StatusCode.UNAUTHENTICATED: errors.Unauthenticated,
    StatusCode.PERMISSION_DENIED: errors.Forbidden,
    StatusCode.NOT_FOUND: errors.NotFound,
    StatusCode.ALREADY_EXISTS: errors.Conflict,
    StatusCode.ABORTED: errors.Conflict,
    StatusCode.FAILED_PRECONDITION: errors.PreconditionFailed,
    StatusCode.OUT_OF_RANGE: errors.TooLarge,
    StatusCode.RESOURCE_EXHAUSTED: errors.TooMany,
    StatusCode.UNAVAILABLE: errors.Unavailable,
    StatusCode.DEADLINE_EXCEEDED: errors.Unavailable,
}
_BY_STATUS = {kind.status: kind for kind in _CODES}


def status_code_of(problem: Problem) -> StatusCode:
    """The code of a problem's kind; INTERNAL for one that has none."""
    return next((code for kind, code in _CODES.items() if isinstance(problem, kind)), StatusCode.INTERNAL)


def trailer_of(problem: Problem) -> tuple[tuple[str, bytes], ...]:
    """The problem as metadata. Field errors are left out where they would outgrow what HTTP/2 heads may hold."""
    content: dict[str, Any] = {
        "status": problem.status,
        "code": problem.code,
        "extra": problem.extra,
        "retry_after": problem.retry_after,
        "errors": [[each.pointer, each.code, each.detail] for each in problem.errors],
    }
    packed = orjson.dumps(content, default=str)
    if len(packed) > _TRAILER_LIMIT:
        packed = orjson.dumps({"status": problem.status, "code": problem.code})
    return ((TRAILER, packed),)


def problem_of(error: grpc.aio.AioRpcError, callee: str) -> Problem:
    """What a failed call says, as if it had been raised here."""
    carried = _carried(error.trailing_metadata() or ())
    kind = _BY_STATUS.get(carried.get("status", 0)) or _KINDS.get(error.code(), Problem)
    if not carried:
        return kind(_own_words(error, callee), code=f"{callee}_{kind.kind}" if callee else None)
    return kind(
        error.details() or "",
        code=carried["code"],
        errors=[FieldError(*each) for each in carried.get("errors", ())],
        extra=carried.get("extra"),
        retry_after=carried.get("retry_after"),
    )


def _own_words(error: grpc.aio.AioRpcError, callee: str) -> str:
    if error.code() is StatusCode.DEADLINE_EXCEEDED:
        return f"{callee} did not answer in time."
    if error.code() is StatusCode.UNAVAILABLE:
        return f"{callee} is not available."
    return f"{callee} answered {error.code().name}."


def _carried(metadata: Iterable[Any]) -> dict[str, Any]:
    for name, value in metadata:
        if name == TRAILER:
            content: dict[str, Any] = orjson.loads(value)
            return content
    return {}
