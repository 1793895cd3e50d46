"""Codes and grants as plain data: what a guest proves and what is signed for it. No clock but the one that is given."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

CODE_LENGTH: Final = 8
CODE_LIVES: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
WINDOW: Final = timedelta(hours=1)
CODES_PER_ADDRESS: Final = 5
GRANT_LIVES: Final = timedelta(hours=24)
INVITATION_LIVES: Final = timedelta(days=30)

GUEST: Final = "guest"
"""The purpose of a grant that shows a person their tickets."""
RATING: Final = "rating"
"""The purpose of a grant that rates one resolution of one ticket."""


@dataclass(frozen=True)
class Grant:
    """A signed right of one person to one thing, until a time.

    Attributes:
        ticket_id: the one ticket it is about; none: all that the person may see.
        about: what else binds it, such as the resolution that is rated.
    """

    purpose: str
    person_id: UUID
    expires_at: datetime
    ticket_id: UUID | None = None
    about: str = ""


def new_code() -> str:
    """Eight digits from the system's random source."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"


def hash_of(code: str, person_id: UUID, secret: bytes) -> bytes:
    """What is kept of a code. Codes are short: without the deployment's key, the hash could be guessed backwards."""
    return hmac.digest(_key(secret, "code"), person_id.bytes + code.encode(), hashlib.sha256)


def is_code(given: str, code_hash: bytes, person_id: UUID, secret: bytes) -> bool:
    """Whether it is the code, in a time that tells nothing of it."""
    return hmac.compare_digest(hash_of(given, person_id, secret), code_hash)


def sign(grant: Grant, secret: bytes) -> str:
    """`<what is granted, base64url>.<HMAC-SHA256, base64url>`, by a key that is the purpose's own."""
    ticket = grant.ticket_id.hex if grant.ticket_id else ""
    until = int(grant.expires_at.timestamp())
    stated = _text(f"{grant.purpose}|{grant.person_id.hex}|{ticket}|{grant.about}|{until}".encode())
    return f"{stated}.{_mac(stated, grant.purpose, secret)}"


def read(token: str, purpose: str, secret: bytes, now: datetime) -> Grant | None:
    """The grant behind a token; None where it is forged, for another purpose, or expired."""
    stated, _, mac = token.partition(".")
    if not token.isascii() or not hmac.compare_digest(mac, _mac(stated, purpose, secret)):
        return None
    _, person, ticket, about, until = urlsafe_b64decode(stated + "=" * (-len(stated) % 4)).decode().split("|")
    expires_at = datetime.fromtimestamp(int(until), UTC)
    if expires_at <= now:
        return None
    return Grant(purpose, UUID(person), expires_at, UUID(ticket) if ticket else None, about)


def _mac(stated: str, purpose: str, secret: bytes) -> str:
    return _text(hmac.digest(_key(secret, f"grant {purpose}"), stated.encode(), hashlib.sha256))


def _key(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, f"escalated guests: {purpose}".encode(), hashlib.sha256)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
