"""Posts of pages: below the pages' prefix and beside the API; a form or JSON in, JSON or the way to a page out."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter
from pydantic import Field, StringConstraints
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from escalated_chassis.http.forms import came_as_form
from escalated_chassis.http.schemas import Schema
from escalated_chassis.http.transaction import TransactionalRoute

_FORM: Final = {"x-form": True}


class PagePost(Schema):
    """What every such form may carry: pages of a framework send its token along, as the check of `Origin` is ours."""

    csrfmiddlewaretoken: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        default=None, description="Passed over"
    )


class PagePosts(APIRouter):
    """A router of such posts; each path is taken with its last slash, as it is documented, and without."""

    def __init__(self, prefix: str, **options: Any) -> None:
        super().__init__(prefix=f"/{prefix}", route_class=TransactionalRoute, **options)

    def take(self, path: str, handler: Callable[..., Coroutine[Any, Any, Response]], **options: Any) -> None:
        """Has `handler` answer posts to a path, which is given without its last slash; `options` are FastAPI's."""
        for form, shown in ((f"{path}/", True), (path, False)):
            self.add_api_route(form, handler, methods=["POST"], openapi_extra=_FORM, include_in_schema=shown, **options)


def answer_page(request: Request, response: Response, *steps: str) -> Response:
    """The response as it is; for a form that a browser's page sent, the way to the page at `steps` (303) instead.

    A page says by `Accept` that it wants to show something; a program that fills in the same form gets its JSON.
    """
    if not came_as_form(request) or "text/html" not in request.headers.get("accept", ""):
        return response
    prefix = request.app.state.settings.route_prefix
    return RedirectResponse("/".join(("", *(quote(step, safe="") for step in (prefix, *steps)), "")), 303)
