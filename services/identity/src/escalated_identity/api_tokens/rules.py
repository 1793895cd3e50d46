"""Decisions about API tokens, on plain data."""

import hashlib
import secrets
import string
from collections.abc import Collection
from datetime import datetime, timedelta

from escalated_chassis.errors import invalid
from escalated_identity.people.rules import check_may_grant
from escalated_identity.roles.rules import check_permissions

PREFIX = "esc_"
_LETTERS = string.digits + string.ascii_letters
_LENGTH = 40
USED_AT_PRECISION = timedelta(minutes=5)
"""`last_used_at` is written at most this often: a token used a thousand times a minute is one write."""


def new_token() -> str:
    """`esc_` and 40 base62 letters: 238 random bits, with a prefix that secret scanners can look for."""
    return PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def sha256_of(token: str) -> str:
    """What is kept, and what other services ask by."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_scopes(scopes: Collection[str], own: Collection[str]) -> tuple[str, ...]:
    """Scopes of the vocabulary that the maker holds. A token of a token holds no more than that one."""
    if not scopes:
        raise invalid("/scopes", "required", "Name at least one scope.")
    wanted = check_permissions(scopes, "/scopes")
    check_may_grant(own, wanted)
    return wanted


def check_expiry(expires_at: datetime | None, now: datetime) -> None:
    """A token that has expired already is a mistake."""
    if expires_at is not None and expires_at <= now:
        raise invalid("/expires_at", "past", "The expiry lies in the past.")
