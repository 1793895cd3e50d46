"""What a host application's token must say, on plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeGuard

from escalated_chassis.errors import Unauthenticated

LONGEST_LIFE_SECONDS = 300
LEEWAY_SECONDS = 30
_LONGEST_TEXT = 255


@dataclass(frozen=True)
class HostUser:
    """Somebody as her application knows her."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    jti: str
    expires_at: datetime


def read_claims(claims: Mapping[str, Any], *, issuer: str, audience: str, now: datetime) -> HostUser:
    """The user that proper claims name. Raises `Unauthenticated`, with what is wrong: the host's developers read it."""
    if claims.get("iss") != issuer:
        raise refused("iss is another issuer")
    if audience not in _as_list(claims.get("aud")):
        raise refused(f"aud is not {audience}")
    expires_at = _check_times(claims, now)
    return HostUser(
        issuer=issuer,
        subject=_text(claims, "sub"),
        email=_text(claims, "email"),
        email_verified=claims.get("email_verified") is True,
        name=_text(claims, "name", required=False),
        jti=_text(claims, "jti"),
        expires_at=expires_at,
    )


def refused(reason: str) -> Unauthenticated:
    """The token is not taken, for this reason."""
    return Unauthenticated(f"The sign-in token is refused: {reason}.", code="sso_token_refused")


def _check_times(claims: Mapping[str, Any], now: datetime) -> datetime:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not _is_number(issued) or not _is_number(expires):
        raise refused("iat and exp must be numbers")
    seconds = now.timestamp()
    if issued > seconds + LEEWAY_SECONDS:
        raise refused("iat lies in the future")
    if expires <= seconds:
        raise refused("it has expired")
    if not 0 < expires - issued <= LONGEST_LIFE_SECONDS:
        raise refused(f"it lives longer than {LONGEST_LIFE_SECONDS} s")
    return datetime.fromtimestamp(expires, UTC)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(claims: Mapping[str, Any], name: str, *, required: bool = True) -> str:
    value = claims.get(name, "" if not required else None)
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or (required and not value.strip()):
        raise refused(f"{name} must be a text of at most {_LONGEST_TEXT} characters")
    return value.strip()
