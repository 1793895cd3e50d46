"""Problem documents (RFC 9457): how every failure is said over HTTP. Nothing else in the suite writes an error body."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from escalated_chassis import errors
from escalated_chassis.errors import FieldError, Invalid, Malformed, NotFound, Problem
from escalated_chassis.http.request_id import current_request_id

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:escalated:problem:"

_KINDS: dict[int, type[Problem]] = {
    kind.status: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Problem)
}
_CODES = {"missing": "required", "extra_forbidden": "unknown_field"}


class MethodNotAllowed(Problem):
    status, kind, title = 405, "method_not_allowed", "This cannot be done here"


class Refused(HTTPException):
    """Carries a problem through code that lets only Starlette's own exception pass, such as body parsing."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status, problem.detail)
        self.problem = problem


def kind_for(status: int) -> type[Problem]:
    """The class of problems that answers with a status; plain `Problem` (500) for one we do not use."""
    return _KINDS.get(status, Problem)


def problem_document(problem: Problem, request_id: str) -> dict[str, Any]:
    """The members of the document; `errors` only where there are some."""
    document: dict[str, Any] = {
        **problem.extra,
        "type": TYPE_PREFIX + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": request_id,
    }
    if problem.errors:
        document["errors"] = [
            {"pointer": error.pointer, "code": error.code, "detail": error.detail} for error in problem.errors
        ]
    return document


def problem_response(problem: Problem, request_id: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a failed request."""
    sent = dict(headers or {})
    sent["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        sent["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        sent["WWW-Authenticate"] = "Bearer"
    if problem.status == 413:
        sent["Connection"] = "close"
    body = orjson.dumps(problem_document(problem, request_id), default=str)
    return Response(body, problem.status, sent, MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Has the application answer every failure with a problem document."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)


async def _on_problem(_request: Request, error: Exception) -> Response:
    return _answer(cast(Problem, error))


async def _on_http_exception(_request: Request, error: Exception) -> Response:
    exception = cast(HTTPException, error)
    return _answer(_from_http(exception), exception.headers)


async def _on_invalid_request(_request: Request, error: Exception) -> Response:
    return _answer(from_validation(cast(RequestValidationError, error).errors()))


def _answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return problem_response(problem, current_request_id(), headers)


def _from_http(exception: HTTPException) -> Problem:
    if isinstance(exception, Refused):
        return exception.problem
    if exception.status_code == 404:
        return NotFound("There is nothing at this address.")
    if exception.status_code == 405:
        return MethodNotAllowed("This address does not know that method.")
    kind = kind_for(exception.status_code)
    return kind(exception.detail if kind is not Problem else "Something went wrong on our side.")


def from_validation(found: Sequence[Any]) -> Problem:
    """What pydantic refused, as a problem: bad JSON is 400, an impossible id in the path 404, the rest 422."""
    if any(error["type"] == "json_invalid" for error in found):
        return Malformed("The body is no JSON.", code="json_invalid")
    if any(error["loc"][:1] == ("path",) for error in found):
        return NotFound("There is nothing at this address.")
    return Invalid("Some values are refused; `errors` says which.", errors=[_field_error(e) for e in found])


def _field_error(found: Mapping[str, Any]) -> FieldError:
    return FieldError(pointer_of(found["loc"]), _CODES.get(found["type"], found["type"]), found["msg"])


def pointer_of(location: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) into the body, or the name of a parameter."""
    place, *rest = location
    if place != "body":
        return "/".join(str(step) for step in rest)
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in rest)
