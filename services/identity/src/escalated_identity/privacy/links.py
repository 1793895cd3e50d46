"""A link to an export: short-lived, one person's, and worth no more than what that person may do when it is used."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

LIVES: Final = timedelta(minutes=10)


def sign(request_id: UUID, person_id: UUID, session_id: str, now: datetime, secret: str) -> str:
    """`<person>.<session>.<expiry>.<HMAC-SHA256>`; the request is part of what is signed, not of the text."""
    stated = f"{person_id.hex}.{session_id}.{int((now + LIVES).timestamp())}"
    return f"{stated}.{_mac(request_id, stated, secret)}"


def read(request_id: UUID, token: str, now: datetime, secret: str) -> tuple[UUID, str] | None:
    """Person and session of a link; None where it is forged, for another file, or too old."""
    stated, _, mac = token.rpartition(".")
    if not token.isascii() or not hmac.compare_digest(mac, _mac(request_id, stated, secret)):
        return None
    person, session, expiry = stated.split(".")
    return None if datetime.fromtimestamp(int(expiry), UTC) <= now else (UUID(person), session)


def _mac(request_id: UUID, stated: str, secret: str) -> str:
    key = hmac.digest(secret.encode(), b"escalated exports of people", hashlib.sha256)
    return hmac.new(key, f"{request_id.hex}.{stated}".encode(), hashlib.sha256).hexdigest()
