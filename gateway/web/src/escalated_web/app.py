"""The web app's routes: pages of the UI, its files, the API's document and its reader."""

import logging
from collections.abc import Awaitable, Callable
from importlib.resources import files

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from escalated_web.pages import CONTENT_SECURITY_POLICY, render_index, render_not_built
from escalated_web.problems import gateway_problem, problem
from escalated_web.settings import WebSettings

log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]

PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


# What mailed links name: `<public_url>/verify-email#token=…`, whatever the prefix is (identity, sessions/accounts.py).
MAILED_PAGES = ("/verify-email", "/password-reset")


class BuiltFiles(StaticFiles):
    """Files of the built UI; where it was not built, there are none."""

    async def check_config(self) -> None:
        """Does without the folder: `page_endpoint` says that it is missing, and here a 404 is answer enough."""


class HashedFiles(BuiltFiles):
    """Files whose name changes with their content: kept by browsers for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def api_document() -> bytes:
    """The merged OpenAPI document of all services, made by `make openapi`."""
    return files("escalated_web").joinpath("openapi.json").read_bytes()


def not_found_problem(request: Request) -> JSONResponse:
    """What /api answers where no service owns the path."""
    detail = f"No service owns {request.url.path}. The API is described at /api/docs."
    return problem(404, "not_found", "Not found", detail)


def page_endpoint(settings: WebSettings) -> Endpoint:
    """Answers every page of the UI with the same document, rendered once."""
    try:
        body, status = render_index(settings), 200
    except FileNotFoundError:
        log.warning("no UI in %s: run `make ui`", settings.ui_dir)
        body, status = render_not_built(settings.ui_dir), 503

    async def page(request: Request) -> Response:  # noqa: ARG001
        return Response(body, status, PAGE_HEADERS, "text/html; charset=utf-8")

    return page


def create_app(settings: WebSettings) -> Starlette:
    """The app: `/{prefix}` and below it the UI, `/api` the document and its reader."""
    page = page_endpoint(settings)
    document = api_document()
    home = f"/{settings.route_prefix}/"

    async def openapi(request: Request) -> Response:  # noqa: ARG001
        return Response(document, media_type="application/json", headers={"Cache-Control": "no-cache"})

    async def reader(request: Request) -> Response:  # noqa: ARG001
        markup = files("escalated_web").joinpath("reader.html").read_bytes()
        return Response(markup, headers=PAGE_HEADERS, media_type="text/html; charset=utf-8")

    async def unknown_api(request: Request) -> Response:
        return not_found_problem(request)

    async def to_home(request: Request) -> Response:  # noqa: ARG001
        return RedirectResponse(home, 307)

    async def alive(request: Request) -> Response:  # noqa: ARG001
        return JSONResponse({"status": "ok"})

    every_method = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    return Starlette(
        routes=[
            Route("/livez", alive),
            Route("/readyz", alive),
            Route("/api/openapi.json", openapi),
            Route("/api/docs", reader),
            Route("/api/problems/{status:int}", gateway_problem),
            Route("/api", unknown_api, methods=every_method),
            Route("/api/{rest:path}", unknown_api, methods=every_method),
            Mount("/assets", HashedFiles(directory=settings.ui_dir / "assets", check_dir=False)),
            Mount("/api-reader", BuiltFiles(directory=settings.ui_dir / "api-reader", check_dir=False)),
            *(Route(path, page) for path in MAILED_PAGES),
            Route("/", to_home),
            Route(f"/{settings.route_prefix}", to_home),
            Route(f"/{settings.route_prefix}/{{rest:path}}", page),
        ]
    )
