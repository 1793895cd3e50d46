"""The S3-compatible store over real HTTP: the same file goes in, comes out and goes away."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from moto.server import ThreadedMotoServer

from escalated_chassis.errors import NotFound, TooLarge
from escalated_tickets.attachments.storage import FileStore

# More than one part of a multipart upload.
LENGTH = 11 * 1024 * 1024


@pytest.fixture(scope="module")
def bucket() -> Iterator[tuple[str, dict[str, str]]]:
    """The address of an empty bucket, and the environment that leads there."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    httpx2.put(f"http://{host}:{port}/desk-files").raise_for_status()
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
    yield "s3://desk-files", {**keys, "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ALLOW_HTTP": "true"}
    server.stop()


@pytest.fixture
def store(bucket: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> FileStore:
    address, environment = bucket
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return FileStore.at(address)


async def pieces(length: int) -> AsyncIterator[bytes]:
    piece = bytes(range(256)) * 256
    for start in range(0, length, len(piece)):
        yield piece[: length - start]
        await asyncio.sleep(0)


async def read(store: FileStore, file_id: Any) -> bytes:
    return b"".join([chunk async for chunk in await store.read(file_id)])


async def test_a_file_of_several_parts_comes_back_as_it_went(store: FileStore) -> None:
    file_id = uuid4()
    stored = await store.write(file_id, pieces(LENGTH), LENGTH)
    content = await read(store, file_id)
    assert (stored.size_bytes, len(content)) == (LENGTH, LENGTH)
    assert hashlib.sha256(content).hexdigest() == stored.sha256


async def test_what_is_too_long_leaves_nothing(store: FileStore) -> None:
    file_id = uuid4()
    with pytest.raises(TooLarge):
        await store.write(file_id, pieces(LENGTH), LENGTH - 1)
    with pytest.raises(NotFound):
        await read(store, file_id)


async def test_a_file_is_removed_once_and_again(store: FileStore) -> None:
    file_id = uuid4()
    await store.write(file_id, pieces(10), 10)
    await store.remove(file_id)
    await store.remove(file_id)
    with pytest.raises(NotFound):
        await read(store, file_id)
