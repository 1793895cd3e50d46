"""Calls of services under a key: the first does it, the same again is told what was done. Kept 30 days."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import invalid
from escalated_tickets.tickets.models import command_keys
from escalated_tickets.tickets.visibility import NOBODY

KEPT: Final = timedelta(days=30)

_c = command_keys.c
_CLAIM = insert(command_keys).on_conflict_do_nothing().returning(_c.key)
_OURS = (_c.caller == bindparam("by")) & (_c.method == bindparam("what")) & (_c.key == bindparam("under"))
_FIND = select(command_keys).where(_OURS)
_NOTE = update(command_keys).where(_OURS).values(ticket_id=bindparam("ticket"), detail=bindparam("told"))
_PURGE = delete(command_keys).where(
    _c.key.in_(select(_c.key).where(_c.created_at <= bindparam("before")).limit(bindparam("limit"))),
    _c.created_at <= bindparam("before"),
)
_OLDEST = select(func.min(_c.created_at))


@dataclass(frozen=True)
class Done:
    """What a call did the first time."""

    ticket_id: UUID
    detail: dict[str, Any]


async def claim(uow: UnitOfWork, caller: str, method: str, key: str, request: Message) -> Done | None:
    """None where this call is the first under its key; it must `note` what it did. Waits for one that runs.

    Raises:
        Invalid: no key, or one that was used for something else.
    """
    if not key:
        raise invalid("/key", "missing", "A command of a service needs a key.")
    fingerprint = hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()
    row = {
        "caller": caller,
        "method": method,
        "key": key,
        "request_sha256": fingerprint,
        "ticket_id": NOBODY,
        "detail": {},
        "created_at": uow.now,
    }
    if (await uow.execute(_CLAIM, row)).one_or_none() is not None:
        return None
    known = (await uow.execute(_FIND, {"by": caller, "what": method, "under": key})).one()
    if known.request_sha256 != fingerprint:
        raise invalid("/key", "idempotency_key_reused", "The key was used for another request.")
    return Done(known.ticket_id, known.detail)


async def note(uow: UnitOfWork, caller: str, method: str, key: str, done: Done) -> None:
    told = {"by": caller, "what": method, "under": key, "ticket": done.ticket_id, "told": done.detail}
    await uow.execute(_NOTE, told)


async def purge(uow: UnitOfWork, limit: int) -> int:
    return (await uow.execute(_PURGE, {"before": uow.now - KEPT, "limit": limit})).rowcount


async def next_purge(reader: AsyncConnection) -> datetime | None:
    oldest = (await reader.execute(_OLDEST)).scalar_one()
    return None if oldest is None else oldest + KEPT
