"""Waiting that ends early when there is reason to."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def pause(event: asyncio.Event, seconds: float) -> bool:
    """Waits until the event is set, but no longer than `seconds`; True when it is set."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def unless_set(event: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The outcome of `work`, or None when the event is set first: `work` is cancelled then."""
    doing = asyncio.ensure_future(work)
    watching = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({doing, watching}, return_when=asyncio.FIRST_COMPLETED)
        return doing.result() if doing.done() else None
    finally:
        watching.cancel()
        if not doing.done():
            doing.cancel()
            await asyncio.wait({doing})
