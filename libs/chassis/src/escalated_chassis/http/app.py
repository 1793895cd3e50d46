"""The application of a service: its routers, and around them what every service answers the same way."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import Problem
from escalated_chassis.http import openapi
from escalated_chassis.http.context import RequestContext
from escalated_chassis.http.limits import FORM_LIMITS, HeadLimits
from escalated_chassis.http.probes import probe_routes
from escalated_chassis.http.problems import install_problem_handlers
from escalated_chassis.http.server import HttpServer
from escalated_chassis.http.transaction import TransactionalRoute
from escalated_chassis.settings import ServiceSettings

__all__ = ["API_PREFIX", "HttpServer", "create_app", "describe", "router"]

API_PREFIX = "/api/v1"
READINESS_TIMEOUT_SECONDS = 2.0


def router(**options: Any) -> APIRouter:
    """A router whose routes are transactional. `options` are those of `fastapi.APIRouter`."""
    return APIRouter(route_class=TransactionalRoute, **options)


def create_app(
    settings: ServiceSettings,
    *,
    title: str,
    routers: Sequence[APIRouter],
    database: Database,
    authenticator: Authenticator,
    trouble: Callable[[], Sequence[str]],
    description: str = "",
) -> FastAPI:
    """The application, with its document at `/openapi.json`.

    `app.state.stopping` is set when the server stops: a stream that never ends by itself waits for it too.

    Args:
        routers: as they are; their prefixes begin with `API_PREFIX`.
        trouble: why the process is not ready (`Service.trouble`).
    """
    app = _application(title, description, routers)
    app.state.settings = settings
    app.state.database = database
    app.state.authenticator = authenticator
    app.state.stopping = asyncio.Event()
    app.router.routes.extend(probe_routes(trouble, lambda: _database_trouble(database)))
    return app


def describe(*, title: str, routers: Sequence[APIRouter], description: str = "") -> dict[str, Any]:
    """The OpenAPI document alone: needs no settings and no database."""
    return openapi.document(_application(title, description, routers))


def _application(title: str, description: str, routers: Sequence[APIRouter]) -> FastAPI:
    app = FastAPI(
        title=title,
        description=description,
        version=openapi.API_VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        generate_unique_id_function=openapi.operation_id,
        form_limits=FORM_LIMITS,
        middleware=[Middleware(RequestContext), Middleware(HeadLimits)],
    )
    for each in routers:
        app.include_router(each)
    install_problem_handlers(app)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]
    return app


async def _database_trouble(database: Database) -> str | None:
    try:
        await asyncio.wait_for(database.ping(), READINESS_TIMEOUT_SECONDS)
    except (Problem, TimeoutError):
        return "database: no answer"
    return None
