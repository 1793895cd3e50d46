"""Password hashes: Argon2id, off the event loop, two at a time.

One hash takes some 64 MiB and tens of milliseconds of a core: two at once bound what a flood of sign-ins can take.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_AT_ONCE = 2


class Passwords:
    """Hashes and verifies; takes as long for an account that does not exist.

    Args:
        hasher: with the library's defaults (64 MiB, three passes) unless tests want it quick.
    """

    def __init__(self, hasher: Argon2Hasher | None = None) -> None:
        self._hasher = PasswordHash((hasher or Argon2Hasher(),))
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords")
        self._nobodys_hash: str | None = None
        self.verifications = 0

    async def hash(self, password: str) -> str:
        """A fresh salted hash in PHC form."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hasher.hash, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether the password is the one. Without a hash the same work is done, in vain."""
        if self._nobodys_hash is None:
            self._nobodys_hash = await self.hash("nobody has this password")
        self.verifications += 1
        against = password_hash or self._nobodys_hash
        loop = asyncio.get_running_loop()
        matches = await loop.run_in_executor(self._threads, self._hasher.verify, password, against)
        return matches and password_hash is not None

    def close(self) -> None:
        """Lets the threads go; hashes under way are finished."""
        self._threads.shutdown(wait=False)
