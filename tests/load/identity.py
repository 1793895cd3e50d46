"""As much of identity as `tickets serve` asks for: the key set, and that nobody's access has changed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import grpc.aio
import orjson
from escalated.identity.v1 import identity_pb2, identity_pb2_grpc

from escalated_chassis.access.signing import public_jwk


@dataclass(frozen=True)
class StandIn:
    url: str
    grpc: str


class _Directory(identity_pb2_grpc.DirectoryServicer):
    async def ListAccessChanges(
        self, request: identity_pb2.ListAccessChangesRequest, context: grpc.aio.ServicerContext
    ) -> identity_pb2.ListAccessChangesResponse:
        return identity_pb2.ListAccessChangesResponse()


@asynccontextmanager
async def identity_stand_in(signing_key: Mapping[str, object]) -> AsyncIterator[StandIn]:
    """Listens on free ports of the loopback until the end of the block."""
    key_set = orjson.dumps({"keys": [public_jwk(signing_key)]})
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(key_set)}\r\nconnection: close\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode() + key_set)
        await writer.drain()
        writer.close()

    server = grpc.aio.server()
    identity_pb2_grpc.add_DirectoryServicer_to_server(_Directory(), server)  # type: ignore[no-untyped-call]
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as keys:
        try:
            yield StandIn(f"http://127.0.0.1:{keys.sockets[0].getsockname()[1]}", f"127.0.0.1:{port}")
        finally:
            await server.stop(1)
