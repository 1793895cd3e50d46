"""Waiting for what happens elsewhere, with a bound."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

LONGEST_SECONDS = 20.0
PAUSE_SECONDS = 0.01


async def eventually(
    condition: Callable[[], object] | Callable[[], Awaitable[object]], seconds: float = LONGEST_SECONDS
) -> None:
    """Returns as soon as the condition holds.

    Raises:
        AssertionError: it did not within `seconds`.
    """
    end = time.monotonic() + seconds
    while True:
        outcome = condition()
        if await outcome if inspect.isawaitable(outcome) else outcome:
            return
        if time.monotonic() > end:
            raise AssertionError(f"it did not become true within {seconds} s")
        await asyncio.sleep(PAUSE_SECONDS)
