"""The public keys of identity, as last fetched."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx2
import structlog
from joserfc.jwk import OKPKey

from escalated_chassis.access.signing import import_key
from escalated_chassis.clock import Clock
from escalated_chassis.errors import Unavailable

FETCH_TIMEOUT_SECONDS = 3.0
REFRESHED_AFTER = timedelta(minutes=5)
ASKED_AT_MOST_EVERY = timedelta(seconds=5)
JWKS_PATH = "/.well-known/jwks.json"

Fetch = Callable[[], Awaitable[Mapping[str, Any]]]

_log = structlog.get_logger(__name__)


class KeySet:
    """Keys by their `kid`. An unknown one asks identity again, at most every five seconds; while identity is away,
    the keys last seen stay good.
    """

    def __init__(self, fetch: Fetch, *, clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, OKPKey] = {}
        self._asked_at: datetime | None = None
        self._fetching = asyncio.Lock()
        self.generation = 0
        """Grows when the keys change."""

    @classmethod
    def at(cls, identity_url: str, *, clock: Clock) -> "KeySet":
        """The set that identity publishes under its base URL."""
        return cls(_fetcher(identity_url.rstrip("/") + JWKS_PATH), clock=clock)

    async def find(self, kid: str) -> OKPKey | None:
        """The key of that name; None where identity does not publish it.

        Raises:
            Unavailable: no key was ever fetched, and none can be now.
        """
        if kid not in self._keys or self._is_older_than(REFRESHED_AFTER):
            await self._refresh()
        if not self._keys:
            raise Unavailable("Tokens cannot be verified right now.", code="keys_unavailable", retry_after=2)
        return self._keys.get(kid)

    async def _refresh(self) -> None:
        async with self._fetching:
            if not self._is_older_than(ASKED_AT_MOST_EVERY):
                return
            self._asked_at = self._clock.now()
            try:
                document = await self._fetch()
                self._take({key["kid"]: import_key(key) for key in document["keys"]})
            except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
                _log.warning("key_set_not_fetched", error=str(error), keys=len(self._keys))

    def _take(self, keys: dict[str, OKPKey]) -> None:
        if keys.keys() != self._keys.keys():
            self.generation += 1
        self._keys = keys

    def _is_older_than(self, age: timedelta) -> bool:
        return self._asked_at is None or self._clock.now() - self._asked_at >= age


def _fetcher(url: str) -> Fetch:
    async def fetch() -> Mapping[str, Any]:
        async with httpx2.AsyncClient(timeout=FETCH_TIMEOUT_SECONDS, trust_env=False) as client:
            response = await client.get(url)
            response.raise_for_status()
            document: Mapping[str, Any] = response.json()
            return document

    return fetch
