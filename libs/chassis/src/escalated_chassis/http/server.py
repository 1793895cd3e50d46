"""Serving an ASGI application as a part of a service: uvicorn without its signals, on a port that is known."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Sequence

import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from escalated_chassis.http.probes import probes_app
from escalated_chassis.settings import ServiceSettings

HEAD_LIMIT = 65_536
"""Bytes of a request's head, all headers together."""
KEEP_ALIVE_SECONDS = 75
BACKLOG = 2_048

_HEAD_PROBLEM = (
    b'{"type":"urn:escalated:problem:head_too_large","title":"Too large","status":431,'
    b'"detail":"The headers are larger than 65536 bytes.","code":"head_too_large","request_id":""}'
)
_HEAD_REFUSED = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/problem+json\r\n"
    b"connection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(_HEAD_PROBLEM), _HEAD_PROBLEM)
)

_log = structlog.get_logger(__name__)


class _BoundedHead(HttpToolsProtocol):
    """httptools collects a head of any length; this one hangs up at 64 KB."""

    _in_head = True
    _head_bytes = 0

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_LIMIT and not self.transport.is_closing():
            self.transport.write(_HEAD_REFUSED)
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()


class _Uvicorn(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The process owns its signals."""
        yield


class HttpServer:
    """A component. `port` is known after the start, also where the settings say 0."""

    name = "http"

    def __init__(self, app: ASGIApp, settings: ServiceSettings, *, port: int | None = None) -> None:
        self._host = settings.http_host
        self.port = settings.service_http_port if port is None else port
        self._server = _Uvicorn(_config(app, settings))
        self._task: asyncio.Task[None] | None = None
        self._app = app

    async def start(self) -> None:
        """Raises OSError where the port is taken."""
        listening = _listen(self._host, self.port)
        self.port = listening.getsockname()[1]
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started:
            if self._task.done():
                self._task.result()
                raise RuntimeError("the HTTP server ended while it started")
            await asyncio.sleep(0.01)
        _log.info("http_listening", host=self._host, port=self.port)

    async def stop(self) -> None:
        """Takes no more, finishes what is in flight; streams that never end are told by `app.state.stopping`."""
        self._server.should_exit = True
        stopping = getattr(getattr(self._app, "state", None), "stopping", None)
        if isinstance(stopping, asyncio.Event):
            stopping.set()
        if self._task is not None:
            await self._task

    def trouble(self) -> str | None:
        return "ended" if self._task is None or self._task.done() else None


def probe_server(settings: ServiceSettings, trouble: Callable[[], Sequence[str]]) -> HttpServer:
    """What a worker serves: probes and metrics, no API."""
    return HttpServer(probes_app(trouble), settings)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening


def _config(app: ASGIApp, settings: ServiceSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_BoundedHead,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=max(1, int(settings.stop_grace_seconds * 0.7)),
        backlog=BACKLOG,
    )
