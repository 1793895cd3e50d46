"""/livez, /readyz and /metrics: for the machinery around a process, kept off the public gateway."""

from collections.abc import Awaitable, Callable, Sequence

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from escalated_chassis.telemetry import metrics

Trouble = Callable[[], Sequence[str]]
Check = Callable[[], Awaitable[str | None]]


def probe_routes(trouble: Trouble, check: Check | None = None) -> list[Route]:
    """Routes for the probes. `check` asks what cannot be known without asking, such as the database."""

    async def livez(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        found = list(trouble())
        if check is not None and (said := await check()) is not None:
            found.append(said)
        body = orjson.dumps({"ready": not found, "trouble": found})
        return Response(body, 503 if found else 200, media_type="application/json")

    async def metrics_page(_request: Request) -> Response:
        return Response(metrics.render(), headers={"Content-Type": metrics.CONTENT_TYPE})

    return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics_page)]


def probes_app(trouble: Trouble) -> Starlette:
    """An application that is nothing but probes, for workers."""
    return Starlette(routes=probe_routes(trouble))
