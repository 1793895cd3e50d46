"""Identifiers: UUIDv7 for what is born here, UUIDv5 for what others must be able to derive."""

import os
import time
from uuid import UUID, uuid5


def uuid7() -> UUID:
    """A time-ordered id (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (time.time_ns() // 1_000_000) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def normalise_email(address: str) -> str:
    """The form in which addresses are compared: trimmed and in lower case."""
    return address.strip().casefold()


def id_for_email(deployment: UUID, address: str) -> UUID:
    """The id of whoever has an address, the same in every service that derives it."""
    return uuid5(deployment, f"mailto:{normalise_email(address)}")
