"""Calls to another service: signed, with a deadline, failing as the same problems that were raised over there."""

from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Any, TypeVar

import grpc
import stamina

from escalated_chassis.access.service_tokens import ServiceSigner
from escalated_chassis.clock import Clock, SystemClock
from escalated_chassis.errors import Problem, Unavailable
from escalated_chassis.http.request_id import current_request_id
from escalated_chassis.rpc.errors import problem_of
from escalated_chassis.rpc.server import MAX_MESSAGE_BYTES, REQUEST_ID
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.telemetry.metrics import RPC_CALLS
from escalated_chassis.telemetry.tracing import traceparent

DEADLINE_SECONDS = 2.0
READS = ("Get", "List", "Find", "Resolve", "Snapshot", "Describe", "Count")
"""Methods whose names begin so change nothing and may be asked twice."""

StubType = TypeVar("StubType")


class RpcClient:
    """A component. Connects when it is first used; a callee that is away is `Unavailable`, never trouble of ours.

    Args:
        target: `host:port` of the callee.
        service: its name, the audience of the tokens.
    """

    def __init__(self, target: str, service: str, settings: ServiceSettings, *, clock: Clock | None = None) -> None:
        self.name = f"rpc:{service}"
        self.service = service
        self._target = target
        self._signer = ServiceSigner(settings, clock=clock or SystemClock())
        self._channel: grpc.aio.Channel | None = None

    async def start(self) -> None:
        """Nothing to do before the first call."""

    async def stop(self) -> None:
        if self._channel is not None:
            await self._channel.close(None)
            self._channel = None

    def trouble(self) -> str | None:
        return None

    def stub(self, stub_class: Callable[[grpc.aio.Channel], StubType]) -> StubType:
        """A stub whose calls are awaited (or iterated) and raise `Problem`s; `timeout` is in seconds, else 2."""
        return stub_class(_Signed(self))  # type: ignore[arg-type]

    def channel(self) -> grpc.aio.Channel:
        """The connection, opened in the loop that first needs it."""
        if self._channel is None:
            options = [
                ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
                ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.max_reconnect_backoff_ms", 2_000),
                ("grpc.enable_http_proxy", 0),
            ]
            self._channel = grpc.aio.insecure_channel(self._target, options=options)
        return self._channel

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What every call carries: our token, the request's id, the trace."""
        carried = (
            ("authorization", f"Bearer {self._signer.token_for(self.service)}"),
            (REQUEST_ID, current_request_id()),
            ("traceparent", traceparent()),
        )
        return tuple((name, value) for name, value in carried if value)

    def failed(self, method: str, error: grpc.aio.AioRpcError) -> Problem:
        RPC_CALLS.labels(method, error.code().name).inc()
        return problem_of(error, self.service)


class _Signed:
    """Stands in for a channel when a stub is made; generated stubs ask it for callables by method."""

    def __init__(self, client: RpcClient) -> None:
        self._client = client

    def unary_unary(self, method: str, *codec: Any, **named: Any) -> Callable[..., Any]:
        """A read is asked once more where the callee was away: it may just have been restarted."""
        client = self._client
        attempts = 2 if method.rpartition("/")[2].startswith(READS) else 1

        async def once(request: Any, timeout: float) -> Any:  # noqa: ASYNC109 -- the word of gRPC's own callables
            call = client.channel().unary_unary(method, *codec, **named)
            try:
                answer = await call(request, timeout=timeout, metadata=client.metadata())
            except grpc.aio.AioRpcError as error:
                raise client.failed(method, error) from error
            RPC_CALLS.labels(method, "OK").inc()
            return answer

        async def call(request: Any, *, timeout: float = DEADLINE_SECONDS) -> Any:  # noqa: ASYNC109
            retrying = stamina.retry_context(
                on=Unavailable, attempts=attempts, timeout=timeout, wait_initial=0.05, wait_jitter=0.1
            )
            async for attempt in retrying:
                with attempt:
                    return await once(request, timeout)
            raise AssertionError("a retry context ends by an answer or an exception")

        return call

    def stream_unary(self, method: str, *codec: Any, **named: Any) -> Callable[..., Any]:
        client = self._client

        async def call(requests: AsyncIterator[Any], *, timeout: float = DEADLINE_SECONDS) -> Any:  # noqa: ASYNC109
            made = client.channel().stream_unary(method, *codec, **named)
            try:
                return await made(requests, timeout=timeout, metadata=client.metadata())
            except grpc.aio.AioRpcError as error:
                raise client.failed(method, error) from error

        return call

    def unary_stream(self, method: str, *codec: Any, **named: Any) -> Callable[..., Any]:
        client = self._client

        async def call(request: Any, *, timeout: float = DEADLINE_SECONDS) -> AsyncIterator[Any]:  # noqa: ASYNC109
            made = client.channel().unary_stream(method, *codec, **named)
            async for message in _iterated(client, method, made(request, timeout=timeout, metadata=client.metadata())):
                yield message

        return call

    def stream_stream(self, method: str, *codec: Any, **named: Any) -> Callable[..., Any]:
        client = self._client

        async def call(
            requests: AsyncIterator[Any],
            *,
            timeout: float = DEADLINE_SECONDS,  # noqa: ASYNC109
        ) -> AsyncIterator[Any]:
            made = client.channel().stream_stream(method, *codec, **named)
            async for message in _iterated(client, method, made(requests, timeout=timeout, metadata=client.metadata())):
                yield message

        return call


async def _iterated(client: RpcClient, method: str, messages: AsyncIterable[Any]) -> AsyncIterator[Any]:
    try:
        async for message in messages:
            yield message
    except grpc.aio.AioRpcError as error:
        raise client.failed(method, error) from error
