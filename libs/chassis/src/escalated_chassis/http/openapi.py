"""The OpenAPI document of a service: every operation says how one authenticates and how it fails."""

import warnings
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from escalated_chassis.http import idempotency
from escalated_chassis.http.forms import FormKind
from escalated_chassis.http.problems import MEDIA_TYPE

API_VERSION = "1.0.0"
_METHODS = ("get", "put", "post", "delete", "patch")

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457)",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "A slug to decide by"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body, or a parameter"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
SECURITY_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An access token, or an API token (`esc_…`)"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "escalated_access"},
}
_PROBLEM_ANSWER = {
    "description": "What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The first answer is kept for 24 hours and given again to the same caller",
    "schema": {"type": "string", "minLength": 1, "maxLength": idempotency.MAX_KEY_LENGTH},
}


def operation_id(route: APIRoute) -> str:
    """The function's name: stable, and the name of the method in generated clients."""
    return route.name


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application, made once."""
    if app.openapi_schema is None:
        made = _generated(app)
        _complete(made)
        app.openapi_schema = made
    return app.openapi_schema


def _generated(app: FastAPI) -> dict[str, Any]:
    """Raises ValueError where two operations have the same name, which FastAPI only warns of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            return get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        except UserWarning as warning:
            raise ValueError(str(warning)) from None


def _complete(made: dict[str, Any]) -> None:
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM_SCHEMA
    components["securitySchemes"] = SECURITY_SCHEMES
    for item in made["paths"].values():
        for method in _METHODS:
            if method in item:
                _complete_operation(method, item[method])


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    """An empty alternative in `security` says that an operation may also be called without signing in."""
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = _PROBLEM_ANSWER
    operation.setdefault("security", [{"bearer": []}, {"cookie": []}])
    kind = FormKind.of(operation)
    if kind.media_types:
        content = operation["requestBody"]["content"]
        shape = content["application/json"]["schema"]
        content.update({each: {"schema": _with_files(shape) if kind.files else shape} for each in kind.media_types})
    if method == "post":
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)


def _with_files(shape: dict[str, Any]) -> dict[str, Any]:
    """The same fields as a form: repeated for a list, as JSON text where they are nested, and files beside them."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    return {"allOf": [shape, {"type": "object", "properties": {"files": files}}]}
