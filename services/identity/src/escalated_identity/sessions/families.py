"""Sessions as families of refresh tokens: opened, rotated, ended."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import uuid7
from escalated_identity.announcements import Announcer, announce_session_ended
from escalated_identity.people.models import people
from escalated_identity.sessions.models import Session, refresh_tokens, sessions
from escalated_identity.sessions.rules import Presented, Verdict, hash_of, judge_refresh, new_secret

_OPEN = insert(sessions)
_ISSUE = insert(refresh_tokens)
_PRESENTED = (
    select(
        refresh_tokens.c.used_at,
        sessions.c.id,
        sessions.c.person_id,
        sessions.c.expires_at,
        sessions.c.ended_at,
        people.c.active,
    )
    .join(sessions, sessions.c.id == refresh_tokens.c.session_id)
    .join(people, people.c.id == sessions.c.person_id)
    .where(refresh_tokens.c.token_hash == bindparam("token_hash"))
    .with_for_update(of=refresh_tokens)
)
_USE = (
    update(refresh_tokens).where(refresh_tokens.c.token_hash == bindparam("this_hash")).values(used_at=bindparam("now"))
)
_PROLONG = (
    update(sessions)
    .where(sessions.c.id == bindparam("session_id"))
    .values(refreshed_at=bindparam("now"), expires_at=bindparam("until"))
)
_END = (
    update(sessions)
    .where(sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"), ended_because=bindparam("because"))
    .returning(sessions.c.id)
)
_END_ONE = _END.where(sessions.c.id == bindparam("session_id"))
_END_OF_PERSON = _END.where(
    sessions.c.person_id == bindparam("of_person"), sessions.c.id.is_distinct_from(bindparam("keep"))
)
_OF_REFRESH = select(refresh_tokens.c.session_id).where(refresh_tokens.c.token_hash == bindparam("token_hash"))


async def open_session(
    uow: UnitOfWork, person_id: UUID, *, method: str, user_agent: str, lives: timedelta
) -> tuple[Session, str]:
    """A new session with its first refresh token, which nobody is told again."""
    session = Session(uuid7(), person_id, uow.now + lives)
    row = {
        "id": session.id,
        "person_id": person_id,
        "method": method,
        "user_agent": user_agent[:300],
        "created_at": uow.now,
        "refreshed_at": uow.now,
        "expires_at": session.expires_at,
    }
    await uow.execute(_OPEN, row)
    return session, await _issue(uow, session.id)


async def rotate(
    uow: UnitOfWork, announcer: Announcer, refresh_token: str, lives: timedelta
) -> tuple[Session, str] | None:
    """The session with its next refresh token; none where the token is refused.

    A token that comes a second time ends its session. Two requests with the same one wait for each other on
    its row, so that exactly one of them is the second. The caller commits in either case.
    """
    row = (await uow.execute(_PRESENTED, {"token_hash": hash_of(refresh_token)})).one_or_none()
    presented = Presented(row.used_at, row.expires_at, row.ended_at, row.active) if row else None
    verdict = judge_refresh(presented, uow.now)
    if row is None or verdict is Verdict.REFUSE:
        return None
    if verdict is Verdict.END_FAMILY:
        await end(uow, announcer, row.id, because="refresh_token_reused")
        return None
    session = Session(row.id, row.person_id, uow.now + lives)
    await uow.execute(_USE, {"this_hash": hash_of(refresh_token), "now": uow.now})
    await uow.execute(_PROLONG, {"session_id": session.id, "now": uow.now, "until": session.expires_at})
    return session, await _issue(uow, session.id)


async def end(uow: UnitOfWork, announcer: Announcer, session_id: UUID, *, because: str) -> None:
    """Ends a session, if it goes on."""
    await _end(uow, announcer, _END_ONE, {"session_id": session_id, "now": uow.now, "because": because})


async def end_all(
    uow: UnitOfWork, announcer: Announcer, person_id: UUID, *, because: str, keep: UUID | None = None
) -> None:
    """Ends every session of a person but one."""
    bound = {"of_person": person_id, "keep": keep, "now": uow.now, "because": because}
    await _end(uow, announcer, _END_OF_PERSON, bound)


async def session_of(uow: UnitOfWork, refresh_token: str) -> UUID | None:
    """The session a refresh token belongs to, used or not."""
    found = await uow.execute(_OF_REFRESH, {"token_hash": hash_of(refresh_token)})
    session_id: UUID | None = found.scalar_one_or_none()
    return session_id


async def _end(uow: UnitOfWork, announcer: Announcer, statement: Any, bound: dict[str, Any]) -> None:
    for row in (await uow.execute(statement, bound)).all():
        announce_session_ended(uow, announcer, row.id)


async def _issue(uow: UnitOfWork, session_id: UUID) -> str:
    secret = new_secret()
    await uow.execute(_ISSUE, {"token_hash": hash_of(secret), "session_id": session_id, "issued_at": uow.now})
    return secret
