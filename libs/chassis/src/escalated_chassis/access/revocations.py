"""Tokens that were good and are no more: access versions that were raised, sessions that ended."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from escalated_chassis.access.directory import Directory
from escalated_chassis.access.tokens import LEEWAY, LIFETIME
from escalated_chassis.clock import Clock
from escalated_chassis.errors import Problem, Unauthenticated
from escalated_chassis.pauses import pause

ASKED_EVERY_SECONDS = 10.0
OVERLAP = timedelta(seconds=30)
REMEMBERED_FOR = LIFETIME + LEEWAY + OVERLAP
"""Longer than a token lives: after that it is refused for its age."""

_log = structlog.get_logger(__name__)


class Revocations:
    """What this process heard of, by broadcast or by asking identity; both may tell the same thing."""

    def __init__(self, directory: Directory, *, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._versions: dict[UUID, tuple[int, datetime]] = {}
        self._sessions: dict[str, datetime] = {}
        self._asked_until = clock.now() - REMEMBERED_FOR

    def raised(self, person_id: UUID, version: int) -> None:
        """Tokens of an older access version are refused from now on."""
        known = self._versions.get(person_id)
        if known is None or known[0] < version:
            self._versions[person_id] = (version, self._clock.now())

    def ended(self, session_id: str) -> None:
        """Tokens of this session are refused from now on."""
        self._sessions[session_id] = self._clock.now()

    def check(self, person_id: UUID, session_id: str, version: int) -> None:
        """Raises Unauthenticated: `token_outdated` (refresh it) or `session_ended` (sign in again)."""
        if session_id in self._sessions:
            raise Unauthenticated("This session has ended.", code="session_ended")
        known = self._versions.get(person_id)
        if known is not None and version < known[0]:
            raise Unauthenticated("Access has changed since this token was made.", code="token_outdated")

    async def ask(self) -> None:
        """Asks identity what changed since the last time, and forgets what no living token can be about."""
        now = self._clock.now()
        for change in await self._directory.list_access_changes(self._asked_until - OVERLAP):
            self.raised(change.person_id, change.access_version)
        for session_id in await self._directory.list_ended_sessions(self._asked_until - OVERLAP):
            self.ended(session_id)
        self._asked_until = now
        self._forget_before(now - REMEMBERED_FOR)

    async def keep_asking(self, stop: asyncio.Event) -> None:
        """Asks every ten seconds until stopped: what a process missed while it was away from the broadcasts."""
        while not stop.is_set():
            try:
                await self.ask()
            except Problem as problem:
                _log.warning("access_changes_not_asked", code=problem.code)
            await pause(stop, ASKED_EVERY_SECONDS)

    def _forget_before(self, moment: datetime) -> None:
        self._versions = {key: value for key, value in self._versions.items() if value[1] >= moment}
        self._sessions = {key: value for key, value in self._sessions.items() if value >= moment}
