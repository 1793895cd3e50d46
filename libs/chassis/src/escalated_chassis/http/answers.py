"""Answers as ready bytes: `{"data": …}` and `{"data": […], "meta": {…}}`, times in UTC with `Z`."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/json"
TOTAL_COUNTED_TO = 1_000

Data = Any


def one(
    data: Data,
    *,
    status: int = 200,
    version: int | None = None,
    request: Request | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A single thing. `bytes` are taken for ready JSON; anything else is encoded.

    Args:
        version: answered as `ETag`; with `request`, a GET whose `If-None-Match` names it gets 304 and no body.
        more: further members beside `data`, such as `message`.
    """
    sent = dict(headers or {})
    if version is not None:
        sent["ETag"] = etag(version)
        if request is not None and _is_known(request, sent["ETag"]):
            return Response(status_code=304, headers=sent)
    return Response(_object({"data": data, **more}), status, sent, MEDIA_TYPE)


def many(rows: Sequence[Data] | bytes, *, next_cursor: str | None, total: int | None = None, **more: Any) -> Response:
    """A page. `rows` may be a ready JSON array. `total` above 1,000 is answered as "1000+"."""
    meta: dict[str, Any] = {"next_cursor": next_cursor}
    if total is not None:
        meta["total"] = counted(total)
    return Response(_object({"data": rows, "meta": meta, **more}), 200, None, MEDIA_TYPE)


def no_content(headers: Mapping[str, str] | None = None) -> Response:
    return Response(status_code=204, headers=dict(headers or {}))


def counted(total: int) -> int | str:
    """Counts are exact to 1,000."""
    return total if total <= TOTAL_COUNTED_TO else f"{TOTAL_COUNTED_TO}+"


def etag(version: int) -> str:
    return f'"{version}"'


def encode(value: Data) -> bytes:
    """JSON; ready bytes as they are, also inside of a list."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, list | tuple) and any(isinstance(item, bytes) for item in value):
        return b"[" + b",".join(encode(item) for item in value) + b"]"
    return _encoder.encode(value)


def _object(members: Mapping[str, Data]) -> bytes:
    parts = (msgspec.json.encode(name) + b":" + encode(value) for name, value in members.items())
    return b"{" + b",".join(parts) + b"}"


def _is_known(request: Request, tag: str) -> bool:
    if request.method not in ("GET", "HEAD"):
        return False
    known = request.headers.get("if-none-match", "")
    return known == "*" or tag in (each.strip().removeprefix("W/") for each in known.split(","))


def _encode_other(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="python")
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")


_encoder = msgspec.json.Encoder(enc_hook=_encode_other)
