"""As much of identity as `tickets serve` asks for: the key set, and that nobody's access has changed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import grpc
import grpc.aio
import orjson
from escalated.identity.v1 import identity_pb2

from escalated_chassis.access.signing import public_jwk

_DIRECTORY = "escalated.identity.v1.Directory"


@dataclass(frozen=True)
class StandIn:
    url: str
    grpc: str


async def _no_changes(
    request: identity_pb2.ListAccessChangesRequest,
    context: object,
) -> identity_pb2.ListAccessChangesResponse:
    return identity_pb2.ListAccessChangesResponse()


@asynccontextmanager
async def identity_stand_in(signing_key: Mapping[str, object]) -> AsyncIterator[StandIn]:
    """Listens on free ports of the loopback until the end of the block."""
    key_set = orjson.dumps({"keys": [public_jwk(signing_key)]})
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(key_set)}\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode() + b"connection: close\r\n\r\n" + key_set)
        await writer.drain()
        writer.close()

    server = grpc.aio.server()
    method = grpc.unary_unary_rpc_method_handler(
        _no_changes,
        request_deserializer=identity_pb2.ListAccessChangesRequest.FromString,
        response_serializer=identity_pb2.ListAccessChangesResponse.SerializeToString,
    )
    directory = grpc.method_handlers_generic_handler(_DIRECTORY, {"ListAccessChanges": method})
    server.add_generic_rpc_handlers((directory,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as keys:
        try:
            yield StandIn(f"http://127.0.0.1:{keys.sockets[0].getsockname()[1]}", f"127.0.0.1:{port}")
        finally:
            await server.stop(1)
