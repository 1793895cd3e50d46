"""Tokens between services: each signs with its own key, for one callee, for a minute."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from joserfc.jwk import OKPKey

from escalated_chassis.access import signing
from escalated_chassis.clock import Clock
from escalated_chassis.errors import Unauthenticated
from escalated_chassis.settings import ServiceSettings

LIFETIME = timedelta(seconds=60)
REUSED_FOR = timedelta(seconds=30)
LEEWAY = timedelta(seconds=5)
_REMEMBERED = 256


class ServiceSigner:
    """Signs calls as one service; a token is used for half of its life."""

    def __init__(self, settings: ServiceSettings, *, clock: Clock) -> None:
        self._service = settings.service
        self._jwk = settings.service_key.get_secret_value()
        self._clock = clock
        self._key: OKPKey | None = None
        self._tokens: dict[str, tuple[datetime, str]] = {}

    def token_for(self, callee: str) -> str:
        """A token that `callee` takes. Raises ValueError where no `service_key` is set."""
        now = self._clock.now()
        found = self._tokens.get(callee)
        if found is not None and now - found[0] < REUSED_FOR:
            return found[1]
        token = self._sign(callee, now)
        self._tokens[callee] = (now, token)
        return token

    def _sign(self, callee: str, now: datetime) -> str:
        if self._key is None:
            if not self._jwk:
                raise ValueError("ESCALATED_SERVICE_KEY is not set: this service cannot call others")
            self._key = signing.import_key(self._jwk)
        issued = int(now.timestamp())
        claims = {
            "iss": self._service,
            "aud": callee,
            "iat": issued,
            "exp": issued + int(LIFETIME.total_seconds()),
        }
        return signing.sign(claims, self._key)


class ServiceTokens:
    """Reads the tokens of calling services, by the public keys in the settings."""

    def __init__(self, settings: ServiceSettings, *, clock: Clock) -> None:
        self._service = settings.service
        self._clock = clock
        published: Mapping[str, Any] = orjson.loads(settings.service_keys)
        self._keys = {str(jwk["kid"]): (name, signing.import_key(jwk)) for name, jwk in published.items()}
        self._verified: dict[str, tuple[str, int]] = {}

    def caller(self, token: str) -> str:
        """The service that calls. Raises Unauthenticated."""
        if token not in self._verified:
            self._remember(token, self._read(token))
        service, expires_at = self._verified[token]
        if expires_at + LEEWAY.total_seconds() <= self._clock.now().timestamp():
            raise Unauthenticated("The service token has expired.", code="service_token_expired")
        return service

    def _read(self, token: str) -> tuple[str, int]:
        """A key belongs to one service: whatever else the token says, only that one can have signed it."""
        try:
            service, key = self._keys[signing.kid_of(token)]
            claims = signing.read(token, key)
            if claims["iss"] != service or claims["aud"] != self._service:
                raise signing.BadToken("issued by or for somebody else")
            return service, int(claims["exp"])
        except (signing.BadToken, KeyError, TypeError, ValueError) as error:
            raise Unauthenticated("The service token is not valid.", code="service_token_invalid") from error

    def _remember(self, token: str, verified: tuple[str, int]) -> None:
        if len(self._verified) >= _REMEMBERED:
            self._verified.clear()
        self._verified[token] = verified
