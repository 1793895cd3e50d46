"""Identifiers: UUIDv7 for what is born here, UUIDv5 for what others must be able to derive."""

import os
import time
from typing import Final
from uuid import UUID, uuid5

_TICKS_A_MILLISECOND: Final = 4_096


class _Ticks:
    """The time in 1/4096 ms, each tick given out once."""

    def __init__(self) -> None:
        self._last = 0

    def take(self) -> int:
        self._last = max(time.time_ns() * _TICKS_A_MILLISECOND // 1_000_000, self._last + 1)
        return self._last


_ticks = _Ticks()


def uuid7() -> UUID:
    """A time-ordered id (RFC 9562 §5.7): Unix time in 1/4096 ms (§6.2, method 3), then 62 random bits.

    Ids of one process sort in the order in which they were made, also where the clock stands still or goes back: rows
    of one transaction share their time, and their ids alone say which came first.
    """
    milliseconds, fraction = divmod(_ticks.take(), _TICKS_A_MILLISECOND)
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random)


def normalise_email(address: str) -> str:
    """The form in which addresses are compared: trimmed and in lower case."""
    return address.strip().casefold()


def id_for_email(deployment: UUID, address: str) -> UUID:
    """The id of whoever has an address, the same in every service that derives it."""
    return uuid5(deployment, f"mailto:{normalise_email(address)}")
