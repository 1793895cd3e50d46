"""Problem documents for what the gateway itself refuses or misses; Traefik fetches `/api/problems/{status}`."""

from starlette.requests import Request
from starlette.responses import JSONResponse

_MEDIA_TYPE = "application/problem+json"
_OF_GATEWAY = {
    413: ("too_large", "Too large", "The body is larger than 2 MiB. Files go to /api/v1/uploads."),
    502: ("unavailable", "Not available right now", "The service does not answer. Try again in a moment."),
    504: ("unavailable", "Not available right now", "The service did not answer in time. Try again in a moment."),
}


async def gateway_problem(request: Request) -> JSONResponse:
    """The document for one status; Traefik keeps the status of the answer it replaces."""
    status = request.path_params["status"]
    if status not in _OF_GATEWAY:
        return problem(404, "not_found", "Not found", f"No service owns {request.url.path}.")
    headers = {"Retry-After": "2"} if status != 413 else None
    return problem(status, *_OF_GATEWAY[status], headers=headers)


def problem(status: int, code: str, title: str, detail: str, *, headers: dict[str, str] | None = None) -> JSONResponse:
    """An RFC 9457 document."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    return JSONResponse(body, status_code=status, headers=headers, media_type=_MEDIA_TYPE)
