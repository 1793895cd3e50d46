"""The gRPC server of a service: who calls, by when, and how failures are said, settled before a method is reached."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, NoReturn

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from grpc_reflection.v1alpha import reflection

from escalated_chassis.access.service_tokens import ServiceTokens
from escalated_chassis.clock import Clock, SystemClock
from escalated_chassis.errors import Forbidden, Problem, Unauthenticated
from escalated_chassis.rpc.errors import status_code_of, trailer_of
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.telemetry.metrics import RPC_SECONDS
from escalated_chassis.telemetry.tracing import span

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
REQUEST_ID = "x-request-id"
_OPEN_TO_ALL = ("/grpc.health.v1.Health/", "/grpc.reflection.v1alpha.ServerReflection/")

_caller: ContextVar[str] = ContextVar("caller_service", default="")
_log = structlog.get_logger(__name__)


def caller_service() -> str:
    """The service that made the call in hand."""
    return _caller.get()


class RpcServer:
    """A component. `port` is known after the start, also where the settings say 0.

    Args:
        add: registers the servicers.
        names: full names of the services, for health and reflection.
        callers: method (`/package.Service/Method`, or `/package.Service/*`) to the services that may call it.
            A method that is not listed may be called by nobody. None: every service of the deployment may call all.
    """

    name = "grpc"

    def __init__(
        self,
        settings: ServiceSettings,
        add: Callable[[grpc.aio.Server], None],
        names: Sequence[str],
        *,
        callers: Mapping[str, Collection[str]] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._settings = settings
        self._add = add
        self._names = tuple(names)
        self._gate = _Gate(ServiceTokens(settings, clock=clock or SystemClock()), callers)
        self._health = HealthServicer()
        self._server: grpc.aio.Server | None = None
        self.port = settings.grpc_port

    async def start(self) -> None:
        """Raises RuntimeError where the port is taken."""
        server = grpc.aio.server(
            interceptors=[self._gate],
            options=[("grpc.max_receive_message_length", MAX_MESSAGE_BYTES), ("grpc.so_reuseport", 0)],
        )
        self._add(server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        reflection.enable_server_reflection((*self._names, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        self.port = server.add_insecure_port(f"{self._settings.http_host}:{self._settings.grpc_port}")
        await server.start()
        self._server = server
        for name in ("", *self._names):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        _log.info("grpc_listening", host=self._settings.http_host, port=self.port)

    async def stop(self) -> None:
        """Takes no more calls, finishes those in hand."""
        if self._server is not None:
            await self._health.enter_graceful_shutdown()
            await self._server.stop(self._settings.stop_grace_seconds * 0.7)

    def trouble(self) -> str | None:
        return "not started" if self._server is None else None


class _Gate(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]
    """Wraps every method of ours; probes and reflection pass."""

    def __init__(self, tokens: ServiceTokens, callers: Mapping[str, Collection[str]] | None) -> None:
        self._tokens = tokens
        self._callers = callers

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], "Awaitable[grpc.RpcMethodHandler[Any, Any]]"],
        details: grpc.HandlerCallDetails,
    ) -> "grpc.RpcMethodHandler[Any, Any]":
        handler = await continuation(details)
        if handler is None or details.method.startswith(_OPEN_TO_ALL):
            return handler
        return self._guarded(handler, details.method)

    def _guarded(self, handler: Any, method: str) -> "grpc.RpcMethodHandler[Any, Any]":
        make = {
            (False, False): (grpc.unary_unary_rpc_method_handler, handler.unary_unary),
            (False, True): (grpc.unary_stream_rpc_method_handler, handler.unary_stream),
            (True, False): (grpc.stream_unary_rpc_method_handler, handler.stream_unary),
            (True, True): (grpc.stream_stream_rpc_method_handler, handler.stream_stream),
        }
        build, behaviour = make[handler.request_streaming, handler.response_streaming]
        guarded = self._streaming if handler.response_streaming else self._single
        return build(
            guarded(behaviour, method),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )

    def _single(self, behaviour: Callable[..., Awaitable[Any]], method: str) -> Callable[..., Awaitable[Any]]:
        async def call(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
            async with _Answering(context, method):
                self._admit(context, method)
                return await behaviour(request, context)

        return call

    def _streaming(self, behaviour: Callable[..., AsyncIterator[Any]], method: str) -> Callable[..., Any]:
        async def call(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Any]:
            async with _Answering(context, method):
                self._admit(context, method)
                async for message in behaviour(request, context):
                    yield message

        return call

    def _admit(self, context: grpc.aio.ServicerContext[Any, Any], method: str) -> None:
        metadata = dict(context.invocation_metadata() or ())
        scheme, _, token = str(metadata.get("authorization", "")).partition(" ")
        if scheme != "Bearer":
            raise Unauthenticated("Services sign their calls.", code="service_token_missing")
        caller = self._tokens.caller(token)
        if not self._may_call(caller, method):
            raise Forbidden(f"{caller} may not call {method}.", code="caller_not_allowed")
        _caller.set(caller)
        structlog.contextvars.bind_contextvars(request_id=metadata.get(REQUEST_ID, ""), caller=caller)
        if context.time_remaining() is None:
            raise _NoDeadlineError

    def _may_call(self, caller: str, method: str) -> bool:
        if self._callers is None:
            return True
        service = method.rpartition("/")[0]
        return caller in self._callers.get(method, self._callers.get(f"{service}/*", ()))


class _NoDeadlineError(Exception):
    """A call that could last for ever."""


class _Answering:
    """Says every exception of a method as a status, and measures the call."""

    def __init__(self, context: grpc.aio.ServicerContext[Any, Any], method: str) -> None:
        self._context = context
        self._method = method

    async def __aenter__(self) -> None:
        self._started = time.perf_counter()
        self._span = span(self._method, parent=_parent(self._context))
        self._span.__enter__()

    async def __aexit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        self._span.__exit__(None, None, None)
        code = _code_of(error)
        RPC_SECONDS.labels(self._method, code.name).observe(time.perf_counter() - self._started)
        if error is None or isinstance(error, asyncio.CancelledError | GeneratorExit | grpc.aio.AbortError):
            return
        await self._say(error)

    async def _say(self, error: BaseException) -> NoReturn:
        if isinstance(error, Problem):
            await self._context.abort(status_code_of(error), error.detail, trailer_of(error))
        if isinstance(error, _NoDeadlineError):
            await self._context.abort(grpc.StatusCode.FAILED_PRECONDITION, "A call needs a deadline.")
        _log.error("rpc_failed", method=self._method, exc_info=error)
        await self._context.abort(grpc.StatusCode.INTERNAL, "Something went wrong.")


def _code_of(error: BaseException | None) -> grpc.StatusCode:
    if error is None:
        return grpc.StatusCode.OK
    return status_code_of(error) if isinstance(error, Problem) else grpc.StatusCode.UNKNOWN


def _parent(context: grpc.aio.ServicerContext[Any, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in context.invocation_metadata() or () if name == "traceparent"}
