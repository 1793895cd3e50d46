"""Access tokens of people: JWTs of ten minutes that identity signs and every service reads in its own process."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from escalated_chassis.access import signing
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.clock import Clock
from escalated_chassis.errors import Unauthenticated

AUDIENCE = "escalated"
LIFETIME = timedelta(minutes=10)
LEEWAY = timedelta(seconds=5)
MAX_DEPARTMENTS = 40
_REMEMBERED = 4_096


@dataclass(frozen=True)
class UserClaims:
    """What a token says about its bearer.

    Attributes:
        role_ids: slugs of built-in roles, ids of others.
        department_ids: None where they were too many to carry: ask the directory.
    """

    person_id: UUID
    session_id: str
    kind: str
    name: str
    email: str
    role_ids: tuple[str, ...]
    department_ids: frozenset[UUID] | None
    access_version: int
    expires_at: datetime


def sign_user_token(
    jwk: Mapping[str, Any] | str,
    *,
    issuer: str,
    now: datetime,
    person_id: UUID,
    session_id: str,
    kind: str,
    name: str,
    email: str,
    role_ids: Sequence[str],
    department_ids: Sequence[UUID],
    access_version: int,
    lifetime: timedelta = LIFETIME,
) -> str:
    """A token under a private JWK, whose `kid` must be in the published key set. `issuer` is the public URL."""
    issued = int(now.timestamp())
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": str(person_id),
        "sid": session_id,
        "kind": kind,
        "name": name,
        "email": email,
        "roles": list(role_ids),
        "av": access_version,
        "iat": issued,
        "exp": issued + int(lifetime.total_seconds()),
    }
    if len(department_ids) <= MAX_DEPARTMENTS:
        claims["depts"] = [str(department) for department in department_ids]
    return signing.sign(claims, signing.import_key(jwk))


class UserTokens:
    """Reads access tokens. What was verified once is remembered until the keys change: a signature costs 0.15 ms."""

    def __init__(self, keys: KeySet, *, issuer: str, clock: Clock) -> None:
        self._keys = keys
        self._issuer = issuer
        self._clock = clock
        self._verified: OrderedDict[str, UserClaims] = OrderedDict()
        self._generation = -1

    async def verify(self, token: str) -> UserClaims:
        """The claims of a valid token.

        Raises:
            Unauthenticated: `token_expired`, or `token_invalid` for everything else.
            Unavailable: the key set was never fetched and cannot be now.
        """
        claims = self._remembered(token) or await self._read(token)
        if claims.expires_at + LEEWAY <= self._clock.now():
            raise Unauthenticated("The token has expired.", code="token_expired")
        return claims

    def _remembered(self, token: str) -> UserClaims | None:
        if self._generation != self._keys.generation:
            self._verified.clear()
            self._generation = self._keys.generation
        return self._verified.get(token)

    async def _read(self, token: str) -> UserClaims:
        try:
            key = await self._keys.find(signing.kid_of(token))
            if key is None:
                raise signing.BadToken("unknown key")
            claims = _claims_of(signing.read(token, key), self._issuer)
        except (signing.BadToken, KeyError, TypeError, ValueError, OverflowError) as error:
            raise Unauthenticated("The token is not valid.", code="token_invalid") from error
        self._remember(token, claims)
        return claims

    def _remember(self, token: str, claims: UserClaims) -> None:
        self._verified[token] = claims
        if len(self._verified) > _REMEMBERED:
            self._verified.popitem(last=False)


def _claims_of(claims: Mapping[str, Any], issuer: str) -> UserClaims:
    if claims["iss"] != issuer or claims["aud"] != AUDIENCE:
        raise signing.BadToken("issued by or for somebody else")
    departments = claims.get("depts")
    return UserClaims(
        person_id=UUID(str(claims["sub"])),
        session_id=str(claims["sid"]),
        kind=str(claims["kind"]),
        name=str(claims["name"]),
        email=str(claims["email"]),
        role_ids=tuple(str(role) for role in claims["roles"]),
        department_ids=None if departments is None else frozenset(UUID(str(each)) for each in departments),
        access_version=int(claims["av"]),
        expires_at=datetime.fromtimestamp(int(claims["exp"]), UTC),
    )
