"""An SMTP server that delivers to a folder: every mail of the desk is an `.eml` file there.

Run as `python -m escalated_local.mail_catcher HOST PORT FOLDER`.
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
import sys
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_BYTES = 64 * 1024 * 1024


class KeepInFolder:
    """Writes each accepted message, with who sent it to whom as two headers on top."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        """Answers only after the file is there whole: what was acknowledged can be read."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        path = self._folder / file_name(content, datetime.now(UTC))
        await asyncio.to_thread(_write, path, head.encode() + content)
        return f"250 OK kept as {path.name}"


def file_name(content: bytes, now: datetime) -> str:
    """The time and eight hex digits of the Message-ID's hash: a message sent twice shows as two files with one hash."""
    message_id = BytesHeaderParser().parsebytes(content)["Message-ID"] or ""
    digest = hashlib.sha256(str(message_id).encode() or content).hexdigest()[:8]
    return f"{now:%Y%m%dT%H%M%S.%fZ}-{digest}.eml"


async def serve(host: str, port: int, folder: Path) -> None:
    """Until SIGTERM; the folder exists."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    handler = KeepInFolder(folder)
    server = await loop.create_server(
        lambda: SMTP(handler, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True), host, port
    )
    async with server:
        await stop.wait()


def _write(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(path)


if __name__ == "__main__":
    Path(sys.argv[3]).mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
