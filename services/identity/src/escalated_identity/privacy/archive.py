"""An export as a ZIP file, made while it is sent: it is never whole, neither in memory nor on disk."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


class _Sink:
    """What a ZIP file is written to; what is there already is taken away by whoever sends it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, content: bytes) -> int:
        self._written += content
        return len(content)

    def flush(self) -> None:
        """Nothing waits in here."""

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


async def archive(pieces: AsyncIterator[Any], at: datetime) -> AsyncIterator[bytes]:
    """The ZIP file of pieces, each of which begins a file by its name or goes on with the one before."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as made:  # type: ignore[call-overload]  # write and flush are enough
        entry = None
        async for piece in pieces:
            if piece.name:
                if entry is not None:
                    entry.close()
                entry = made.open(_info(f"{piece.service}/{piece.name}", at), "w", force_zip64=True)
            if entry is not None:
                entry.write(piece.content)
            if content := sink.take():
                yield content
        if entry is not None:
            entry.close()
    yield sink.take()


def _info(name: str, at: datetime) -> ZipInfo:
    info = ZipInfo(name, at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return info
