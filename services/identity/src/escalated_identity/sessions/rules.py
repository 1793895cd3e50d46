"""Decisions about sessions, on plain data."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

LINK_LIVES = timedelta(hours=2)
WINDOW = timedelta(minutes=15)
SIGN_UP_WINDOW = timedelta(hours=1)


class Verdict(Enum):
    """What to do with a refresh token that came."""

    ROTATE = "rotate"
    REFUSE = "refuse"
    END_FAMILY = "end_family"


@dataclass(frozen=True)
class Presented:
    """A refresh token as it stands in the database, with its session."""

    used_at: datetime | None
    session_expires_at: datetime
    session_ended_at: datetime | None
    person_active: bool


def judge_refresh(token: Presented | None, now: datetime) -> Verdict:
    """A token that was used before is in two hands, and nobody can tell which is the thief's: all of it ends."""
    if token is None or token.session_ended_at is not None:
        return Verdict.REFUSE
    if token.used_at is not None:
        return Verdict.END_FAMILY
    if token.session_expires_at <= now or not token.person_active:
        return Verdict.REFUSE
    return Verdict.ROTATE


def new_secret() -> str:
    """256 random bits for a refresh token or a mailed link."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """What is kept of such a secret. It is random and long: a plain SHA-256 is as good as a slow hash."""
    return hashlib.sha256(secret.encode()).digest()
