"""The base of every shape that crosses HTTP."""

import json
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from escalated_chassis.errors import Malformed
from escalated_chassis.http.limits import require_json
from escalated_chassis.http.problems import from_validation


class Schema(BaseModel):
    """Unknown fields are refused, texts come trimmed, numbers never turn into texts and none is infinite."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True, allow_inf_nan=False)


Shape = TypeVar("Shape", bound=BaseModel)


async def read_json(request: Request, shape: type[Shape]) -> Shape:
    """The body as `shape`, for a route that also takes other media types and so declares no body of its own.

    Raises:
        UnsupportedMedia, Malformed, Invalid: with pointers, as a declared body would.
    """
    require_json(request.headers)
    try:
        content = await request.json()
    except json.JSONDecodeError as error:
        raise Malformed("The body is no JSON.", code="json_invalid") from error
    return check(content, shape)


def check(content: object, shape: type[Shape]) -> Shape:
    """`content` as `shape`. Raises Invalid with pointers."""
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
        raise from_validation(found) from error
