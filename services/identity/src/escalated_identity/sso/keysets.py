"""The keys of host applications: a shared secret from the settings, or a key set fetched and held for five minutes."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from escalated_chassis.clock import Clock
from escalated_chassis.errors import Unavailable
from escalated_chassis.outgoing import OutgoingError, OutgoingHttp
from escalated_identity.settings import SsoIssuer
from escalated_identity.sso.rules import refused

HELD_FOR = timedelta(minutes=5)
ASK_AGAIN_AFTER = timedelta(seconds=30)
_LONGEST_TOKEN = 8_192
# An algorithm belongs to the issuer, never to the token: or a public key would pass for a shared secret.
_SHARED, _PUBLISHED = ["HS256"], ["EdDSA", "Ed25519", "ES256", "RS256"]


@dataclass
class _Held:
    keys: KeySet
    at: datetime


class IssuerKeys:
    """Verifies the signatures of configured issuers."""

    def __init__(self, issuers: Sequence[SsoIssuer], outgoing: OutgoingHttp, clock: Clock) -> None:
        self._issuers = {issuer.issuer: issuer for issuer in issuers}
        self._outgoing = outgoing
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._fetching = asyncio.Lock()

    async def verified_claims(self, token: str) -> tuple[SsoIssuer, Mapping[str, Any]]:
        """The issuer of a token and its claims. Raises `Unauthenticated` for what is not signed by a known one."""
        issuer = self._issuer_of(token)
        if issuer.secret is not None:
            secret = OctKey.import_key(issuer.secret.get_secret_value())
            return issuer, _decode(token, secret, _SHARED)
        keys = await self._keys(issuer, _header(token).get("kid"))
        return issuer, _decode(token, keys, _PUBLISHED)

    def _issuer_of(self, token: str) -> SsoIssuer:
        """Read before the signature is checked, only to choose the key that must have made it."""
        if len(token) > _LONGEST_TOKEN:
            raise refused("it is too long")
        try:
            claims = orjson.loads(jws.extract_compact(token.encode()).payload)
        except (JoseError, ValueError, orjson.JSONDecodeError) as error:
            raise refused("it is no signed JWT") from error
        issuer = self._issuers.get(str(claims.get("iss"))) if isinstance(claims, dict) else None
        if issuer is None:
            raise refused("its issuer is not known here")
        return issuer

    async def _keys(self, issuer: SsoIssuer, kid: str | None) -> KeySet:
        async with self._fetching:
            held, now = self._held.get(issuer.issuer), self._clock.now()
            age = now - held.at if held else HELD_FOR
            unknown = held is not None and kid is not None and kid not in {key.kid for key in held.keys.keys}
            if held is None or age >= HELD_FOR or (unknown and age >= ASK_AGAIN_AFTER):
                held = self._held[issuer.issuer] = _Held(await self._fetch(str(issuer.jwks_url)), now)
            return held.keys

    async def _fetch(self, url: str) -> KeySet:
        try:
            answer = await self._outgoing.request("GET", url, headers={"accept": "application/json"})
            if answer.status != 200 or answer.truncated:
                raise Unavailable("The key set of the issuer cannot be fetched.", code="issuer_away", retry_after=5)
            return KeySet.import_key_set(orjson.loads(answer.content))
        except (OutgoingError, JoseError, ValueError, KeyError, TypeError) as error:
            raise Unavailable(
                "The key set of the issuer cannot be fetched.", code="issuer_away", retry_after=5
            ) from error


def _header(token: str) -> Mapping[str, Any]:
    return jws.extract_compact(token.encode()).headers()


def _decode(token: str, key: OctKey | KeySet, algorithms: list[str]) -> Mapping[str, Any]:
    try:
        return jwt.decode(token, key, algorithms=algorithms).claims
    except (JoseError, ValueError) as error:
        raise refused("its signature does not verify") from error
