"""Whether what was started answers yet."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

POLL = 0.05
# Deaths before readiness after which a program is given up: it does not start, it only tries.
_GIVE_UP_AFTER = 3


class NotReadyError(RuntimeError):
    """Something did not become ready; the message says what, and why as far as it said so itself."""


async def until(ready: Callable[[], Awaitable[bool]], what: str, *, seconds: float, deaths: Callable[[], int]) -> None:
    """Returns when `ready` holds.

    Raises:
        NotReadyError: the time is over, or the process behind it died again and again.
    """
    end = time.monotonic() + seconds
    while not await ready():
        if deaths() >= _GIVE_UP_AFTER:
            raise NotReadyError(f"{what} keeps ending")
        if time.monotonic() > end:
            raise NotReadyError(f"{what} is not ready after {seconds:.0f} s")
        await asyncio.sleep(POLL)


async def http_status(port: int, path: str) -> tuple[int, str]:
    """Status and content type of a GET; (0, "") when nobody answers within two seconds."""
    try:
        async with asyncio.timeout(2):
            return await _get(port, path)
    except (OSError, TimeoutError, ValueError, IndexError):
        return 0, ""


async def accepts(port: int) -> bool:
    """Whether somebody takes connections on the port."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


async def _get(port: int, path: str) -> tuple[int, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError as error:
        raise OSError("closed before the answer") from error
    finally:
        writer.close()
    kinds = [line.partition(":")[2].strip() for line in head if line.lower().startswith("content-type:")]
    return int(head[0].split()[1]), kinds[0] if kinds else ""
