"""Making, sealing and publishing signing keys.

A private key rests sealed by AES-256-GCM under a key derived from the deployment's secret (HKDF-SHA256), its
`kid` bound as associated data: a copy of the database alone signs nothing.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from escalated_chassis.access.signing import generate_jwk
from escalated_chassis.ids import uuid7

_NONCE_BYTES = 12
PUBLISHED_AFTER_RETIREMENT = timedelta(hours=1)
"""Longer than a token lives (10 minutes), with room for clocks that differ."""


@dataclass(frozen=True)
class SigningKey:
    """A key; a retired one signs no more and is published until its last token has expired."""

    kid: str
    public_jwk: dict[str, Any]
    sealed_private_jwk: bytes
    created_at: datetime
    retired_at: datetime | None


class CannotUnsealError(Exception):
    """The secret of this deployment is not the one the key was sealed with."""


def sealing_key(secret: str) -> bytes:
    """The 32 bytes that seal private keys, derived from the deployment's secret."""
    return HKDF(SHA256(), 32, salt=None, info=b"escalated/identity/signing-keys/1").derive(secret.encode())


def new_key() -> dict[str, Any]:
    """A fresh private Ed25519 JWK."""
    return generate_jwk(f"identity-{uuid7()}")


def seal(private_jwk: dict[str, Any], key: bytes) -> bytes:
    """The sealed form: nonce, then ciphertext with its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, orjson.dumps(private_jwk), private_jwk["kid"].encode())


def unseal(sealed: bytes, kid: str, key: bytes) -> dict[str, Any]:
    """The private JWK again. Raises `CannotUnsealError` under another secret or for a changed row."""
    try:
        plain = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], kid.encode())
    except InvalidTag as error:
        raise CannotUnsealError(f"signing key {kid} was sealed with another ESCALATED_SECRET") from error
    jwk: dict[str, Any] = orjson.loads(plain)
    return jwk


def published(keys: Iterable[SigningKey], now: datetime) -> list[dict[str, Any]]:
    """The public keys under which valid tokens may still be about."""
    return [
        key.public_jwk for key in keys if key.retired_at is None or now - key.retired_at < PUBLISHED_AFTER_RETIREMENT
    ]


def current(keys: Iterable[SigningKey]) -> SigningKey | None:
    """The youngest key that is not retired: the one that signs."""
    active = [key for key in keys if key.retired_at is None]
    return max(active, key=lambda key: key.created_at, default=None)
