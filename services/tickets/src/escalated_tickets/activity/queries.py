"""Reading activity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, DateTime, Uuid, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.activity.models import activities

# What a customer is told of beside the messages themselves.
PUBLIC_KINDS: Final = ("ticket.created", "ticket.status_changed")
PEOPLE: Final = frozenset({"person", "guest"})
# A message stands in the timeline as itself.
MESSAGE_KINDS: Final = ("reply.created", "internal_note.added")

_c = activities.c
_OF_TICKET = _c.ticket_id == bindparam("ticket_id", type_=Uuid)
_SHOWN = bindparam("all", type_=Boolean) | (~_c.staff_only & _c.kind.in_(PUBLIC_KINDS))
_NEWEST = (
    select(activities).where(_OF_TICKET, _SHOWN).order_by(_c.created_at.desc(), _c.id.desc()).limit(bindparam("limit"))
)
_BETWEEN = (
    select(activities)
    .where(
        _OF_TICKET,
        _SHOWN,
        _c.kind.not_in(MESSAGE_KINDS),
        tuple_(_c.created_at, _c.id)
        > tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid)),
    )
    .order_by(_c.created_at, _c.id)
    .limit(bindparam("limit"))
)
_NARROWED: Final[Mapping[str, ColumnElement[bool]]] = {
    "ticket": _c.ticket_id == bindparam("ticket", type_=Uuid),
    "actor": _c.actor_id == bindparam("actor"),
    "kind": _c.kind == bindparam("kind"),
    "since": _c.created_at >= bindparam("since", type_=DateTime(timezone=True)),
    "until": _c.created_at < bindparam("until", type_=DateTime(timezone=True)),
}
_BEFORE: Final = tuple_(_c.created_at, _c.id) < tuple_(
    bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid)
)


async def newest_activity(reader: AsyncConnection, ticket_id: UUID, *, as_staff: bool, limit: int = 100) -> list[Any]:
    """The last `limit` changes, oldest first."""
    rows = await reader.execute(_NEWEST, {"ticket_id": ticket_id, "all": as_staff, "limit": limit})
    return list(rows)[::-1]


async def activity_after(
    reader: AsyncConnection, ticket_id: UUID, *, as_staff: bool, at: datetime, after_id: UUID, limit: int
) -> list[Any]:
    """Changes after a place in the timeline, without those that are messages."""
    parameters = {"ticket_id": ticket_id, "all": as_staff, "at": at, "id": after_id, "limit": limit}
    return list(await reader.execute(_BETWEEN, parameters))


async def desk_activity(
    reader: AsyncConnection, conditions: Mapping[str, Any], *, before: Sequence[Any] | None, limit: int
) -> list[Any]:
    """Changes of any ticket, newest first, that meet every condition of `_NARROWED`; `before` is the last one shown."""
    narrowed = [_NARROWED[name] for name in sorted(conditions)]
    parameters = {**conditions, "limit": limit}
    if before is not None:
        narrowed.append(_BEFORE)
        parameters["at"], parameters["id"] = before
    statement = (
        select(activities).where(*narrowed).order_by(_c.created_at.desc(), _c.id.desc()).limit(bindparam("limit"))
    )
    return list(await reader.execute(statement, parameters))


def activity_view(row: Any, *, as_staff: bool) -> dict[str, Any]:
    """Customers learn names of people, neither ids nor causes, and of a rule or plugin not what the desk calls it."""
    actor = {"id": row.actor_id or None, "name": row.actor_name, "kind": row.actor_kind}
    named = row.actor_name if row.actor_kind in PEOPLE else ""
    return {
        "id": row.id,
        "kind": row.kind,
        "actor": actor if as_staff else {"id": None, "name": named, "kind": row.actor_kind},
        "created_at": row.created_at,
        "before": row.before,
        "after": row.after,
        "cause": row.cause if as_staff else None,
    }
