"""What every process of the suite hears at once, without it being kept: raised access versions, ended sessions.

Who was away asks `Directory.ListAccessChanges` afterwards.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork

ACCESS = "escalated.broadcast.identity.access"
SESSION_ENDED = "escalated.broadcast.identity.session_ended"


class Announcer(Protocol):
    """Broadcasts a payload to every process: `events.broadcasts.Broadcasts`."""

    async def publish(self, subject: str, payload: Mapping[str, Any]) -> None: ...


def announce_access(uow: UnitOfWork, announcer: Announcer, person_id: UUID, access_version: int) -> None:
    """After the commit, says that older tokens of a person are out of date."""
    uow.after_commit(_saying(announcer, f"{ACCESS}.{person_id}", {"access_version": access_version}))


def announce_session_ended(uow: UnitOfWork, announcer: Announcer, session_id: UUID) -> None:
    """After the commit, says that a session is over."""
    uow.after_commit(_saying(announcer, f"{SESSION_ENDED}.{session_id}", {"session_id": str(session_id)}))


def _saying(announcer: Announcer, subject: str, payload: Mapping[str, Any]) -> Callable[[], Awaitable[None]]:
    async def say() -> None:
        await announcer.publish(subject, payload)

    return say
