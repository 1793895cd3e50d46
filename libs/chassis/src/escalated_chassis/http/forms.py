"""Routes that take JSON, and the same fields as a form.

With files beside them: a route says so by `openapi_extra={"x-files": True, "x-max-body": …}` and asks for its files by
the dependency `Files`. Without files, as pages of a browser send them: by `{"x-form": True}`. The fields of the form
are read as the JSON body would be: one shape, one validation.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.datastructures import Headers, UploadFile
from starlette.requests import Request

from escalated_chassis.http.limits import FORM_LIMITS, BoundedRequest, inspect

MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"

_SCOPE_KEY = "escalated.files"
_FILLED_FORM = "escalated.form"


@dataclass(frozen=True)
class FormKind:
    """The forms that a route takes; none at all where `media_types` are none."""

    media_types: tuple[str, ...] = ()
    files: bool = False

    @classmethod
    def of(cls, extra: Mapping[str, Any]) -> "FormKind":
        """What a route's `openapi_extra` says."""
        if extra.get("x-files"):
            return cls((MULTIPART,), files=True)
        return cls((MULTIPART, URLENCODED)) if extra.get("x-form") else cls()

    def fits(self, headers: Headers) -> bool:
        """Whether a request brings such a form."""
        return headers.get("content-type", "").partition(";")[0].strip().lower() in self.media_types

    @property
    def limits(self) -> dict[str, Any]:
        return {**FORM_LIMITS, **({} if self.files else {"max_files": 0})}


def came_as_form(request: Request) -> bool:
    """Whether a form was turned into the body."""
    return bool(request.scope.get(_FILLED_FORM, False))


def files_of(request: Request) -> list[UploadFile]:
    """The files that came with a request; none with JSON."""
    return list(request.scope.get(_SCOPE_KEY, ()))


async def as_json(request: BoundedRequest, shape: type[BaseModel], kind: FormKind) -> BoundedRequest:
    """The request with its form turned into the JSON body that `shape` describes; its files wait in `files_of`.

    A repeated field is a list; nested values come as JSON text. The body stands for the files by their hashes, so that
    an idempotency key knows the same form again under another boundary. What is refused in JSON is refused here too.
    """
    form = await request.form(**kind.limits)
    texts: dict[str, list[str]] = {}
    files: list[UploadFile] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files.append(value)
        else:
            texts.setdefault(name.removesuffix("[]"), []).append(value)
    request.scope[_SCOPE_KEY], request.scope[_FILLED_FORM] = files, True
    fields = {name: _read(shape, name, values) for name, values in texts.items()}
    inspect(fields)
    return _with_body(request, fields, [await _digest(file) for file in files])


def _with_body(request: BoundedRequest, fields: dict[str, Any], digests: Sequence[str]) -> BoundedRequest:
    others = [(name, value) for name, value in request.scope["headers"] if name != b"content-type"]
    request.scope["headers"] = [*others, (b"content-type", b"application/json")]
    turned = BoundedRequest(request)
    turned._body = orjson.dumps({"fields": fields, "files": digests})
    turned._json = fields
    return turned


def _read(shape: type[BaseModel], name: str, values: list[str]) -> Any:
    """The first reading of a field that its type accepts: the text, the list of texts, the text as JSON."""
    field = shape.model_fields.get(name)
    if field is None or field.annotation is None:
        return values[0]
    adapter: TypeAdapter[Any] = TypeAdapter(field.annotation)
    for reading in _readings(values):
        try:
            adapter.validate_python(reading)
        except ValidationError:
            continue
        return reading
    return values[0]


def _readings(values: list[str]) -> list[Any]:
    readings: list[Any] = [values[0], values] if len(values) == 1 else [values]
    try:
        return [*readings, orjson.loads(values[0])]
    except orjson.JSONDecodeError:
        return readings


async def _digest(file: UploadFile) -> str:
    content = hashlib.sha256()
    while chunk := await file.read(65_536):
        content.update(chunk)
    await file.seek(0)
    return f"{file.filename}:{content.hexdigest()}"
