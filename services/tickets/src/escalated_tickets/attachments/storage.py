"""Where the bytes lie: a folder on disk or an S3-compatible store, through one interface (obstore)."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

import obstore
import structlog
from obstore.store import LocalStore, ObjectStore, from_url

from escalated_chassis.errors import NotFound, TooLarge
from escalated_tickets.attachments.rules import HEAD_BYTES

CHUNK_BYTES = 64 * 1024

_log = structlog.get_logger(__name__)


class Readable(Protocol):
    """Something that hands out bytes: an upload as the web framework gives it."""

    async def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Stored:
    """What was written: how much, its hash, and its first bytes."""

    size_bytes: int
    sha256: str
    head: bytes


class FileStore:
    """Files by id. Writing streams; a file that turns out too large is removed again."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, place: str) -> "FileStore":
        """A folder, made where it is missing, or a bucket by its address (`s3://bucket`, keys by AWS_…)."""
        if "://" in place:
            return cls(from_url(place))
        return cls(LocalStore(Path(place).absolute(), mkdir=True))

    async def write(self, file_id: UUID, source: AsyncIterator[bytes], limit: int) -> Stored:
        """Streams `source` into the store.

        Raises TooLarge where it is longer than `limit` bytes. Nothing is kept of what does not arrive whole.
        """
        size, digest, head = 0, hashlib.sha256(), b""
        try:
            async with obstore.open_writer_async(self._store, _key(file_id)) as writer:
                async for chunk in source:
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(f"A file may have {limit // 1024} KB at most", code="file_too_large")
                    digest.update(chunk)
                    head = head if len(head) >= HEAD_BYTES else (head + chunk)[:HEAD_BYTES]
                    await writer.write(chunk)
        except BaseException:
            await self.remove(file_id)
            raise
        return Stored(size, digest.hexdigest(), head)

    async def read(self, file_id: UUID) -> AsyncIterator[bytes]:
        """The file's bytes in chunks of about 64 KB. Raises NotFound at once where the store has lost them."""
        try:
            result = await obstore.get_async(self._store, _key(file_id))
        except FileNotFoundError:
            _log.error("a stored file is gone", file_id=str(file_id))
            raise NotFound("The bytes of this file are no longer in the store.", code="file_lost") from None
        return _pieces(result)

    async def copy(self, file_id: UUID, copy_id: UUID) -> None:
        """Copies a file within the store; a bucket does it by itself. Raises FileNotFoundError for one that is gone."""
        await obstore.copy_async(self._store, _key(file_id), _key(copy_id))

    async def remove(self, file_id: UUID) -> None:
        """Removes a file; one that is not there is no error."""
        try:
            await obstore.delete_async(self._store, _key(file_id))
        except FileNotFoundError:
            return


async def _pieces(result: "obstore.GetResult") -> AsyncIterator[bytes]:
    async for piece in result.stream(min_chunk_size=CHUNK_BYTES):
        yield bytes(piece)


async def chunks_of(source: Readable) -> AsyncIterator[bytes]:
    """What a readable holds, in chunks."""
    while chunk := await source.read(CHUNK_BYTES):
        yield chunk


def _key(file_id: UUID) -> str:
    # Spread by the random tail: the head of a UUIDv7 is the time.
    return f"{file_id.hex[-2:]}/{file_id.hex}"
