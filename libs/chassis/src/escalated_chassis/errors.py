"""The failures a caller can expect. Each has a slug and a kind; HTTP and gRPC map the kind once.

Raise these from commands and queries; anything else is a fault of ours and answers 500 without details.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one value; `pointer` is a JSON pointer (RFC 6901) into the body, or a parameter's name."""

    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """A failure the caller can understand and mend."""

    status: ClassVar[int] = 500
    kind: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: Sequence[FieldError] = (),
        extra: Mapping[str, Any] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.kind
        self.errors = tuple(errors)
        self.extra = dict(extra or {})
        self.retry_after = retry_after


class Malformed(Problem):
    status, kind, title = 400, "malformed", "The request cannot be read"


class Unauthenticated(Problem):
    status, kind, title = 401, "unauthenticated", "Sign in first"


class Forbidden(Problem):
    """What one sees but may not do."""

    status, kind, title = 403, "forbidden", "Not allowed"


class NotFound(Problem):
    """What is not there, or must not be seen."""

    status, kind, title = 404, "not_found", "Not found"


class Conflict(Problem):
    status, kind, title = 409, "conflict", "In conflict with the present state"


class PreconditionFailed(Problem):
    status, kind, title = 412, "precondition_failed", "It has changed meanwhile"


class TooLarge(Problem):
    status, kind, title = 413, "too_large", "Too large"


class UnsupportedMedia(Problem):
    status, kind, title = 415, "unsupported_media", "Unsupported content"


class Invalid(Problem):
    """Values that were understood and are refused: `errors` says which and why."""

    status, kind, title = 422, "invalid", "Some values are refused"


class TooMany(Problem):
    status, kind, title = 429, "too_many", "Too many requests"


class Unavailable(Problem):
    """A part that this needs is away: worth another try."""

    status, kind, title = 503, "unavailable", "Not available right now"


def invalid(pointer: str, code: str, detail: str) -> Invalid:
    """An `Invalid` about one value."""
    return Invalid(detail, code="invalid", errors=[FieldError(pointer, code, detail)])
