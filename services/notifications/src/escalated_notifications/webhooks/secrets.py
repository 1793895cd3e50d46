"""Secrets of webhooks: made here, shown once, kept encrypted."""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_SECRET_BYTES = 32


class SecretBox:
    """Encrypts with a key derived from the deployment's secret (AES-256-GCM), bound to the row it belongs to."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"escalated webhook secrets\x00" + secret.encode()).digest())

    def seal(self, text: str, owner: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), owner.encode())

    def open(self, sealed: bytes, owner: str) -> str:
        """Raises `cryptography.exceptions.InvalidTag` for what was sealed by another key or for another row."""
        plain = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], owner.encode())
        return plain.decode()


def new_secret() -> str:
    """A secret in the form of Standard Webhooks."""
    return f"whsec_{base64.b64encode(os.urandom(_SECRET_BYTES)).decode()}"
